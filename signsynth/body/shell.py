"""Signed distance of a rigid surface, tabulated once: how deep a point lies inside, and which way is out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from signsynth.geometry import unit

ROOM_M = 0.08
"""The table goes this far beyond the surface; farther out the way to the table is added."""
_NEAR = 3
"""Up to so many cells from the surface distances are exact; beyond, the nearest point is the nearest cell's."""
_CHUNK = 1 << 16
_FINE = 3
"""Points of the surface to a cell."""


@dataclass(frozen=True, eq=False)
class Shell:
    """Depth below a closed surface at rest, on a grid."""

    corner: np.ndarray
    """``(3,)``: place of the first cell, metres."""
    cell_m: float
    """Distance of neighbouring cells."""
    table: np.ndarray
    """float64 ``(x, y, z)`` metres: positive inside."""

    @staticmethod
    def of(vertices: np.ndarray, faces: np.ndarray, cell_m: float) -> Shell:
        """From a surface ``vertices (n, 3)``, ``faces (m, 3)``; holes, as where a limb was cut off, are closed flat.

        Inside is where the surface winds around, counted along rays towards the viewer; how far, is the distance
        of the nearest point of the surface.
        """
        vertices, faces = _closed(vertices[np.unique(faces)], np.unique(faces, return_inverse=True)[1].reshape(-1, 3))
        corner = vertices.min(0) - ROOM_M
        size = tuple(np.ceil((vertices.max(0) + ROOM_M - corner) / cell_m).astype(int) + 1)
        distance = _distance(_sampled(vertices, faces, cell_m / _FINE), corner, cell_m, size)
        inside = _winding(vertices, faces, corner, cell_m, size) > 0
        return Shell(corner, cell_m, np.where(inside, distance, -distance))

    def depth_m(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Depth ``(...)`` of points ``(..., 3)`` at rest, positive inside, and the unit way out ``(..., 3)``."""
        flat = points.reshape(-1, 3)
        depth, outward = np.empty(len(flat)), np.empty(flat.shape)
        for start in range(0, len(flat), _CHUNK):
            part = slice(start, start + _CHUNK)
            depth[part], outward[part] = self._depth_m(flat[part])
        return depth.reshape(points.shape[:-1]), outward.reshape(points.shape)

    def _depth_m(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        last = np.array(self.table.shape) - 1
        place = (points - self.corner) / self.cell_m
        held = np.clip(place, 0, last - 1e-6)
        cell = held.astype(int)
        x, y, z = np.moveaxis(held - cell, -1, 0)
        flat = self.table.reshape(-1)
        rows, layers = self.table.shape[1] * self.table.shape[2], self.table.shape[2]
        first = cell[..., 0] * rows + cell[..., 1] * layers + cell[..., 2]
        near, far = [[flat[first + a + b] for b in (0, layers, 1, layers + 1)] for a in (0, rows)]  # (y, z) 00 10 01 11
        front = [p + x * (q - p) for p, q in zip(near, far, strict=True)]
        slope_x = [q - p for p, q in zip(near, far, strict=True)]
        depth = _mixed(front, y, z)
        slope_y = (1 - z) * (front[1] - front[0]) + z * (front[3] - front[2])
        slope_z = (1 - y) * (front[2] - front[0]) + y * (front[3] - front[1])
        outward = -unit(np.stack([_mixed(slope_x, y, z), slope_y, slope_z], -1))
        beyond = (place - held) * self.cell_m
        away = np.linalg.norm(beyond, axis=-1)
        # Beyond the table the way out of the box is a way out of the body.
        outward = np.where(away[..., None] > 1e-4, beyond / np.maximum(away, 1e-9)[..., None], outward)
        return depth - away, outward


def _mixed(corners: list[np.ndarray], y: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Bilinear in y and z of values at 00, 10, 01, 11."""
    a, b, c, d = corners
    return (1 - z) * (a + y * (b - a)) + z * (c + y * (d - c))


def _closed(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The surface with a fan over every hole, from the middle of its rim."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    shared = Counter(map(tuple, np.sort(edges, 1).tolist()))
    following: dict[int, list[int]] = {}
    for a, b in edges.tolist():
        if shared[min(a, b), max(a, b)] == 1:
            following.setdefault(a, []).append(b)
    middles, fans = [], []
    while following:
        rim = [next(iter(following))]
        while rim[-1] in following:  # rims that touch in one vertex may be walked as one: a fan closes it all the same
            ways = following[rim[-1]]
            rim.append(ways.pop())
            if not ways:
                del following[rim[-2]]
        middle = len(vertices) + len(middles)
        middles.append(vertices[rim].mean(0))
        fans += [(b, a, middle) for a, b in zip(rim, rim[1:], strict=False)]
    if not fans:
        return vertices, faces
    return np.concatenate([vertices, middles]), np.concatenate([faces, fans])


def _distance(points: np.ndarray, corner: np.ndarray, cell_m: float, size: tuple) -> np.ndarray:
    """Of every cell to the nearest of ``points (n, 3)``, ``size``."""
    from scipy.ndimage import distance_transform_edt  # late: only who asks for depths needs them
    from scipy.spatial import cKDTree

    places = corner + cell_m * np.stack(np.meshgrid(*map(np.arange, size), indexing="ij"), -1)
    held = np.full((*size, 3), np.nan)
    held[tuple(((points - corner) / cell_m).round().astype(int).T)] = points
    cells, nearest = distance_transform_edt(np.isnan(held[..., 0]), return_indices=True)
    distance = np.linalg.norm(places - held[tuple(nearest)], axis=-1)
    near = cells < _NEAR
    distance[near] = cKDTree(points).query(places[near])[0]
    return distance


def _sampled(vertices: np.ndarray, faces: np.ndarray, spacing_m: float) -> np.ndarray:
    """Points all over the surface, no farther apart than ``spacing_m``, ``(n, 3)``."""
    corners = vertices[faces]
    points = [vertices]
    longest = np.linalg.norm(corners - np.roll(corners, 1, 1), axis=-1).max(1)
    steps = np.ceil(longest / spacing_m).astype(int)
    for count in np.unique(steps):
        a, b = (grid.ravel() for grid in np.meshgrid(np.arange(count + 1), np.arange(count + 1)))
        shares = np.stack([a, b, count - a - b], -1)[a + b <= count] / count
        points.append((shares @ corners[steps == count]).reshape(-1, 3))
    return np.concatenate(points)


def _winding(vertices: np.ndarray, faces: np.ndarray, corner: np.ndarray, cell_m: float, size: tuple) -> np.ndarray:
    """How often the surface winds around every cell, int ``size``: crossings ahead of a ray towards +z, signed."""
    corners = (vertices[faces] - corner) / cell_m
    # A ray through an edge would count twice or never: none goes through a vertex of the body after this shift.
    corners = corners + [1.234e-5, 2.345e-5, 0.0]
    low = np.ceil(corners[..., :2].min(1)).astype(int)
    high = np.floor(corners[..., :2].max(1)).astype(int)
    counts = np.maximum(high - low + 1, 0)
    many = counts.prod(1)
    face = np.repeat(np.arange(len(faces)), many)
    order = np.arange(len(face)) - np.repeat(np.cumsum(many) - many, many)
    column = low[face] + np.stack([order // counts[face, 1], order % counts[face, 1]], -1)
    a, b, c = np.moveaxis(corners[face], 1, 0)
    sides = [_area(p[:, :2], q[:, :2], column) for p, q in ((b, c), (c, a), (a, b))]
    total = sum(sides)
    hit = np.all([side * total > 0 for side in sides], axis=0)
    z = sum(side * p[:, 2] for side, p in zip(sides, (a, b, c), strict=True))[hit] / total[hit]
    crossed = np.zeros(size, int)
    # A cell sees every crossing at or beyond it: what faces the viewer is left (+1), what turns away is entered (-1).
    last = np.floor(z).astype(int)
    kept = last >= 0
    x, y = column[hit][kept].T
    np.add.at(crossed, (x, y, np.minimum(last[kept], size[2] - 1)), np.sign(total[hit][kept]).astype(int))
    return np.cumsum(crossed[:, :, ::-1], axis=2)[:, :, ::-1]


def _area(a: np.ndarray, b: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Twice the signed area of the triangle ``a, b, at``, each ``(n, 2)``."""
    return (b[:, 0] - a[:, 0]) * (at[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (at[:, 0] - a[:, 0])
