"""Angles of recordings over time: what the points leave open stays put, and what jumps is eased."""

from __future__ import annotations

import numpy as np

from signsynth.body.fit.branches import jumps
from signsynth.body.fit.solve import Residuals, solve
from signsynth.geometry import smooth

STEADY_S, CALM_S = 0.05, 0.1
"""Angles are drawn to their mean over the first time (standard deviation), those that jump over the second."""
_EASED = 2


def steadied(
    residuals: Residuals, angles: np.ndarray, limits: np.ndarray, own_rad: np.ndarray, fps: float,
    steady_m: float, calm_m: float,
) -> np.ndarray:  # fmt: skip
    """Angles ``(frames * series, dofs)``, frame by frame, solved again near their own mean over time.

    A step that the points do not explain, beyond ``own_rad (frames - 1, series)``, is drawn to the mean over more
    frames: the hand lags instead. ``steady_m`` and ``calm_m`` are the stiffnesses, metres a radian.
    """
    series = own_rad.shape[1]

    def over_time(values: np.ndarray) -> np.ndarray:
        return values.reshape(-1, series, values.shape[1])

    at = np.arange(len(angles) // series)[:, None] + np.arange(-2, 3)
    # A frame that fell elsewhere alone comes back.
    usual = np.median(over_time(angles)[np.clip(at, 0, len(angles) // series - 1)], axis=1)
    mean = smooth(usual, STEADY_S * fps).reshape(angles.shape)
    angles, _ = solve(residuals, mean, limits, mean=mean, stiffness=steady_m)
    for _ in range(_EASED):
        jump = jumps(over_time(angles), own_rad, fps).reshape(-1)
        which = np.flatnonzero(jump > 0.02)
        if not len(which):
            break
        mean = smooth(over_time(angles), CALM_S * fps).reshape(angles.shape)[which]

        def some(values: np.ndarray, index: np.ndarray, which=which) -> tuple[np.ndarray, np.ndarray]:
            return residuals(values, which[index])

        stiffness = steady_m + jump[which, None] * calm_m
        angles[which] = solve(some, mean, limits[which], mean=mean, stiffness=stiffness)[0]
    return angles
