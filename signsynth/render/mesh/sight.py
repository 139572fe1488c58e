"""What is seen where in a picture: found while it is drawn, at no cost worth naming."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

NOWHERE = -64.0
"""Texels: where a picture shows nothing of the texture."""
_TWO, _THREE = 127, 190
"""Of 255: coverage of two and of three samples of four."""


@dataclass(frozen=True, eq=False)
class Sight:
    """A ``picture`` uint8 ``(size, size, 3)``, and what is seen where in it."""

    picture: np.ndarray
    row: np.ndarray
    """int64 ``(n,)``, as ``column``: the body's pixels; it covers three or four of four samples, or two, if the first
    is one of them, so that as many pixels are counted too much as too little."""
    column: np.ndarray
    texel: np.ndarray
    """float32 ``(2, n)``: what one of these samples shows, across and down in the texture, 0..1."""
    normals: np.ndarray
    """float32 ``(v, 3)`` of the body's vertices."""


class Samples:
    """Four samples a pixel, taken strip by strip as long as they are in the processor's cache."""

    def __init__(self, shape: tuple[int, int]) -> None:
        """``shape``: height and width of the part of the picture, in pixels."""
        self._covered, self._first = np.empty(shape, np.uint8), np.empty((2, *shape), np.float32)

    def take(self, row: int, u: np.ndarray, v: np.ndarray) -> None:
        """Texels ``(2 h, 2 w)`` of the strip that begins at pixel ``row``."""
        import cv2

        strip = np.s_[row : row + len(u) // 2]
        some = cv2.compare(u, NOWHERE / 2, cv2.CMP_GT)
        cv2.resize(some, None, self._covered[strip], 0.5, 0.5, cv2.INTER_AREA)
        self._first[0, strip], self._first[1, strip] = u[::2, ::2], v[::2, ::2]

    def found(self, texels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows and columns ``(n,)`` of the body's pixels, see ``Sight``, and what they show ``(2, n)``.

        ``texels (2 h, 2 w, 2 or more)`` of all that was taken: where a pixel's first sample shows nothing, the
        last one tells.
        """
        first = self._first[0] > NOWHERE / 2
        at = np.flatnonzero((self._covered >= _THREE) | (first & (self._covered >= _TWO)))
        texel = np.take(self._first.reshape(2, -1), at, axis=1)
        row, column = np.divmod(at, self._covered.shape[1])
        missing = np.flatnonzero(texel[0] < NOWHERE / 2)
        texel[:, missing] = texels[2 * row[missing] + 1, 2 * column[missing] + 1, :2].T
        return row, column, texel
