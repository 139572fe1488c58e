"""Finger joints of the body that follow the fingers of the pose through a gap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from signsynth.motion.rigid import hand_directions
from signsynth.rotations import from_quaternions, slerp, to_quaternions
from signsynth.transition.tracks import finger_frames, palms

_FINGERS, _JOINTS = 5, 3


def follow_fingers(turns: np.ndarray, pose: np.ndarray, joints: int, share: np.ndarray, hands: Sequence[int]) -> None:
    """Turn finger joints with the pose, in place: the rule by which palms follow it, carried out to the finger tips.

    Frames 0 and 1 are those beside the gap and show how the body's fingers lie against the pose's; the others lead from
    one to the other by ``share (n, 1)``. ``turns (2 + n, joints + 32, 3, 3)`` with wrists turned already, ``pose
    (2 + n, 178, 3)``, ``hands`` are those that follow, left 0.
    """
    directions = hand_directions(pose)[1]
    shown = finger_frames(directions, palms(directions))
    wrists = turns[:, joints : joints + 2, None]
    local = turns[:, joints + 2 : joints + 2 + 2 * _FINGERS * _JOINTS].reshape(-1, 2, _FINGERS, _JOINTS, 3, 3)
    held = np.empty((2, *shown.shape[1:]))
    base = wrists[:2]
    for joint in range(_JOINTS):
        base = base @ local[:2, :, :, joint]
        held[:, :, :, joint] = shown[:2, :, :, joint].swapaxes(-1, -2) @ base
    first, last = to_quaternions(held)
    even = np.broadcast_to(share.reshape(-1, 1, 1, 1), (len(share), *first.shape[:-1]))
    whole = shown[2:] @ from_quaternions(slerp(first[None], last[None], even))
    for hand in hands:
        before = wrists[2:, hand]
        for joint in range(_JOINTS):
            at = joints + 2 + hand * _FINGERS * _JOINTS + np.arange(_FINGERS) * _JOINTS + joint
            turns[2:, at] = before.swapaxes(-1, -2) @ whole[:, hand, :, joint]
            before = whole[:, hand, :, joint]
