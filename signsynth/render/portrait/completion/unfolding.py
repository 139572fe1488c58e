"""Between the square of the texture and the vertices of the body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from signsynth.render.mesh.canvas import atlas
from signsynth.render.mesh.raster import rasterise

_SIDE = 512
"""Texels across: slow changes of colour need no more."""


@dataclass(frozen=True, eq=False)
class Unfolding:
    """Which vertices each texel of a small texture lies between.

    ``covered`` bool ``(s, s)``, ``corners (n, 3)`` and ``shares (n, 3)`` of the covered texels, ``count`` vertices.
    """

    covered: np.ndarray
    corners: np.ndarray
    shares: np.ndarray
    count: int

    @classmethod
    def of(cls, body: Any) -> Unfolding:
        """That of a ``signsynth.body.Body``."""
        flat = np.pad(atlas(body) * _SIDE - 0.5, ((0, 0), (0, 1)))
        found = rasterise(flat, body.faces_uv.cpu().numpy(), _SIDE, cull=False)
        corners = body.faces.cpu().numpy()[found.face_index[found.mask]]
        return cls(found.mask, corners, found.barycentric[found.mask], len(body.mesh.template))

    def gathered(self, values: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Means ``(v, c)`` of a texture ``(n, n, c)`` around each vertex where ``weight (n, n)``, 0 to 1, says so; and
        how far it does, ``(v,)``: 0 to 1."""
        import cv2

        weighted = np.dstack([values * weight[..., None], weight]).astype(np.float32)
        side = len(self.covered)
        mixing = cv2.INTER_AREA if len(weight) > side else cv2.INTER_LINEAR
        few = cv2.resize(weighted, (side, side), interpolation=mixing)[self.covered]
        few = np.column_stack([few, np.ones(len(few), np.float32)])
        rows, shares = self.corners.ravel(), self.shares.ravel()
        sums = np.column_stack(
            [np.bincount(rows, np.repeat(column, 3) * shares, minlength=self.count) for column in few.T]
        )
        weights = sums[:, -2]
        return sums[:, :-2] / np.maximum(weights, 1e-6)[:, None], weights / np.maximum(sums[:, -1], 1e-6)

    def spread(self, values: np.ndarray, size: int) -> np.ndarray:
        """Values ``(v, c)`` as a texture float32 ``(size, size, c)``, going on a little beyond the seams."""
        import cv2

        side = len(self.covered)
        picture = np.zeros((side, side, values.shape[1]), np.float32)
        picture[self.covered] = (values[self.corners] * self.shares[..., None]).sum(1)
        known = self.covered.astype(np.float32)
        for _ in range(3):
            around = cv2.blur(known, (3, 3))
            beyond = cv2.blur(picture * known[..., None], (3, 3)).reshape(picture.shape)
            beyond /= np.maximum(around, 1e-6)[..., None]
            picture = np.where((known > 0)[..., None], picture, beyond)
            known = np.float32((known > 0) | (around > 1e-6))
        return cv2.resize(picture, (size, size), interpolation=cv2.INTER_LINEAR).reshape(size, size, -1)
