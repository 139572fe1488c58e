"""The passes of a part of a picture, four times as fast and nearly as exact as ``PassMaker``."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from signsynth.render.mesh.lens import Lens
from signsynth.render.mesh.passes import Passes
from signsynth.render.mesh.planes import planes
from signsynth.render.mesh.surface import Surface

Box = tuple[int, int, int, int]
"""Top, bottom, left and right of a part of a picture, in pixels."""


class GlanceMaker:
    """Makes passes in a box around the body; one body at one size.

    OpenCV alone decides coverage (edges are right to about 1e-4 pixel). Normals get their third coordinate from the
    other two, and how the surface moves is drawn at half the resolution. ``uv`` is left out (all -1): what is looked
    up with it is given for each texel of the body instead.
    """

    def __init__(self, body: Any, lens: Lens, size: int, seen: np.ndarray, validity: np.ndarray | None = None) -> None:
        """``seen (f,)``: faces that may be visible; ``validity`` uint8 ``(n, n)`` of an appearance, None for 0."""
        self._lens, self._size = lens, size
        corners, texels = body.faces.cpu().numpy()[seen], body.faces_uv.cpu().numpy()[seen]
        part = np.repeat(body.face_part.cpu().numpy()[seen][:, None], 3, 1)
        # A row for every vertex of every part, and for both sides of the texture's seams.
        rows = np.stack([corners, texels, part], -1).reshape(-1, 3)
        used, faces = np.unique(rows, axis=0, return_inverse=True)
        self._faces = np.ascontiguousarray(faces.reshape(-1, 3).astype(np.int32))
        self._vertex_of, self._part = used[:, 0], used[:, 2].astype(np.float32)
        self._validity = _at(validity, body.uv.cpu().numpy()[used[:, 1]])
        self._surface = Surface(corners, len(body.mesh.template))

    def __call__(self, colour: np.ndarray, now: np.ndarray, other: np.ndarray, box: Box) -> tuple[Passes, np.ndarray]:
        """Passes of vertices ``now (v, 3)`` in ``box``, and how well colours are known, float32 ``(h, w)`` in 0..1.

        ``colour (size, size, 3)`` is the picture, ``other (v, 3)`` are the vertices that ``flow`` leads to, of the next
        frame or of the one before. The box's sides are even.
        """
        top, bottom, left, right = box
        height, width = bottom - top, right - left
        place, there = self._lens(now, self._size), self._lens(other, self._size)
        move = (there - place)[self._vertex_of]
        place -= np.float32((left, top, 0))
        near, far = float(place[:, 2].min()), float(place[:, 2].max())
        corners = _corners(place, (height, width), near, far)[self._vertex_of]
        values = self._surface.normals(now)[self._vertex_of]
        values[:, 2] = self._part
        picture, z = _spread(corners, self._faces, values, (height, width))
        move[:, 2] = self._validity
        moved, _ = _spread(corners, self._faces, move, (height // 2, width // 2))
        mask = z <= 1.5
        inside = mask.view(np.uint8)
        depth = np.full(mask.shape, np.inf, np.float32)
        cv2.copyTo(cv2.addWeighted(z, far - near, z, 0, near), inside, depth)
        x, y, part = planes(picture)  # plane by plane is several times as fast as pixel by pixel
        flat = cv2.add(cv2.multiply(x, x), cv2.multiply(y, y))  # at most 1: a mean of unit vectors is no longer
        toward = cv2.sqrt(cv2.max(cv2.subtract(1.0, flat), 0))
        cv2.copyTo(np.zeros_like(toward), 1 - inside, toward)
        normals = cv2.merge([x, y, toward])
        parts = np.full(mask.shape, -1, np.int16)
        cv2.copyTo(np.rint(part).astype(np.int16), inside, parts)
        covered = mask.astype(np.float32)
        moved = planes(cv2.resize(moved, (width, height), interpolation=cv2.INTER_LINEAR))
        right_, down, known = (cv2.multiply(plane, covered) for plane in moved)
        uv = np.broadcast_to(np.float32(-1), (height, width, 2))
        shown = colour[top:bottom, left:right].copy()
        return Passes(shown, mask, depth, normals, uv, parts, cv2.merge([right_, down])), known


def _at(validity: np.ndarray | None, uv: np.ndarray) -> np.ndarray:
    """Validity 0..1 at texture coordinates ``(n, 2)``."""
    if validity is None:
        return np.zeros(len(uv), np.float32)
    side = len(validity)
    x, y = np.clip(np.rint(uv * side - 0.5).astype(int), 0, side - 1).T
    return validity[y, x] / np.float32(255)


def _corners(place: np.ndarray, size: tuple[int, int], near: float, far: float) -> np.ndarray:
    """What ``cv2.triangleRasterize`` takes, for places in pixels and depths from ``near`` to ``far``."""
    height, width = size
    distance = 2 / (2 - (place[:, 2] - near) / max(far - near, 1e-9))
    corners = np.empty_like(place)
    corners[:, 0] = ((place[:, 0] + 0.5) * (2 / width) - 1) * distance * (width / height)
    corners[:, 1] = ((height - 0.5 - place[:, 1]) * (2 / height) - 1) * distance
    corners[:, 2] = -distance
    return corners


def _spread(
    corners: np.ndarray, faces: np.ndarray, values: np.ndarray, size: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Values ``(v, 3)`` over the faces that look here, ``(h, w, 3)``, 0 elsewhere; depth 0..1, or 2 where is none."""
    picture, depth = np.zeros((*size, 3), np.float32), np.full(size, 2, np.float32)
    settings = cv2.TriangleRasterizeSettings()
    settings.setShadingType(cv2.RASTERIZE_SHADING_SHADED)
    settings.setCullingMode(cv2.RASTERIZE_CULLING_CW)
    settings.setGlCompatibleMode(cv2.RASTERIZE_COMPAT_INVDEPTH)
    cv2.triangleRasterize(corners, faces, values, picture, depth, np.eye(4), np.pi / 2, 1.0, 2.0, settings)
    return picture, depth
