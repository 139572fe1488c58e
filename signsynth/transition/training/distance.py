"""How far a prediction is off, as the benchmark sees it: distances of hand points, mostly in the picture."""

from __future__ import annotations

from typing import Any

import numpy as np

from signsynth.skeleton import hand_lengths_sw
from signsynth.transition.parts import LEFT_NODES, RIGHT_NODES

DEPTH = 0.35
"""What depth counts of a distance: one camera guesses it, and most of its error is the tracker's."""
_ARM, _TRUNK, _UNSEEN = 0.15, 0.05, 0.2


def chains() -> np.ndarray:
    """Float32 ``(5, 4, 4)``: joints of each finger against the wrist, of the directions of its bones."""
    lengths = hand_lengths_sw()[1:].reshape(5, 1, 4)
    return (np.tril(np.ones((4, 4))) * lengths).astype(np.float32)


def axes() -> np.ndarray:
    """Float32 ``(3,)``: what x, y and z count."""
    return np.array([1.0, 1.0, DEPTH], np.float32)


def distance(off: Any, known: Any, chain: Any, axis: Any) -> Any:
    """Mean distance ``(batch,)`` of hand points: arrays or tensors ``off (batch, 18, frames, 12)``, in shoulder widths.

    ``known (batch, 18)``: 1 for parts whose truth is known. Elbows and the trunk count a little. Directions are taken
    as they are, not made unit, so that the distance is smooth.
    """
    batch, _, frames, _ = off.shape
    hands = []
    for wrist, nodes in ((4, LEFT_NODES), (5, RIGHT_NODES)):
        there = known[:, nodes.start]
        bones = off[:, nodes].reshape(batch, 5, frames, 4, 3) * there[:, None, None, None, None]
        points = chain[:, None] @ bones + off[:, wrist, :, :3].reshape(batch, 1, frames, 1, 3)
        hands.append(_lengths(points * axis).mean((1, 2, 3)) * (_UNSEEN + (1 - _UNSEEN) * there))
    arms = _lengths(off[:, 2:4, :, :3] * axis).mean((1, 2))
    trunk = _lengths(off[:, [0, 1, 6, 7], :, :3] * axis).mean((1, 2))
    return hands[0] + hands[1] + _ARM * arms + _TRUNK * trunk


def _lengths(vectors: Any) -> Any:
    return ((vectors * vectors).sum(-1) + 1e-7) ** 0.5
