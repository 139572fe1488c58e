"""How people get from one place to another: speed over the way, and time for the way."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from signsynth.geometry import minimum_jerk

_TIME_S, _TIME_POWER, _TIME_SPREAD = 0.52, 0.58, 0.32
_LEAST_S, _LEAST_SW = 0.1, 0.02
_LAWS, _STEPS = 128, 1024


class Profiles(NamedTuple):
    """Shares of the way at shares of the time: for each movement the number of its ``law``, an array of any shape.

    Two families: minimum jerk (Flash and Hogan 1985, eq. 4) on a clock that runs ahead or behind, so that the peak of
    speed moves; and the lognormal of the kinematic theory (Plamondon 1995), whose end trails off.
    """

    law: np.ndarray

    @classmethod
    def drawn(cls, rng: np.random.Generator, shape: tuple[int, ...]) -> Profiles:
        """Either family by equal chance."""
        return cls(rng.integers(0, _LAWS, shape))

    def taken(self, last: np.ndarray) -> Profiles:
        """Those of the given indices of the last axis."""
        return Profiles(self.law[..., last])

    def at(self, time: np.ndarray) -> np.ndarray:
        """Shares ``0..1`` of the way at ``time``, float32; its shape and the laws' broadcast against each other.

        0 at and before time 0, 1 at and after time 1; both are reached at rest.
        """
        step = np.clip(time, 0, 1) * np.float32(_STEPS - 1e-3)
        whole = step.astype(np.int32)
        table, slopes = _tables()
        at = whole + self.law * (_STEPS + 1)
        return np.take(table, at) + (step - whole) * np.take(slopes, at)


def durations_s(rng: np.random.Generator, way: np.ndarray) -> np.ndarray:
    """Seconds that people take for a ``way`` in shoulder widths: a power law with its scatter (see ``windows``)."""
    scatter = np.exp(_TIME_SPREAD * np.clip(rng.standard_normal(way.shape), -1.5, 2))
    return np.maximum(_TIME_S * np.maximum(way, _LEAST_SW) ** _TIME_POWER * scatter, _LEAST_S).astype(np.float32)


def arcs(rng: np.random.Generator, way: np.ndarray, typical: np.ndarray | float = 0.1) -> np.ndarray:
    """Where the middle of a movement lies off the straight line ``way (..., 3)``: across it, by a share of its length.

    Most in the picture's plane, a third as much in depth.
    """
    sideways = np.stack([-way[..., 1], way[..., 0], 0.3 * (way[..., 0] - way[..., 1])], -1)
    return (sideways * (typical * rng.standard_normal(way.shape[:-1]))[..., None]).astype(np.float32)


@lru_cache(maxsize=1)
def _tables() -> tuple[np.ndarray, np.ndarray]:
    """Each law at ``_STEPS + 1`` times, one after the other, and the step to the next time."""
    time = np.linspace(0, 1, _STEPS + 1)
    half = _LAWS // 2
    skews = np.linspace(-0.45, 0.45, half)[:, None]
    clocked = minimum_jerk(time + skews * time * (1 - time))
    late = np.linspace(0.4, 0.5, half)[:, None]
    narrow = np.linspace(2.6, 4.0, half)[np.arange(half) * 37 % half][:, None]
    covered = _normal(np.log(np.maximum(time, 1e-4) / late) * narrow)
    # What a lognormal has not yet covered at time 1 is covered on the way.
    trailing = covered + (1 - covered[:, -1:]) * minimum_jerk(time)
    table = np.concatenate([clocked, trailing])
    table[:, 0], table[:, -1] = 0, 1
    steps = np.diff(table, axis=1, append=1.0)
    return table.ravel().astype(np.float32), steps.ravel().astype(np.float32)


def _normal(x: np.ndarray) -> np.ndarray:
    """The normal distribution within 2e-4, by a logistic function (Page, Applied Statistics 26 (1977) 75)."""
    x = np.clip(x, -6, 6)
    return 1 / (1 + np.exp(-1.5976 * x - 0.07056 * x**3))
