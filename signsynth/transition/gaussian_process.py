"""Gaussian-process smoothing of both sides, carried across the gap.

Each group of tracks (body, left hand, right hand) is a Gaussian process with a linear trend (Rasmussen
and Williams 2006, section 2.7). Its Matérn kernel (equation 4.14: 1/2, 3/2 or 5/2), length scale and noise
are those of highest marginal likelihood (equation 2.45) on the frames of both sides, chosen anew for every
window. What the smoother misses at the seams is added back as a cubic over the gap. Everything is linear
in the observations and depends on the time stamps alone, so the matrices are made once for each length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from signsynth.motion import Motion
from signsynth.transition.between import between
from signsynth.transition.duration import Duration
from signsynth.transition.hermite import fill_hermite, hermite_weights
from signsynth.transition.tracks import GROUPS
from signsynth.transition.turns import Groups

CONTEXT = 8
"""Frames of each side that are looked at."""
ORDERS = (0, 1, 2)
"""Kernels Matérn ``order + 1/2``."""
SCALES = (2.0, 4.0, 8.0, 16.0, 32.0)
"""Length scales in frames."""
NOISES = (1e-6, 1e-3, 1e-2, 1e-1)
"""Variance of the noise as a share of the process's."""
_STEP = 1e-3


@dataclass(frozen=True)
class GaussianProcess:
    """In-betweening by the best of 60 Gaussian processes for each window and group."""

    duration: Duration = field(default_factory=Duration)

    def __call__(self, before: Motion, after: Motion, frames: int | None = None, seed: int = 0) -> Motion:
        """The ``frames`` between ``before`` and ``after``: the mean of the process, so ``seed`` changes nothing."""
        return between(before, after, frames, fill_gaussian_process, self.duration, context=CONTEXT)


class Candidates(NamedTuple):
    """All candidates for one set of time stamps, ``c`` of them for ``n`` frames seen and ``g`` to make.

    ``precision (c, n * n)`` and ``determinant (c,)`` give the likelihood, ``smooth (c, g, n)`` the frames but for the
    seams, and ``ends (c, 4, n)`` what is smoothed there. ``before`` is the number of frames before the gap.
    """

    precision: np.ndarray
    determinant: np.ndarray
    smooth: np.ndarray
    ends: np.ndarray
    before: int

    def weights(self, seam: float = 0.5, which: slice | Sequence[int] = slice(None)) -> np.ndarray:
        """Weights ``(c, g, n)`` of the frames seen, by which both sides are met; ``seam`` of their velocity.

        ``which`` are the candidates that they are wanted of.
        """
        return self.smooth[which] + _seams(self.ends[which], self.before, self.smooth.shape[1], seam)


def fill_gaussian_process(before: np.ndarray, after: np.ndarray, frames: int, groups: Groups = GROUPS) -> np.ndarray:
    """Values ``(frames, columns)``; columns outside ``groups`` (the face), and sides of one frame, by cubics."""
    out = fill_hermite(before, after, frames)
    if min(len(before), len(after)) < 2:
        return out
    candidates = smoothers(len(before), frames, len(after))
    seen = np.concatenate([before, after])
    for group in groups:
        values = seen[:, group] - seen[:, group].mean(0)
        best = most_likely(candidates, values)
        if best is not None:
            out[:, group] = candidates.weights(which=[best])[0] @ seen[:, group]
    return out


def fill_gaussian_processes(sides: np.ndarray, frames: int, groups: Groups = GROUPS) -> np.ndarray:
    """The same for a batch: ``sides (batch, 16, columns)``, eight frames before and eight after; only ``groups``.

    Returns ``(batch, frames, columns)``; columns outside the groups are 0.
    """
    cut = sides.shape[1] // 2
    candidates = smoothers(cut, frames, cut)
    weights = candidates.weights()
    out = np.zeros((len(sides), frames, sides.shape[2]))
    for group in groups:
        seen = sides[:, :, group]
        values = seen - seen.mean(1, keepdims=True)
        misfit = (values @ values.swapaxes(1, 2)).reshape(len(sides), -1) @ candidates.precision.T
        score = (2 * cut - 2) * np.log(np.maximum(misfit, 1e-300)) + candidates.determinant
        made = weights[score.argmin(1)] @ seen
        straight = misfit.max(1) <= 1e-12 * np.maximum(1.0, (values**2).sum((1, 2)))
        for row in np.flatnonzero(straight):
            made[row] = fill_hermite(seen[row, :cut], seen[row, cut:], frames)
        out[:, :, group] = made
    return out


def most_likely(candidates: Candidates, values: np.ndarray) -> int | None:
    """Index of the candidate of highest restricted likelihood for ``(n, columns)``; None for a straight line.

    The trend and the process's variance, one for the group, are integrated and maximised out.
    """
    misfit = candidates.precision @ (values @ values.T).ravel()
    if misfit.max() <= 1e-12 * max(1.0, float((values**2).sum())):
        return None
    freedom = len(values) - 2
    score = freedom * np.log(np.maximum(misfit, 1e-300)) + candidates.determinant
    return int(score.argmin())


@lru_cache(maxsize=64)  # of 0.25 MB each; letters have short sides of many lengths, made anew in 3 ms
def smoothers(n_before: int, frames: int, n_after: int) -> Candidates:
    """Likelihoods and weights of every kernel, scale and noise for this window."""
    left = np.arange(n_before) - (n_before - 1.0)
    right = np.arange(n_after) + (frames + 1.0)
    seen = np.concatenate([left, right])
    # The last four times give the smoother's slopes at the seams, from inside the gap.
    asked = np.concatenate([np.arange(1.0, frames + 1), [0.0, _STEP, frames + 1 - _STEP, frames + 1.0]])
    middle = (frames + 1) / 2
    trend, trend_asked = (np.stack([np.ones_like(t), (t - middle) / middle], axis=1) for t in (seen, asked))
    noises = np.array(NOISES)[:, None, None] * np.eye(len(seen))
    kernels, crosses = [], []
    for order in ORDERS:
        for scale in SCALES:
            kernels.append(_matern(seen[:, None] - seen, scale, order) + noises)
            crosses.append(np.repeat(_matern(asked[:, None] - seen, scale, order)[None], len(NOISES), axis=0))
    kernel, cross = np.concatenate(kernels), np.concatenate(crosses)
    inverse = np.linalg.inv(kernel)
    normal = trend.T @ inverse @ trend
    fit = np.linalg.solve(normal, trend.T @ inverse)
    precision = inverse - inverse @ trend @ fit
    precision = (precision + precision.swapaxes(-1, -2)) / 2
    smoother = trend_asked @ fit + cross @ precision
    determinant = np.linalg.slogdet(kernel)[1] + np.linalg.slogdet(normal)[1]
    flat = precision.reshape(len(kernel), -1)
    return Candidates(flat, determinant, smoother[:, :frames], smoother[:, frames:], n_before)


def _seams(ends: np.ndarray, n_before: int, frames: int, share: float) -> np.ndarray:
    """Weights of the cubics that carry what the smoother misses at both ends over the gap.

    Position is met exactly. Velocity is met, by ``share``, between the last step, which shakes with the tracker,
    and the smoother's slope, which lags; on smooth motion both are the same.
    """
    start, start_next, end_next, end = (ends[:, k] for k in range(4))
    missed = np.zeros((len(ends), 4, ends.shape[-1]))
    missed[:, 0, n_before - 1] = 1.0
    missed[:, 1, [n_before - 1, n_before - 2]] = 1.0, -1.0
    missed[:, 2, n_before] = 1.0
    missed[:, 3, [n_before, n_before + 1]] = -1.0, 1.0
    missed -= np.stack([start, (start_next - start) / _STEP, end, (end - end_next) / _STEP], axis=1)
    missed[:, [1, 3]] *= share
    return hermite_weights(frames) @ missed


def _matern(lag: np.ndarray, scale: float, order: int) -> np.ndarray:
    """Matérn correlation of order ``order + 1/2`` at ``lag`` frames (Rasmussen and Williams, equation 4.17)."""
    r = np.abs(lag) * np.sqrt(2 * order + 1) / scale
    polynomial = (1.0, 1 + r, 1 + r + r * r / 3)[order]
    return polynomial * np.exp(-r)
