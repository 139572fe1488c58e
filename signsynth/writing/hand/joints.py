"""Joint angles and palms as the rotations of a ``Gesture``."""

from __future__ import annotations

import numpy as np

from signsynth.writing.hand.bodyhand import MIRROR, BodyHand


def wrist_rotation(palm: np.ndarray, side: int) -> np.ndarray:
    """Orientations ``(..., 3, 3)`` of the body's hand against rest, as ``Gesture.wrists``.

    ``palm (..., 3, 3)`` turns the own frame of a right hand; of a left hand, ``side`` 0, the mirrored one:
    a point p of the right hand's own frame is at ``palm @ (p * [-1, 1, 1])``.
    """
    frame = BodyHand.bundled().frame
    if side == 0:
        frame = MIRROR[:, None] * frame * MIRROR
    return palm @ frame.T


def finger_rotations(angles: np.ndarray, side: int) -> np.ndarray:
    """Rotations ``(..., 15, 3, 3)`` of the body's finger joints, as ``Gesture.fingers``, for ``angles (..., 21)``.

    The bones point as ``bone_directions`` says, but for what the body's own fingers are bowed (2 to 6 degrees), and
    within the limits of its joints.
    """
    hand = BodyHand.bundled()
    local = hand.frame @ hand.local(angles).reshape(*np.shape(angles)[:-1], 15, 3, 3) @ hand.frame.T
    return local if side == 1 else MIRROR[:, None] * local * MIRROR
