"""Where hands touch the face or each other, and what keeps the touch when proportions change.

Scaling an arm to canonical length moves its hand: towards the shoulder for a long-armed signer, off
the forehead that it touched. Place is part of a sign, so near a touch the place wins over the scale.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from signsynth.geometry import fill_missing, smooth

FACE_RADIUS_SW = 0.24
TOUCHING_SW, FREE_SW = 0.1, 0.45
"""Up to the first distance a touch is kept entirely, beyond the second not at all."""
_SOFTNESS_SW = 0.06
_SIGMA_S = 0.06


class Head(NamedTuple):
    """Place and size of the head: ``seen (frames, 2)`` in the recording, ``shown (frames, 2)`` in canonical space.

    ``size`` is the recorded head in units of the canonical one, ``usable (frames,)`` where it was tracked.
    """

    seen: np.ndarray
    shown: np.ndarray
    size: float
    usable: np.ndarray


def corrections(seen: np.ndarray, shown: np.ndarray, visible: np.ndarray, head: Head | None, rate: float) -> np.ndarray:
    """Shift of both hands ``(2, frames, 2)`` in shoulder widths that restores their touches.

    ``seen`` and ``shown``: flat hand points ``(2, frames, 21, 2)`` as recorded and as scaled; ``visible``
    ``(2, frames)``. A touch of the face holds the hand's nearest point at its place on the face; a
    touch of the hands holds their nearest points at their recorded distance, each hand giving way
    as far as the face does not hold it. Weights are smooth in space and time.
    """
    shift = np.zeros((2, seen.shape[1], 2))
    held = np.zeros((2, seen.shape[1]))
    if head is not None:
        for side in range(2):
            vector, near = _to_face(seen[side], shown[side], head)
            held[side], vector = _weighted(near, vector, visible[side] & head.usable, rate)
            shift[side] = held[side][:, None] * vector
    both = visible[0] & visible[1]
    if not both.any():
        return shift
    near, vector = np.full(len(both), np.inf), np.zeros((len(both), 2))
    vector[both], near[both] = _to_each_other(seen[:, both], (shown + shift[:, :, None])[:, both])
    weight, vector = _weighted(near, vector, both, rate)
    free = 1 - held
    share = free / np.maximum(free.sum(0), 1e-9)
    shift[0] -= (weight * share[0])[:, None] * vector
    shift[1] += (weight * share[1])[:, None] * vector
    return shift


def _to_face(seen: np.ndarray, shown: np.ndarray, head: Head) -> tuple[np.ndarray, np.ndarray]:
    place = (seen - head.seen[:, None]) / max(head.size, 1e-6)
    distance = np.maximum(np.linalg.norm(place, axis=-1) - FACE_RADIUS_SW, 0)
    share = _nearest(distance)[..., None]
    vector = (share * (place - (shown - head.shown[:, None]))).sum(1)
    return vector, distance.min(1)


def _to_each_other(seen: np.ndarray, shown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    apart = seen[1][:, None] - seen[0][:, :, None]
    distance = np.linalg.norm(apart, axis=-1).reshape(len(apart), -1)
    share = _nearest(distance)[..., None]
    change = (apart - (shown[1][:, None] - shown[0][:, :, None])).reshape(len(apart), -1, 2)
    return (share * change).sum(1), distance.min(1)


def _nearest(distance: np.ndarray) -> np.ndarray:
    """Shares that add up to 1, large for the smallest ``distance (frames, n)``; smooth where it changes hands."""
    share = np.exp(-(distance - distance.min(1, keepdims=True)) / _SOFTNESS_SW)
    return share / share.sum(1, keepdims=True)


def _weighted(distance, vector, visible, rate: float) -> tuple[np.ndarray, np.ndarray]:
    t = np.clip((FREE_SW - distance) / (FREE_SW - TOUCHING_SW), 0, 1)
    weight = smooth(np.where(visible, t * t * (3 - 2 * t), 0.0), _SIGMA_S * rate)
    return weight, fill_missing(vector, visible)
