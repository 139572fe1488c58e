"""Which hand leads, and motions brought to a leading right hand."""

from __future__ import annotations

from typing import Literal

import numpy as np

from signsynth.geometry import smooth
from signsynth.motion.motion import Motion
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

Handedness = Literal["right", "left", "both"]

_LEADS = 1.5
"""How many times as active the leading hand is; below that both take part alike."""
_HOLDING_SW_S = 0.25
"""Path in shoulder widths that one second of a raised, visible hand counts for: a held letter moves nowhere."""
_RAISED_SW = -1.1
"""A wrist below this height hangs at rest."""


def right_dominant(motion: Motion) -> tuple[Motion, Handedness]:
    """The motion with the right hand leading, and which hand led before.

    A left-dominant motion comes back mirrored. Where both hands take part alike (``"both"``) the
    motion is returned unchanged.
    """
    led = handedness(motion)
    return (motion.mirrored() if led == "left" else motion), led


def handedness(motion: Motion) -> Handedness:
    """Which hand leads: the one that travels or is held up 1.5 times as much as the other while it is seen."""
    left, right = _activity(motion, LEFT_HAND), _activity(motion, RIGHT_HAND)
    if left > _LEADS * right:
        return "left"
    return "right" if right >= _LEADS * left else "both"


def _activity(motion: Motion, hand: slice) -> float:
    """Path of the wrist in shoulder widths while the hand is seen, plus what holding it up counts for."""
    seen = motion.confidence[:, hand.start] > 0
    wrist = smooth(motion.pose[:, hand.start].astype(np.float64), 0.04 * motion.fps)
    steps = np.linalg.norm(np.diff(wrist[:, :2], axis=0), axis=-1)
    path = steps[seen[1:] & seen[:-1]].sum()
    raised = seen & (wrist[:, 1] > _RAISED_SW)
    return float(path + _HOLDING_SW_S * raised.sum() / motion.fps)
