"""Other light and other cloth for the same crops, so that nobody's colours are learned by heart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from signsynth.render.neural.inputs import CHANNELS

_CLOTH, _ACROSS = CHANNELS.index("cloth"), CHANNELS.index("normal_x")
_BRIGHTEST = 0.9
"""Of 0 to 1: mean of the cloth in its brightest colour, at most; what is lighter would lose its folds."""


@dataclass(frozen=True)
class Tints:
    """How both pictures of a crop are tinted alike; standard deviations of logarithms.

    ``whole``  of the whole crop, in half of them.
    ``sides``  light from one side, as photos have it, in ``sided`` of them.
    ``cloth``  brightness and ``hue`` of the cloth, in ``dyed`` of them; its colours change places in half of those.
    """

    whole: float = 0.08
    sides: float = 0.25
    sided: float = 0.4
    cloth: float = 0.35
    hue: float = 0.15
    dyed: float = 0.7

    def __call__(self, inputs: Tensor, target: Tensor, draw: np.random.Generator) -> tuple[Tensor, Tensor]:
        """``inputs (b, 13, h, w)``, whose first three channels are changed in place, and ``target (b, 3, h, w)``."""
        count, mesh = len(inputs), inputs[:, :3]

        def some(values: np.ndarray, share: float, otherwise: float) -> Tensor:
            chosen = draw.random((count, 1, 1, 1)) < share
            return torch.from_numpy(np.where(chosen, values, otherwise).astype(np.float32)).to(inputs)

        tint = some(np.exp(draw.normal(0, self.whole, (count, 3, 1, 1))), 0.5, 1.0)
        side = some(draw.normal(0, self.sides, (count, 1, 1, 1)), self.sided, 0.0)
        tint = tint * torch.exp(side * inputs[:, _ACROSS : _ACROSS + 1])
        cloth = F.avg_pool2d(inputs[:, _CLOTH : _CLOTH + 1], 3, 1, 1)
        order = torch.from_numpy(np.argsort(draw.random((count, 3)) + 9 * (draw.random((count, 1)) < 0.65) * range(3)))
        order = order.to(inputs.device)[:, :, None, None].expand_as(mesh)
        dye = np.exp(draw.normal(0, self.cloth, (count, 1, 1, 1)) + draw.normal(0, self.hue, (count, 3, 1, 1)))
        dye = some(dye, self.dyed, 1.0)
        mean = (cloth * target.gather(1, order)).sum((2, 3), True) / cloth.sum((2, 3), True).clamp_min(1)
        dye = dye.minimum((_BRIGHTEST / mean.clamp_min(0.01)).clamp_min(1.0))

        def shown(picture: Tensor) -> Tensor:
            dyed = picture.gather(1, order) * dye
            return ((picture + cloth * (dyed - picture)) * tint).clamp(0, 1)

        target, inputs[:, :3] = shown(target), shown(mesh)
        return inputs, target
