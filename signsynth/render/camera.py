"""From shoulder widths to pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Camera:
    """A fixed camera straight ahead of the signer, without perspective.

    ``shoulder_width``  one shoulder width as a share of the picture's width. Of 100 recorded ASL signs every
                        hand point lies within 1.2 of mid-shoulder sideways and 0.9 above it, so 0.36
                        (2.8 shoulder widths across) leaves room and shows fingers as large as it can.
    ``middle``          where mid-shoulder lies, as shares of the picture from its top left corner.
    """

    shoulder_width: float = 0.36
    middle: tuple[float, float] = (0.5, 0.42)

    def scale(self, size: int) -> float:
        """Pixels in a shoulder width of a picture that is ``size`` pixels wide."""
        return self.shoulder_width * size

    def __call__(self, points: np.ndarray, size: int) -> np.ndarray:
        """Pixels ``(..., 2)`` of points ``(..., 2 or 3)`` in shoulder widths; (0, 0) is the first pixel's centre."""
        x, y = self.middle
        scale = self.scale(size)
        return np.stack([x * size - 0.5 + scale * points[..., 0], y * size - 0.5 - scale * points[..., 1]], -1)
