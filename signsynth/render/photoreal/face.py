"""The face picture: what Wan-Animate reads expressions from."""

from __future__ import annotations

import numpy as np

_GROWTH = 1.3
"""Area of the cut-out against that of the landmarks' frame."""


def face_box(landmarks: np.ndarray, size: int) -> tuple[int, int, int, int]:
    """Left, right, top, bottom of the cut-out around a frame ``(4,)`` of landmarks: left, top, right, bottom.

    As ``get_face_bboxes`` of Wan2.2's preprocessing: 1.3 times the area, three quarters of the growth in height
    above the brows; held inside the picture and never empty.
    """
    left, top, right, bottom = (float(value) for value in landmarks)
    width, height = right - left, bottom - top
    grown = np.sqrt(_GROWTH)
    wide, high = width * (grown - 1) / 2, height * (grown - 1) / 4
    box = max(left - wide, 0), min(right + wide, size), max(top - 3 * high, 0), min(bottom + high, size)
    x1, x2, y1, y2 = (int(edge) for edge in box)
    x1, y1 = min(max(x1, 0), size - 2), min(max(y1, 0), size - 2)
    return x1, max(x2, x1 + 2), y1, max(y2, y1 + 2)


def face_picture(picture: np.ndarray, landmarks: np.ndarray, size: int) -> np.ndarray:
    """The face cut out of ``picture (h, h, 3)`` and stretched to uint8 ``(size, size, 3)``, as in training."""
    import cv2

    x1, x2, y1, y2 = face_box(landmarks, len(picture))
    return cv2.resize(np.ascontiguousarray(picture[y1:y2, x1:x2]), (size, size))
