"""The skin of trunk and head at rest, and where a line enters it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from signsynth.body import Body
from signsynth.body.fit.rig import Rig
from signsynth.geometry import unit

PARTS = ("torso", "neck", "face", "scalp", "lips", "ears", "eyes")
_ARM, _SHOULDER = "upper_arm", (0.85, -0.25)
"""The round of the shoulder is part of the upper arm: so far out, and so low, it belongs to the trunk."""
_FINGER = 0.05
"""A normal is the mean over so much skin: what a fingertip feels, not each fold of a lip."""
_FAR = 3.0


@dataclass(frozen=True, eq=False)
class Skin:
    """Triangles of trunk and head, shoulder widths from mid-shoulder."""

    corners: np.ndarray
    """``(faces, 3, 3)``."""
    normals: np.ndarray
    """``(faces, 3, 3)``: unit vectors out of the body at the corners."""
    ear: np.ndarray
    """``(3,)``: middle of the left ear; its lobe is ``lobe (3,)``."""
    lobe: np.ndarray
    nose: np.ndarray
    """``(3,)``: tip of the nose."""

    @staticmethod
    @lru_cache(maxsize=2)
    def of(body: Body) -> Skin:
        """From the mean person at rest."""
        rig = Rig.of(body)
        vertices = (body.rest().cpu().numpy().astype(np.float64) - rig.origin_m) / rig.width_m
        faces, part = body.faces.cpu().numpy(), body.face_part.cpu().numpy()
        corners = vertices[faces]
        area = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        normals = np.zeros_like(vertices)
        for k in range(3):
            np.add.at(normals, faces[:, k], area)
        kept = np.isin(part, [body.part_names.index(name) for name in PARTS])
        arms = [k for k, name in enumerate(body.part_names) if name.startswith(_ARM)]
        kept |= np.isin(part, arms) & ((np.abs(corners[..., 0]) < _SHOULDER[0]) & (corners[..., 1] > _SHOULDER[1])).all(
            1
        )

        def of_part(name: str) -> np.ndarray:
            return vertices[np.unique(faces[part == body.part_names.index(name)])]

        ears = of_part("ears")
        ear = ears[ears[:, 0] > 0]
        nose = of_part("face")
        return Skin(
            corners[kept],
            unit(normals)[faces[kept]],
            (ear.min(0) + ear.max(0)) / 2,
            ear[ear[:, 1].argmin()],
            nose[nose[:, 2].argmax()] * [0, 1, 1],
        )

    def half_width(self, y: float) -> float:
        """Greatest distance from the middle at a height."""
        return float(np.abs(self.corners[np.abs(self.corners[..., 1] - y) < 0.05][:, 0]).max())

    def enter(self, aim: np.ndarray, away: np.ndarray, far: float = _FAR) -> tuple[np.ndarray, np.ndarray] | None:
        """Point and outward normal, each ``(3,)``, where a line enters that comes to ``aim (3,)`` from ``away (3,)``.

        It starts ``far`` shoulder widths from the aim; None where it meets nothing on the way there and as far
        again. Moller and Trumbore, J. Graphics Tools 2 (1997) 21.
        """
        start, along = aim + far * away, -away
        first, second = self.corners[:, 1] - self.corners[:, 0], self.corners[:, 2] - self.corners[:, 0]
        across = np.cross(along, second)
        size = (first * across).sum(1)
        with np.errstate(divide="ignore", invalid="ignore"):
            offset = start - self.corners[:, 0]
            u = (offset * across).sum(1) / size
            over = np.cross(offset, first)
            v = (over @ along) / size
            t = (second * over).sum(1) / size
            met = (u >= -1e-9) & (v >= -1e-9) & (u + v <= 1 + 1e-9) & (t > 0) & (t < 2 * far)
        if not met.any():
            return None
        face = np.flatnonzero(met)[t[met].argmin()]
        share = np.array([1 - u[face] - v[face], u[face], v[face]])
        point = share @ self.corners[face]
        near = np.abs(self.corners[:, 0] - point).max(-1) < 4 * _FINGER
        corners, normals = self.corners[near], self.normals[near]
        weight = np.exp(-((corners - point) ** 2).sum(-1) / _FINGER**2) * (normals @ away > 0)
        return point, unit((weight[..., None] * normals).sum((0, 1)))
