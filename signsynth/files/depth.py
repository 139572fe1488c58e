"""The unit of a tracker's depth, which files often lose when they scale x and y."""

from __future__ import annotations

import numpy as np

from signsynth.skeleton import HAND_PARENTS, LEFT_HAND, RIGHT_HAND, hand_lengths_sw

_MOST_HANDS = 80


def depth_scale(points: np.ndarray, confidence: np.ndarray) -> float:
    """Factor on z ``(frames, 189, 3)`` that brings it to the unit of x and y.

    MediaPipe gives z in picture widths; files hold it so beside pixels, or scaled by an unknown
    factor together with them. The factor is the one under which the bones of the hands keep the
    proportions of a hand best in all frames: least spread of ``log(length / canonical length)``,
    over a grid from 1/8 to 4096. 1 where no hand is seen or z is absent.
    """
    parents = np.array(HAND_PARENTS[1:])
    bones = []
    for hand in (LEFT_HAND, RIGHT_HAND):
        seen = np.flatnonzero((confidence[:, hand] > 0).all(1))
        raw = points[seen[:: max(1, len(seen) // _MOST_HANDS)], hand]
        bones.append(raw[:, 1:] - raw[:, parents])
    bones = np.concatenate(bones)
    flat = (bones[..., :2] ** 2).sum(-1)
    deep = bones[..., 2] ** 2
    usable = (flat.min(-1) > 0) if len(flat) else np.zeros(0, bool)
    if not usable.any() or deep[usable].max() == 0:
        return 1.0
    flat, deep = flat[usable], deep[usable]
    scales = 2.0 ** np.arange(-3, 12.01, 0.25)
    known = 2 * np.log(hand_lengths_sw()[1:])
    ratio = np.log(flat + scales[:, None, None] ** 2 * deep) - known
    spread = np.median(np.abs(ratio - np.median(ratio, axis=-1, keepdims=True)), axis=-1).mean(-1)
    return float(scales[spread.argmin()])
