"""From a place in the texture back to the body: which face lies there, and how near its corners are."""

from __future__ import annotations

import numpy as np

from signsynth.render.mesh.raster import rasterise

_FLAT = 1e-12
"""Square texels: faces that are smaller have no inside."""


class Texels:
    """Faces over a texture. Each of its places belongs to one: where none lies, to the nearest."""

    def __init__(self, uv: np.ndarray, faces: np.ndarray, side: int, nearer: np.ndarray | None = None) -> None:
        """``uv (v, 2)`` in 0..1 and ``faces (f, 3)`` over them; looked up with ``side`` texels a side.

        Where faces overlap in the texture, the one wins whose corners have more of ``nearer (v,)``.
        """
        import cv2

        place = np.asarray(uv, np.float64) * side
        depth = np.zeros(len(uv)) if nearer is None else -np.asarray(nearer, np.float64)
        found = rasterise(np.column_stack([place - 0.5, depth]), faces, side, cull=False).face_index
        _, nearest = cv2.distanceTransformWithLabels(
            (found < 0).view(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
        )
        face_of = np.zeros(nearest.max() + 1, np.min_scalar_type(len(faces)))
        face_of[nearest[found >= 0]] = found[found >= 0]
        self._side, self._face, self._plane = side, face_of[nearest], _planes(place, faces)

    def give(self, patch: tuple[float, float, float], face: int) -> None:
        """A square of the texture (left, top and side in 0..1) to one face."""
        left, top, side = (round(value * self._side) for value in patch)
        self._face[top : top + side, left : left + side] = face

    def __call__(self, u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Faces ``(n,)`` at places ``u, v`` in 0..1, and shares of their corners ``(n, 3)``, float32.

        Shares are at least 0 and sum to 1: beside a face they are those of a place on its border.
        """
        side, most = self._side, self._side - 1
        u, v = u * np.float32(side), v * np.float32(side)
        at = np.clip(v.astype(np.int32), 0, most) * side + np.clip(u.astype(np.int32), 0, most)
        face = np.take(self._face, at)
        plane = np.take(self._plane, face, axis=0)
        u -= plane[:, 0]
        v -= plane[:, 1]
        shares = np.empty((len(face), 3), np.float32)
        second = np.clip(plane[:, 2] * u + plane[:, 3] * v, 0, 1)
        rest = 1 - second
        third = np.clip(plane[:, 4] * u + plane[:, 5] * v, 0, rest)
        shares[:, 0], shares[:, 1], shares[:, 2] = rest - third, second, third
        return face, shares


def _planes(place: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Of each face: its first corner, and by what a way from there gives the shares of the other two; ``(f, 6)``."""
    first, second, third = (place[faces[:, k]] for k in range(3))
    a, b = second - first, third - first
    area = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    firm = np.abs(area) > _FLAT
    share = np.where(firm, 1 / np.where(firm, area, 1), 0)
    found = np.column_stack([first, b[:, 1] * share, -b[:, 0] * share, -a[:, 1] * share, a[:, 0] * share])
    return found.astype(np.float32)
