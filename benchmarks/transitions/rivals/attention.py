"""The torch parts that the rivals share: places in time, and the denoiser of latents or poses."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Size:
    """Of a network; the defaults give about as many numbers as the diffusion network that is measured beside it."""

    width: int = 96
    feedforward: int = 384
    heads: int = 4
    layers: int = 2


def waves(at: Tensor, width: int) -> Tensor:
    """Sines and cosines ``(..., width)`` of numbers ``(...)`` (Vaswani et al. 2017, section 3.5)."""
    speed = torch.exp(torch.arange(0, width, 2, dtype=torch.float32) * (-math.log(10000.0) / width))
    angle = at.to(torch.float32)[..., None] * speed
    return torch.cat([angle.sin(), angle.cos()], dim=-1)


def only_past(frames: int, causal: bool) -> Tensor | None:
    """Attention mask ``(frames, frames)`` that hides what comes later; None where nothing is hidden."""
    return torch.triu(torch.ones(frames, frames, dtype=torch.bool), diagonal=1) if causal else None


def stack(size: Size, *, cross: bool) -> nn.Module:
    """Transformer layers with a normalisation at the end: of self-attention, or with cross-attention besides."""
    part = nn.TransformerDecoderLayer if cross else nn.TransformerEncoderLayer
    layer = part(size.width, size.heads, size.feedforward, dropout=0.0, batch_first=True, norm_first=True)
    if cross:
        return nn.TransformerDecoder(layer, size.layers, nn.LayerNorm(size.width))
    return nn.TransformerEncoder(layer, size.layers, nn.LayerNorm(size.width), enable_nested_tensor=False)


class Denoiser(nn.Module):
    """Predicts the clean sequence (x0) from a noisy one: self-attention, and cross-attention to a condition.

    ``forward(noisy (batch, frames, values), time (batch,), condition)``; the condition is
    ``(batch, frames, width)``, or a scalar, which is what the ancestor's sampler passes by mistake.
    """

    def __init__(self, values: int, size: Size, causal: bool) -> None:
        super().__init__()
        width = size.width
        self.width, self.causal = width, causal
        self.into = nn.Linear(values, width)
        self.time = nn.Sequential(nn.Linear(width, width), nn.SiLU(), nn.Linear(width, width))
        self.layers = stack(size, cross=True)
        self.out = nn.Linear(width, values)

    def forward(self, noisy: Tensor, time: Tensor, condition: Tensor) -> Tensor:
        """The clean sequence ``(batch, frames, values)``."""
        frames = noisy.shape[1]
        places = waves(torch.arange(frames), self.width)
        memory = condition + places + self.time(waves(time, self.width))[:, None]
        hidden = only_past(frames, self.causal)
        made = self.layers(self.into(noisy) + places, memory, tgt_mask=hidden, memory_mask=hidden)
        return self.out(made)
