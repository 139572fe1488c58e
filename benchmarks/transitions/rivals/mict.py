"""MicT, the transition network of "Motion is the Choreographer" (arXiv 2508.04049), in the space of poses.

Known of it: an encoder reads the observation, signs with zero frames in the gaps; the denoiser has a time embedding,
self-attention, and cross-attention to what was read; cosine schedule, x0 prediction, mean absolute error; masks "with a
probability of 0.3". Sizes are not given; steps are those of its ancestor.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.transitions.rivals.attention import Denoiser, stack, waves
from benchmarks.transitions.rivals.points import VALUES, Gap, with_points
from benchmarks.transitions.rivals.sampling import TIMES, ddim, noised
from benchmarks.transitions.rivals.saved import load_network
from signsynth.motion import Motion
from signsynth.skeleton import CANONICAL, MANUAL
from signsynth.transition.duration import Duration

_SPREAD = 0.3
"""Shoulder widths that count as one: about how far points stray from rest."""


@dataclass(frozen=True)
class MicTConfig:
    """Size; the defaults have about as many numbers as the diffusion network that is measured beside it."""

    width: int = 96
    feedforward: int = 384
    heads: int = 4
    layers: int = 2
    steps: int = 5


class MicTNetwork(nn.Module):
    """``reader``, the observation encoder, and ``denoiser``."""

    def __init__(self, config: MicTConfig) -> None:
        super().__init__()
        self.config = config
        self.into = nn.Linear(VALUES, config.width)
        self.reader = stack(config.width, config.heads, config.feedforward, config.layers, cross=False)
        size = (config.width, config.heads, config.feedforward, config.layers)
        self.denoiser = Denoiser(VALUES, *size, causal=False)
        rest = torch.tensor(CANONICAL.rest[MANUAL], dtype=torch.float32).flatten()
        self.register_buffer("rest", rest, persistent=False)

    def loss(self, poses: Tensor, observed: Tensor, weights: Tensor, random: torch.Generator) -> Tensor:
        """Mean absolute error of all frames of ``poses (batch, frames, 150)``, in units of 0.3 shoulder widths."""
        clean = self._scaled(poses)
        time = torch.randint(TIMES, (len(poses),), generator=random)
        noise = torch.randn(clean.shape, generator=random)
        made = self.denoiser(noised(clean, noise, time), time, self._read(clean, observed))
        return ((made - clean).abs() * weights).sum() / weights.sum().clamp(min=1)

    @torch.no_grad()
    def fill(self, poses: Tensor, observed: Tensor, seed: int) -> Tensor:
        """The sequence ``(batch, frames, 150)`` with its gap filled; observed frames bit for bit."""
        random = torch.Generator().manual_seed(seed)
        known = self._scaled(poses)
        noise = torch.randn(known.shape, generator=random)
        read = self._read(known, observed)
        made = ddim(self.denoiser, read, noise, random, steps=self.config.steps, padded=None)
        return torch.where(observed[:, None], poses, made * _SPREAD + self.rest)

    def _scaled(self, poses: Tensor) -> Tensor:
        return (poses - self.rest) / _SPREAD

    def _read(self, known: Tensor, observed: Tensor) -> Tensor:
        """The condition ``(batch, frames, width)``: zero frames in the gap."""
        hidden = self.into(known * observed[:, None])
        return self.reader(hidden + waves(torch.arange(known.shape[1]), self.config.width))


@dataclass(frozen=True)
class MicT:
    """A trained network as a transition."""

    network: MicTNetwork
    samples: int = 1
    duration: Duration = field(default_factory=Duration)

    def __call__(self, before: Motion, after: Motion, frames: int | None = None, seed: int = 0) -> Motion:
        """The ``frames`` between, pose only; the same for the same ``seed``."""
        gap = Gap.of(before, after, frames, self.duration)
        if gap.frames == 0:
            return after[:0]
        return with_points(before, after, self.sequence(gap, seed)[~gap.observed])

    def sequence(self, gap: Gap, seed: int = 0) -> np.ndarray:
        """All frames ``(n + frames + m, 50, 3)``, the observed ones too."""
        known = torch.from_numpy(gap.sequence(padding=False)).reshape(1, -1, VALUES)
        filled = self.network.fill(known.expand(self.samples, -1, -1), torch.from_numpy(gap.observed), seed)
        made = filled[0] if self.samples == 1 else filled.mean(0)
        return made.numpy().reshape(-1, VALUES // 3, 3)

    @classmethod
    def load(cls, path: str | Path, samples: int = 1) -> MicT:
        """Errors: ``FileError`` where the file is none of a MicT."""
        return cls(load_network(path, MicTNetwork, MicTConfig), samples)
