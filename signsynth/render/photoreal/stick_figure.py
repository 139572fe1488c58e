"""The pose picture that Wan-Animate was trained on: its colours, its widths, its order of painting.

After ``draw_aapose_by_meta_new`` of Wan2.2's preprocessing (``wan/modules/animate/preprocess``, Apache-2.0), stick
width "v2", threshold 0.5: bones of the body are ellipses in 0.6 of their colour, joints are discs above them, hands
are lines of twenty hues with blue joints, the left hand first. Coordinates are cut, not rounded, as there.
"""

from __future__ import annotations

import colorsys
import math

import numpy as np

from signsynth.render.photoreal.points import Points

LIMBS = (
    (1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11), (11, 12), (12, 13),
    (1, 0), (0, 14), (14, 16), (0, 15), (15, 17), (13, 18), (10, 19),
)  # fmt: skip
"""Pairs of ``BODY_POINTS``."""
COLOURS = (
    (255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0), (170, 255, 0), (85, 255, 0), (0, 255, 0),
    (0, 255, 85), (0, 255, 170), (0, 255, 255), (0, 170, 255), (0, 85, 255), (0, 0, 255), (85, 0, 255),
    (170, 0, 255), (255, 0, 255), (255, 0, 170), (255, 0, 85), (200, 200, 0), (100, 100, 0),
)  # fmt: skip
"""sRGB of ``LIMBS`` (times 0.6) and of ``BODY_POINTS``."""
FINGERS = tuple((0 if k % 4 == 1 else k - 1, k) for k in range(1, 21))
"""Bones of a hand: from the wrist along each finger."""
HUES = tuple(tuple(255 * c for c in colorsys.hsv_to_rgb(k / 20, 1.0, 1.0)) for k in range(20))
JOINT = (0, 0, 255)
_DIM = 0.6


def stick_widths(height: int, width: int) -> tuple[int, int]:
    """Half the width of the body's bones, and the width of the hands' lines, in pixels."""
    body = max(int(min(height, width) / 200) - 1, 1)
    return body, max(body // 2, 1)


def stick_figure(points: Points) -> np.ndarray:
    """uint8 ``(size, size, 3)`` RGB on black."""
    canvas = np.zeros((points.size, points.size, 3), np.uint8)
    thick, thin = stick_widths(points.size, points.size)
    draw_body(canvas, points.body, LIMBS, thick)
    for hand in points.hands:
        draw_hand(canvas, hand, thin, thin)
    return canvas


def draw_body(canvas: np.ndarray, body: np.ndarray, limbs: tuple[tuple[int, int], ...], half: int) -> None:
    """Onto uint8 ``canvas (h, w, 3)``: bones between points ``body (n, 3)``, joints above; ``half`` of their width."""
    import cv2

    for (a, b), colour in zip(limbs, COLOURS, strict=False):
        if body[a, 2] and body[b, 2]:
            (ax, ay), (bx, by) = body[a, :2], body[b, :2]
            angle = math.degrees(math.atan2(ay - by, ax - bx))
            middle = int((ax + bx) / 2), int((ay + by) / 2)
            axes = int(math.hypot(ax - bx, ay - by) / 2), half
            cv2.fillConvexPoly(
                canvas, cv2.ellipse2Poly(middle, axes, int(angle), 0, 360, 1), [int(c * _DIM) for c in colour]
            )
    for point, colour in zip(body, COLOURS, strict=False):
        if point[2]:
            cv2.circle(canvas, (int(point[0]), int(point[1])), half, colour, thickness=-1)


def draw_hand(canvas: np.ndarray, hand: np.ndarray, width: int, radius: int) -> None:
    """Onto uint8 ``canvas (h, w, 3)``: fingers of points ``hand (21, 3)`` in lines of ``width``, joints above."""
    import cv2

    place = [(int(x), int(y)) for x, y in hand[:, :2]]
    shown = [bool(seen) and x > 0 and y > 0 for (x, y), seen in zip(place, hand[:, 2], strict=True)]
    for (a, b), hue in zip(FINGERS, HUES, strict=True):
        if shown[a] and shown[b]:
            cv2.line(canvas, place[a], place[b], hue, thickness=width)
    for at, seen in zip(place, shown, strict=True):
        if seen:
            cv2.circle(canvas, at, radius, JOINT, thickness=-1)
