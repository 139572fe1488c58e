"""Antialiased flat paint on a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from signsynth.render.theme import RGB

_SHIFT = 4
"""Polygons are drawn at sixteenths of a pixel."""
_FAR = 32_000 << _SHIFT

OPAQUE_FROM = 0.5
"""Confidence from which a point is fully drawn: filled and guessed points have 0.5; below, it fades."""


def fixed(points: np.ndarray) -> np.ndarray:
    """Pixels as the fixed-point int32 that ``Picture`` draws."""
    return np.clip(np.rint(points * (1 << _SHIFT)), -_FAR, _FAR).astype(np.int32)


def opacity(confidence: np.ndarray) -> np.ndarray:
    """0 for what was not seen, 1 from ``OPAQUE_FROM``."""
    return np.clip(confidence / OPAQUE_FROM, 0, 1)


class Picture:
    """One frame: RGB, or RGBA with colours premultiplied by alpha until ``finished``."""

    def __init__(self, background: np.ndarray) -> None:
        import cv2

        self._cv2 = cv2
        self.pixels = background.copy()

    def fill(self, polygon: np.ndarray, colour: RGB) -> None:
        """One convex polygon, int32 ``(points, 2)`` from ``fixed``."""
        self._cv2.fillConvexPoly(self.pixels, polygon, (*colour, 255), self._cv2.LINE_AA, _SHIFT)

    def fill_any(self, polygons: Sequence[np.ndarray], colour: RGB) -> None:
        """Polygons of any form that do not overlap."""
        self._cv2.fillPoly(self.pixels, list(polygons), (*colour, 255), self._cv2.LINE_AA, _SHIFT)

    def hull(self, points: np.ndarray, colour: RGB) -> None:
        """The convex hull of points, int32 ``(points, 2)`` from ``fixed``."""
        self.fill(self._cv2.convexHull(points), colour)

    def stroke(self, lines: Sequence[np.ndarray], colour: RGB, width: int, *, closed: bool = False) -> None:
        """Lines through points, ``width`` in pixels."""
        style = self._cv2.LINE_AA
        self._cv2.polylines(self.pixels, list(lines), closed, (*colour, 255), max(1, width), style, _SHIFT)

    def fading(self, share: float, draw: Callable[[], None]) -> None:
        """What ``draw`` paints, at opacity ``share``."""
        if share <= 0.004:
            return
        if share >= 0.996:
            draw()
            return
        under = self.pixels.copy()
        draw()
        self._cv2.addWeighted(self.pixels, share, under, 1 - share, 0, dst=self.pixels)

    def finished(self) -> np.ndarray:
        """The frame; where it has alpha, colours are straight (not premultiplied)."""
        if self.pixels.shape[2] == 4:
            edge = (self.pixels[..., 3] > 0) & (self.pixels[..., 3] < 255)
            pixels = self.pixels[edge].astype(np.uint16)
            pixels[:, :3] = np.minimum((pixels[:, :3] * 255 + pixels[:, 3:] // 2) // pixels[:, 3:], 255)
            self.pixels[edge] = pixels
        return self.pixels
