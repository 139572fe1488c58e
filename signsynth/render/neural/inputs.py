"""What the network sees of a frame, one fact a channel."""

from __future__ import annotations

import numpy as np

from signsynth.errors import InputError
from signsynth.render.mesh.passes import Passes

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
_REGION = {"hand": 8, "face": 9, "lips": 9, "ears": 9, "eyes": 9, "eye_sockets": 9, "mouth": 9, "tongue": 9}
_REGION |= {"scalp": 10, "torso": 11, "upper_arm": 11, "forearm": 11, "leg": 11, "foot": 11}
"""Channel of a part; necks are of no region: they are skin below some tops and cloth in others."""


def validity_on_screen(passes: Passes, validity: np.ndarray | None) -> np.ndarray:
    """How well the colour of each pixel is known, float32 ``(h, w)``: 1 seen in the photo, 0.5 completed, 0 painted.

    ``validity`` is that of ``Appearance``, uint8 ``(n, n)``; None where nothing is known. Eyes count as painted:
    their place in the texture is not that of ``passes.uv``.
    """
    import cv2

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
    picture = np.empty((*shape, len(CHANNELS)), np.float32) if out is None else out
    if picture.shape != (*shape, len(CHANNELS)) or picture.dtype != np.float32:
        raise InputError(f"neural: out {picture.dtype} {picture.shape}, expected float32 {(*shape, len(CHANNELS))}")
    np.multiply(passes.colour, np.float32(1 / 255), out=picture[..., :3])
    picture[..., 3] = passes.mask
    picture[..., 4:7] = passes.normals
    depth = np.clip(np.float32(distance) - passes.depth, *map(np.float32, DEPTH))
    np.multiply(depth, passes.mask, out=picture[..., 7])
    picture[..., 8:12] = _table(part_names)[passes.parts]
    picture[..., 12] = validity
    return np.moveaxis(picture, -1, 0)


def _table(part_names: tuple[str, ...]) -> np.ndarray:
    """float32 ``(parts + 1, 4)``: regions of each part; the last row, which -1 finds, is the background."""
    table = np.zeros((len(part_names) + 1, 4), np.float32)
    for row, name in enumerate(part_names):
        channel = _REGION.get(name.split(".")[0])
        if channel is not None:
            table[row, channel - 8] = 1
    return table
