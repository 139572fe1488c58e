"""Weights, their moving average and the optimiser, to go on from."""

from __future__ import annotations

import copy
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from signsynth.errors import InputError
from signsynth.files.atomic import atomic_path
from signsynth.render.neural.network import Residual
from signsynth.render.neural.preset import Preset

_MEMORY = 0.999
"""Of the moving average, after as many steps."""


class State:
    """What a step of training changes."""

    def __init__(self, preset: Preset, seed: int, device: str, decay: float) -> None:
        """``decay`` of weights, as of AdamW."""
        torch.manual_seed(seed)
        self.network = Residual(preset).to(device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network).requires_grad_(False)
        self.optimiser = torch.optim.AdamW(self.network.parameters(), lr=0.0, betas=(0.9, 0.99), weight_decay=decay)
        self.step = 0

    def begin(self, start: Residual) -> None:
        """Take the weights of ``start``. Errors: ``InputError`` where they are of another preset."""
        if start.preset != self.network.preset:
            raise InputError(f"neural: start has preset {start.preset.name!r}, expected {self.network.preset.name!r}")
        for network in (self.network, self.average):
            network.load_state_dict(start.state_dict())

    def update(self, loss: Tensor, rate: float, limit: float) -> None:
        """One step at a learning rate; gradients are cut at norm ``limit``."""
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), limit)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.step()
        self.step += 1
        share = 1 - min(_MEMORY, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for kept, now in zip(self.average.parameters(), self.network.parameters(), strict=True):
                kept.lerp_(now, share)

    def save(self, path: Path) -> None:
        """Write everything. Errors: ``FileError``."""
        names = dict(self.network.named_parameters())
        tensors = {f"now.{name}": value for name, value in names.items()}
        tensors |= {f"average.{name}": value for name, value in self.average.named_parameters()}
        for name, value in names.items():
            for key, moment in self.optimiser.state.get(value, {}).items():
                tensors[f"{key}.{name}"] = moment
        tensors["step"] = torch.tensor(self.step)
        with atomic_path(path) as temporary:
            save_file({name: value.detach().contiguous() for name, value in tensors.items()}, temporary)

    def load(self, path: Path) -> None:
        """Go on from what ``save`` wrote."""
        tensors = load_file(path)
        self.step = int(tensors["step"])
        for prefix, network in (("now", self.network), ("average", self.average)):
            network.load_state_dict({name: tensors[f"{prefix}.{name}"] for name in network.state_dict()})
        for name, value in self.network.named_parameters():
            keys = ("step", "exp_avg", "exp_avg_sq")
            self.optimiser.state[value] = {key: tensors[f"{key}.{name}"] for key in keys}
