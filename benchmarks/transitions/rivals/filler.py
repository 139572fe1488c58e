"""A trained network that makes whole sequences, gap and sides, as a transition."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import nn

from benchmarks.transitions.rivals.points import VALUES, Gap, with_points
from benchmarks.transitions.rivals.saved import load_network
from signsynth.motion import Motion
from signsynth.transition.duration import Duration


@dataclass(frozen=True)
class Filler:
    """``network``: of MicT or Sign-D2C; ``samples`` above 1 gives the mean of so many."""

    network: nn.Module
    samples: int = 1
    duration: Duration = field(default_factory=Duration)

    def __call__(self, before: Motion, after: Motion, frames: int | None = None, seed: int = 0) -> Motion:
        """The ``frames`` between, pose only; the same for the same ``seed``."""
        gap = Gap.of(before, after, frames, self.duration)
        if gap.frames == 0:
            return after[:0]
        return with_points(before, after, self.sequence(gap, seed)[~gap.observed])

    def sequence(self, gap: Gap, seed: int = 0, put_back: bool | None = None) -> np.ndarray:
        """All frames ``(n + frames + m, 50, 3)``, the observed ones too.

        These are the given ones, bit for bit, with ``put_back``, else the network's; by default as its config says.
        """
        config = self.network.config
        known = torch.from_numpy(gap.sequence(config.padding)).reshape(1, -1, VALUES)
        observed = torch.from_numpy(gap.observed)
        made = self.network.fill(known.expand(self.samples, -1, -1), observed, seed).mean(0)
        if config.observed_put_back if put_back is None else put_back:
            made = torch.where(observed[:, None], known[0], made)
        return made.numpy().reshape(-1, VALUES // 3, 3)

    @classmethod
    def load(cls, path: str | Path, kind: type[nn.Module], samples: int = 1) -> Filler:
        """Errors: ``FileError`` where the file is none of this kind."""
        return cls(load_network(path, kind), samples)
