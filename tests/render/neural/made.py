"""Tiny networks that do something, and a short film to do it to."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import save_file

from signsynth.render.neural.network import Residual
from signsynth.render.neural.preset import Preset

TINY = Preset("tiny", (16, 16, 16, 16), (0, 0, 0, 0), rise=(16, 16), last=(16,), bound=0.25)


def random(preset: Preset = TINY, seed: int = 0, spread: float = 0.3) -> Residual:
    """A network with a head that is not nothing."""
    torch.manual_seed(seed)
    network = Residual(preset)
    torch.nn.init.normal_(network.head.weight, std=spread)
    return network.eval().requires_grad_(False)


def written(network: Residual, path: Path, **about: str) -> Path:
    """Weights as training writes them."""
    tensors = {name: value.half().contiguous() for name, value in network.state_dict().items()}
    save_file(tensors, path, {"preset": json.dumps(asdict(network.preset))} | about)
    return path
