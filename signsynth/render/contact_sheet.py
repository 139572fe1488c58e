"""One picture of a whole motion."""

from __future__ import annotations

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Motion, Segment
from signsynth.render.label import text_mask
from signsynth.render.skeleton import SkeletonRenderer
from signsynth.signer import Signer
from signsynth.stages import Renderer

_PAPER, _INK = 255, 60
_QUIET = {"transition": "→", "pause": "–"}


def contact_sheet(
    motion: Motion,
    signer: Signer | None = None,
    renderer: Renderer | None = None,
    *,
    frames: int = 12,
    columns: int | None = None,
    size: int = 256,
) -> np.ndarray:
    """Evenly spaced frames in rows with what is signed under each: uint8 ``(height, width, 3)`` RGB.

    A motion with fewer frames shows all it has. ``size`` is the side of one cell in pixels; ``columns``
    defaults to about a square. Errors: ``InputError`` for an empty motion, or no frames or columns.
    """
    if len(motion) == 0 or frames < 1 or (columns is not None and columns < 1):
        raise InputError(f"contact sheet of {len(motion)} frames, {frames} shown: expected at least one of each")
    draw = renderer or SkeletonRenderer()
    count = min(frames, len(motion))
    chosen = ((np.arange(count) + 0.5) * len(motion) / count).astype(int)
    columns = min(columns or int(np.ceil(np.sqrt(count))), count)
    rows = -(-count // columns)
    strip = max(14, size // 9)
    sheet = np.full((rows * (size + strip), columns * size, 3), _PAPER, np.uint8)
    for place, index in enumerate(chosen):
        top, left = place // columns * (size + strip), place % columns * size
        picture = next(iter(draw(motion[index : index + 1], signer, size=size)))
        sheet[top : top + size, left : left + size] = _opaque(picture)
        label = _label(motion.segments, int(index))
        if label:
            _write(sheet[top + size : top + size + strip, left : left + size], label)
    return sheet


def _label(segments: tuple[Segment, ...], frame: int) -> str:
    here = next((s for s in segments if s.start <= frame < s.end), None)
    return "" if here is None else here.label or _QUIET.get(here.kind, "")


def _write(cell: np.ndarray, text: str) -> None:
    """Dark text in the middle of a white cell, changed in place; too long a text is cut."""
    mask = text_mask(text, max(9, round(cell.shape[0] * 0.62)))[: cell.shape[0], : cell.shape[1]]
    top, left = (cell.shape[0] - mask.shape[0]) // 2, (cell.shape[1] - mask.shape[1]) // 2
    ink = _PAPER - (mask.astype(np.uint16) * (_PAPER - _INK) + 127) // 255
    cell[top : top + mask.shape[0], left : left + mask.shape[1]] = ink[..., None]


def _opaque(picture: np.ndarray) -> np.ndarray:
    if picture.shape[2] == 3:
        return picture
    alpha = picture[..., 3:].astype(np.uint16)
    return ((picture[..., :3] * alpha + _PAPER * (255 - alpha) + 127) // 255).astype(np.uint8)
