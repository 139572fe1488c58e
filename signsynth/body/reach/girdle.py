"""Collarbone and shoulder blade follow the hand: up with high hands, forward with far ones, back with near ones.

The rhythm of shoulder blade and upper arm is about one to two (Inman, Saunders and Abbott, J. Bone Joint Surg. 26
(1944) 1); a signing hand rarely lifts the upper arm above the horizontal, so the share here is small.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from signsynth.body.fit.turns import exponential
from signsynth.body.reach.limb import Limb
from signsynth.body.reach.turning import ramp

_CLAVICLE = 0.7
"""The clavicle's share of the girdle's turn; the rest is the shoulder blade's."""


class Girdle(NamedTuple):
    """Right shoulder girdles in the frame of the chest."""

    clavicle: np.ndarray
    """``(..., 3, 3)``: its rotation against the chest."""
    collar: np.ndarray
    """``(..., 3, 3)``: of ``shoulder01`` against the clavicle."""
    turn: np.ndarray
    """``(..., 3, 3)``: of what the upper arm hangs on, against rest."""
    shoulder: np.ndarray
    """``(..., 3)``: the joint of the upper arm, shoulder widths."""

    def shrugged(self, shrug: np.ndarray, limb: Limb) -> Girdle:
        """The girdle with its clavicle turned on by ``shrug (..., 3, 3)``."""
        first = limb.heads[0]
        shoulder = first + (shrug @ (self.shoulder - first)[..., None])[..., 0]
        return Girdle(shrug @ self.clavicle, self.collar, shrug @ self.turn, shoulder)


def lift(wrists: np.ndarray, limb: Limb) -> Girdle:
    """The girdle for wrists ``(..., 3)`` in the chest's frame, shoulder widths; smooth in them."""
    across, high, ahead = np.moveaxis((wrists - limb.shoulder) / limb.length, -1, 0)
    far = ramp(np.sqrt(across**2 + high**2 + ahead**2), 0.8, 1.15)
    up = 16 * ramp(high, -0.2, 0.9) + 8 * far * ramp(high, 0.0, 0.8)
    forward = 7 * ramp(ahead, 0.3, 1.0) + 9 * ramp(across, 0.1, 0.9) - 5 * ramp(-across, 0.2, 0.9)
    forward = forward + 9 * far * ramp(ahead + np.maximum(across, 0), 0.3, 1.2)
    near = 1 - ramp(np.sqrt(across**2 + high**2 + ahead**2), 0.1, 0.4)
    forward = forward - 16 * near * ramp(ahead, -0.05, 0.15)
    angles = np.deg2rad(np.stack([forward, -up, np.zeros_like(up)], -1))
    clavicle = exponential(_CLAVICLE * angles @ limb.clavicle_axes.T)[0]
    collar = exponential((1 - _CLAVICLE) * angles @ limb.collar_axes.T)[0]
    turn = clavicle @ collar
    first, second, third = limb.heads[:3]
    hung = first + (clavicle @ (second - first)[:, None])[..., 0]
    return Girdle(clavicle, collar, turn, hung + (turn @ (third - second)[:, None])[..., 0])
