"""The ancestor's first stage: a sequence of poses as a sequence of latents, and back."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from benchmarks.transitions.rivals.attention import Size, only_past, stack, waves
from benchmarks.transitions.rivals.points import VALUES


class PoseVAE(nn.Module):
    """Deterministic in spite of its name: 150 values a frame, two encoder layers, two decoder layers, L1.

    The encoder's last normalisation gives latents of unit size, as the noise of stage two needs.
    """

    def __init__(self, size: Size, causal: bool) -> None:
        super().__init__()
        width = size.width
        self.width, self.causal = width, causal
        self.into = nn.Linear(VALUES, width)
        self.encoder = stack(size, cross=False)
        self.decoder = stack(size, cross=True)
        self.out = nn.Linear(width, VALUES)

    def encode(self, poses: Tensor) -> Tensor:
        """Latents ``(batch, frames, width)`` of ``(batch, frames, 150)``."""
        frames = poses.shape[1]
        places = waves(torch.arange(frames), self.width)
        return self.encoder(self.into(poses) + places, mask=only_past(frames, self.causal))

    def decode(self, latents: Tensor) -> Tensor:
        """Poses ``(batch, frames, 150)`` of latents ``(batch, frames, width)``."""
        frames = latents.shape[1]
        hidden = only_past(frames, self.causal)
        places = waves(torch.arange(frames), self.width)
        return self.out(self.decoder(latents + places, latents, tgt_mask=hidden, memory_mask=hidden))

    def loss(self, poses: Tensor, weights: Tensor) -> Tensor:
        """Mean absolute error of the poses that come back; ``weights (batch, frames, 150)`` 0 where not seen."""
        missed = (self.decode(self.encode(poses)) - poses).abs()
        return (missed * weights).sum() / weights.sum().clamp(min=1)
