"""Hands as wrists and unit bone directions: what one interpolates so that bones keep their length."""

from __future__ import annotations

import numpy as np

from signsynth.geometry import unit
from signsynth.skeleton import HAND_PARENTS, LEFT_HAND, RIGHT_HAND, hand_lengths_sw

_PARENTS = np.array(HAND_PARENTS[1:])
_LENGTHS = hand_lengths_sw()[1:, None]


def hand_directions(pose: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Wrists ``(frames, 2, 3)`` and unit bone directions ``(frames, 2, 20, 3)``, left hand first.

    ``pose`` is ``(frames, 178, 3)``; float64 comes out. Bone ``k`` leads to hand point ``k + 1``.
    """
    hands = np.stack([pose[:, LEFT_HAND], pose[:, RIGHT_HAND]], axis=1).astype(np.float64)
    return hands[:, :, 0], unit(hands[:, :, 1:] - hands[:, :, _PARENTS])


def place_hands(wrists: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """Hand points ``(frames, 42, 3)``, left hand first, from wrists and directions (made unit here)."""
    bones = unit(directions) * _LENGTHS
    points = np.zeros((*wrists.shape[:2], 21, 3))
    points[:, :, 0] = wrists
    # One pass a joint of the finger: base, then the three phalanges of all five fingers at once.
    for joint in range(4):
        child = np.arange(1 + joint, 21, 4)
        parent = np.zeros(5, int) if joint == 0 else child - 1
        points[:, :, child] = points[:, :, parent] + bones[:, :, child - 1]
    return points.reshape(len(wrists), 21 * wrists.shape[1], 3)


def hand_axes(hands: np.ndarray) -> np.ndarray:
    """Thumb side, fingers and palm as columns ``(frames, 2, 3, 3)`` of hands ``(frames, 2, 21, 3)``, left first.

    Both as if they were right ones: where a palm looks is the third column for either.
    """
    along = unit(hands[..., 9, :] - hands[..., 0, :])
    side = hands[..., 5, :] - hands[..., 17, :]
    side = unit(side - (side * along).sum(-1, keepdims=True) * along, fallback=(1, 0, 0))
    palm = np.cross(side, along)
    palm[:, 0] *= -1
    return np.stack([side, along, palm], -1)
