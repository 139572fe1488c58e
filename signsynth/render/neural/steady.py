"""Nothing may flicker more than the mesh does: frames are held to those before, along the body's own movement."""

from __future__ import annotations

import cv2
import numpy as np

from signsynth.render.mesh.glance import Box
from signsynth.render.mesh.passes import Passes
from signsynth.render.mesh.planes import planes

_SAME_DEPTH = 0.15
"""Shoulder widths that a piece of the body comes nearer in a frame at most; what is farther off is another piece."""
_NEARER = 0.06
"""Shoulder widths by which something nearer stands out."""
_FAR = 1e4
"""Depth of nothing."""
_THRIFT, _LEAST = 1.5, 0.3
"""How much is saved for what must change beyond the mesh, and the least that every pixel is allowed of the mesh's."""
_TOLERATED = 4
"""Of 255: what is held back by no more than this may stay so."""
_HASTE = 0.25
"""Share of what was held back that may follow in each frame."""


class Steady:
    """Holds the changes of a film to those of the mesh's film.

    Each pixel of the body is followed to where it was in the frame before. There the mesh's colour changed by so much,
    and the shown colour may change by no more, to every side. What is held back follows by and by: by one step of 255
    a frame, and faster as long as the mean change stays below that of the mesh. New colours are taken as they are
    beside the body, and where the body was hidden before or lay right beside something nearer, whose edge would stay
    as a trail; what they change beyond the mesh is saved elsewhere.
    """

    def __init__(self, size: int) -> None:
        """``size`` of the whole picture in pixels."""
        self._beside = np.ones((2 * max(1, round(size / 128)) + 1,) * 2, np.uint8)
        self._before: tuple[Box, Passes, np.ndarray] | None = None

    def __call__(self, box: Box, passes: Passes, picture: np.ndarray) -> np.ndarray:
        """uint8 ``(h, w, 3)``: ``picture``, held.

        ``passes`` are those of ``box``, and their ``flow`` leads to the frame before (0 in the first).
        """
        shown = picture if self._before is None else self._held(box, passes, picture, *self._before)
        self._before = box, passes, shown
        return shown

    def _held(
        self, box: Box, now: Passes, picture: np.ndarray, old_box: Box, old: Passes, old_picture: np.ndarray
    ) -> np.ndarray:
        height, width = now.mask.shape
        across = np.arange(width, dtype=np.float32) + np.float32(box[2] - old_box[2])
        down = np.arange(height, dtype=np.float32) + np.float32(box[0] - old_box[0])
        x, y = planes(now.flow)
        place = cv2.convertMaps(x + across, y + down[:, None], cv2.CV_16SC2)
        nearest = cv2.convertMaps(x + across, y + down[:, None], cv2.CV_16SC2, nninterpolation=True)
        mesh, held = (cv2.remap(a, *place, cv2.INTER_LINEAR) for a in (old.colour, old_picture))
        parts = cv2.remap(old.parts, *nearest, cv2.INTER_NEAREST, borderValue=-1)
        far = cv2.min(old.depth, _FAR)
        alone = cv2.subtract(far, cv2.erode(far, self._beside)) < _NEARER
        far = cv2.remap(np.where(alone, far, _FAR), *nearest, cv2.INTER_NEAREST, borderValue=_FAR)
        # Where the edge of something nearer lay, its colours would stay behind; they are seen, but not held.
        seen = now.mask & (parts == now.parts)
        visible = (seen & (cv2.absdiff(far, cv2.min(now.depth, _FAR)) < _SAME_DEPTH)).view(np.uint8)
        free = (seen & (visible == 0) & (far == _FAR)).view(np.uint8)
        allowed = cv2.absdiff(now.colour, mesh)
        held_mesh, free_mesh, free_own = (
            cv2.norm(a, b, cv2.NORM_L1, where)
            for a, b, where in ((now.colour, mesh, visible), (now.colour, mesh, free), (picture, held, free))
        )
        late = cv2.subtract(cv2.subtract(cv2.absdiff(picture, held), allowed), (_TOLERATED,) * 4)
        late = cv2.min(late, (1, 1, 1, 1))
        beyond = max(0.0, free_own - free_mesh) + cv2.norm(late, cv2.NORM_L1, visible)
        budget = held_mesh - _THRIFT * beyond
        allowed = cv2.multiply(allowed, np.clip(budget / max(held_mesh, 1.0), _LEAST, 1.0), dtype=cv2.CV_8U)
        allowed = cv2.add(allowed, late)
        limited = cv2.min(cv2.max(picture, cv2.subtract(held, allowed)), cv2.add(held, allowed))
        spent, rest = cv2.norm(limited, held, cv2.NORM_L1, visible), cv2.norm(picture, limited, cv2.NORM_L1, visible)
        share = min(_HASTE, max(0.0, budget - spent) / max(rest, 1.0))
        limited = cv2.addWeighted(picture, share, limited, 1 - share, 0)
        shown = picture.copy()
        cv2.copyTo(limited, visible, shown)
        return shown
