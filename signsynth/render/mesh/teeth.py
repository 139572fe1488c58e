"""Two rows of teeth with their gums, at rest, as a strip that is unfolded tooth by tooth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_UPPER_MM = ((8.4, 10.2), (6.6, 9.0), (7.6, 10.0), (7.0, 8.4), (6.8, 7.8), (10.0, 7.2), (9.6, 6.8))
_LOWER_MM = ((5.3, 8.6), (5.9, 8.8), (6.8, 9.8), (7.0, 8.4), (7.1, 7.8), (11.0, 7.2), (10.4, 6.8))
"""Breadth and height of the crowns from the middle outwards; Nelson, Wheeler's Dental Anatomy, means rounded."""
_COLUMNS = 5
_ROUND_MM = 0.55
"""How much shorter a tooth is at its sides than in its middle."""
_ROWS = (0.0, 0.34, 0.62, 0.80, 0.90, 1.0)
"""Where the rows of the strip lie on the palette: foot of the gum, neck, belly, edge outside, inside, neck inside."""
NECK = 0.34


@dataclass(frozen=True, eq=False)
class Teeth:
    """One row of teeth. ``points (n, 3)`` metres; ``faces (f, 3)`` anticlockwise from outside; ``palette (n, 2)`` from
    0 to 1: across a tooth, and from the foot of its gum over its edge to the inside."""

    points: np.ndarray
    faces: np.ndarray
    palette: np.ndarray

    @classmethod
    def upper(cls, edge: np.ndarray, radii: tuple[float, float]) -> Teeth:
        """Teeth that hang from ``edge (3,)``, the middle of the front teeth's edge, in an arch of half an ellipse
        with ``radii``: half its breadth, and its depth, metres."""
        return cls._row(_UPPER_MM, edge, radii, 1.0)

    @classmethod
    def lower(cls, edge: np.ndarray, radii: tuple[float, float]) -> Teeth:
        """Teeth that stand up to ``edge``; see ``upper``."""
        return cls._row(_LOWER_MM, edge, radii, -1.0)

    @classmethod
    def _row(cls, crowns: tuple, edge: np.ndarray, radii: tuple[float, float], up: float) -> Teeth:
        along, across, height = _columns(crowns)
        turn, out = _on_arch(along, radii)
        at = np.stack([radii[0] * np.sin(turn), np.zeros_like(turn), radii[1] * (np.cos(turn) - 1)], 1)
        thick = 0.0022 + 0.006 * np.clip((abs(along) - 0.018) / 0.02, 0, 1)  # edges at the front, chewing faces behind
        short = 1e-3 * _ROUND_MM * (2 * across - 1) ** 4
        rise = np.array([0.0, 0.0, 0.45, 1.0, 1.0, 0.0])
        profile = []
        for k, part in enumerate(rise):
            y = up * ((height - short) * (1 - part) + short + (0.006 if k == 0 else 0))
            depth = (0.0012, 0.0002, -0.0004, 0.0006, 0, 0)[k] + (thick if k == 4 else 1.6 * thick if k == 5 else 0)
            profile.append(at - out * np.reshape(depth, (-1, 1)) + y[:, None] * np.float64([0, 1, 0]))
        points = np.stack(profile, 1) + edge
        columns, rows = points.shape[:2]
        palette = np.stack(np.broadcast_arrays(across[:, None], np.array(_ROWS)[None]), -1)
        number = np.arange(columns * rows).reshape(columns, rows)
        a, b, c, d = number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]
        apart = np.arange(columns - 1) % _COLUMNS != _COLUMNS - 1  # from tooth to tooth nothing
        faces = np.stack([np.stack([a, b, c], -1), np.stack([a, c, d], -1)], 2)[apart].reshape(-1, 3)
        faces = faces[:, ::-1] if up > 0 else faces
        return cls(points.reshape(-1, 3), np.ascontiguousarray(faces), palette.reshape(-1, 2))


def _columns(crowns: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Metres along the arch, place across the tooth 0..1, and height in metres of every column, from right to left."""
    breadth = np.array([b for b, _ in crowns]) * 1e-3
    starts = np.concatenate([[0], np.cumsum(breadth)[:-1]])
    t = np.linspace(0, 1, _COLUMNS)
    left = (starts[:, None] + t * breadth[:, None]).ravel()
    height = np.repeat([h * 1e-3 for _, h in crowns], _COLUMNS)
    across = np.tile(t, len(crowns))
    return (np.concatenate([-left[::-1], left]), np.concatenate([across[::-1], across]),
            np.concatenate([height[::-1], height]))  # fmt: skip


def _on_arch(along: np.ndarray, radii: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Angle ``(n,)`` on the ellipse at that length from its front, and unit normals ``(n, 3)`` out of it."""
    turn = np.linspace(0, np.pi / 2 + 0.4, 400)
    step = np.hypot(radii[0] * np.cos(turn), radii[1] * np.sin(turn))
    length = np.concatenate([[0], np.cumsum((step[1:] + step[:-1]) / 2 * np.diff(turn))])
    found = np.sign(along) * np.interp(abs(along), length, turn)
    out = np.stack([radii[1] * np.sin(found), np.zeros_like(found), radii[0] * np.cos(found)], 1)
    return found, out / np.linalg.norm(out, axis=1, keepdims=True)


def colours(size: int, white: tuple[float, float, float], gum: tuple[float, float, float]) -> np.ndarray:
    """The palette, float32 ``(size, size, 3)`` sRGB: rows from the foot of the gum to the inside, columns across."""
    down, across = np.meshgrid((np.arange(size) + 0.5) / size, (np.arange(size) + 0.5) / size, indexing="ij")
    ivory, root = np.float32(white) * (1.0, 0.97, 0.90), np.float32(white) * (0.93, 0.85, 0.72)
    edge = abs(2 * across - 1)
    body = np.clip((down - NECK) / (0.8 - NECK), 0, 1)[..., None]
    tooth = root + (ivory - root) * np.clip(1.6 * body, 0, 1)
    tooth = tooth * (1 - 0.30 * np.clip((edge - 0.72) / 0.28, 0, 1) ** 2)[..., None]
    line = NECK + 0.07 * edge**2  # gums reach lower between teeth
    share = np.clip((line - down) * size / 1.5 + 0.5, 0, 1)[..., None]
    flesh = np.float32(gum) * (1 - 0.22 * np.clip(1 - down / NECK, 0, 1))[..., None]
    return (tooth * (1 - share) + flesh * share).astype(np.float32)
