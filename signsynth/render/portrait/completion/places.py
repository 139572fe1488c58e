"""What is the same of everybody: where each vertex lies, what it is part of, and cells of vertices near each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from signsynth.render.mesh.surface import Surface
from signsynth.render.mesh.wardrobe import vertex_parts

PARTS = ("torso", "neck", "face", "scalp", "lips", "ears", "upper_arm", "forearm", "hand", "leg")
"""Parts that are told apart; left and right are one."""
GUESSED = ("torso", "neck", "face", "scalp", "ears",
           *(f"{name}.{side}" for name in ("upper_arm", "forearm", "leg") for side in "LR"))  # fmt: skip
"""Parts whose colours are guessed; eyes, lips, hands and feet are drawn."""
CELLS = 144
_WAVES = (4.0, 9.0, 20.0)
"""Turns a metre, over 2 pi."""
_HEAD_NEARER = 2.5
"""Cells on the head are that much smaller."""
_NECK_Y, _BEFORE_Z = 0.66, 0.045


@dataclass(frozen=True, eq=False)
class Places:
    """``codes`` float32 ``(v, WIDTH)``; ``cell (v,)`` of each vertex, -1 where it is of none; ``area (v,)`` square
    metres; ``mirror (v,)`` vertex across; ``guessed`` bool ``(v,)``: of ``GUESSED`` parts; ``changed`` bool ``(v,)``:
    those of them that take the guess. ``scalp (v,)``: the part where hair grows."""

    codes: np.ndarray
    cell: np.ndarray
    area: np.ndarray
    mirror: np.ndarray
    guessed: np.ndarray
    changed: np.ndarray
    scalp: np.ndarray

    @classmethod
    def of(cls, body: Any) -> Places:
        """Those of a ``signsynth.body.Body``, at rest."""
        rest = body.mesh.template.cpu().numpy().astype(np.float64)
        faces, part = body.faces.cpu().numpy(), vertex_parts(body)
        normals = Surface(faces, len(rest)).normals(rest)
        names = [name.split(".")[0] for name in body.part_names]
        kinds = np.array([PARTS.index(name) if name in PARTS else -1 for name in names])[part]
        waves = np.concatenate([f(wave * rest) for wave in _WAVES for f in (np.sin, np.cos)], 1)
        codes = np.concatenate([rest, waves, normals, kinds[:, None] == np.arange(len(PARTS))], 1)
        across = np.cross(rest[faces[:, 1]] - rest[faces[:, 0]], rest[faces[:, 2]] - rest[faces[:, 0]])
        area = np.bincount(faces.ravel(), np.repeat(np.linalg.norm(across, axis=1) / 6, 3), len(rest))
        guessed = np.isin(part, [body.part_names.index(name) for name in GUESSED])
        mirror = body.mirror_vertices.cpu().numpy()
        guessed &= guessed[mirror]
        # Lids and what lies under the chin have so much seen around them, in a light of its own, that growth is better.
        before = np.isin(part, [body.part_names.index(name) for name in ("face", "neck")]) & (rest[:, 2] > _BEFORE_Z)
        before |= before[mirror]
        scalp = part == body.part_names.index("scalp")
        scalp |= scalp[mirror]
        cell = np.full(len(rest), -1)
        rows = np.flatnonzero(guessed)
        cell[rows] = _cells(rest[rows] * np.where(rest[rows, 1:2] > _NECK_Y, _HEAD_NEARER, 1), normals[rows])
        return cls(codes.astype(np.float32), cell, area, mirror, guessed, guessed & ~before, scalp)


WIDTH = 3 + 6 * len(_WAVES) + 3 + len(PARTS)


def _cells(places: np.ndarray, normals: np.ndarray) -> np.ndarray:
    """Number ``(n,)`` of the nearest of ``CELLS`` places far from each other; what looks elsewhere is farther."""
    points = np.concatenate([places, 0.06 * normals], 1)
    nearest, cell = np.full(len(points), np.inf), np.zeros(len(points), np.int64)
    chosen = int(points[:, 1].argmax())
    for k in range(CELLS):
        far = ((points - points[chosen]) ** 2).sum(1)
        cell = np.where(far < nearest, k, cell)
        nearest = np.minimum(nearest, far)
        chosen = int(nearest.argmax())
    return cell
