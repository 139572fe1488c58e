"""What a made person is like, drawn by chance."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

RGB = tuple[int, int, int]
HAIR = ("bald", "cropped", "short", "full", "tied", "bob", "long", "headscarf", "bun", "curly")
BEARDS = ("none", "stubble", "full", "moustache", "goatee")
CLOTHS = ("plain", "stripes", "pinstripes", "dots", "logo", "blocks", "knit", "checks", "print")
COLLARS = ("round", "v", "shirt", "high", "jacket")
LEFT_OUT = frozenset({"bun", "curly", "checks", "print"})
"""Kinds of hair and cloth that nobody wears whom a renderer is trained on."""

_SKIN = np.float32([(244, 210, 190), (232, 186, 160), (222, 170, 138), (200, 146, 112), (172, 118, 86), (140, 94, 68),
                    (108, 72, 54), (84, 56, 44), (66, 46, 38)])  # fmt: skip
_HAIR = np.float32([(28, 24, 24), (46, 34, 28), (74, 48, 34), (104, 68, 44), (150, 108, 66), (196, 160, 104),
                    (132, 62, 36), (150, 148, 146), (214, 212, 208), (92, 40, 52)])  # fmt: skip
_IRIS = np.float32([(62, 42, 32), (88, 58, 38), (104, 84, 54), (84, 106, 88), (92, 116, 140), (112, 124, 132)])


@dataclass(frozen=True)
class Traits:
    """Colours are sRGB, 0 to 255; kinds are those named above. Lengths are factors of the usual ones."""

    shape: tuple[float, ...] = (0.0,) * 16
    skin: RGB = (226, 178, 150)
    lips: RGB = (186, 106, 98)
    iris: RGB = (88, 104, 96)
    freckles: float = 0.0
    """0 to 1, like ``unevenness`` and ``glasses``, which are worn above 0."""
    unevenness: float = 0.5
    hair: str = "short"
    hair_colour: RGB = (58, 42, 34)
    volume: float = 1.0
    beard: str = "none"
    cloth: str = "plain"
    colours: tuple[RGB, RGB, RGB] = ((44, 60, 92), (220, 220, 216), (150, 60, 50))
    """Of the top, of its pattern, of its print."""
    collar: str = "round"
    sleeve: float = 0.55
    loose: float = 0.0
    scarf: RGB = (110, 60, 80)
    glasses: float = 0.0
    backdrop: RGB = (214, 219, 224)
    seed: int = field(default=0, compare=False)

    @classmethod
    def drawn(cls, seed: int, *, known: bool = False) -> Traits:
        """Somebody; ``known`` people wear none of the kinds ``LEFT_OUT``."""
        draw = np.random.default_rng([seed, 77])

        def one(kinds: tuple[str, ...], weights: tuple[float, ...]) -> str:
            share = np.array([0.0 if known and kind in LEFT_OUT else w for kind, w in zip(kinds, weights, strict=True)])
            return str(draw.choice(kinds, p=share / share.sum()))

        shape = np.clip(draw.normal(0, 0.75, 16), -1.8, 1.8)
        at = draw.uniform(0, len(_SKIN) - 1)
        skin = np.array([np.interp(at, np.arange(len(_SKIN)), channel) for channel in _SKIN.T])
        skin = skin * draw.normal(1, 0.03) * draw.normal(1, 0.015, 3)
        lips = skin * (0.88, 0.66, 0.68) * draw.normal(1, 0.05, 3)
        if draw.random() < 0.15:
            lips = 0.4 * lips + 0.6 * np.array([170, 40, 60]) * draw.normal(1, 0.1, 3)
        dark = at > 3
        hair_colour = _HAIR[draw.integers(0, 3 if dark and draw.random() < 0.85 else len(_HAIR))] * draw.normal(1, 0.08)
        hue = draw.random(3)
        colours = [_vivid(draw, h) for h in hue]
        beard = one(BEARDS, (0.6, 0.12, 0.14, 0.07, 0.07))
        hair = one(HAIR, (0.06, 0.12, 0.18, 0.12, 0.1, 0.1, 0.14, 0.1, 0.04, 0.04))
        return cls(
            shape=tuple(float(x) for x in shape),
            skin=_rgb(skin),
            lips=_rgb(lips),
            iris=_rgb(_IRIS[draw.integers(0, 2 if dark else len(_IRIS))] * draw.normal(1, 0.06, 3)),
            freckles=float(draw.random() * (draw.random() < 0.25) * (at < 4)),
            unevenness=float(draw.uniform(0.2, 1.0)),
            hair=hair,
            hair_colour=_rgb(hair_colour),
            volume=float(draw.uniform(0.6, 1.5)),
            beard="none" if hair in ("headscarf", "bun", "long", "bob") and draw.random() < 0.85 else beard,
            cloth=one(CLOTHS, (0.34, 0.14, 0.05, 0.07, 0.1, 0.08, 0.08, 0.07, 0.07)),
            colours=tuple(_rgb(colour) for colour in colours),
            collar=one(COLLARS, (0.4, 0.15, 0.2, 0.12, 0.13)),
            sleeve=float(draw.choice([draw.uniform(0.3, 0.95), 0.93, draw.uniform(-0.5, -0.15)])),
            loose=float(draw.uniform(0, 1)),
            scarf=_rgb(_vivid(draw, draw.random())),
            glasses=float(draw.random() < 0.12),
            backdrop=_rgb(draw.uniform(185, 232) * draw.normal(1, 0.02, 3)),
            seed=seed,
        )


def _vivid(draw: np.random.Generator, hue: float) -> np.ndarray:
    """A cloth's colour: as often dark, pale or grey as bright."""
    wheel = np.clip(abs((hue * 6 + np.array([0, 4, 2])) % 6 - 3) - 1, 0, 1)
    strength, light = draw.beta(1.3, 2.0), draw.uniform(0.1, 0.92)
    return 255 * light * (1 - strength + strength * wheel)


def _rgb(colour: np.ndarray) -> RGB:
    return tuple(int(c) for c in np.clip(np.rint(colour), 8, 250))
