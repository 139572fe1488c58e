"""Where the elbow goes when the wrist is known."""

from __future__ import annotations

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import unit
from signsynth.skeleton import CANONICAL
from signsynth.writing.hand.orientation import turned

RIGHT_SHOULDER, RIGHT_ELBOW, RIGHT_WRIST = 1, 3, 5
"""Points of the canonical skeleton."""
_HANGS = np.array([-0.12, -1.0, -0.25])
"""Where a relaxed right elbow hangs: down, a little away from the body and behind it."""


def elbow_of(wrist: np.ndarray, lift: float = 0.0) -> np.ndarray:
    """Right elbow ``(3,)`` for a wrist ``(3,)``, both in shoulder widths from mid-shoulder.

    ``lift`` turns the relaxed elbow outward about the line from shoulder to wrist, in degrees.
    Errors: ``InputError`` where the arm is too short, or the wrist too near the shoulder.
    """
    shoulder = CANONICAL.rest[RIGHT_SHOULDER]
    upper, fore = CANONICAL.lengths[RIGHT_ELBOW], CANONICAL.lengths[RIGHT_WRIST]
    reach = np.linalg.norm(wrist - shoulder)
    if not abs(upper - fore) + 0.02 <= reach <= upper + fore - 0.005:
        raise InputError(
            f"the wrist is {reach:.2f} shoulder widths from the shoulder, "
            f"expected {abs(upper - fore) + 0.02:.2f} to {upper + fore - 0.005:.2f}"
        )
    line = (wrist - shoulder) / reach
    along = (reach**2 + upper**2 - fore**2) / (2 * reach)
    pole = unit(_HANGS - line * (_HANGS @ line))
    pole = turned(line, -lift) @ pole
    return shoulder + along * line + np.sqrt(max(upper**2 - along**2, 0.0)) * pole
