"""The unit of a tracker's depth, which files often lose when they scale x and y."""

from __future__ import annotations

import numpy as np

from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

_FLAT = 0.03
"""Depth of a hand against its extent in the picture below which z is in another unit: real hands have 0.2 to 1."""


def depth_scale(points: np.ndarray, confidence: np.ndarray, width: float) -> float:
    """Factor on z of ``points (frames, 189, 3)`` that brings it to the unit of x and y.

    MediaPipe gives z in picture widths, and files hold it so beside pixels: a hand is then some
    hundred pixels wide and a fraction of one pixel deep, and the factor is ``width``, the picture's
    width in pixels. Otherwise 1. (Checked against bone lengths: over 26 recorded letters and 16
    sentences the factor under which bones keep their length best has the median 1.2 widths.)
    """
    extent = depth = 0.0
    for hand in (LEFT_HAND, RIGHT_HAND):
        seen = (confidence[:, hand] > 0).all(1)
        if seen.any():
            deviation = np.median(points[seen, hand].std(1), axis=0)
            extent, depth = extent + np.hypot(*deviation[:2]), depth + deviation[2]
    return float(width) if 0 < depth < _FLAT * extent else 1.0
