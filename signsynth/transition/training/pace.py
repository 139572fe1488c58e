"""At which rate windows play, and where in them a movement lies."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

CONTEXT = 8
"""Frames seen on each side of a gap."""
FPS = (15.0, 60.0)
"""Frame rates that windows are made at."""


class Pace(NamedTuple):
    """Share of movements that fill the gap exactly, as between signs of a lexicon; lognormal rates of other windows."""

    filling: float = 0.4
    typical_fps: float = 27.0
    spread: float = 0.35

    def fps(self, rng: np.random.Generator, n: int) -> np.ndarray:
        """Frame rates from 15 to 60, lognormal."""
        return np.clip(self.typical_fps * np.exp(self.spread * rng.standard_normal(n)), *FPS).astype(np.float32)

    def timed(
        self, rng: np.random.Generator, seconds: np.ndarray, frames: int
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """First frame, number of frames and frames a second, ``(n,)`` each, of movements of so many ``seconds``.

        Those that fill the gap go from seam to seam at whatever rate that takes; the others cross it somewhere.
        """
        n = len(seconds)
        filling = rng.random(n) < self.filling
        fps = np.where(filling, np.clip((frames + 1) / seconds, *FPS), self.fps(rng, n)).astype(np.float32)
        length = np.maximum(seconds * fps, 2.0).astype(np.float32)
        filling &= np.abs(length - (frames + 1)) < 0.01
        length[filling] = frames + 1
        middle = CONTEXT - 0.5 + np.where(filling, frames / 2, rng.uniform(0, frames, n))
        return (middle - length / 2).astype(np.float32), length, fps


PACE = Pace()
