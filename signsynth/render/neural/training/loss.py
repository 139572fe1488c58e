"""How far a picture is from the true one."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from signsynth.render.neural.inputs import CHANNELS
from signsynth.render.neural.network import composed

HANDS, FACE, MASK, VALIDITY = (CHANNELS.index(name) for name in ("hands", "face", "mask", "validity"))


@dataclass(frozen=True)
class LossConfig:
    """Weights: of absolute and squared error, of edges, of structure; of hands and face against the rest of the
    body, of the background; of leaving the mesh's picture where a photo showed the place and nothing was wrong
    by more than ``seen``."""

    absolute: float = 1.0
    squared: float = 4.0
    edges: float = 0.6
    structure: float = 0.08
    hands: float = 3.0
    face: float = 2.5
    background: float = 0.15
    keep: float = 0.5
    seen: float = 0.015


def renderer_loss(inputs: Tensor, out: Tensor, target: Tensor, config: LossConfig) -> Tensor:
    """Of ``inputs (b, 13, h, w)``, the network's ``out (b, 4, h, w)`` and the true ``target (b, 3, h, w)``, 0..1."""
    mesh = inputs[:, :3]
    shown = composed(mesh, out.float())
    # The outline belongs to the body: hair stands out from it.
    body = F.max_pool2d(F.max_pool2d(inputs[:, MASK : MASK + 1], (9, 1), 1, (4, 0)), (1, 9), 1, (0, 4))
    weight = config.background + (1 - config.background) * body
    weight = weight + config.hands * inputs[:, HANDS : HANDS + 1] + config.face * inputs[:, FACE : FACE + 1]
    weight = weight / weight.mean()
    error = shown - target
    loss = (weight * (config.absolute * error.abs() + config.squared * error**2)).mean()
    across, down = error[..., 1:] - error[..., :-1], error[..., 1:, :] - error[..., :-1, :]
    loss = loss + config.edges * ((weight[..., 1:] * across.abs()).mean() + (weight[..., 1:, :] * down.abs()).mean())
    loss = loss + config.structure * (weight * (1 - similarity(shown.mean(1, True), target.mean(1, True)))).mean()
    right = (inputs[:, VALIDITY : VALIDITY + 1] > 0.9) * torch.exp(-(mesh - target).abs() / config.seen)
    return loss + config.keep * (right * (shown - mesh).abs()).mean()


def similarity(a: Tensor, b: Tensor, window: int = 7) -> Tensor:
    """Structural similarity (Wang et al. 2004) of ``(b, c, h, w)`` in 0..1, of each pixel's even surroundings."""

    def mean(x: Tensor) -> Tensor:
        return F.avg_pool2d(F.pad(x, [window // 2] * 4, mode="replicate"), window, 1)

    mean_a, mean_b = mean(a), mean(b)
    var_a, var_b = mean(a * a) - mean_a**2, mean(b * b) - mean_b**2
    both = mean(a * b) - mean_a * mean_b
    c, d = 0.01**2, 0.03**2
    return (2 * mean_a * mean_b + c) * (2 * both + d) / ((mean_a**2 + mean_b**2 + c) * (var_a + var_b + d))
