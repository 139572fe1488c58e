"""What is added to the process's guess inside a gap: a few sine waves, slowest first.

All waves are 0 in the frames beside the gap (discrete sine transform I): whatever they carry, the observed frames are
met. A wave is a function of the share of the way through the gap: it can be drawn at any frame rate.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from signsynth.transition.parts import USED

LONGEST = 30
"""Frames of the longest gap whose waves are learned; longer ones are looked at with a slower clock."""
_KINDS = np.array([0, 0, 1, 1, 2, 2, 0, 0] + [3] * 10)
_SPREADS = np.array([0.6, 4.4, 5.8, 4.0])
"""Of the first wave in 12 frames: trunk, elbow, wrist, finger, in units of ``Gap.activity``."""


@lru_cache(maxsize=128)
def sine_waves(frames: int, count: int) -> np.ndarray:
    """The ``count`` slowest waves ``(count, frames)`` at the frames of a gap: orthonormal, where frames suffice."""
    k, n = np.arange(1, count + 1), np.arange(1, frames + 1)
    waves = np.sqrt(2 / (frames + 1)) * np.sin(np.pi * np.outer(k, n) / (frames + 1))
    waves[min(frames, count) :] = 0.0
    waves.setflags(write=False)
    return waves


@lru_cache(maxsize=128)
def spreads(frames: int, count: int) -> np.ndarray:
    """How large waves are: standard deviations ``(18, count)``, a power law of the wave's number, 0 where none is.

    Read off training windows; they make the waves that are denoised of size one.
    """
    k = np.arange(1, count + 1)
    out = _SPREADS[_KINDS][:, None] * (frames / 12) ** 0.55 * k**-1.5
    out[:, min(frames, count) :] = 0.0
    out.setflags(write=False)
    return out


def to_waves(parts: np.ndarray, count: int) -> np.ndarray:
    """Waves ``(batch, 18, count * 12)``, of size one, of ``parts (batch, 18, frames, 12)`` in units of activity."""
    frames = parts.shape[2]
    size = spreads(frames, count)
    scaled = np.divide(1.0, size, out=np.zeros_like(size), where=size > 0)
    waves = (sine_waves(frames, count) @ parts) * scaled[..., None]
    return waves.reshape(len(parts), len(USED), -1)


def from_waves(waves: np.ndarray, frames: int, count: int, *, drawn: int | None = None) -> np.ndarray:
    """Inverse of ``to_waves``: ``(batch, 18, frames, 12)``; ``drawn`` frames instead, of the same curves."""
    sized = waves.reshape(len(waves), len(USED), count, -1) * spreads(frames, count)[..., None]
    if drawn is None or drawn == frames:
        return sine_waves(frames, count).T @ sized
    k, n = np.arange(1, min(frames, count) + 1), np.arange(1, drawn + 1)
    curves = np.sqrt(2 / (frames + 1)) * np.sin(np.pi * np.outer(n, k) / (drawn + 1))
    return curves @ sized[:, :, : len(k)]


def spread_waves(frames: int, count: int) -> np.ndarray:
    """``spreads`` for each number of a part: ``(18, count * 12)``, 0 where a part or gap has no such wave."""
    return (spreads(frames, count)[:, :, None] * USED[:, None]).reshape(len(USED), -1)
