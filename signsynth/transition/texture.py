"""The fine tremor that recorded motion has, and without which a made stretch of it stands out."""

from __future__ import annotations

import numpy as np

from signsynth.transition.parts import LEADING, to_parts
from signsynth.transition.waves import sine_waves

_THIRD = 20.0
"""Variance of third differences of white noise of variance 1: 1 + 9 + 9 + 1."""
_MEDIAN = 0.6745
"""Median of the absolute value of a standard normal number."""


def tremor(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Size ``(18, 12)`` of what is white in tracks of both sides, from their third differences; 0 if too short."""
    third = [np.abs(np.diff(to_parts(side[:, :LEADING]), n=3, axis=0)) for side in (before, after) if len(side) > 3]
    if not third:
        return np.zeros(to_parts(before[:1, :LEADING]).shape[1:])
    return np.median(np.concatenate(third), axis=0) / (_MEDIAN * np.sqrt(_THIRD))


def texture(before: np.ndarray, after: np.ndarray, frames: int, waves: int, rng: np.random.Generator) -> np.ndarray:
    """Parts ``(frames, 18, 12)``: white noise of that size, without the ``waves`` slowest waves over the gap."""
    size = tremor(before, after)
    if frames <= waves:
        return np.zeros((frames, *size.shape))
    quick = sine_waves(frames, frames)[waves:]
    return np.einsum("kn,kpc->npc", quick, rng.standard_normal((len(quick), *size.shape))) * size
