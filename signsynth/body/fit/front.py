"""The front of trunk and head, and hands kept outside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.body.body import Body
from signsynth.geometry import smooth

_CELL_M = 0.016
_SOLID = ("root", "pelvis", "spine", "clavicle", "neck", "head")
_BEHIND_M = -0.25
MARGIN_M = 0.016
"""Half the thickness of a hand, and clothes."""
_EASE_S = 0.06


@dataclass(frozen=True, eq=False)
class Front:
    """Depth of the body's front at rest on a grid of x and y, metres; far behind where there is no body."""

    corner: np.ndarray
    """``(2,)``: x and y of the first cell."""
    depth: np.ndarray
    """``(columns, rows)``."""

    @staticmethod
    def of(body: Body) -> Front:
        """From the vertices that trunk and head carry."""
        vertices = body.rest().cpu().numpy().astype(np.float64)
        bearer = body.mesh.bones.gather(1, body.mesh.shares.argmax(1, keepdim=True))[:, 0].tolist()
        solid = vertices[[body.joint_names[bone].startswith(_SOLID) for bone in bearer]]
        reach = np.ceil(np.abs(solid[:, 0]).max() / _CELL_M) + 2  # left and right alike
        corner = np.array([-reach * _CELL_M, solid[:, 1].min() - 2 * _CELL_M])
        cell = ((solid[:, :2] - corner) / _CELL_M).round().astype(int)
        depth = np.full((int(2 * reach) + 1, cell[:, 1].max() + 3), _BEHIND_M)
        np.maximum.at(depth, (cell[:, 0], cell[:, 1]), solid[:, 2])
        depth = np.maximum(depth, depth[::-1])
        # Vertices lie up to two cells apart: each speaks for its neighbours.
        for axis in (0, 1, 0, 1):
            depth = np.maximum(depth, np.maximum(np.roll(depth, 1, axis), np.roll(depth, -1, axis)))
        return Front(corner, smooth(smooth(depth, 1.0).T, 1.0).T)

    def at(self, points: np.ndarray) -> np.ndarray:
        """Depth of the front ``(...)`` behind or before points ``(..., 3)``, bilinear."""
        place = (points[..., :2] - self.corner) / _CELL_M
        inside = ((place >= 0) & (place <= np.array(self.depth.shape) - 1)).all(-1)
        place = np.clip(place, 0, np.array(self.depth.shape) - 1.001)
        cell = place.astype(int)
        x, y = (place - cell)[..., 0], (place - cell)[..., 1]
        a, b = cell[..., 0], cell[..., 1]
        d = self.depth
        mixed = (1 - x) * ((1 - y) * d[a, b] + y * d[a, b + 1]) + x * ((1 - y) * d[a + 1, b] + y * d[a + 1, b + 1])
        return np.where(inside, mixed, _BEHIND_M)

    def push(self, points: np.ndarray, fps: float) -> np.ndarray:
        """How far towards the viewer ``points (frames, hands, n, 3)`` must go to be outside, ``(frames, hands)``."""
        deep = np.maximum(self.at(points) + MARGIN_M - points[..., 2], 0).max(-1)
        eased = smooth(deep, _EASE_S * fps)
        return np.maximum(deep, eased)
