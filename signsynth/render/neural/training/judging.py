"""How much nearer to the true pictures the network comes than the mesh, for people it has never seen."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from signsynth.render.neural.inputs import CHANNELS
from signsynth.render.neural.network import composed
from signsynth.render.neural.training.shards import unpacked

_AT_ONCE = 32


def gains(network: nn.Module, inputs: np.ndarray, targets: np.ndarray, device: str = "cpu") -> tuple[float, ...]:
    """Decibels of PSNR over the mesh's picture inside body, hands and face, of packed crops together."""
    found = np.zeros((3, 2))
    with torch.no_grad():
        for start in range(0, len(inputs), _AT_ONCE):
            x = torch.from_numpy(unpacked(inputs[start : start + _AT_ONCE])).to(device)
            y = torch.from_numpy(targets[start : start + _AT_ONCE]).to(device).float() / 255
            shown = composed(x[:, :3], network(x.contiguous(memory_format=torch.channels_last)))
            for row, name in enumerate(("mask", "hands", "face")):
                where = x[:, CHANNELS.index(name)][:, None]
                found[row] += [float((where * (a - y) ** 2).sum()) for a in (x[:, :3], shown)]
    before, after = np.maximum(found, 1e-9).T
    return tuple(float(value) for value in 10 * np.log10(before / after))
