"""The 21 points of a hand, as MediaPipe and pose-format name them."""

from __future__ import annotations

import numpy as np

HAND_POINTS = (
    "WRIST",
    *(f"THUMB_{joint}" for joint in ("CMC", "MCP", "IP", "TIP")),
    *(f"{finger}_FINGER_{joint}" for finger in ("INDEX", "MIDDLE", "RING") for joint in ("MCP", "PIP", "DIP", "TIP")),
    *(f"PINKY_{joint}" for joint in ("MCP", "PIP", "DIP", "TIP")),
)

HAND_PARENTS = (-1, 0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19)
"""Index of each point's parent; the wrist is the root. A tree, so that bones can be kept rigid."""

HAND_EDGES = tuple((parent, child) for child, parent in enumerate(HAND_PARENTS) if parent >= 0) + (
    (5, 9),
    (9, 13),
    (13, 17),
)
"""Bones to draw: the tree and the knuckle line."""

_PALM_SW = 0.29
"""Wrist to middle knuckle in shoulder widths: median of tracked recordings (0.27 to 0.32)."""

# Bone lengths in millimetres, mean over 110 poses of the MIT-licensed handy.js hand-tracking set.
_LENGTHS_MM = (0, 49.0, 32.5, 33.8, 24.6, 99.2, 38.1, 24.3, 22.5, 96.1, 42.5, 27.5, 25.0)
_LENGTHS_MM += (90.9, 38.5, 26.7, 24.4, 86.6, 30.5, 20.3, 22.0)


def hand_lengths_sw() -> np.ndarray:
    """Length of the bone from each point's parent, float64 ``(21,)`` in shoulder widths; 0 at the wrist."""
    return np.array(_LENGTHS_MM) * (_PALM_SW / _LENGTHS_MM[9])
