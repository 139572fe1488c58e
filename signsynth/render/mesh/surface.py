"""Normals and smoothing on a fixed set of triangles."""

from __future__ import annotations

import numpy as np


class Surface:
    """Triangles ``faces (f, 3)`` over ``count`` vertices; prepares what does not depend on where these are."""

    def __init__(self, faces: np.ndarray, count: int) -> None:
        self.faces = faces
        self.count = count
        self._corners = [np.ascontiguousarray(faces[:, k], np.intp) for k in range(3)]
        corners = faces.reshape(-1)
        order = np.argsort(corners, kind="stable")
        self._face_of = (order // 3).astype(np.int64)
        self._used, self._starts = np.unique(corners[order], return_index=True)

    def normals(self, vertices: np.ndarray) -> np.ndarray:
        """Unit normals ``(v, 3)`` of vertices ``(v, 3)``, each the mean over its faces by area."""
        # One axis at a time: contiguous rows are several times faster than triples.
        a, b, c = (np.take(np.ascontiguousarray(vertices.T), corner, axis=1) for corner in self._corners)
        u, w = b - a, c - a
        found = np.zeros((3, self.count), vertices.dtype)
        found[2] = 1
        for axis, (i, j) in enumerate(((1, 2), (2, 0), (0, 1))):
            across = u[i] * w[j] - u[j] * w[i]
            found[axis, self._used] = np.add.reduceat(across[self._face_of], self._starts)
        length = np.sqrt(found[0] ** 2 + found[1] ** 2 + found[2] ** 2)
        found /= np.maximum(length, 1e-20)
        return np.ascontiguousarray(found.T)

    def neighbours(self) -> tuple[np.ndarray, np.ndarray]:
        """Both ends ``(n,)`` of every edge in both directions, for ``smoothed``."""
        edges = np.concatenate([self.faces[:, [0, 1]], self.faces[:, [1, 2]], self.faces[:, [2, 0]]])
        # As single numbers they are sorted ten times as fast as in pairs.
        low, high = np.divmod(np.unique(edges.min(1).astype(np.int64) * self.count + edges.max(1)), self.count)
        return np.concatenate([low, high]), np.concatenate([high, low])

    def smoothed(self, values: np.ndarray, rounds: int, share: np.ndarray | float = 1.0) -> np.ndarray:
        """Values ``(v, c)`` moved ``rounds`` times half-way, or ``share (v, 1)`` of that, to their neighbours' mean."""
        start, end = self.neighbours()
        degree = np.maximum(np.bincount(start, minlength=self.count), 1)[:, None]
        for _ in range(rounds):
            mean = np.stack(
                [np.bincount(start, values[end, k], minlength=self.count) for k in range(values.shape[1])], 1
            )
            values = values + 0.5 * share * (np.where(degree > 1, mean / degree, values) - values)
        return values
