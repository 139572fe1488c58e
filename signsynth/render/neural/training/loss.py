"""How far a picture is from the true one."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from signsynth.render.neural.inputs import CHANNELS
from signsynth.render.neural.network import composed

HANDS, FACE, MASK, VALIDITY = (CHANNELS.index(name) for name in ("hands", "face", "mask", "validity"))

_LEAST = (3 / 255) ** 2
_FEWEST = 3 * 60


@dataclass(frozen=True)
class LossConfig:
    """Weights: of absolute and squared error, of edges, of structure; of hands and face against the rest of the
    body, of the background; of ``nearer``, the logarithm of how much nearer to the truth than the mesh body, hands
    and face of each crop come; of leaving the mesh's picture where a photo showed the place and nothing was wrong
    by more than ``seen``."""

    absolute: float = 1.0
    squared: float = 4.0
    edges: float = 0.6
    structure: float = 1.0
    hands: float = 2.0
    face: float = 2.5
    background: float = 0.15
    nearer: tuple[float, float, float] = (0.02, 0.005, 0.01)
    keep: float = 0.5
    seen: float = 0.015


def renderer_loss(inputs: Tensor, out: Tensor, target: Tensor, config: LossConfig) -> Tensor:
    """Of ``inputs (b, 13, h, w)``, the network's ``out (b, 4, h, w)`` and the true ``target (b, 3, h, w)``, 0..1."""
    inputs = inputs.contiguous()  # plane by plane: several times as fast as pixel by pixel
    mesh = inputs[:, :3].contiguous()
    shown = composed(mesh, out.float().contiguous())
    # The outline belongs to the body: hair stands out from it.
    body = (_even(F.pad(inputs[:, MASK : MASK + 1], [4] * 4), 9) > 1e-4).float()
    weight = config.background + (1 - config.background) * body
    weight = weight + config.hands * inputs[:, HANDS : HANDS + 1] + config.face * inputs[:, FACE : FACE + 1]
    weight = weight / weight.mean()
    error = shown - target
    loss = (weight * (config.absolute * error.abs() + config.squared * error**2)).mean()
    across, down = error[..., 1:] - error[..., :-1], error[..., 1:, :] - error[..., :-1, :]
    loss = loss + config.edges * ((weight[..., 1:] * across.abs()).mean() + (weight[..., 1:, :] * down.abs()).mean())
    alike = similarity(shown.mean(1, True), target.mean(1, True), step=2)
    loss = loss + config.structure * (weight[..., ::2, ::2] * (1 - alike)).mean()
    for share, channel in zip(config.nearer, (MASK, HANDS, FACE), strict=True):
        loss = loss + share * farther(shown, mesh, target, inputs[:, channel : channel + 1])
    right = (inputs[:, VALIDITY : VALIDITY + 1] > 0.9) * torch.exp(-(mesh - target).abs() / config.seen)
    return loss + config.keep * (right * (shown - mesh).abs()).mean()


def farther(shown: Tensor, mesh: Tensor, target: Tensor, area: Tensor) -> Tensor:
    """Mean logarithm of squared error over that of the mesh in ``area (b, 1, h, w)``, over those crops that have it.

    What is worse than the mesh counts twice; errors near ``_LEAST`` are as good as none.
    """
    count = 3 * area.sum((1, 2, 3))
    error, before = ((area * (picture - target) ** 2).sum((1, 2, 3)) / (count + 1) for picture in (shown, mesh))
    ratio = torch.log((error + _LEAST) / (before + _LEAST))
    return ((ratio + F.relu(ratio)) * (count > _FEWEST)).mean()


def similarity(a: Tensor, b: Tensor, window: int = 7, step: int = 1) -> Tensor:
    """Structural similarity (Wang et al. 2004) of ``(b, c, h, w)`` in 0..1, of even surroundings of every pixel, or
    every second in both directions where ``step`` is 2."""

    def mean(x: Tensor) -> Tensor:
        return _even(F.pad(x, [window // 2] * 4, mode="replicate"), window, step)

    mean_a, mean_b = mean(a), mean(b)
    var_a, var_b = mean(a * a) - mean_a**2, mean(b * b) - mean_b**2
    both = mean(a * b) - mean_a * mean_b
    c, d = 0.01**2, 0.03**2
    return (2 * mean_a * mean_b + c) * (2 * both + d) / ((mean_a**2 + mean_b**2 + c) * (var_a + var_b + d))


def _even(x: Tensor, window: int, step: int = 1) -> Tensor:
    """Means of ``x (b, c, h, w)`` over squares that lie inside: down, then across, as that is quicker."""
    return F.avg_pool2d(F.avg_pool2d(x, (window, 1), (step, 1)), (1, window), (1, step))
