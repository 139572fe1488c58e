"""The network: from what lies where in a picture to how its colours should change."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from signsynth.errors import InputError
from signsynth.render.neural.inputs import CHANNELS
from signsynth.render.neural.preset import MULTIPLE, Preset


class Pair(nn.Module):
    """Two convolutions, with ``inner`` channels between them, whose result is added to what went in."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, inner, 3, padding=1)
        self.second = nn.Conv2d(inner, width, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """``(b, width, h, w)`` to the same shape."""
        return x + self.second(F.relu(self.first(x), inplace=True))


class Residual(nn.Module):
    """A U-Net (Ronneberger et al. 2015) that starts as the identity: of the mesh's picture nothing changes.

    No layer looks at the whole picture (no normalisation over it), so that a pixel depends on what is near it
    alone, and a part of a picture gives the same as the whole away from its edges.
    """

    def __init__(self, preset: Preset) -> None:
        super().__init__()
        self.preset = preset
        widths = preset.widths
        steps = list(zip(widths, widths[1:], strict=False))
        # Four pixels a side at every second pixel: the full size costs nothing else.
        self.stem = nn.Conv2d(len(CHANNELS), widths[0], 4, stride=2, padding=1)
        self.down = nn.ModuleList(nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in steps)
        self.fall = nn.ModuleList(
            nn.Sequential(*(Pair(width, width) for _ in range(count)))
            for width, count in zip(widths, preset.blocks, strict=True)
        )
        self.up = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in steps)
        inside = zip(widths[1:], preset.rise, strict=False)
        self.rise = nn.ModuleList([nn.Identity(), *(Pair(width, inner) for width, inner in inside)])
        ends = [widths[0], *preset.last]
        self.last = nn.ModuleList(nn.Conv2d(a, b, 3, padding=1) for a, b in zip(ends, ends[1:], strict=False))
        self.head = nn.Conv2d(ends[-1], 4 * 4, 3, padding=1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, x: Tensor) -> Tensor:
        """``(b, 13, h, w)`` as ``stacked`` makes them, h and w multiples of 16, to ``(b, 4, h, w)``.

        Change of red, green and blue within ``preset.bound``, and the logit of how much of it counts; see
        ``composed``. Errors: ``InputError`` for another shape.
        """
        if x.ndim != 4 or x.shape[1] != len(CHANNELS) or x.shape[2] % MULTIPLE or x.shape[3] % MULTIPLE:
            raise InputError(
                f"neural: input {tuple(x.shape)}, expected (b, {len(CHANNELS)}, h, w), h and w multiples of {MULTIPLE}"
            )
        x = self.fall[0](F.relu(self.stem(x), inplace=True))
        passed = []
        for down, fall in zip(self.down, self.fall[1:], strict=True):
            passed.append(x)
            x = fall(F.relu(down(x), inplace=True))
        for up, rise, beside in zip(reversed(self.up), reversed(self.rise), reversed(passed), strict=True):
            x = rise(beside + F.interpolate(up(x), scale_factor=2.0))
        for layer in self.last:
            x = F.relu(layer(x), inplace=True)
        found = self.head(x)
        # The same as after the shuffle, and eight times as fast.
        change = self.preset.bound * torch.tanh(found)
        return F.pixel_shuffle(torch.cat([change[:, :12], found[:, 12:]], dim=1), 2)


def composed(rgb: Tensor, out: Tensor) -> Tensor:
    """The picture: ``rgb (b, 3, h, w)`` in 0..1 changed as ``out (b, 4, h, w)`` of the network says, clipped."""
    return (rgb + torch.sigmoid(out[:, 3:]) * out[:, :3]).clamp(0, 1)
