"""Edge functions of triangles in whole numbers: Pineda, A Parallel Algorithm for Polygon Rasterization, 1988."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SUBPIXELS = 256
"""Corners are rounded to this share of a pixel."""
FARTHEST_PX = 1 << 20
"""Faces with a corner beyond this, or at no finite place, are left out: areas beyond it do not fit 64 bits."""


@dataclass(frozen=True, eq=False)
class Edges:
    """What decides coverage, for the faces that may cover a pixel; all NumPy, or all tensors.

    Edge k lies opposite to corner k. At pixel (column, row) its function is ``a·column + b·row + c``; the face
    covers the pixel where all three are at least ``bias``; divided by ``area`` they are the corners' shares.
    """

    face: Any
    """int64 ``(n,)``: index of each face in the array that was given, ascending."""
    x: Any
    """int64 ``(n, 3)``: corners in subpixels."""
    y: Any
    """int64 ``(n, 3)``, up."""
    a: Any
    """int64 ``(n, 3)``, like ``b``, ``c`` and ``bias``."""
    b: Any
    c: Any
    bias: Any
    """0 for top and left edges, 1 for the others."""
    area: Any
    """int64 ``(n,)``: twice the area in square subpixels, positive."""
    z: Any
    """float64 ``(n, 3)``: depth of the corners."""
    first: Any
    """int64 ``(n, 2)``: first column and row of the picture whose centres lie in the face's box."""
    last: Any
    """int64 ``(n, 2)``: last column and row."""
    flipped: Any
    """bool ``(n,)``: corners 1 and 2 are exchanged here, because the face looks away."""

    @classmethod
    def of(cls, xp: Any, vertices: Any, faces: Any, index: Any, size: tuple[int, int], cull: bool) -> Edges:
        """``vertices`` float64, ``faces`` int64, ``index`` = 0 .. f - 1; ``xp`` is their module: numpy or torch."""
        near = _every(xp.isfinite(vertices)) & _every(abs(vertices[:, :2]) < FARTHEST_PX)
        vertices = xp.where(near[:, None], vertices, xp.zeros_like(vertices))
        grid = xp.asarray(xp.round(vertices[:, :2] * SUBPIXELS), dtype=xp.int64)
        x, y = grid[:, 0][faces], -grid[:, 1][faces]  # y up: faces that look here run anticlockwise
        area = (x[:, 1] - x[:, 0]) * (y[:, 2] - y[:, 0]) - (y[:, 1] - y[:, 0]) * (x[:, 2] - x[:, 0])
        (left, right), (bottom, top) = _extent(xp, x), _extent(xp, y)
        height, width = size
        columns = xp.clip(-(-left // SUBPIXELS), 0, None), xp.clip(right // SUBPIXELS, None, width - 1)
        rows = xp.clip(-(top // SUBPIXELS), 0, None), xp.clip(-bottom // SUBPIXELS, None, height - 1)
        kept = (area > 0 if cull else area != 0) & (columns[1] >= columns[0]) & (rows[1] >= rows[0])
        kept &= _every(near[faces])

        flipped = area[kept] < 0
        x, y = _turned(xp, x[kept], flipped), _turned(xp, y[kept], flipped)
        after, before = [1, 2, 0], [2, 0, 1]
        across, up = x[:, before] - x[:, after], y[:, before] - y[:, after]
        top_left = (up < 0) | ((up == 0) & (across < 0))
        return cls(
            face=index[kept],
            x=x,
            y=y,
            a=-up * SUBPIXELS,
            b=-across * SUBPIXELS,
            c=up * x[:, after] - across * y[:, after],
            bias=xp.asarray(~top_left, dtype=xp.int64),
            area=abs(area[kept]),
            z=_turned(xp, vertices[:, 2][faces[kept]], flipped),
            first=xp.stack([columns[0], rows[0]], 1)[kept],
            last=xp.stack([columns[1], rows[1]], 1)[kept],
            flipped=flipped,
        )

    def at(self, row: Any, x: Any, y: Any) -> tuple[Any, Any]:
        """Do faces (``row`` in these arrays) cover pixels ``x, y``, all ``(n,)``? And their functions ``(n, 3)``."""
        value = self.a[row] * x[:, None] + self.b[row] * y[:, None] + self.c[row]
        return _every(value >= self.bias[row]), value

    def shares(self, row: Any, value: Any) -> tuple[Any, Any]:
        """Shares of the corners float64 ``(n, 3)`` in these arrays' order, and depth ``(n,)``, from functions."""
        shares = value / self.area[row][:, None]
        z = self.z[row]
        return shares, (shares[:, 0] * z[:, 0] + shares[:, 1] * z[:, 1]) + shares[:, 2] * z[:, 2]


def _every(flags: Any) -> Any:
    """``flags.all(1)``: several times faster for few columns."""
    found = flags[:, 0]
    for column in range(1, flags.shape[1]):
        found = found & flags[:, column]
    return found


def _extent(xp: Any, values: Any) -> tuple[Any, Any]:
    a, b, c = values[:, 0], values[:, 1], values[:, 2]
    return xp.minimum(xp.minimum(a, b), c), xp.maximum(xp.maximum(a, b), c)


def _turned(xp: Any, corners: Any, flipped: Any) -> Any:
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    return xp.stack([a, xp.where(flipped, c, b), xp.where(flipped, b, c)], 1)
