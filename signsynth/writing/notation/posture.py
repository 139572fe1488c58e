"""One hand's posture, or what of it changes."""

from __future__ import annotations

from dataclasses import dataclass

from signsynth.writing.notation.direction import Direction
from signsynth.writing.notation.shape import Shape


@dataclass(frozen=True)
class Posture:
    """What is None is not said: in a target it stays as it was.

    ``fingers``       extended finger direction: where the palm bone of the middle finger points
    ``palm``          palm orientation in HamNoSys's sense: for fingers that point out it is where the palm looks; for
                      other directions the hand is turned from there sideways first, then up or down (so fingers up
                      and palm ``u`` looks to the signer); see ``writing.hand.palm_rotation``
    ``palm_absolute`` the palm orientation is meant in the signing space
    """

    shape: Shape | None = None
    fingers: Direction | None = None
    palm: Direction | None = None
    palm_absolute: bool = False
