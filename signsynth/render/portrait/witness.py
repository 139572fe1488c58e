"""What a signer keeps of the photo, so that pictures of them can be judged later."""

from __future__ import annotations

import numpy as np

from signsynth.render.portrait.sight import Sight
from signsynth.render.portrait.stand import Stand
from signsynth.signer import Witness

SIZE = 256
"""Pixels a side: enough for light and colour, and some 100 kB in the file."""
_ROOM = 1.04
_ELSEWHERE = (128, 128, 128)


def witness(sight: Sight, stand: Stand, size: int = SIZE) -> Witness:
    """The person of a sight cut out, ``size`` pixels a side, and how they stand; in the precision of the file."""
    import cv2

    matte = sight.matte
    rows, columns = (np.flatnonzero((matte > 0.5).any(axis)) for axis in (1, 0))
    low, high = np.array([columns[0], rows[0]]), np.array([columns[-1], rows[-1]]) + 1
    side = int(np.ceil(_ROOM * (high - low).max()))
    first = (low + high - side) // 2
    grow = size / side

    def cut(picture: np.ndarray) -> np.ndarray:
        """What lies in the square; nothing beyond the photo."""
        left, top = first
        inside = picture[max(top, 0) : top + side, max(left, 0) : left + side]
        above, before = max(-top, 0), max(-left, 0)
        below, after = side - above - len(inside), side - before - inside.shape[1]
        wide = cv2.copyMakeBorder(inside, above, below, before, after, cv2.BORDER_CONSTANT)
        return cv2.resize(wide, (size, size), interpolation=cv2.INTER_AREA if grow < 1 else cv2.INTER_LINEAR)

    mask = np.clip(cut(matte) * 255 + 0.5, 0, 255).astype(np.uint8)
    photo = np.where(mask[..., None] > 0, cut(sight.pixels), np.uint8(_ELSEWHERE))
    kept = (a.astype(np.float16).astype(np.float32) for a in (stand.rotations, stand.actions))
    shift = (stand.shift - first + 0.5) * grow - 0.5
    return Witness(photo, mask, *kept, float(np.float32(stand.scale * grow)), shift.astype(np.float32))
