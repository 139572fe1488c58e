"""A sign as it is written down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.writing.hand.handshape import HandShape
from signsynth.writing.notation import HandSite


@dataclass(frozen=True, eq=False)
class Keyframe:
    """The dominant (right) hand at one moment.

    ``at_s``      seconds from the start of the sign at which the hand stops here; None where it
                  passes without stopping.
    ``wrist``     float64 ``(3,)``: shoulder widths from the right shoulder (left, up, forward).
    ``rotation``  float64 ``(3, 3)``: from the hand's own frame to the signing space.
    ``touch``     pairs of places of the hand that meet.
    """

    at_s: float | None
    wrist: np.ndarray
    rotation: np.ndarray
    shape: HandShape
    touch: tuple[tuple[HandSite, HandSite], ...] = ()


@dataclass(frozen=True, eq=False)
class WrittenSign:
    """A gloss, the words that ask for it, and the keyframes of the dominant hand.

    One keyframe is a hold of ``duration_s``; of several, the first is at 0 and the last at ``duration_s``.
    """

    gloss: str
    words: tuple[str, ...]
    keyframes: tuple[Keyframe, ...]
    duration_s: float
    licence: str
    status: str
    note: str = ""
    file: str = ""
