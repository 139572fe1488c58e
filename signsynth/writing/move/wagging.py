"""Wrists that nod, swing, twist or stir, and fingers that play."""

from __future__ import annotations

import numpy as np

from signsynth.errors import InputError, nearest
from signsynth.writing.move import profile
from signsynth.writing.move.mirror import Cast
from signsynth.writing.move.rooms import Studio
from signsynth.writing.move.scene import Scene
from signsynth.writing.move.stroke import Wagging, Wiggling
from signsynth.writing.notation import FingerPlay, WristTurn

WRIST_HZ, FINGER_HZ = 3.2, 3.6
WRIST_S, FINGER_S = 0.64, 0.8
"""A written wrist movement is two rounds, finger play three."""
AMPLITUDES = {"small": 0.65, None: 1.0, "big": 1.6}
_AXES = {  # right hand: sine, cosine of the rotation vector, degrees each way
    "nodding": ((18, 0, 0), (0, 0, 0)),
    "swinging": ((0, 0, 15), (0, 0, 0)),
    "twisting": ((0, 24, 0), (0, 0, 0)),
    "stircw": ((0, 0, -14), (14, 0, 0)),
    "stirccw": ((0, 0, 14), (14, 0, 0)),
}
PLAY = np.array([22.0, 14.0, 6.0])
"""Degrees that playing fingers bend at their three joints."""
_FINGER_LAG = 0.9


def wagged(movement: WristTurn, cast: Cast, studio: Studio, *, rounds: float = 1) -> Wagging:
    """Errors: ``InputError`` for an unknown kind."""
    if movement.kind not in _AXES:
        raise InputError(f"WristTurn: {movement.kind!r}; {nearest(movement.kind, _AXES)}")
    size = np.deg2rad(AMPLITUDES[movement.size])
    first, second = (size * np.array(each, float) * cast.spins for each in _AXES[movement.kind])
    if cast.behind:
        first[0], second[0] = -first[0], -second[0]
    pace = profile.pace(movement.manner)
    return Wagging(studio.whole(rounds * WRIST_S / pace), WRIST_HZ * pace, first, second)


def wiggled(movement: FingerPlay, scene: Scene, cast: Cast, studio: Studio, *, rounds: float = 1) -> Wiggling:
    """Fingers that are bent already stretch; those that are straight bend. The thumb plays where it is named."""
    digits = movement.digits or (2, 3, 4, 5)
    amount, lag = np.zeros((2, 21)), np.zeros((2, 21))
    for side in (0, 1):
        if not cast.acts[side]:
            continue
        for digit in digits:
            if digit == 1:
                amount[side, 17], lag[side, 16:] = 14.0, 4 * _FINGER_LAG
                continue
            first = 4 * (digit - 2)
            bent = scene.angles[side, first : first + 3]
            amount[side, first : first + 3] = np.where(bent > 65, -0.7, 1.0) * PLAY
            lag[side, first : first + 4] = (5 - digit) * _FINGER_LAG
    if cast.behind:
        lag[0] += np.pi
    pace = profile.pace(movement.manner)
    return Wiggling(studio.whole(rounds * FINGER_S / pace), FINGER_HZ * pace, amount, lag)
