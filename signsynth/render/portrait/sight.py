"""What is known of the person in a picture before any body is fitted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.skeleton import FACE, LEFT_HAND, RIGHT_HAND

SURE = 0.5
"""Confidence from which a point of the trunk and arms counts as seen."""


@dataclass(frozen=True, eq=False)
class Sight:
    """A picture of one person, upright.

    ``pixels``      uint8 ``(h, w, 3)`` RGB.
    ``points``      ``(189, 2)`` x right and y down in pixels, in the order of a ``Recording``.
    ``confidence``  ``(189,)``, 0 where nothing was seen.
    ``mask``        float32 ``(h, w)``, 1 where the person is.
    ``nearer``      ``(189,)`` pixels towards the camera, each hand's from its own wrist; None where not known.
    """

    pixels: np.ndarray
    points: np.ndarray
    confidence: np.ndarray
    mask: np.ndarray
    nearer: np.ndarray | None = None

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

    @property
    def held_before(self) -> np.ndarray:
        """Bool ``(h, w)``: arms and hands seen before the trunk, widened; hanging upper arms are no matter."""
        import cv2

        mask, wide = np.zeros(self.mask.shape, np.uint8), self.shoulder_width
        middle = self.points[:2].mean(0)
        for elbow, wrist, hand in ((2, 4, LEFT_HAND), (3, 5, RIGHT_HAND)):
            if self.seen(elbow) and self.seen(wrist):
                ends = [tuple(np.rint(self.points[k]).astype(int).tolist()) for k in (elbow, wrist)]
                inwards = abs(self.points[wrist][0] - middle[0]) < 0.55 * wide
                if inwards:
                    cv2.line(mask, *ends, 1, max(1, round(0.34 * wide)))
            seen = self.confidence[hand] > 0
            if seen.any():
                hull = cv2.convexHull(np.rint(self.points[hand][seen]).astype(np.int32))
                cv2.fillConvexPoly(mask, hull, 1)
                cv2.polylines(mask, [hull], True, 1, max(1, round(0.16 * wide)))
        chin = int(np.clip(self.points[FACE][self.confidence[FACE] > 0][:, 1].max() + 0.02 * wide, 0, len(mask)))
        mask[:chin] = 0  # of the face nothing is cut away
        return mask > 0
