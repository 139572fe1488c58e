"""Somebody who does not exist, of whom everything is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from signsynth.render.mesh.costume import HEADROOM
from signsynth.render.mesh.surface import Surface
from signsynth.render.mesh.wardrobe import Wardrobe, dressed, step, vertex_parts
from signsynth.render.people.hair import Hair
from signsynth.render.people.paint import look, unfolded
from signsynth.render.people.traits import Traits
from signsynth.signer import Appearance, Provenance, Signer


@dataclass(frozen=True, eq=False)
class Person:
    """``texture`` and ``materials`` uint8 ``(n, n, 3)``: sRGB colours without light; shares of skin, hair and cloth.
    ``painted (n, n)`` is where signers have the drawn person's colours: hands, bare arms, the inside of the mouth.
    """

    traits: Traits
    texture: np.ndarray
    materials: np.ndarray
    painted: np.ndarray
    shade: np.ndarray
    """float32 ``(n, n)``: what a photo keeps of a studio's light, for which the mesh renderer leaves room."""
    offsets: np.ndarray
    """float32 ``(v, 3)`` metres at rest from the drawn person's hair and clothes to these."""

    @property
    def signer(self) -> Signer:
        """They look as the person truly does, everywhere, without light."""
        return self._signer(self.texture, np.full(self.texture.shape[:2], 255, np.uint8))

    @property
    def shown(self) -> Signer:
        """As the best of photos would make them: hands painted, a part of the light in the colours."""
        seen = np.where(self.painted, 0, 255).astype(np.uint8)
        return self._signer(self.texture * self.shade[..., None] * (seen > 0)[..., None], seen)

    def _signer(self, colours: np.ndarray, validity: np.ndarray) -> Signer:
        look_ = look(self.traits)
        names = ("skin", "lips", "hair", "brows", "iris", "top", "trousers", "backdrop")
        stored = np.clip(colours / HEADROOM + 0.5, 0, 255).astype(np.uint8)
        appearance = Appearance(
            {name: getattr(look_, name) for name in names}, self.traits.sleeve, stored, validity, self.offsets
        )
        provenance = Provenance(
            source=f"signsynth.render.people.person({self.traits.seed})", licence="Apache-2.0", synthetic=True,
            notes=("made by chance: no photo of anybody",),
        )  # fmt: skip
        return Signer(
            f"person-{self.traits.seed}", consent="none needed: made, and nobody's likeness", provenance=provenance,
            shape=np.array(self.traits.shape, np.float32), appearance=appearance,
        )  # fmt: skip


def person(seed: int | Traits, *, body: Any = None, size: int = 1024, known: bool = False) -> Person:
    """Somebody drawn by chance, or with the given traits; ``size`` of the texture in texels.

    ``known`` leaves out ``traits.LEFT_OUT``. The same arguments make the same person.
    """
    from signsynth.body import Body

    body = Body.load() if body is None else body
    traits = seed if isinstance(seed, Traits) else Traits.drawn(seed, known=known)
    plain, worn = _places(body, traits)
    return Person(traits, *unfolded(body, traits, size, worn), (worn - plain).astype(np.float32))


def offsets(body: Any, traits: Traits) -> np.ndarray:
    """float32 ``(v, 3)`` metres at rest from the drawn person's clothes and hair to these."""
    plain, worn = _places(body, traits)
    return (worn - plain).astype(np.float32)


def _places(body: Any, traits: Traits) -> tuple[np.ndarray, np.ndarray]:
    """Vertices ``(v, 3)`` at rest in the drawn person's hair and clothes, and in these."""
    worn = dressed(body, traits.sleeve).mesh.template.double().cpu().numpy()
    rest, part = body.mesh.template.double().cpu().numpy(), vertex_parts(body)
    surface, wardrobe = Surface(body.faces.cpu().numpy(), len(rest)), Wardrobe.of(body, traits.sleeve)
    cloth = wardrobe.cloth(rest, part)
    arms = wardrobe.on(part, *(f"{name}.{side}" for name in ("upper_arm", "forearm") for side in "LR"))
    trunk = wardrobe.on(part, "torso")
    normals = surface.normals(surface.smoothed(worn, 6))
    swell = 0.012 * traits.loose * step(0.0, 0.05, cloth) * (arms + 0.8 * trunk)
    if traits.collar in ("jacket", "shirt"):
        swell = swell + 0.005 * step(0.0, 0.02, cloth) * (trunk + 0.5 * arms)
    if traits.collar == "high":
        neck = wardrobe.on(part, "neck", "torso") & (rest[:, 1] < 0.705) & (rest[:, 1] > 0.6)
        swell = swell + 0.006 * neck
    placed = worn + surface.smoothed(swell[:, None], 3) * normals
    placed = Hair(traits, wardrobe).lifted(body, surface, placed)
    still = wardrobe.on(part, "eyes", "eye_sockets", "mouth", "tongue", "hand.L", "hand.R", "foot.L", "foot.R")
    placed[still] = worn[still]
    return worn, placed
