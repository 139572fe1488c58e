"""What a hand signs, in few numbers: how far each joint bends, the gaps between fingers, where the palm faces."""

from __future__ import annotations

import numpy as np

from signsynth.body.body import Body
from signsynth.body.fit.fit import bundled
from signsynth.body.fit.rig import FINGERS, SIDES, Rig
from signsynth.body.fit.turns import from_6d, logarithm
from signsynth.motion import Gesture

BENDS, GAPS, PALM = slice(0, 15), slice(15, 18), slice(18, 24)
"""Columns of an articulation."""


def articulation(gesture: Gesture, body: Body | None = None) -> np.ndarray:
    """Float64 ``(frames, 2, 24)`` of a gesture, left hand first.

    ``BENDS``: radians of the 15 joints, thumb to little finger, base to tip. ``GAPS``: radians between index
    and middle, middle and ring, ring and little finger. ``PALM``: 6D orientation against rest.
    Left out is what written signs do not name either and hands differ in: the sideways swing that four fingers
    share, twists, and the sideways lean of the thumb. ``body`` (the bundled one) is whose axes joints turn about.
    Errors: ``InputError`` for a body that says nothing of its axes.
    """
    rig = Rig.of(bundled() if body is None else body)
    joints = [[rig.joint(f"{bone}.{side}") for finger in FINGERS for bone in finger] for side in SIDES]
    axes = rig.axes[joints]
    turns = logarithm(np.swapaxes(axes, -1, -2) @ from_6d(gesture.fingers) @ axes)
    knuckles = turns[:, :, 3::3, 1]
    gaps = knuckles[:, :, :-1] - knuckles[:, :, 1:]
    return np.concatenate([turns[..., 0], gaps, gesture.wrists.astype(np.float64)], -1)
