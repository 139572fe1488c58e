"""Arms and hands as capsules: segments with a radius, each carried by one joint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_ARM = (("upperarm01", "lowerarm01"), ("lowerarm01", "wrist"))
_WITH = {"upperarm01": ("upperarm01", "upperarm02"), "lowerarm01": ("lowerarm01", "lowerarm02")}
"""Vertices of both halves of a limb say how thick it is."""


@dataclass(frozen=True, eq=False)
class Capsules:
    """Upper arms, forearms, palms (one capsule to each knuckle) and phalanges of both sides, left first."""

    names: tuple[str, ...]
    """Name of each capsule: that of its joint."""
    joints: np.ndarray
    """int ``(n,)``: the joint that carries it."""
    starts: np.ndarray
    """``(n, 3)`` metres: from the joint, at rest."""
    ends: np.ndarray
    """``(n, 3)``."""
    radii: np.ndarray
    """``(n,)`` metres."""

    @staticmethod
    def of(vertices: np.ndarray, heads: np.ndarray, bearer: np.ndarray, names: Sequence[str]) -> Capsules:
        """From vertices ``(v, 3)``, joints ``(j, 3)`` at rest, and the joint ``bearer (v,)`` that moves each vertex.

        The radius is the median distance of a part's vertices from its axis; a last phalanx ends where its
        farthest vertex is.
        """
        names = list(names)
        rows = []
        for side in "LR":
            palm = [(f"metacarpal{k}", f"finger{k + 1}-1") for k in range(1, 5)]
            fingers = [
                (f"finger{f}-{b}", f"finger{f}-{b + 1}" if b < 3 else "") for f in range(1, 6) for b in (1, 2, 3)
            ]
            for first, then in (*_ARM, *palm, *fingers):
                joint = names.index(f"{first}.{side}")
                own = [names.index(f"{name}.{side}") for name in _WITH.get(first, (first,))]
                skin = vertices[np.isin(bearer, own)]
                start = heads[joint]
                if then:
                    end = heads[names.index(f"{then}.{side}")]
                else:
                    end = _tip(skin, start, heads[names.index(f"{first[:-1]}2.{side}")])
                radius = float(np.median(_from_segment(skin, start, end)))
                if not then:
                    end = end - radius * (end - start) / np.linalg.norm(end - start)
                rows.append((names[joint], joint, np.zeros(3), end - start, radius))
        titles, joints, starts, ends, radii = zip(*rows, strict=True)
        return Capsules(titles, np.array(joints), np.array(starts), np.array(ends), np.array(radii))

    def place(self, transforms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Ends of every capsule ``(..., n, 3)`` in a pose ``(..., joints, 3, 4)``, as ``Body.place`` gives it."""
        own = transforms[..., self.joints, :, :].astype(np.float64)
        return tuple((own[..., :3] @ ends[..., None])[..., 0] + own[..., 3] for ends in (self.starts, self.ends))


def closest(starts: np.ndarray, ends: np.ndarray, others: np.ndarray, other_ends: np.ndarray) -> tuple:
    """Nearest points ``(..., 3)`` of two segments, and where on each they lie, 0 to 1; all broadcast.

    Ericson, Real-Time Collision Detection (2005), 5.1.9.
    """
    d1, d2, r = ends - starts, other_ends - others, starts - others
    a, e, b = (d1 * d1).sum(-1), (d2 * d2).sum(-1), (d1 * d2).sum(-1)
    a, e = np.maximum(a, 1e-30), np.maximum(e, 1e-30)
    c, f = (d1 * r).sum(-1), (d2 * r).sum(-1)
    across = a * e - b * b
    s = np.where(across > 1e-9 * a * e, np.clip((b * f - c * e) / np.maximum(across, 1e-60), 0, 1), 0.0)
    t = np.clip((b * s + f) / e, 0, 1)
    s = np.clip((b * t - c) / a, 0, 1)
    return starts + s[..., None] * d1, others + t[..., None] * d2, s, t


def _tip(skin: np.ndarray, start: np.ndarray, before: np.ndarray) -> np.ndarray:
    along = (start - before) / np.linalg.norm(start - before)
    return start + along * ((skin - start) @ along).max()


def _from_segment(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    along = end - start
    t = np.clip((points - start) @ along / (along @ along), 0, 1)
    return np.linalg.norm(points - start - t[:, None] * along, axis=-1)
