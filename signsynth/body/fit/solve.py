"""Damped least squares with bounds, many small problems at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Residuals = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
"""Angles ``(n, dofs)`` of problems ``(n,)`` to residuals ``(n, rows)`` and Jacobians ``(n, rows, dofs)``."""

ITERATIONS = 40
_DONE = 2e-5
_STUCK = 1e7


def solve(
    residuals: Residuals,
    start: np.ndarray,
    limits: np.ndarray,
    *,
    mean: np.ndarray | float = 0.0,
    stiffness: np.ndarray | float = 0.0,
    iterations: int = ITERATIONS,
) -> tuple[np.ndarray, np.ndarray]:
    """Angles ``(problems, dofs)`` within ``limits (problems, dofs, 2)`` and the cost ``(problems,)`` of each.

    Minimises half the squared residuals plus half of ``stiffness² (angles - mean)²``. Levenberg-Marquardt
    (Marquardt 1963) with an active set: an angle at its limit that would leave it is held for the step.
    Problems that have converged drop out; one that cannot improve keeps its best angles, so that the cost
    is never above that of the start.
    """
    low, high = np.broadcast_to(limits, (*start.shape, 2))[..., 0], np.broadcast_to(limits, (*start.shape, 2))[..., 1]
    angles = np.clip(start, low, high)
    mean, weight = np.broadcast_to(mean, start.shape), np.broadcast_to(np.square(stiffness), start.shape)
    damping = np.full(len(start), 1e-3)
    index = np.arange(len(start))
    rows, jacobians = residuals(angles, index)
    cost = _cost(rows, angles - mean, weight)
    dofs = np.arange(start.shape[1])
    for _ in range(iterations):
        if not len(index):
            break
        here = angles[index]
        gradient = (np.swapaxes(jacobians, 1, 2) @ rows[..., None])[..., 0] + weight[index] * (here - mean[index])
        normal = np.swapaxes(jacobians, 1, 2) @ jacobians
        normal[:, dofs, dofs] += weight[index]
        held = ((here <= low[index]) & (gradient > 0)) | ((here >= high[index]) & (gradient < 0))
        diagonal = normal[:, dofs, dofs]
        normal[:, dofs, dofs] += damping[index, None] * (diagonal + 1e-6)
        normal *= ~held[:, :, None] & ~held[:, None, :]
        normal[:, dofs, dofs] += held
        step = -np.linalg.solve(normal, np.where(held, 0.0, gradient)[..., None])[..., 0]
        trial = np.clip(here + step, low[index], high[index])
        new_rows, new_jacobians = residuals(trial, index)
        new_cost = _cost(new_rows, trial - mean[index], weight[index])
        better = new_cost < cost[index]
        taken = index[better]
        moved = np.abs(trial - here).max(1)
        gain = cost[index] - new_cost
        angles[taken], cost[taken] = trial[better], new_cost[better]
        rows[better], jacobians[better] = new_rows[better], new_jacobians[better]
        finished = (moved < _DONE) | (better & (gain < 1e-7 * new_cost + 1e-14)) | (damping[index] > _STUCK)
        damping[index] = np.where(better, np.maximum(damping[index] * 0.2, 1e-9), damping[index] * 5)
        index, rows, jacobians = index[~finished], rows[~finished], jacobians[~finished]
    return angles, cost


def _cost(rows: np.ndarray, away: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return 0.5 * ((rows**2).sum(1) + (weight * away**2).sum(1))
