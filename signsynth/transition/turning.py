"""Hands that turn about their palms and bend at their joints where straight lines between directions would not do."""

from __future__ import annotations

import numpy as np

from signsynth.geometry import unit
from signsynth.rotations import from_quaternions, to_quaternions
from signsynth.transition.gaussian_process import fill_gaussian_processes
from signsynth.transition.tracks import (
    GROUPS,
    LEFT_COLUMNS,
    RIGHT_COLUMNS,
    bone_directions,
    from_middle,
    local_directions,
    palms,
)

SMALL_TURN, LARGE_TURN = np.deg2rad(60), np.deg2rad(110)
"""Up to the first, straight lines between directions are shortest and best; from the second on they would lead through
the hand, or bend fingers backwards, and it turns as joints do instead."""


def share_of_turn(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """How much fingers must turn as joints do and not straight on: 0 to 1, ``(..., 5)`` for bones ``(..., 20, 3)``.

    What counts is the turn of the palm, and of that bone of the finger which turns most.
    """
    first, last = palms(before), palms(after)
    palm = _angle(((first * last).sum((-1, -2)) - 1) / 2)
    bones = _angle((before * after).sum(-1)).reshape(*palm.shape, 5, 4).max(-1)
    share = np.clip((np.maximum(palm[..., None], bones) - SMALL_TURN) / (LARGE_TURN - SMALL_TURN), 0, 1)
    return share * share * (3 - 2 * share)


def turned_bones(sides: np.ndarray, frames: int) -> np.ndarray:
    """Bones ``(batch, frames, 2, 20, 3)`` between those of ``sides (batch, 16, 2, 20, 3)``, eight frames a side.

    The Gaussian process on the numbers of ``Tracks``: turns of the palm, and each bone as seen from the one before.
    """
    values, middle = _turning(sides)
    made = fill_gaussian_processes(values, frames, GROUPS[1:])
    flat = made.reshape(len(sides) * frames, -1)
    return bone_directions(flat, np.repeat(middle, frames, 0)).reshape(len(sides), frames, 2, 20, 3)


def mixed(straight: np.ndarray, turned: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Bones ``(..., 5, 4, 3)`` of fingers between both ways by ``share (..., 5)``; as they are where it is 0."""
    part = share[..., None, None]
    return np.where(part > 0, unit((1 - part) * unit(straight) + part * turned), straight)


def _turning(sides: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Track values ``(batch, 16, 154)`` of bones, and the turns ``(batch, 2, 3, 3)`` half-way that they count from."""
    batch, total = sides.shape[:2]
    cut = total // 2
    directions = sides.reshape(batch * total, 2, 20, 3)
    turned = palms(directions)
    local = local_directions(directions, turned).reshape(batch, total, 2, 60)
    middle, vectors = from_middle(to_quaternions(turned).reshape(batch, total, 2, 4).swapaxes(0, 1), cut)
    vectors = vectors.swapaxes(0, 1)
    out = np.zeros((batch, total, 154))
    for hand, columns in enumerate((LEFT_COLUMNS, RIGHT_COLUMNS)):
        out[..., columns.start : columns.start + 3] = vectors[:, :, hand]
        out[..., columns.start + 3 : columns.stop] = local[:, :, hand]
    return out, from_quaternions(middle)


def _angle(cosine: np.ndarray) -> np.ndarray:
    return np.arccos(np.clip(cosine, -1, 1))
