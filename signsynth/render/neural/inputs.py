"""What the network sees of a frame, one fact a channel."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from signsynth.errors import InputError
from signsynth.render.mesh.passes import Passes
from signsynth.render.mesh.planes import planes

CHANNELS = (
    "red", "green", "blue", "mask", "normal_x", "normal_y", "normal_z", "depth", "hands", "face", "hair", "cloth",
    "validity",
)  # fmt: skip
"""Names, in order. Colours 0..1 of the mesh's picture; normals as in ``Passes``; depth from the shoulders' plane
towards the viewer, in shoulder widths within ``DEPTH``, 0 outside; regions 0 or 1; validity 0..1."""
DEPTH = (-1.0, 1.5)
SHOULDERS = 11.0
"""From the viewer to the shoulders' plane in shoulder widths: ``Lens().distance``."""
PARTS = (
    "torso", "neck", "face", "scalp", "lips", "ears", "eyes", "eye_sockets", "mouth", "tongue",
    "upper_arm.L", "upper_arm.R", "forearm.L", "forearm.R", "hand.L", "hand.R", "leg.L", "leg.R", "foot.L", "foot.R",
)  # fmt: skip
"""``part_names`` of the bundled body."""
REGIONS = ("hands", "face", "hair", "cloth", "neck")
"""Necks have no channel: they are skin below some tops and cloth in others."""
_REGION_OF = {"hand": "hands", "scalp": "hair", "neck": "neck"}
_REGION_OF |= dict.fromkeys(("face", "lips", "ears", "eyes", "eye_sockets", "mouth", "tongue"), "face")


def region_of(part: str) -> str:
    """The one of ``REGIONS`` that a part of the body ("hand.L") belongs to."""
    return _REGION_OF.get(part.split(".")[0], "cloth")


def validity_on_screen(passes: Passes, validity: np.ndarray | None) -> np.ndarray:
    """How well the colour of each pixel is known, float32 ``(h, w)``: 1 seen in the photo, 0.5 completed, 0 painted.

    ``validity`` is that of ``Appearance``, uint8 ``(n, n)``; None where nothing is known. Eyes count as painted:
    their place in the texture is not that of ``passes.uv``.
    """
    if validity is None:
        return np.zeros(passes.mask.shape, np.float32)
    if validity.ndim != 2 or validity.dtype != np.uint8:
        raise InputError(f"validity {validity.dtype} {validity.shape}, expected uint8 (n, n)")
    n = np.float32(validity.shape[0])
    place = passes.uv * n - np.float32(0.5)
    # Outside, uv is -1: beyond the border, so 0.
    found = cv2.remap(validity, place, None, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    return found * np.float32(1 / 255)


def stacked(
    passes: Passes,
    validity: np.ndarray,
    *,
    part_names: tuple[str, ...] = PARTS,
    distance: float = SHOULDERS,
    out: np.ndarray | None = None,
) -> np.ndarray:
    """float32 ``(13, h, w)`` in the order of ``CHANNELS``; each pixel's values lie side by side in memory.

    ``validity (h, w)`` as ``validity_on_screen`` finds it; ``distance`` of the lens that was used. ``out``, float32
    ``(h, w, 13)``, is filled instead of a new array. Errors: ``InputError`` for shapes that do not fit.
    """
    shape = passes.mask.shape
    if validity.shape != shape:
        raise InputError(f"neural: validity {validity.shape}, expected that of the passes, {shape}")
    if out is not None and (out.shape != (*shape, len(CHANNELS)) or out.dtype != np.float32):
        raise InputError(f"neural: out {out.dtype} {out.shape}, expected float32 {(*shape, len(CHANNELS))}")
    mask = passes.mask.astype(np.float32)
    depth = np.clip(np.float32(distance) - passes.depth, *map(np.float32, DEPTH))
    filled = [
        *planes(cv2.multiply(passes.colour, (1 / 255,) * 4, dtype=cv2.CV_32F)),
        mask,
        *planes(passes.normals),
        cv2.multiply(depth, mask),
        *(cv2.LUT((passes.parts + 1).astype(np.uint8), values) for values in _tables(part_names)),
        np.ascontiguousarray(validity, np.float32),
    ]
    return np.moveaxis(cv2.merge(filled, out), -1, 0)


@cache
def _tables(part_names: tuple[str, ...]) -> np.ndarray:
    """float32 ``(4, 256)``: whether a part is of each region; one more than its index finds it, 0 is the background."""
    tables = np.zeros((4, 256), np.float32)
    for row, name in enumerate(part_names, start=1):
        region = REGIONS.index(region_of(name))
        if region < len(tables):
            tables[region, row] = 1
    return tables
