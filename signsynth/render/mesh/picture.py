"""One frame of the dressed body, lit, at twice the resolution and back."""

from __future__ import annotations

from typing import Any

import numpy as np

from signsynth.render.mesh.canvas import atlas
from signsynth.render.mesh.costume import Costume
from signsynth.render.mesh.glance import GlanceMaker
from signsynth.render.mesh.lens import Lens
from signsynth.render.mesh.lids import Lids
from signsynth.render.mesh.light import NOTHING, Shade
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.mouth import Mouth
from signsynth.render.mesh.passes import Passes, PassMaker
from signsynth.render.mesh.planes import planes
from signsynth.render.mesh.sight import NOWHERE, Samples, Sight
from signsynth.render.mesh.surface import Surface
from signsynth.signer import Appearance

_HIDDEN = ("foot.L", "foot.R")
_STRIP = 64
"""Rows that are coloured at a time: what stays in the processor's cache is several times as fast. Even."""


class Studio:
    """Everything that is the same in every frame: the texture, the light, the backdrop, what may be seen."""

    def __init__(
        self,
        body: Any,
        look: Look,
        lens: Lens,
        size: int,
        appearance: Appearance | None = None,
        *,
        details: bool = False,
    ) -> None:
        """``body`` at rest without clothes; a signer's ``appearance`` goes before ``look``.

        ``details``: an open mouth shows teeth and is dark inside, shut lids show lashes; in the picture, in no pass.
        """
        self.size, self.lens = size, lens
        texels = int(2 ** np.clip(np.ceil(np.log2(2 * size)), 9, 11))
        self._fine = texels >= 2 * size
        costume = Costume(look, appearance)
        look = costume.look
        self._texture, self._light = costume.texture(body, texels), costume.light(body)
        corners, splits = body.faces.cpu().numpy(), body.faces_uv.cpu().numpy()
        part = body.face_part.cpu().numpy()
        seen = ~np.isin(part, [body.part_names.index(name) for name in _HIDDEN])
        rest = body.mesh.template.cpu().numpy()
        seen &= rest[corners, 1].max(1) > -0.25
        # Vertices are split where the texture has seams: one row per texture corner.
        used, self._faces = np.unique(splits[seen], return_inverse=True)
        self._faces = np.ascontiguousarray(self._faces.reshape(-1, 3).astype(np.int32))
        vertex_of = np.zeros(len(body.uv), np.int64)
        vertex_of[splits] = corners
        self._vertex_of = vertex_of[used]
        self._values = np.empty((len(used), 3), np.float32)
        self._values[:, :2] = atlas(body)[used] * texels - 0.5
        self._surface = Surface(corners[seen], len(rest))
        self._body, self._seen = body, seen
        self._passes = PassMaker(body, lens, size, seen)
        self._mouth = Mouth(body) if details else None
        self._lids = Lids(body) if details else None
        if self._mouth is not None:
            dim = min(1.0, sum(look.skin) / 540)
            self._mouth.paint(self._texture, look.white, dim, costume.stored)
            self._light_inside = costume.light_inside
            self._all_faces = np.concatenate([self._faces, np.int32(self._mouth.faces + len(used))])
            self._teeth = np.pad(self._mouth.uv * np.float32(texels) - np.float32(0.5), ((0, 0), (0, 1)))
        self._shade = Shade(size, lens.camera.scale(size), costume.shade)
        self.backdrop = costume.backdrop(size)
        if self.backdrop is None:
            self.backdrop = _backdrop(look.backdrop, size)
        self._twice = np.ascontiguousarray(self.backdrop.repeat(2, 0).repeat(2, 1))

    def frame(self, vertices: np.ndarray) -> np.ndarray:
        """uint8 ``(size, size, 3)`` RGB of vertices ``(v, 3)`` in shoulder widths; may run in several threads."""
        return self._drawn(vertices, self._surface.normals(vertices))[0]

    def sight(self, vertices: np.ndarray) -> Sight:
        """``frame``, and what is seen in it."""
        normals = self._surface.normals(vertices)
        out, corner, samples, texels = self._drawn(vertices, normals, sampled=True)
        if samples is None:
            return Sight(out, *np.empty((2, 0), np.int64), np.empty((2, 0), np.float32), normals)
        row, column, texel = samples.found(texels)
        texel += np.float32(0.5)
        texel *= np.float32(1 / len(self._texture))
        return Sight(out, row + corner[0], column + corner[1], texel, normals)

    def _drawn(
        self, vertices: np.ndarray, normals: np.ndarray, sampled: bool = False
    ) -> tuple[np.ndarray, tuple[int, int], Samples | None, np.ndarray | None]:
        """The picture; and where the body is in it, from which row and column, the samples and texels."""
        import cv2

        values, faces = self._values.copy(), self._faces
        light = self._light(normals)
        place = np.take(self.lens(vertices, 2 * self.size), self._vertex_of, axis=0)
        opened = self._mouth(vertices) if self._mouth is not None else None
        if opened is not None:
            light[self._mouth.rows] *= opened.dark
            faces, teeth = self._all_faces, self._teeth.copy()
            teeth[:, 2] = self._light_inside(opened.normals) * opened.teeth_dark
            values = np.concatenate([values, teeth])
            place = np.concatenate([place, self.lens(opened.teeth, 2 * self.size)])
        lashes = self._lids.lashes(vertices) if self._lids is not None else None
        if lashes is not None:
            light[self._lids.edges] *= lashes
        values[: len(self._vertex_of), 2] = np.take(light, self._vertex_of)
        box = _box(place, 2 * self.size)
        out = self.backdrop.copy()
        if box is None:
            return out, (0, 0), None, None
        top, bottom, left, right = box
        place -= np.float32((left, top, 0))
        picture, depth = painted(place, faces, values, (bottom - top, right - left), (NOWHERE, NOWHERE, 1.0))
        colour = np.empty((*depth.shape, 3), np.uint8)
        samples = Samples(depth.shape) if sampled else None
        for row in range(0, len(picture), _STRIP):
            u, v, light = planes(picture[row : row + _STRIP])
            strip = self._coloured(u, v, light, self._twice[top + row :, left:right])
            cv2.resize(strip, None, colour[row // 2 : (row + _STRIP) // 2], 0.5, 0.5, cv2.INTER_AREA)
            if samples is not None:
                samples.take(row // 2, u, v)
        out[top // 2 : bottom // 2, left // 2 : right // 2] = _times(colour, self._shade(depth))
        return out, (top // 2, left // 2), samples, picture

    def _coloured(self, u: np.ndarray, v: np.ndarray, light: np.ndarray, under: np.ndarray) -> np.ndarray:
        """uint8 ``(h, w, 3)`` of texels and light ``(h, w)`` before ``under``, which may be longer."""
        import cv2

        colour = under[: len(u)].copy()
        # Four texels at a pixel are averaged later; mixing neighbours for each of them would cost more than it shows.
        mixing = cv2.INTER_NEAREST if self._fine else cv2.INTER_LINEAR
        cv2.remap(self._texture, u, v, mixing, dst=colour, borderMode=cv2.BORDER_TRANSPARENT)
        return _times(colour, light)

    def passes(self, now: np.ndarray, after: np.ndarray) -> Passes:
        """The frame of vertices ``now (v, 3)`` with its passes; ``after`` are those of the next frame."""
        return self._passes(self.frame(now), now, after)

    def glances(self, validity: np.ndarray | None) -> GlanceMaker:
        """What makes quicker passes of a part of the picture; ``validity`` as in ``Appearance``."""
        return GlanceMaker(self._body, self.lens, self.size, self._seen, len(self._texture), validity)


def _times(colour: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """uint8 colours ``(h, w, 3)`` times a factor float32 ``(h, w)``, at most 255."""
    import cv2

    return cv2.multiply(colour, cv2.merge([factor] * 3), dtype=cv2.CV_8U)


def painted(
    place: np.ndarray, faces: np.ndarray, values: np.ndarray, size: tuple[int, int], empty: tuple[float, float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Three values per vertex spread over the faces that look here, float32 ``(h, w, 3)``, and depths ``(h/2, w/2)``.

    The quick way for pictures, by ``cv2.triangleRasterize`` alone: edges are right to about 1e-4 pixel and values
    to about 1 % of their change across a face. ``place (v, 3)`` as for ``rasterise``. Depths are those of every
    second row and column, ``NOTHING`` where there is no face.
    """
    import cv2

    height, width = size
    z = np.ascontiguousarray(place[:, 2])
    near, far = float(z.min()), float(z.max())
    distance = 2 / (2 - (z - near) / max(far - near, 1e-9))
    corners = np.empty_like(place)
    corners[:, 0] = ((place[:, 0] + 0.5) * (2 / width) - 1) * distance * (width / height)
    corners[:, 1] = ((height - 0.5 - place[:, 1]) * (2 / height) - 1) * distance
    corners[:, 2] = -distance
    picture, depth = np.empty((height, width, 3), np.float32), np.full((height, width), 2, np.float32)
    picture[0] = empty
    picture[1:] = picture[0]
    settings = cv2.TriangleRasterizeSettings()
    settings.setShadingType(cv2.RASTERIZE_SHADING_SHADED)
    settings.setCullingMode(cv2.RASTERIZE_CULLING_CW)
    settings.setGlCompatibleMode(cv2.RASTERIZE_COMPAT_INVDEPTH)
    cv2.triangleRasterize(corners, faces, values, picture, depth, np.eye(4), np.pi / 2, 1.0, 2.0, settings)
    few = depth[::2, ::2]
    return picture, np.where(few <= 1.5, near + few * np.float32(far - near), np.float32(NOTHING))


def _box(place: np.ndarray, size: int) -> tuple[int, int, int, int] | None:
    """Top, bottom, left, right (multiples of 4) of what holds every vertex, inside the picture; None: nothing."""
    across = np.ascontiguousarray(place[:, :2].T)  # many times as fast as going down the rows
    low, high = (across.min(1) - 4) // 4, -((-across.max(1) - 5) // 4)
    left, top = (int(edge) for edge in np.clip(4 * low, 0, size))
    right, bottom = (int(edge) for edge in np.clip(4 * high, 0, size))
    return (top, bottom, left, right) if top < bottom and left < right else None


def _backdrop(colour: tuple[int, int, int], size: int) -> np.ndarray:
    """A plain wall, a little darker to the corners, uint8 ``(size, size, 3)``."""
    y, x = (np.mgrid[:size, :size] + 0.5) / size - 0.5
    fall = 1.02 - 0.36 * (x * x + (y + 0.08) ** 2)
    grain = np.random.default_rng(1).uniform(-0.5, 0.5, (size, size, 1))  # hides the steps of the gradient
    return np.clip(np.float32(colour) * fall[..., None] + grain + 0.5, 0, 255).astype(np.uint8)
