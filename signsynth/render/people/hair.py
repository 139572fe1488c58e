"""Hair, beards and headscarves of made people: where they lie on the body at rest, and how thick. In metres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from signsynth.render.mesh.surface import Surface
from signsynth.render.mesh.wardrobe import Wardrobe, step, vertex_parts
from signsynth.render.people.traits import Traits

_MIDDLE_Z = 0.045
"""Depth of the axis that hanging hair falls around."""
_LENGTHS = {"bob": 0.700, "long": 0.600}
"""Height at which hanging hair ends."""
_DEPTHS = {"bald": 0.0, "cropped": 0.004, "short": 0.014, "full": 0.026, "tied": 0.007, "bun": 0.008, "bob": 0.016,
           "long": 0.016, "curly": 0.036, "headscarf": 0.016}  # fmt: skip
_BUN = {"bun": np.array([0.0, 0.935, -0.005]), "tied": np.array([0.0, 0.835, -0.065])}
_SCARF_MIDDLE, _SCARF_RADIUS = np.array([0.0, 0.680, 0.020]), 0.135
_UPPER_ARMS = ("upper_arm.L", "upper_arm.R")
_MOUTH = np.array([0.0, 0.750, 0.165])


@dataclass(frozen=True, eq=False)
class Hair:
    """One person's: ``inside`` says where it grows, ``lifted`` how far it stands off."""

    traits: Traits
    wardrobe: Wardrobe

    @property
    def hangs(self) -> float | None:
        """Height where hanging hair ends, or None."""
        return _LENGTHS.get(self.traits.hair)

    @property
    def scarf(self) -> bool:
        """Whether it is a cloth."""
        return self.traits.hair == "headscarf"

    def inside(self, places: np.ndarray, part: np.ndarray, worn: np.ndarray | None = None) -> np.ndarray:
        """Metres inside the edge of hair or headscarf of places ``(n, 3)`` on parts ``(n,)``; below 0 there is none.

        ``worn (n, 3)``: the same places in clothes, on which its ends lie.
        """
        worn = places if worn is None else worn
        if self.traits.hair == "bald":
            return np.full(len(places), -1.0, np.float32)
        above = self.wardrobe.hair(places, part)
        if self.scarf:
            return np.maximum(above, self._wrapped(places, part, worn))
        above = above + self._hairline(places)
        return above if self.hangs is None else np.maximum(above, self._hanging(places, part, worn))

    def _hairline(self, places: np.ndarray) -> np.ndarray:
        """Metres ``(n,)`` by which hair grows lower on the forehead than the drawn person's: hanging hair is parted and
        falls over the temples, a full head of it is swept to one side, what is short leaves the temples bare."""
        side = 1.0 if self.traits.seed % 2 else -1.0
        x, _, z = places.T
        ahead, off = step(0.060, 0.085, z), abs(x - side * 0.014)
        if self.hangs is not None:
            return ahead * (0.040 * step(0.006, 0.070, off) - 0.012)
        if self.traits.hair == "curly":
            return ahead * 0.004 * step(0.035, 0.06, abs(x))
        if self.traits.hair == "full":
            return ahead * (0.007 * np.sin(42 * side * x) - 0.004 * step(0.030, 0.055, abs(x)))
        return ahead * (0.002 * step(0.03, 0.0, abs(x)) - 0.006 * np.exp(-(((abs(x) - 0.050) / 0.016) ** 2)))

    def _wrapped(self, places: np.ndarray, part: np.ndarray, worn: np.ndarray) -> np.ndarray:
        """All of head and neck but an oval of the face; on the shoulders it ends in a circle around the neck."""
        x, y, _ = worn.T
        oval = np.sqrt((x / 0.060) ** 2 + ((y - 0.792) / 0.083) ** 2)
        found = np.where(places[:, 2] > 0.075, (oval - 1) * 0.06, 0.05)
        ends = _SCARF_RADIUS - np.linalg.norm((worn - _SCARF_MIDDLE) * (1.0, 1.0, 0.8), axis=1)
        found = np.where(y < 0.72, np.minimum(found, ends), found)
        head = self.wardrobe.on(part, "scalp", "face", "neck", "ears", "torso", *_UPPER_ARMS)
        return np.where(head, found, -1.0).astype(np.float32)

    def _hanging(self, places: np.ndarray, part: np.ndarray, worn: np.ndarray) -> np.ndarray:
        """Beside and behind the face, and two strands before the shoulders where it is long."""
        x, y, z = places.T
        # The edge runs down before the ears and then back along the jaw, whatever part it crosses.
        edge = np.interp(y, (0.66, 0.71, 0.74, 0.83), (0.055, 0.070, 0.086, 0.090))
        beside = np.minimum(np.minimum(edge - z, y - self.hangs), 0.118 - abs(x))
        found = np.where(self.wardrobe.on(part, "scalp", "neck", "torso", "face", "ears", *_UPPER_ARMS), beside, -1.0)
        if self.traits.hair == "long":
            x, y, z = worn.T
            strand = 0.034 - abs(abs(x) - 0.082)
            low = 0.500 + 0.02 * np.sin(40 * x)
            before = np.minimum(np.minimum(strand, y - low), z + 0.02)
            found = np.maximum(found, np.where(self.wardrobe.on(part, "torso", "neck", *_UPPER_ARMS), before, -1.0))
        return found.astype(np.float32)

    def beard(self, places: np.ndarray, part: np.ndarray) -> np.ndarray:
        """Share 0 to 1 of beard on places ``(n, 3)``."""
        x, y, z = places.T
        kind, face = self.traits.beard, self.wardrobe.on(part, "face", "neck")
        if kind == "none":
            return np.zeros(len(places), np.float32)
        across, up = abs(x), y - _MOUTH[1]
        jaw = step(0.004, -0.006, y - (0.738 + 9.0 * np.clip(across - 0.012, 0, 0.06) ** 2 + 0.25 * across))
        jaw *= step(0.05, 0.075, z) * step(0.700, 0.722, y)
        lip = np.exp(-(((up - 0.0165 + 0.25 * across) / 0.0062) ** 2)) * step(0.034, 0.024, across) * (z > 0.12)
        chin = np.exp(-((across / 0.020) ** 4)) * step(-0.010, -0.018, up) * step(0.700, 0.715, y) * (z > 0.09)
        corner = np.exp(-(((across - 0.029) / 0.007) ** 2)) * step(0.016, 0.004, up) * step(-0.045, -0.03, up)
        corner = corner * (z > 0.11)
        shares = {"full": (jaw, lip, chin, corner), "stubble": (jaw, lip, chin), "moustache": (lip,),
                  "goatee": (chin, lip, corner)}[kind]  # fmt: skip
        mouth = step(1.15, 0.85, (x / 0.0245) ** 2 + ((y - _MOUTH[1]) / 0.0085) ** 2) * (z > 0.12)
        found = np.max(shares, axis=0) * (0.45 if kind == "stubble" else 0.92)
        return np.where(face, found * (1 - mouth), 0).astype(np.float32)

    def lifted(self, body: Any, surface: Surface, places: np.ndarray) -> np.ndarray:
        """Vertices ``(v, 3)`` of the head and what hangs from it; ``places (v, 3)`` is the body in its clothes."""
        rest, part = body.mesh.template.double().cpu().numpy(), vertex_parts(body)
        on = self.wardrobe.on
        inside, ears = self.inside(rest, part), on(part, "ears")
        head = on(part, "scalp", "face", "lips", "ears", "neck")
        # The drawn person's hair goes; the neck keeps the collar that lies over it.
        start = np.where((head & (self.wardrobe.cloth(rest, part) < -0.004))[:, None], rest, places)
        if self.scarf or self.hangs is not None:
            start = surface.smoothed(start, 200, ears[:, None].astype(float))
        normals = surface.normals(surface.smoothed(start, 10))
        grown = step(0.0, 0.024, inside)
        depth = _DEPTHS[self.traits.hair] * self.traits.volume * grown
        if not self.scarf and self.traits.hair not in ("tied", "bun", "bald"):
            depth = depth * (0.75 + 0.5 * step(0.05, 0.13, self.wardrobe.hair(rest, part)))
            depth = depth * (1 + _waves(rest, self.traits.seed))
        if (knot := _BUN.get(self.traits.hair)) is not None:
            depth = depth + 0.045 * np.exp(-((rest - knot) ** 2).sum(1) / 0.030**2) * on(part, "scalp")
        depth = surface.smoothed(depth[:, None], 3)[:, 0]
        grown_out = start + depth[:, None] * normals * (inside > -0.01)[:, None]
        falling = self._curtain(rest, part, inside)
        out = grown_out[:, [0, 2]] - (0, _MIDDLE_Z)
        reach = np.linalg.norm(out, axis=1)
        wanted = np.maximum(reach, falling)
        grown_out[:, [0, 2]] = out * (wanted / np.maximum(reach, 1e-6))[:, None] + (0, _MIDDLE_Z)
        hairy = (inside > -0.005)[:, None] * (0.15 if self.traits.hair == "curly" else 1.0)
        grown_out = surface.smoothed(grown_out, 8, hairy)
        beard = self.beard(rest, part)
        thick = {"full": 0.007, "goatee": 0.005, "moustache": 0.003}.get(self.traits.beard, 0.0) * self.traits.volume
        return grown_out + surface.smoothed((thick * beard)[:, None], 2) * normals

    def _curtain(self, rest: np.ndarray, part: np.ndarray, inside: np.ndarray) -> np.ndarray:
        """Least distance ``(v,)`` from the axis of what hangs down beside and behind the neck; 0 where nothing does."""
        if self.hangs is None and not self.scarf:
            return np.zeros(len(rest))
        _, y, _ = rest.T
        volume = 0.012 * (self.traits.volume - 1)
        if self.scarf:
            radius = 0.090 + volume + 0.10 * step(0.72, 0.60, y)
            below = step(0.86, 0.80, y) * step(0.61, 0.65, y) * step(0.0, 0.02, inside)
        else:
            # From where the head is widest straight down over the ears, then inwards at the ends or over the shoulders.
            ends = (0.086, 0.091, 0.094) if self.traits.hair == "bob" else (0.110, 0.095, 0.092)
            radius = volume + np.interp(y, (0.60, 0.70, 0.74, 0.79, 0.84, 0.88), (ends[0], *ends, 0.088, 0.080))
            below = step(0.89, 0.87, y) * step(self.hangs - 0.01, self.hangs + 0.02, y) * step(0.0, 0.012, inside)
        near = self.wardrobe.on(part, "neck", "scalp", "ears", "face")
        return radius * np.where(near, below, 0)


def _waves(places: np.ndarray, seed: int) -> np.ndarray:
    """Some bumps of the hair's surface, about -0.3 to 0.3."""
    draw = np.random.default_rng([seed, 5])
    waves = np.zeros(len(places))
    for size in (60, 60, 110, 110, 160):
        waves += 0.09 * np.sin(places @ draw.normal(0, size, 3) + draw.uniform(0, 6.3))
    return waves
