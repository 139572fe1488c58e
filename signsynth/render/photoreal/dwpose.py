"""The pose picture of VACE's own preprocessing: body, hands and face as DWPose draws them.

After ``vace/annotators/pose.py`` and its ``dwpose/util.py`` (Apache-2.0): drawn at 1024 pixels, bones 4 to each side
of their middle, joints of radius 4, fingers of width 2, the face in white dots of radius 3; red and blue exchanged;
averaged down to the video's size. Its ``pose`` task leaves out the hands; signing cannot.
"""

from __future__ import annotations

import numpy as np

from signsynth.render.photoreal.points import Points
from signsynth.render.photoreal.stick_figure import LIMBS, draw_body, draw_hand

DRAWN = 1024
"""Size that points are given for."""
_BODY = 18
"""DWPose draws no toes."""


def dwpose_figure(points: Points, size: int) -> np.ndarray:
    """uint8 ``(size, size, 3)`` RGB on black, of points in a picture of ``DRAWN`` pixels."""
    import cv2

    canvas = np.zeros((points.size, points.size, 3), np.uint8)
    draw_body(canvas, points.body[:_BODY], LIMBS[: _BODY - 1], 4)
    for hand in points.hands:
        draw_hand(canvas, hand, 2, 4)
    for x, y, seen in points.marks:
        if seen and int(x) > 0 and int(y) > 0:
            cv2.circle(canvas, (int(x), int(y)), 3, (255, 255, 255), thickness=-1)
    how = cv2.INTER_AREA if size <= points.size else cv2.INTER_LANCZOS4
    return cv2.resize(np.ascontiguousarray(canvas[..., ::-1]), (size, size), interpolation=how)
