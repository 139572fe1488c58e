"""The simplest ways to fill a gap, to compare with."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from signsynth.motion import Motion
from signsynth.transition import Duration
from signsynth.transition.between import between
from signsynth.transition.turns import Groups

CONTEXT = 8


@dataclass(frozen=True)
class Hold:
    """The nearer side's last pose is held."""

    duration: Duration = field(default_factory=Duration)

    def __call__(self, before: Motion, after: Motion, frames: int | None = None, seed: int = 0) -> Motion:
        """The ``frames`` between ``before`` and ``after``; deterministic, so ``seed`` changes nothing."""
        return between(before, after, frames, fill_hold, self.duration, context=1)


@dataclass(frozen=True)
class CubicSpline:
    """The cubic spline (not-a-knot) through eight frames of both sides."""

    duration: Duration = field(default_factory=Duration)

    def __call__(self, before: Motion, after: Motion, frames: int | None = None, seed: int = 0) -> Motion:
        """The ``frames`` between ``before`` and ``after``; deterministic, so ``seed`` changes nothing."""
        return between(before, after, frames, fill_spline, self.duration, context=CONTEXT)


def fill_hold(before: np.ndarray, after: np.ndarray, frames: int, groups: Groups = ()) -> np.ndarray:
    """Values ``(frames, columns)``: the last before for the first half, then the first after."""
    first = np.arange(frames)[:, None] < (frames + 1) // 2
    return np.where(first, before[-1], after[0])


def fill_spline(before: np.ndarray, after: np.ndarray, frames: int, groups: Groups = ()) -> np.ndarray:
    """Values ``(frames, columns)`` of the spline through all values of both sides."""
    from scipy.interpolate import CubicSpline as Spline

    times = np.r_[np.arange(len(before)) - len(before) + 1, np.arange(len(after)) + frames + 1]
    return Spline(times, np.concatenate([before, after]))(np.arange(1, frames + 1))
