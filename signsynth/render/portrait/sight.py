"""What is known of the person in a picture before any body is fitted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.skeleton import FACE

SURE = 0.5
"""Confidence from which a point of the trunk and arms counts as seen."""


@dataclass(frozen=True, eq=False)
class Sight:
    """A picture of one person, upright.

    ``pixels``      uint8 ``(h, w, 3)`` RGB.
    ``points``      ``(189, 2)`` x right and y down in pixels, in the order of a ``Recording``.
    ``confidence``  ``(189,)``, 0 where nothing was seen.
    ``mask``        float32 ``(h, w)``, 1 where the person is.
    """

    pixels: np.ndarray
    points: np.ndarray
    confidence: np.ndarray
    mask: np.ndarray

    @property
    def shoulder_width(self) -> float:
        """Pixels between the shoulders."""
        return float(np.linalg.norm(self.points[0] - self.points[1]))

    @property
    def face_width(self) -> float:
        """Pixels from one side of the face to the other; 0 where there is none."""
        seen = self.points[FACE][self.confidence[FACE] > 0]
        return float(np.ptp(seen[:, 0])) if len(seen) else 0.0

    def seen(self, point: int) -> bool:
        """Whether a point was surely seen and lies in the picture."""
        (x, y), (height, width) = self.points[point], self.mask.shape
        return bool(self.confidence[point] >= SURE and 0 <= x < width and 0 <= y < height)

    @property
    def matte(self) -> np.ndarray:
        """float32 ``(h, w)``: how surely each pixel is the person, with a steeper edge than the mask has."""
        return np.clip((self.mask - 0.45) / 0.4, 0, 1)
