"""Angles changed a little so that what should touch does, and nothing runs through anything else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from signsynth.writing.hand.bodyhand import BodyHand
from signsynth.writing.hand.flesh import PALM, Flesh
from signsynth.writing.hand.spot import Spot, placed

TIGHT_M, LOOSE_M = 2e-4, 1e-3
"""Weights: a touch that is so far off, or a run-through so deep, costs as much as one angle that is off by its room."""
SOFT_M, SOFT_PALM_M = 1e-3, 9e-3
"""So much skin gives way between fingers, and between a finger and the palm."""
_STEP = 1e-5
_FACING = 0.25
ROOM = np.array([5.0, 5, 5, 4] * 4 + [15, 15, 20, 10, 7])
"""Degrees by which an angle may be changed at the price of 1; see ``HandShape.angles`` for the order."""
THUMB_ROOM = np.array([1.5] * 16 + [15, 15, 20, 10, 7])
"""Where the thumb comes to the fingers and not they to it."""


@dataclass(frozen=True)
class Touches:
    """What touches what: spots on the skin that meet, and capsules of ``Flesh`` whose surfaces meet."""

    spots: tuple[tuple[Spot, Spot], ...] = ()
    capsules: tuple[tuple[int, int], ...] = ()


def touching(angles: np.ndarray, touches: Touches, room: np.ndarray = ROOM) -> np.ndarray:
    """Angles ``(21,)`` near ``angles`` that touch so, within the limits of the joints; ``room (21,)``: see ``ROOM``."""
    from signsynth.body.fit.solve import solve  # late: its room imports torch

    hand, flesh = BodyHand.bundled(), Flesh.bundled()
    spots = [spot for pair in touches.spots for spot in pair]
    one, two, soft = _pairs()
    close = np.array(touches.capsules, int).reshape(-1, 2)
    met = np.array([k for k, pair in enumerate(zip(one, two, strict=True)) if list(pair) in close.tolist()], int)
    width = hand.width_m

    def rows(values: np.ndarray) -> np.ndarray:
        degrees = np.rad2deg(values)
        ends = flesh.place(degrees) * width
        gap = _gap(ends[:, one], ends[:, two]) - (flesh.radii[one] + flesh.radii[two]) * width
        out = [np.minimum(gap + soft, 0) / LOOSE_M, gap[:, met] / TIGHT_M * 0.5, _beyond(hand, degrees)]
        if spots:
            points, ways = placed(spots, degrees)
            out += [((points[:, ::2] - points[:, 1::2]) * width / TIGHT_M).reshape(len(values), -1)]
            out += [_FACING * (ways[:, ::2] + ways[:, 1::2]).reshape(len(values), -1)]
        return np.concatenate(out, 1)

    def residuals(values: np.ndarray, index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        tried = values + np.concatenate([np.zeros((1, 21)), _STEP * np.eye(21)])
        found = rows(tried)
        return found[:1], ((found[1:] - found[0]) / _STEP).T[None]

    start = np.deg2rad(angles)[None]
    found, _ = solve(
        residuals, start, np.deg2rad(limits())[None], mean=start, stiffness=1 / np.deg2rad(room), iterations=30
    )
    return np.rad2deg(found[0])


@lru_cache(maxsize=1)
def limits() -> np.ndarray:
    """Least and greatest of each angle ``(21, 2)`` in degrees, from the limits of the body's joints."""
    hand = BodyHand.bundled()
    out = np.empty((21, 2))
    for finger in range(1, 5):
        at = 4 * (finger - 1)
        out[at] = hand.limits_deg[finger, 0, 0] + hand.rest_flex_deg[finger]
        out[at + 1 : at + 3] = hand.limits_deg[finger, 1:, 0] + hand.rest_bend[finger][:, None]
        out[at + 3] = -32, 26
    out[16:19] = (-10, 75), (-15, 75), (-50, 60)
    out[19:] = hand.limits_deg[0, 1:, 0] + hand.rest_bend[0][:, None]
    return out


def _beyond(hand: BodyHand, degrees: np.ndarray) -> np.ndarray:
    """How far the thumb's first joint is turned beyond its limits ``(n, 3)``, in steps of two degrees."""
    from signsynth.body.fit.turns import logarithm

    axes = hand.axes[0, 0]
    turn = np.rad2deg(logarithm(axes.T @ hand.local(degrees)[:, 0, 0] @ axes))
    low, high = hand.limits_deg[0, 0].T
    return np.maximum(np.maximum(low - turn, turn - high), 0) / 2.0


@lru_cache(maxsize=1)
def _pairs() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Capsules that must not run through each other, and how far they may."""
    bones = Flesh.bundled().bones
    found = []
    for i in range(len(bones)):
        for j in range(i + 1, len(bones)):
            palm = bones[j] == PALM
            if bones[i] == PALM or (palm and bones[i] % 3 == 0):
                continue
            if not palm and (bones[i] // 3 == bones[j] // 3 or bones[i] % 3 + bones[j] % 3 == 0):
                continue
            found.append((i, j, SOFT_PALM_M if palm else SOFT_M))
    one, two, soft = zip(*found, strict=True)
    return np.array(one), np.array(two), np.array(soft)


def _gap(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Distance of segments ``(..., 2, 3)``."""
    from signsynth.body.capsules import closest

    here, there, *_ = closest(first[..., 0, :], first[..., 1, :], second[..., 0, :], second[..., 1, :])
    return np.linalg.norm(here - there, axis=-1)
