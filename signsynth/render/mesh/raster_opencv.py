"""OpenCV's triangle rasteriser, made exact.

``cv2.triangleRasterize`` (OpenCV 5) decides coverage in float32 and counts every edge as inside, so a centre on
or within about 1e-4 pixel of an edge may go to a wrong face or to none. Here each face grows by a little more
than that error, OpenCV says which face is the nearest in each pixel, and whole numbers then say whether it
truly covers the pixel; the few where it does not are decided anew among all faces. Faces too thin to grow, or
too large for float32, never go to OpenCV.
"""

from __future__ import annotations

import numpy as np

from signsynth.render.mesh.edges import SUBPIXELS, Edges
from signsynth.render.mesh.fragments import Fragments

_THINNEST = 256.0
"""Least height of a face that OpenCV draws, in units of the growth."""
_LARGEST_PX = 512.0
_AT_ONCE = 1 << 20


def rasterise_opencv(vertices: np.ndarray, faces: np.ndarray, size: tuple[int, int], cull: bool) -> Fragments:
    """See ``rasterise``."""
    height, width = size
    points = np.asarray(vertices, np.float64)
    edges = Edges.of(np, points, np.asarray(faces, np.int64), np.arange(len(faces)), size, cull)
    row = np.full(height * width, -1, np.int32)
    depth = np.full(height * width, np.inf, np.float32)
    shares = np.zeros((height * width, 3), np.float32)
    if len(edges.face):
        grown, awkward = _grown(edges, max(size) * 2.0**-19)
        if len(grown[0]):
            found = _drawn(*grown, size).reshape(-1)
            pixel = np.flatnonzero(found >= 0)
            chosen = found[pixel].astype(np.int32)
            covers, share, z = _tested(edges, chosen, pixel, width)
            doubtful = pixel[~covers]
            pixel = pixel[covers]
            row[pixel], depth[pixel], shares[pixel] = chosen[covers], z[covers], share[covers]
            _decide(edges, _near(edges, doubtful, size), row, depth, shares, width, doubtful)
        _decide(edges, awkward, row, depth, shares, width)
    index = np.append(edges.face, -1).astype(np.int32)[row]
    if not cull and edges.flipped.any():
        flipped = np.append(edges.flipped, False)[row]
        shares[flipped] = shares[flipped][:, [0, 2, 1]]
    return Fragments(index.reshape(size), shares.reshape(height, width, 3), depth.reshape(size))


def _tested(edges: Edges, row: np.ndarray, pixel: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """``Edges.at`` and ``Edges.shares`` for faces near the picture, in float64, which holds their functions exactly."""
    x, y = (pixel % width).astype(np.float64), (pixel // width).astype(np.float64)
    covers, depth = np.ones(len(row), bool), np.zeros(len(row))
    shares, area = np.empty((len(row), 3), np.float32), edges.area.astype(np.float64)[row]
    for k in range(3):
        a, b, c, z = (values[:, k].astype(np.float64)[row] for values in (edges.a, edges.b, edges.c, edges.z))
        value = a * x + b * y + c
        covers &= value >= edges.bias[:, k].astype(np.float64)[row]
        value /= area
        shares[:, k] = value
        depth += value * z
    return covers, shares, depth.astype(np.float32)


def _near(edges: Edges, pixels: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Rows of the faces whose boxes hold one of ``pixels``."""
    count = np.zeros((size[0] + 1, size[1] + 1), np.int32)
    count[pixels // size[1] + 1, pixels % size[1] + 1] = 1
    count = count.cumsum(0).cumsum(1)
    (left, top), (right, bottom) = edges.first.T, edges.last.T + 1
    return np.flatnonzero(count[bottom, right] - count[top, right] - count[bottom, left] + count[top, left])


def _grown(edges: Edges, growth: float) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """Faces for OpenCV and their corners ``(n, 3, 3)``, pushed outwards in the face's plane; and the other faces."""
    x, y = edges.x.astype(np.float64), edges.y.astype(np.float64)
    a, b = edges.a / SUBPIXELS, edges.b / SUBPIXELS
    longest = np.sqrt(_largest(a * a + b * b))
    lowest = edges.area / longest / SUBPIXELS
    far = _largest(np.maximum(abs(x), abs(y))) > 4096 * SUBPIXELS
    awkward = (lowest < _THINNEST * growth) | (longest > _LARGEST_PX * SUBPIXELS) | far
    row = np.flatnonzero(~awkward)
    corners = np.stack([x[row], y[row], edges.z[row]], -1)
    middle = (corners[:, 0] + corners[:, 1] + corners[:, 2]) / 3
    corners += (3 * growth / lowest[row])[:, None, None] * (corners - middle[:, None])
    return (row, corners / [SUBPIXELS, SUBPIXELS, 1]), np.flatnonzero(awkward)


def _largest(values: np.ndarray) -> np.ndarray:
    return np.maximum(np.maximum(values[:, 0], values[:, 1]), values[:, 2])


def _drawn(row: np.ndarray, grown: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Row of the nearest grown face per pixel as float32 ``(h, w)``, -1 where there is none."""
    import cv2

    height, width = size
    x, y, z = np.moveaxis(grown, -1, 0)
    near, far = z.min(), z.max()
    z = (z - near) / max(far - near, 1e-30)
    # OpenCV knows only perspective. With a distance of 2 / (2 - z) its depth buffer holds z itself, affine on the
    # screen; a field of view of 90 degrees makes pixels out of x / distance.
    distance = 2 / (2 - z)
    corners = np.empty((len(row), 3, 3), np.float32)
    corners[..., 0] = ((x + 0.5) * (2 / width) - 1) * distance * (width / height)
    corners[..., 1] = ((y + height - 0.5) * (2 / height) - 1) * distance
    corners[..., 2] = -distance
    names = np.zeros((len(row), 3, 3), np.float32)
    names[:, 0, 0] = row
    picture, depth = np.full((height, width, 3), -1, np.float32), np.full((height, width), 2, np.float32)
    settings = cv2.TriangleRasterizeSettings()
    settings.setShadingType(cv2.RASTERIZE_SHADING_FLAT)
    settings.setCullingMode(cv2.RASTERIZE_CULLING_NONE)
    settings.setGlCompatibleMode(cv2.RASTERIZE_COMPAT_INVDEPTH)
    order = np.arange(3 * len(row), dtype=np.int32).reshape(-1, 3)
    eye = np.eye(4)
    picture, _ = cv2.triangleRasterize(
        corners.reshape(-1, 3), order, names.reshape(-1, 3), picture, depth, eye, np.pi / 2, 1.0, 2.0, settings
    )
    return picture[..., 0]


def _decide(
    edges: Edges,
    rows: np.ndarray,
    row: np.ndarray,
    depth: np.ndarray,
    shares: np.ndarray,
    width: int,
    pixels: np.ndarray | None = None,
) -> None:
    """Draw faces ``rows`` exactly into row, depth and shares, changed in place; only ``pixels`` where given."""
    wanted = None if pixels is None else np.zeros(len(row), bool)
    if pixels is not None:
        wanted[pixels] = True
    box = edges.last[rows] - edges.first[rows] + 1
    held = box[:, 0] * box[:, 1]
    ends = np.cumsum(held)
    total = int(ends[-1]) if len(rows) else 0
    for start in range(0, total, _AT_ONCE):
        pair = np.arange(start, min(start + _AT_ONCE, total))
        which = np.searchsorted(ends, pair, side="right")
        inside = pair - (ends - held)[which]
        corner, across = edges.first[rows[which]], box[which, 0]
        pixel = (corner[:, 1] + inside // across) * width + corner[:, 0] + inside % across
        face = rows[which]
        if wanted is not None:
            pixel, face = pixel[wanted[pixel]], face[wanted[pixel]]
        covers, value = edges.at(face, pixel % width, pixel // width)
        pixel, face = pixel[covers], face[covers]
        share, z = edges.shares(face, value[covers])
        z = z.astype(np.float32)
        order = np.lexsort((face, z, pixel))
        order = order[np.append(True, np.diff(pixel[order]) > 0)[: len(order)]]
        pixel, face, share, z = pixel[order], face[order], share[order], z[order]
        nearer = (z < depth[pixel]) | ((z == depth[pixel]) & (face < row[pixel]))
        pixel = pixel[nearer]
        row[pixel], depth[pixel], shares[pixel] = face[nearer], z[nearer], share[nearer]
