"""MicT, the transition network of "Motion is the Choreographer" (arXiv 2508.04049), in the space of poses.

Known of it: an encoder reads the observation, signs with zero frames in the gaps; the denoiser has a time embedding,
self-attention, and cross-attention to what was read; cosine schedule, x0 prediction, mean absolute error; masks "with a
probability of 0.3". Sizes are not given; steps are those of its ancestor.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from benchmarks.transitions.rivals.attention import Denoiser, Size, stack, waves
from benchmarks.transitions.rivals.points import VALUES
from benchmarks.transitions.rivals.sampling import TIMES, ddim, noised
from signsynth.skeleton import CANONICAL, MANUAL

_SPREAD = 0.3
"""Shoulder widths that count as one: about how far points stray from rest."""


@dataclass(frozen=True)
class MicTConfig(Size):
    """Size, the steps of sampling, and whether given frames replace the network's own ones."""

    steps: int = 5
    padding: bool = False
    """Zero frames in the gap that it reads, as the paper says, not straight lines."""
    observed_put_back: bool = True


class MicTNetwork(nn.Module):
    """``reader``, the observation encoder, and ``denoiser``."""

    Config = MicTConfig

    def __init__(self, config: MicTConfig) -> None:
        super().__init__()
        self.config = config
        self.into = nn.Linear(VALUES, config.width)
        self.reader = stack(config, cross=False)
        self.denoiser = Denoiser(VALUES, config, causal=False)
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
        """The network's version of all frames ``(batch, frames, 150)``."""
        random = torch.Generator().manual_seed(seed)
        known = self._scaled(poses)
        noise = torch.randn(known.shape, generator=random)
        read = self._read(known, observed)
        made = ddim(self.denoiser, read, noise, random, steps=self.config.steps, padded=None)
        return made * _SPREAD + self.rest

    def _scaled(self, poses: Tensor) -> Tensor:
        return (poses - self.rest) / _SPREAD

    def _read(self, known: Tensor, observed: Tensor) -> Tensor:
        """The condition ``(batch, frames, width)``: zero frames in the gap."""
        hidden = self.into(known * observed[:, None])
        return self.reader(hidden + waves(torch.arange(known.shape[1]), self.config.width))
