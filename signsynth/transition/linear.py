"""Straight lines from the last frame to the first."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from signsynth.motion import Motion
from signsynth.transition.between import between
from signsynth.transition.duration import Duration
from signsynth.transition.turns import Groups


@dataclass(frozen=True)
class Linear:
    """Constant speed between both sides: the baseline. Meets both in position, not in velocity."""

    duration: Duration = field(default_factory=Duration)

    def __call__(self, before: Motion, after: Motion, frames: int | None = None, seed: int = 0) -> Motion:
        """The ``frames`` between ``before`` and ``after``; deterministic, so ``seed`` changes nothing."""
        return between(before, after, frames, fill_linear, self.duration, context=1)


def fill_linear(before: np.ndarray, after: np.ndarray, frames: int, groups: Groups = ()) -> np.ndarray:
    """Values ``(frames, columns)`` on straight lines from ``before[-1]`` to ``after[0]``."""
    share = np.arange(1, frames + 1)[:, None] / (frames + 1)
    return (1 - share) * before[-1] + share * after[0]
