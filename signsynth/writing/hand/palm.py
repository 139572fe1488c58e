"""Where a hand looks: HamNoSys orientations to rotations."""

from __future__ import annotations

import numpy as np

from signsynth.errors import InputError
from signsynth.writing.hand.bodyhand import MIRROR
from signsynth.writing.hand.orientation import rotation
from signsynth.writing.notation import Direction

_LEVEL = 1e-6
_ASIDE = "udlr"


def palm_rotation(fingers: Direction, palm: Direction, *, absolute: bool = False, side: int = 1) -> np.ndarray:
    """Rotation ``(3, 3)`` from the hand's own frame to the signing space, for a left hand too (see ``wrist_rotation``).

    ``palm`` is where the palm looks while the fingers point out; the hand is then turned sideways, and last up or
    down, to where ``fingers`` point. So fingers up and palm ``u`` looks to the signer, as does fingers left and palm
    ``l``. Of fingers with an inward part left and right keep their meaning: ``il`` and palm ``r`` looks right and in.
    ``absolute``, and palms of nothing but in and out, are meant in the signing space. Checked against the motions that
    another realiser makes of 2,203 signs: tests/writing/hand. Errors: ``InputError`` for a palm along the fingers.
    """
    along = fingers.vector
    looks = [_aside(letters) for letters in (palm.letters, palm.second) if letters is not None]
    if absolute or None in looks:
        return _looking(palm.vector, along, f"{fingers.letters!r} and palm {palm.letters!r}")
    seen = Direction(*looks).vector
    if along[2] < -_LEVEL:
        seen = seen * MIRROR
    azimuth = np.arctan2(along[0], along[2]) if np.hypot(along[0], along[2]) > _LEVEL else 0.0
    height = np.arcsin(np.clip(along[1], -1, 1))
    aside, up = np.array([np.cos(azimuth), 0, -np.sin(azimuth)]), np.array([0.0, 1.0, 0.0])
    level = np.array([np.sin(azimuth), 0, np.cos(azimuth)])
    lifted = np.cos(height) * up - np.sin(height) * level
    return rotation(seen[0] * aside + seen[1] * lifted, along)


def _aside(letters: str) -> str | None:
    """A palm without its letters in and out; None where nothing else is left."""
    kept = "".join(letter for letter in letters if letter in _ASIDE)
    return kept or None


def _looking(palm: np.ndarray, along: np.ndarray, what: str) -> np.ndarray:
    try:
        return rotation(palm, along)
    except InputError as error:
        raise InputError(f"fingers {what}: {error}") from error
