"""What a signer's appearance changes on the drawn person: colours, sleeves, the surface, a photo's colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import numpy as np

from signsynth.errors import InputError
from signsynth.render.mesh.canvas import on_eyes
from signsynth.render.mesh.light import brightness
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.texture import texture
from signsynth.render.mesh.wardrobe import CUFF, Wardrobe, dressed, step, vertex_parts
from signsynth.signer import Appearance

_AHEAD = float(brightness(np.array([[0.0, 0.0, 1.0]]))[0])
_SOFTNESS = 0.6
SHADE = 0.6
"""Of a photo the shade of things on each other is in the colours already, in part."""
HEADROOM = 1.25
"""Colours of a photo are stored that much darker: without their light some are brighter than white."""


def photo_light(body: Any, side: float = 0.0) -> Callable[[np.ndarray], np.ndarray]:
    """For unit normals ``(v, 3)`` of ``body`` the factor ``(v,)`` on a photo's colours: 1 for what looks ahead.

    The light of a photo cannot be taken out wholly, so the studio's is made weaker, but for hands and forearms,
    which are painted; it sets in over the forearm. ``side``: see ``Appearance.side_light``.
    """
    wardrobe = Wardrobe.of(body, 0.0)
    rest, part = body.mesh.template.cpu().numpy(), vertex_parts(body)
    hard = step(0.0, 0.15, -wardrobe.cloth(rest, part)) * wardrobe.on(
        part, *(f"{name}.{side}" for name in ("forearm", "hand") for side in "LR")
    )
    power = np.float32(_SOFTNESS + (1 - _SOFTNESS) * hard)

    def light(normals: np.ndarray) -> np.ndarray:
        soft = (brightness(normals) / np.float32(_AHEAD)) ** power
        return soft * np.exp(np.float32(side) * normals[:, 0]) if side else soft

    return light


class Costume:
    """``look`` as the appearance has it; the body that wears it; its texture."""

    def __init__(self, look: Look, appearance: Appearance | None) -> None:
        """``look`` holds for all that ``appearance`` does not say."""
        known = {field.name for field in fields(Look)}
        colours = {} if appearance is None else appearance.colours
        self.look = replace(look, **{name: tuple(rgb) for name, rgb in colours.items() if name in known})
        self.appearance = appearance
        self.cuff = CUFF if appearance is None else appearance.sleeve
        self._photo = appearance is not None and appearance.texture is not None

    @property
    def shade(self) -> float:
        """How strongly things shade each other: 1 is the whole studio's."""
        return SHADE if self._photo else 1.0

    def light(self, body: Any) -> Callable[[np.ndarray], np.ndarray]:
        """How bright each vertex of ``body`` is, ``(v,)``, for normals ``(v, 3)``: a factor on the texture."""
        if not self._photo:
            return brightness
        light = photo_light(body, self.appearance.side_light)
        return lambda normals: np.float32(HEADROOM) * light(normals)

    def light_inside(self, normals: np.ndarray) -> np.ndarray:
        """How bright things are that are painted, never lifted, ``(n,)``, for normals ``(n, 3)``: teeth."""
        found = brightness(normals)
        return np.float32(HEADROOM) * (found / np.float32(_AHEAD)) ** np.float32(_SOFTNESS) if self._photo else found

    @property
    def stored(self) -> float:
        """By what colours are multiplied before they are put into the texture."""
        return 1 / HEADROOM if self._photo else 1.0

    def backdrop(self, size: int) -> np.ndarray | None:
        """The signer's own background, uint8 ``(size, size, 3)``, if they have one."""
        import cv2

        if self.appearance is None or self.appearance.background is None:
            return None
        own = self.appearance.background
        mixing = cv2.INTER_AREA if len(own) > size else cv2.INTER_CUBIC
        return np.ascontiguousarray(cv2.resize(own, (size, size), interpolation=mixing))

    def worn(self, body: Any) -> Any:
        """``body`` with hair and clothes. Errors: ``InputError`` for offsets of another body."""
        import torch

        worn = dressed(body, self.cuff)
        if self.appearance is None or self.appearance.offsets is None:
            return worn
        template, offsets = worn.mesh.template, self.appearance.offsets
        if offsets.shape != tuple(template.shape):
            raise InputError(f"signer: offsets of {len(offsets)} vertices, expected {len(template)} of this body")
        moved = template + torch.as_tensor(np.asarray(offsets, np.float32)).to(template)
        return replace(worn, mesh=replace(worn.mesh, template=moved))

    def texture(self, body: Any, size: int) -> np.ndarray:
        """uint8 ``(size, size, 3)`` RGB: painted, and over that what the appearance knows better.

        Eyes are always painted, in the colours that were read: of a photo they are a few pixels, half under the lids,
        and look where they looked then.
        """
        import cv2

        painted = texture(body, self.look, size, self.cuff)
        shown = self.appearance
        if shown is None or shown.texture is None:
            return painted
        share = np.where(shown.validity > 0, np.float32(1), np.float32(0))
        colour = shown.texture.astype(np.float32) * share[..., None]
        mixing = cv2.INTER_AREA if len(share) > size else cv2.INTER_LINEAR
        share, colour = (cv2.resize(a, (size, size), interpolation=mixing) for a in (share, colour))
        eyes = on_eyes(size)
        share[eyes], colour[eyes] = 0, 0
        mixed = colour + painted * ((1 - share[..., None]) / HEADROOM)
        return np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
