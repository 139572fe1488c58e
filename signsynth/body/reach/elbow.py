"""Where the elbow goes when the wrist is known: low and a little outside, higher for high and crossing hands.

The elbow lies on a circle about the line from shoulder to wrist. Its angle there, the swivel, is what is easy for
the shoulder, changed as far as the hand's orientation asks for it.
"""

from __future__ import annotations

import numpy as np

from signsynth.body.fit.turns import frame_of
from signsynth.body.reach.limb import Limb
from signsynth.body.reach.turning import ramp, turn_about, twist_about
from signsynth.geometry import unit

_AHEAD = unit(np.array([0.0, -0.35, 1.0]))
"""A hand that is easy to hold; the swivel is counted from the elbow's low side there, and carried to other directions
by the shortest turn, which fails only for hands high behind the back."""
_DOWN, _OUT = unit(np.array([0.0, -1.0, -0.35])), np.array([-1.0, 0.0, 0.0])
_STEPS = np.deg2rad(np.arange(-40.0, 81.0, 6.0))
"""Swivels tried, against the easy one."""
_HASTE = 8.0
"""More follows the palm more closely, less moves the elbow more calmly where no swivel is easy for the wrist."""


def low_and_out(along: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors ``(..., 3)`` square to ``along (..., 3)``: where the elbow is at swivel 0 and a quarter turn."""
    middle = _AHEAD + along
    scale = middle / np.maximum(1 + along @ _AHEAD, 1e-3)[..., None]
    return tuple(unit(v - (along @ v)[..., None] * scale) for v in (_DOWN, _OUT))


def upper_turn(along: np.ndarray, swivel: np.ndarray, far: np.ndarray, limb: Limb) -> tuple[np.ndarray, np.ndarray]:
    """Turns ``(..., 3, 3)`` of upper arm and forearm against rest, in the chest's frame.

    ``along (..., 3)`` is the unit vector from shoulder to wrist, ``far (...)`` their distance, within reach.
    """
    low, out = low_and_out(along)
    side = np.cos(swivel)[..., None] * low + np.sin(swivel)[..., None] * out
    foot = (far**2 + limb.upper**2 - limb.fore**2) / (2 * far)
    height = np.sqrt(np.maximum(limb.upper**2 - foot**2, 0))
    upper = (foot[..., None] * along + height[..., None] * side) / limb.upper
    turn = frame_of(upper, np.cross(side, along)) @ limb.frame.T
    bend = np.arctan2(height, foot) + np.arctan2(height, far - foot)
    return turn, turn @ turn_about(limb.hinge, bend - limb.bend)


def easy_swivel(reach: np.ndarray, limb: Limb) -> np.ndarray:
    """The swivel ``(...)`` in radians that is easy for wrists ``(..., 3)`` from the shoulder, shoulder widths.

    As real signers hold it: half of 6,165 raised arms of the ASL recordings are within 20 and 32 degrees,
    wherever the hand is, and higher up within 23 and 43.
    """
    return np.deg2rad(25 + 12 * ramp(reach[..., 1] / limb.length, -0.1, 0.5))


def swivel(along: np.ndarray, far: np.ndarray, easy: np.ndarray, palms: np.ndarray, limb: Limb) -> np.ndarray:
    """Swivels ``(...)`` between what is easy for the shoulder and what is easy for forearm and wrist.

    ``palms (..., 3, 3)``: turn of the hand against rest. The mean of all swivels tried, each weighed by how
    easy it is: so it moves smoothly with the goal, and never from one side to the other at once.
    """
    fore = upper_turn(along, easy, far, limb)[1]
    # Another swivel turns the whole arm about the line from shoulder to wrist: turn the hand back instead.
    back = _about(along, _STEPS)  # elbow outwards is a turn from low to out
    local = np.swapaxes(fore, -1, -2)[..., None, :, :] @ back @ palms[..., None, :, :]
    twist, flex, side = wrist_angles(local, limb)
    # Of two swivels that are both bad the better one hardly matters: no haste to change over.
    hard = _HASTE * np.log1p(_hard(twist, flex, side, limb) / _HASTE)
    cost = _easy(easy[..., None] + _STEPS, _STEPS) + hard
    weight = np.exp(cost.min(-1, keepdims=True) - cost)
    return easy + (weight * _STEPS).sum(-1) / weight.sum(-1)


def wrist_angles(local: np.ndarray, limb: Limb) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Twist of forearm and wrist together, and the wrist's flex and side bend, radians ``(...)``.

    ``local (..., 3, 3)``: the hand's turn against that of the forearm before its twist.
    """
    axis = limb.fore_along
    twist = twist_about(axis, local)
    carried = local @ axis
    across = np.cross(axis, carried)
    sine = np.linalg.norm(across, axis=-1)
    angle = np.arctan2(sine, carried @ axis)
    across = across * (angle / np.maximum(sine, 1e-9))[..., None]
    # The bend comes after the twist: seen from the twisted forearm its axis is turned back.
    cosine, sine = np.cos(twist)[..., None], np.sin(twist)[..., None]
    across = cosine * across - sine * np.cross(axis, across)
    return twist, across @ limb.wrist_axes[:, 0], across @ limb.wrist_axes[:, 1]


def _easy(swivel: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Cost of a swivel for the shoulder: away from the easy one, into the trunk, or above the shoulder."""
    degrees, apart = np.rad2deg(swivel), np.rad2deg(apart)
    return (apart / np.where(apart > 0, 40, 24)) ** 2 + 2 * _over(degrees, -5, 100, 8)


def _hard(twist: np.ndarray, flex: np.ndarray, side: np.ndarray, limb: Limb) -> np.ndarray:
    """Cost of wrist angles: little within the usual range, rising evenly beyond."""
    twist, flex, side = np.rad2deg(twist), np.rad2deg(flex), np.rad2deg(side)
    (flex_low, flex_high), (side_low, side_high) = np.rad2deg(limb.wrist_limits[:2]) * 0.8
    usual = (twist / 80) ** 2 + (flex / 60) ** 2 + (side / 25) ** 2
    usual = usual / (1 + usual / 8)
    return (
        0.5 * usual
        + _over(twist, -75, 75, 8)
        + _over(flex, flex_low, flex_high, 8)
        + _over(side, side_low, side_high, 6)
    )


def _over(values: np.ndarray, low: float, high: float, scale: float) -> np.ndarray:
    """How far values lie outside a range, in ``scale``; smooth at its ends, even beyond."""
    beyond = np.maximum(np.maximum(low - values, values - high), 0) / scale
    return np.sqrt(1 + beyond * beyond) - 1


def _about(axis: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """Turns ``(..., k, 3, 3)`` about unit vectors ``(..., 3)`` that undo swivels by ``angles (k,)``."""
    return np.swapaxes(turn_about(axis[..., None, :], -angles), -1, -2)
