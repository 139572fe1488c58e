"""The faithful picture: several lamps, soft shadows, skin that light enters, strands at the hair's edge."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from signsynth.render.mesh.canvas import atlas
from signsynth.render.mesh.costume import Costume
from signsynth.render.mesh.lens import Lens
from signsynth.render.mesh.lids import Lids
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.mouth import Mouth
from signsynth.render.mesh.raster import rasterise
from signsynth.render.mesh.surface import Surface
from signsynth.render.people.lamps import Lamps
from signsynth.render.people.person import Person
from signsynth.render.people.shadow import ShadowMap, openness

_LINEAR = ((np.arange(256) / 255) ** 2.2).astype(np.float32)
_DEEP = ((0.016, 0), (0.007, 1), (0.0045, 2))
"""How far light spreads in skin, in shoulder widths, for red, green, blue."""


class TruePicture:
    """Draws one person with one lens at one size; as ``Studio`` draws their signer, pixel for pixel in place."""

    def __init__(self, body: Any, person: Person, lens: Lens, size: int, *, finer: int = 2, worn: Any = None) -> None:
        """``body`` at rest without clothes, ``worn`` with the person's, found where None; the picture is made
        ``finer`` times larger and averaged."""
        self.person, self.lens, self.size, self._finer = person, lens, size, finer
        self.worn = Costume(Look(), person.signer.appearance).worn(body) if worn is None else worn
        corners, splits = body.faces.cpu().numpy(), body.faces_uv.cpu().numpy()
        part, rest = body.face_part.cpu().numpy(), body.mesh.template.cpu().numpy()
        seen = ~np.isin(part, [body.part_names.index(name) for name in ("foot.L", "foot.R")])
        seen &= rest[corners, 1].max(1) > -0.25  # as Studio
        self._faces, self._texels, self._count = corners[seen], splits[seen], len(rest)
        self._surface = Surface(self._faces, self._count)
        self._uv = (atlas(body) * len(person.texture) - 0.5).astype(np.float32)
        self._head = int(np.argmin(np.linalg.norm(rest - body.heads[body.joint("head")].cpu().numpy(), axis=1)))
        wet = np.isin(part[seen], [body.part_names.index(name) for name in ("eyes", "lips", "tongue")])
        self._wet = np.append(wet, False)
        self._mouth, self._lids = Mouth(body), Lids(body)

    def __call__(self, vertices: np.ndarray, lamps: Lamps, backdrop: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """uint8 ``(size, size, 3)`` before ``backdrop`` (the same shape), and how much of each pixel is the person,
        float32 ``(size, size)``. ``vertices (v, 3)`` in shoulder widths."""
        size = self.size * self._finer
        place = self.lens(vertices, size)
        found = rasterise(place, self._faces, size)
        mask = found.mask
        under = cv2.resize(backdrop, (size, size), interpolation=cv2.INTER_NEAREST)
        if not mask.any():
            return backdrop.copy(), np.zeros(backdrop.shape[:2], np.float32)
        pixel_width = self.lens.camera.scale(size)
        normals = self._surface.normals(vertices)
        held = self.held(vertices)[:, None]
        spread = found.interpolate(self._faces, np.concatenate([vertices, normals, held], 1))[mask]
        places, normals, held = spread[:, :3], spread[:, 3:6], spread[:, 6:]
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
        texel = found.interpolate(self._texels, self._uv, -64.0)
        albedo = _LINEAR[cv2.remap(self.person.texture, texel, None, cv2.INTER_LINEAR)[mask]]
        kinds = cv2.remap(self.person.materials, texel, None, cv2.INTER_LINEAR)[mask].astype(np.float32) / 255
        shown = self._lit(vertices, found, mask, places, normals, albedo, kinds, lamps, pixel_width)
        shown *= lamps.tint.astype(np.float32) * held
        picture = np.zeros((size, size, 3), np.float32)
        picture[mask] = np.clip(shown, 0, 1) ** np.float32(1 / 2.2)
        hair = np.zeros((size, size), np.float32)
        hair[mask] = kinds[:, 1]
        share = mask.astype(np.float32)
        self._strands(picture, share, hair, place[self._head, :2], pixel_width)
        out = picture * share[..., None] + under.astype(np.float32) / 255 * (1 - share[..., None])
        out = cv2.resize(out, (self.size, self.size), interpolation=cv2.INTER_AREA)
        share = cv2.resize(share, (self.size, self.size), interpolation=cv2.INTER_AREA)
        return np.clip(out * 255 + 0.5, 0, 255).astype(np.uint8), share

    def held(self, vertices: np.ndarray) -> np.ndarray:
        """Factor ``(v,)`` on the light of each vertex: lashes of shut lids and an open mouth hold some back."""
        held = np.ones(self._count, np.float32)
        if (opened := self._mouth(vertices)) is not None:
            held[self._mouth.rows] = opened.dark
        if (lashes := self._lids.lashes(vertices)) is not None:
            held[self._lids.edges] *= lashes
        return held

    def _lit(self, vertices, found, mask, places, normals, albedo, kinds, lamps, pixel_width) -> np.ndarray:
        """Linear colours ``(n, 3)`` of the pixels in ``mask``."""
        skin, hair = kinds[:, :1], kinds[:, 1:2]
        open_ = openness(found.depth, 0.16 * pixel_width, 0.16, 16)
        close = openness(found.depth, 0.045 * pixel_width, 0.045, 8)
        free = (open_ * (0.35 + 0.65 * close))[mask]
        direct = lamps.direct(normals)
        key = ShadowMap(vertices, self._faces, lamps.directions[0]).lit(places, normals)
        key = self._even(key, mask, 0.025 * pixel_width)
        light = direct[0] * key[:, None] + direct[1:].sum(0) * (0.45 + 0.55 * free[:, None])
        # Light that bounces between near surfaces keeps their colour: shade of skin is redder than grey.
        shade = free[:, None] ** (1.35 - 0.55 * np.clip(albedo, 0, 1))
        light = light + lamps.around(normals) * shade
        for reach, channel in _DEEP:
            light[:, channel] += skin[:, 0] * (
                self._even(light[:, channel], mask, reach * pixel_width, skin[:, 0]) - light[:, channel]
            )
        view = np.float32([0, 0, 1])
        half = lamps.directions.astype(np.float32) + view
        half /= np.linalg.norm(half, axis=1, keepdims=True)
        gleam = np.clip(normals @ half.T, 0, None)
        rim = (1 - np.clip(normals[:, 2], 0, 1)) ** 4
        wet = self._wet[found.face_index[mask]]
        strong = 0.055 * skin[:, 0] + 0.10 * wet
        sharp = np.where(wet, 60.0, 22.0).astype(np.float32)
        shine = (gleam ** sharp[:, None]) @ lamps.colours.astype(np.float32) * strong[:, None] * key[:, None]
        shine += (0.05 * skin[:, 0] * rim * free)[:, None] * lamps.sky.astype(np.float32)
        # Strands run down; they gleam where they lie across the middle between lamp and viewer (Kajiya and Kay 1989).
        strand = normals[:, 1:2] * normals - np.float32([0, 1, 0])
        strand /= np.maximum(np.linalg.norm(strand, axis=1, keepdims=True), 1e-3)
        lying = np.sqrt(np.clip(1 - (strand @ half.T) ** 2, 0, 1)) ** 50 * np.clip(normals @ half.T, 0, 1) ** 3
        shine += 0.10 * hair * (lying @ lamps.colours.astype(np.float32)) * (0.3 + albedo) * key[:, None]
        return albedo * light + shine

    @staticmethod
    def _even(values: np.ndarray, mask: np.ndarray, sigma: float, weight: np.ndarray | None = None) -> np.ndarray:
        """Values ``(n,)`` of the pixels in ``mask`` blurred among themselves."""
        share, picture = np.zeros(mask.shape, np.float32), np.zeros(mask.shape, np.float32)
        share[mask] = 1 if weight is None else weight
        picture[mask] = values if weight is None else values * weight
        if sigma < 0.4:
            return values
        share, picture = (cv2.GaussianBlur(a, (0, 0), sigma)[mask] for a in (share, picture))
        return np.where(share > 1e-3, picture / np.maximum(share, 1e-3), values)

    @staticmethod
    def _strands(
        picture: np.ndarray, share: np.ndarray, hair: np.ndarray, middle: np.ndarray, pixel_width: float
    ) -> None:
        """Soften the hair's outline, in place: strands stand out a little from it."""
        reach = 0.016 * pixel_width
        near = cv2.GaussianBlur(hair, (0, 0), reach)
        if near.max() < 0.05:
            return
        colour = cv2.GaussianBlur(picture * hair[..., None], (0, 0), reach) / np.maximum(near, 1e-3)[..., None]
        y, x = np.mgrid[: len(share), : len(share)].astype(np.float32)
        turn = np.arctan2(y - middle[1], x - middle[0])
        comb = 0.5 + 0.28 * np.sin(97 * turn) + 0.22 * np.sin(211 * turn + 1)
        wisp = np.clip(2.1 * near - 0.25, 0, 1) * comb * (hair < 0.05) * (share < 0.5)
        body = cv2.GaussianBlur(share, (0, 0), reach)
        inner = np.clip(body * 1.7, 0, 1)
        edge = (hair > 0.5) & (body < 0.6)
        picture += np.where((share < 0.5)[..., None], colour - picture, 0)
        share += np.where(edge, inner - 1, wisp).astype(np.float32) * np.where(edge, 0.8, 0.75)
        np.clip(share, 0, 1, out=share)
