"""The passes of a part of a picture, several times as fast and nearly as exact as ``PassMaker``."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from signsynth.render.mesh.canvas import atlas
from signsynth.render.mesh.lens import Lens
from signsynth.render.mesh.mouth import PATCH
from signsynth.render.mesh.passes import Passes
from signsynth.render.mesh.planes import planes
from signsynth.render.mesh.sight import Sight
from signsynth.render.mesh.texels import Texels

Box = tuple[int, int, int, int]
"""Top, bottom, left and right of a part of a picture, in pixels."""


class GlanceMaker:
    """Makes passes in a box around the body; one body at one size.

    Nothing is drawn again: the texel that a pixel shows tells where on the body it lies, and so what is there. It is
    that of one of four samples, a quarter of a pixel from the centre; see ``Sight``.
    Normals get their third coordinate from the other two. ``uv`` is left out (all -1): what is looked up with it is
    given for each texel of the body instead. Teeth count as mouth.
    """

    def __init__(
        self, body: Any, lens: Lens, size: int, seen: np.ndarray, texels: int, validity: np.ndarray | None = None
    ) -> None:
        """``seen (f,)``: faces that may be visible; ``texels`` a side, by which they are found; ``validity`` uint8
        ``(n, n)`` of an appearance, None for 0."""
        self._lens, self._size = lens, size
        corners, rows, part = (values.cpu().numpy()[seen] for values in (body.faces, body.faces_uv, body.face_part))
        # A row for every vertex, more where the texture has seams.
        used, faces = np.unique(rows, return_inverse=True)
        faces = faces.reshape(-1, 3)
        self._vertex_of = np.zeros(len(used), np.int64)
        self._vertex_of[faces] = corners
        self._validity = _at(validity, body.uv.cpu().numpy()[used])
        uv, rest = atlas(body)[used], body.mesh.template.cpu().numpy()
        # Both halves of an eye lie at one place in the texture: the one that looks ahead counts.
        self._texels = Texels(uv, faces, texels, rest[self._vertex_of, 2])
        self._texels.give(PATCH, _inside(body, corners, part, rest))
        self._faces = faces.astype(np.int32)
        self._part = part.astype(np.int16)

    def __call__(self, sight: Sight, now: np.ndarray, other: np.ndarray, box: Box) -> tuple[Passes, np.ndarray]:
        """Passes of vertices ``now (v, 3)`` in ``box``, and how well colours are known, float32 ``(h, w)`` in 0..1.

        ``sight`` is what was drawn of them, ``other (v, 3)`` are the vertices that ``flow`` leads to, of the next frame
        or of the one before.
        """
        top, bottom, left, right = box
        height, width = bottom - top, right - left
        at, texel = (sight.row - top) * width + (sight.column - left), sight.texel
        inside = (sight.row >= top) & (sight.row < bottom) & (sight.column >= left) & (sight.column < right)
        if not inside.all():
            at, texel = at[inside], texel[:, inside]
        mask, parts = np.zeros(height * width, bool), np.full(height * width, -1, np.int16)
        face, shares = self._texels(*texel)
        mask[at], parts[at] = True, np.take(self._part, face)
        values = self._values(sight.normals, self._lens(now, self._size), self._lens(other, self._size))
        found = _spread(values, np.take(self._faces, face, axis=0), shares, mask)
        x, y, right_, down, depth, known = planes(found.reshape(height, width, -1))
        mask = mask.reshape(height, width)
        depth[~mask] = np.inf
        # At most 1: a mean of unit vectors is no longer.
        toward = cv2.sqrt(cv2.max(cv2.subtract(1.0, cv2.add(cv2.multiply(x, x), cv2.multiply(y, y))), 0))
        toward[~mask] = 0
        return Passes(
            colour=sight.picture[top:bottom, left:right].copy(),
            mask=mask,
            depth=depth,
            normals=cv2.merge([x, y, toward]),
            uv=np.broadcast_to(np.float32(-1), (height, width, 2)),
            parts=parts.reshape(height, width),
            flow=cv2.merge([right_, down]),
        ), known

    def _values(self, normals: np.ndarray, place: np.ndarray, there: np.ndarray) -> np.ndarray:
        """Of each row: its normal across and up, the way to ``there``, depth and validity, float32 ``(r, 6)``."""
        values = np.empty((len(self._vertex_of), 6), np.float32)
        own = np.concatenate([normals[:, :2], (there - place)[:, :2], place[:, 2:]], 1)
        values[:, :5] = np.take(own, self._vertex_of, axis=0)
        values[:, 5] = self._validity
        return values


def _spread(values: np.ndarray, corners: np.ndarray, shares: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Means ``(h w, c)`` of ``values (r, c)``: with ``shares (n, 3)`` of the rows ``corners (n, 3)`` for the pixels
    where ``mask (h w,)`` is, 0 for the others."""
    import torch
    from torch.nn.functional import embedding_bag

    # What begins where the next one begins is empty, so the pixels need not be sorted in afterwards.
    starts = np.zeros(len(mask), np.int32)
    np.cumsum(mask[:-1], out=starts[1:])
    starts *= 3
    rows, weights, starts = (torch.from_numpy(each.reshape(-1)) for each in (corners, shares, starts))
    return embedding_bag(rows, torch.from_numpy(values), starts, mode="sum", per_sample_weights=weights).numpy()


def _inside(body: Any, corners: np.ndarray, part: np.ndarray, rest: np.ndarray) -> int:
    """A face inside the mouth, behind the lips."""
    names = body.part_names
    lips = rest[corners[part == names.index("lips")]].mean((0, 1))
    own = np.flatnonzero(part == names.index("mouth"))
    return int(own[np.linalg.norm(rest[corners[own]].mean(1) - lips, axis=1).argmin()])


def _at(validity: np.ndarray | None, uv: np.ndarray) -> np.ndarray:
    """Validity 0..1 at texture coordinates ``(n, 2)``."""
    if validity is None:
        return np.zeros(len(uv), np.float32)
    side = len(validity)
    x, y = np.clip(np.rint(uv * side - 0.5).astype(int), 0, side - 1).T
    return validity[y, x] / np.float32(255)
