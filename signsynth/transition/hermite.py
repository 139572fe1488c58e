"""Cubic Hermite curves: both sides are met in position and velocity."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from signsynth.motion import Motion
from signsynth.transition.between import between
from signsynth.transition.duration import Duration
from signsynth.transition.turns import Groups


@dataclass(frozen=True)
class Hermite:
    """The cubic with the position and velocity of both sides (finite differences of the last two frames)."""

    duration: Duration = field(default_factory=Duration)

    def __call__(self, before: Motion, after: Motion, frames: int | None = None, seed: int = 0) -> Motion:
        """The ``frames`` between ``before`` and ``after``; deterministic, so ``seed`` changes nothing."""
        return between(before, after, frames, fill_hermite, self.duration, context=2)


def fill_hermite(before: np.ndarray, after: np.ndarray, frames: int, groups: Groups = ()) -> np.ndarray:
    """Values ``(frames, columns)`` on cubics; a side of one frame stands still."""
    weights = hermite_weights(frames)
    out = weights[:, :1] * before[-1] + weights[:, 2:3] * after[0]
    if len(before) > 1:
        out += weights[:, 1:2] * (before[-1] - before[-2])
    if len(after) > 1:
        out += weights[:, 3:] * (after[1] - after[0])
    return out


@lru_cache(maxsize=256)
def hermite_weights(frames: int) -> np.ndarray:
    """Weights ``(frames, 4)`` of start, start velocity (a frame), end and end velocity."""
    span = frames + 1
    t = np.arange(1, span) / span
    t2, t3 = t * t, t * t * t
    weights = np.stack([2 * t3 - 3 * t2 + 1, (t3 - 2 * t2 + t) * span, 3 * t2 - 2 * t3, (t3 - t2) * span], axis=1)
    weights.setflags(write=False)
    return weights
