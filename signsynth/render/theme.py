"""The colours of the drawn signer."""

from __future__ import annotations

from dataclasses import dataclass

RGB = tuple[int, int, int]


@dataclass(frozen=True)
class Theme:
    """sRGB colours, 0 to 255.

    The two hands differ for every kind of colour vision: orange and sky blue of the palette of Okabe and
    Ito (2008), whose lightness differs too. They follow dominance, not side, so that a left-handed signer
    is the mirror image of a right-handed one. ``background=None`` is transparent.
    """

    background: RGB | None = (243, 241, 237)
    dominant: RGB = (240, 160, 20)
    other: RGB = (86, 180, 233)
    dominant_line: RGB = (112, 62, 0)
    other_line: RGB = (8, 62, 104)
    halo: RGB = (255, 255, 255)
    clothes: RGB = (62, 74, 96)
    clothes_line: RGB = (33, 41, 56)
    skin: RGB = (226, 214, 201)
    skin_shade: RGB = (203, 188, 173)
    hair: RGB = (70, 62, 60)
    eye: RGB = (252, 251, 249)
    line: RGB = (62, 54, 52)
    lips: RGB = (181, 116, 104)
    mouth: RGB = (84, 38, 40)
    label: RGB = (128, 128, 128)


def mixed(colour: RGB, target: RGB, share: float) -> RGB:
    """``colour`` with ``share`` (0 to 1) of ``target`` in it."""
    r, g, b = (round(a + (z - a) * share) for a, z in zip(colour, target, strict=True))
    return r, g, b
