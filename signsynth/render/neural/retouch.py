"""The network at work on one frame: where the body is, and with how much trust."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
import torch

from signsynth.render.mesh.glance import Box
from signsynth.render.mesh.passes import Passes
from signsynth.render.mesh.planes import planes
from signsynth.render.neural.inputs import PARTS, region_of, stacked
from signsynth.render.neural.network import Residual
from signsynth.render.neural.preset import MULTIPLE

LIGHTER, DARKER = (1.25, 8.0), (0.6, -6.0)
"""What a colour of the body may become at most and at least: a factor, and so much of 255. Light does that; a network
that wants more paints something else."""
_STEPS = np.arange(256, dtype=np.float32)
_MOST, _LEAST = (np.clip(np.rint(_STEPS * f + more), 0, 255).astype(np.uint8) for f, more in (LIGHTER, DARKER))
AS_DRAWN = ("mouth", "tongue")
"""Parts that stay as the mesh has them: the people it was taught on have no teeth."""


def quickest_type() -> torch.dtype:
    """bfloat16 where the processor multiplies it (twice as fast), else float32."""
    cpu = torch.cpu
    for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported"):
        if getattr(cpu, name, lambda: False)():
            return torch.bfloat16
    return torch.float32


class Retouch:
    """Changes pictures of a body as a network says; may run in several threads."""

    def __init__(
        self,
        network: Residual,
        size: int,
        *,
        part_names: tuple[str, ...] = PARTS,
        distance: float,
        dtype: torch.dtype | None = None,
    ) -> None:
        """For pictures of ``size`` pixels and a lens at ``distance``; ``dtype`` by default ``quickest_type()``."""
        self._dtype = dtype or quickest_type()
        self._network = Residual(network.preset).eval().requires_grad_(False)
        self._network.load_state_dict(network.state_dict())
        self._network.to(self._dtype, memory_format=torch.channels_last)
        self._reach = max(2, size // 64)
        self._names, self._distance = part_names, distance
        self.margin = self._reach + (self._reach | 1) // 2
        """Pixels around a body that may change."""

    def box(self, place: np.ndarray, size: int) -> Box | None:
        """The part of a picture to work on, for vertices on the screen ``(v, 3)``; its sides are multiples of 16,
        at multiples of 16 where that is inside. None where no body is in the picture."""
        across = np.ascontiguousarray(place[:, :2].T)  # several times as fast as going down the rows
        low, high = across.min(1) - self.margin, across.max(1) + self.margin + 1
        edges = []
        for first, last in zip(low, high, strict=True):
            first, last = (int(np.clip(edge, 0, size)) for edge in (first, np.ceil(last)))
            if first >= last:
                return None
            first -= first % MULTIPLE
            edges.append((first, min(first + -(-(last - first) // MULTIPLE) * MULTIPLE, size)))
        (left, right), (top, bottom) = edges
        return top, bottom, left, right

    def change(self, passes: Passes, validity: np.ndarray) -> np.ndarray:
        """How colours should change, float32 ``(h, w, 3)`` of 0..255, for passes of any size."""
        seen = np.moveaxis(stacked(passes, validity, part_names=self._names, distance=self._distance), 0, -1)
        height, width = passes.mask.shape
        down, across = -height % MULTIPLE, -width % MULTIPLE
        if down or across:
            seen = np.pad(seen, ((0, down), (0, across), (0, 0)), mode="edge")
        with torch.inference_mode():
            out = self._network(torch.from_numpy(seen).to(self._dtype).permute(2, 0, 1)[None])
            found = out[0].permute(1, 2, 0)[:height, :width].float().contiguous().numpy()
        *change, blend = planes(found)
        # Away from the body nothing changes: a picture's edge is never seen, and the wall stands still.
        wide = cv2.dilate(passes.mask.view(np.uint8), np.ones((2 * self._reach + 1,) * 2, np.uint8))
        near = cv2.blur(wide.astype(np.float32), (self._reach | 1,) * 2)
        factor = cv2.divide(near, cv2.add(cv2.exp(cv2.subtract(0.0, blend)), 1.0), scale=255)
        return cv2.patchNaNs(cv2.merge([cv2.multiply(plane, factor) for plane in change]), 0)


def retouched(
    passes: Passes, change: np.ndarray, trust: Mapping[str, float], part_names: tuple[str, ...] = PARTS
) -> np.ndarray:
    """uint8 ``(h, w, 3)``: the picture with as much of ``change`` as each region is trusted with, 0 to 1.

    ``trust`` by the names of ``REGIONS``; beside the body the least of them counts. On the body every colour stays
    within ``LIGHTER`` and ``DARKER`` of the mesh's, and ``AS_DRAWN`` are the mesh's own.
    """
    own = [1 + part_names.index(name) for name in AS_DRAWN if name in part_names]
    parts = (passes.parts + 1).astype(np.uint8)
    if min(trust.values()) < 1 or any((parts == part).any() for part in own):
        table = np.full(256, min(trust.values()), np.float32)
        table[1 : 1 + len(part_names)] = [trust[region_of(name)] for name in part_names]
        table[own] = 0
        change = cv2.multiply(change, cv2.merge([cv2.LUT(parts, table)] * 3))
    shown = cv2.add(passes.colour, change, dtype=cv2.CV_8U)
    limited = cv2.min(cv2.max(shown, cv2.LUT(passes.colour, _LEAST)), cv2.LUT(passes.colour, _MOST))
    cv2.copyTo(limited, passes.mask.view(np.uint8), shown)
    return shown
