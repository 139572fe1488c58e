"""The body unfolded: where each texel of the texture lies on the body at rest, and its colour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from signsynth.render.mesh.raster import rasterise
from signsynth.render.mesh.surface import Surface
from signsynth.render.mesh.wardrobe import CUFF, Wardrobe

_EYES = {"L": (0.045, 0.93), "R": (0.115, 0.93)}
_EYE_RADIUS = 0.032
"""The eyes are small in the body's own unfolding; here they get an empty corner of it."""


def atlas(body: Any) -> np.ndarray:
    """Texture coordinates float32 ``(texels, 2)`` in 0..1 for ``body.faces_uv``: the body's own, but for the eyes."""
    uv = body.uv.cpu().numpy().astype(np.float32).copy()
    rest = body.mesh.template.cpu().numpy()
    eyes = body.face_part.cpu().numpy() == body.part_names.index("eyes")
    corners, texels = body.faces.cpu().numpy()[eyes].ravel(), body.faces_uv.cpu().numpy()[eyes].ravel()
    for side, middle in _EYES.items():
        own = (rest[corners, 0] > 0) == (side == "L")
        out = rest[corners[own]] - body.heads.cpu().numpy()[body.joint(f"eye.{side}")]
        across = np.linalg.norm(out[:, :2], axis=1, keepdims=True)
        reach = np.where(out[:, 2:] > 0, across / np.linalg.norm(out, axis=1, keepdims=True), 1.0)
        uv[texels[own]] = middle + _EYE_RADIUS * reach * out[:, :2] / np.maximum(across, 1e-9)
    return uv


def on_eyes(size: int) -> np.ndarray:
    """Bool ``(size, size)``: the texels of both eyes."""
    y, x = (np.mgrid[:size, :size] + 0.5) / size
    reach = _EYE_RADIUS + 2 / size
    return np.any([np.hypot(x - u, y - v) < reach for u, v in _EYES.values()], axis=0)


class Canvas:
    """Texels of a square texture, as rows; ``area`` picks some, ``blend`` and ``tone`` paint them."""

    def __init__(self, body: Any, colour: tuple[int, int, int], size: int, cuff: float = CUFF) -> None:
        """``body`` without clothes; everything starts in ``colour``, sRGB 0 to 255."""
        self.size = size
        self.wardrobe = Wardrobe.of(body, cuff)
        corners, rest = body.faces.cpu().numpy(), body.mesh.template.cpu().numpy()
        flat = np.pad(atlas(body) * size - 0.5, ((0, 0), (0, 1)))
        found = rasterise(flat, body.faces_uv.cpu().numpy(), size, cull=False)
        self._mask = found.mask
        face, shares = found.face_index[self._mask], found.barycentric[self._mask]
        surface = Surface(corners, len(rest))
        normals = surface.normals(rest)
        hollow = ((surface.smoothed(rest, 12) - rest) * normals).sum(1)
        self._corners, self._shares = corners[face], shares.astype(np.float32)
        spread = self.at(np.concatenate([rest, normals, hollow[:, None]], 1))
        self.place, self.normal, self.hollow = spread[:, :3], spread[:, 3:6], spread[:, 6]
        """float32 ``(n, 3)``, ``(n, 3)`` and ``(n,)``: at rest in metres; depth below the smoothed surface."""
        self.part = body.face_part.cpu().numpy()[face]
        self.colour = np.tile(np.float32(colour), (len(face), 1))
        self._chance = np.random.default_rng(7)

    def at(self, values: np.ndarray) -> np.ndarray:
        """What vertices have, ``(v, k)``, at each texel: float32 ``(n, k)``."""
        values = values.astype(np.float32)
        return sum(values[self._corners[:, k]] * self._shares[:, k, None] for k in range(3))

    def area(self, *parts: str, where: Callable[[np.ndarray], np.ndarray] | None = None) -> np.ndarray:
        """Rows of the texels of some parts; ``where`` chooses among them by their places ``(n, 3)``."""
        rows = np.flatnonzero(self.wardrobe.on(self.part, *parts))
        return rows if where is None else rows[where(self.place[rows])]

    def blend(self, rows: np.ndarray, colour: np.ndarray | tuple[float, ...], share: np.ndarray | float) -> None:
        """Move rows towards a colour ``(3,)``, or one each ``(n, 3)``, by ``share (n,)``."""
        share = np.broadcast_to(np.asarray(share, np.float32), rows.shape)[:, None]
        self.colour[rows] += (np.asarray(colour, np.float32) - self.colour[rows]) * share

    def tone(self, rows: np.ndarray, factor: tuple[float, float, float], share: np.ndarray | float) -> None:
        """Multiply rows by ``factor``, in part: 1 wholly, 0 not at all."""
        share = np.broadcast_to(np.asarray(share, np.float32), rows.shape)[:, None]
        self.colour[rows] *= 1 + (np.asarray(factor, np.float32) - 1) * share

    def spots(self, rows: np.ndarray, roughness: int) -> np.ndarray:
        """Smooth noise ``(n,)``, about -1 to 1, in patches of ``1 / roughness`` of the texture."""
        import cv2

        coarse = self._chance.normal(0, 0.7, (roughness, roughness)).astype(np.float32)
        picture = cv2.resize(coarse, (self.size, self.size), interpolation=cv2.INTER_CUBIC)
        return picture[self._mask][rows]

    def blurred(self, rows: np.ndarray, sigma_px: float) -> np.ndarray:
        """How much of the surroundings of every texel ``rows`` fill, 0 to 1: ``(all rows,)``."""
        import cv2

        chosen = np.zeros(len(self.part), np.float32)
        chosen[rows] = 1
        picture = np.zeros((self.size, self.size), np.float32)
        picture[self._mask] = chosen
        return cv2.GaussianBlur(picture, (0, 0), sigma_px)[self._mask]

    def wear(self, picture: np.ndarray) -> None:
        """Take the colours of a picture uint8 ``(size, size, 3)``."""
        self.colour = picture[self._mask].astype(np.float32)

    def picture(self) -> np.ndarray:
        """uint8 ``(size, size, 3)`` RGB; what no face covers continues its neighbours' colours for some pixels."""
        import cv2

        picture = np.zeros((self.size, self.size, 3), np.uint8)
        picture[self._mask] = np.clip(self.colour + 0.5, 0, 255)
        empty = np.ascontiguousarray(~self._mask, np.uint8)
        near = np.ones((3, 3), np.uint8)
        for _ in range(6):
            cv2.copyTo(cv2.dilate(picture, near), empty, picture)
            empty = cv2.erode(empty, near)
        return picture
