"""Hands that a tracker found, given to the arm they hang on."""

from __future__ import annotations

import numpy as np

from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

ASTRAY_SW = 0.35
"""A hand this far from its own arm's wrist, and less than half as far from the other's, belongs to the other.
Trackers keep it within 0.27 in 99 of 100 frames."""
STRANGER_SW = 0.9
"""A hand this far from both wrists is someone else's, or none."""


def given_to_arms(points: np.ndarray, confidence: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points and confidence with each hand on the arm it hangs on.

    ``points (frames, points, 3)`` in shoulder widths. A hand found under the wrong name moves to the
    other side, or is not believed where a hand is there already; so is one that is far from both wrists.
    """
    points, confidence = points.copy(), confidence.copy()
    hands = (LEFT_HAND, RIGHT_HAND)
    seen = np.stack([confidence[:, hand.start] > 0 for hand in hands])
    wrists = points[:, 4:6, :2]
    tracked = (confidence[:, 4:6] > 0).all(1)
    found = np.stack([points[:, hand] for hand in hands]), np.stack([confidence[:, hand] for hand in hands])
    own = np.stack([np.linalg.norm(found[0][s][:, 0, :2] - wrists[:, s], axis=-1) for s in range(2)])
    other = np.stack([np.linalg.norm(found[0][s][:, 0, :2] - wrists[:, 1 - s], axis=-1) for s in range(2)])
    astray = seen & tracked & (own > ASTRAY_SW) & (other < own / 2)
    lost = seen & tracked & (np.minimum(own, other) > STRANGER_SW)
    for side, hand in enumerate(hands):
        confidence[(astray | lost)[side], hand] = 0.0
        # Free where nothing is seen there, or where what is seen there moves here.
        free = ~seen[side] | astray[side] | lost[side]
        moves = astray[1 - side] & free
        points[moves, hand], confidence[moves, hand] = found[0][1 - side][moves], found[1][1 - side][moves]
    return points, confidence
