"""Colours of the person that is rendered."""

from __future__ import annotations

from dataclasses import dataclass

from signsynth.render.theme import RGB


@dataclass(frozen=True)
class Look:
    """sRGB colours, 0 to 255. Skin and clothes contrast, so that hands can be read before the body."""

    skin: RGB = (226, 178, 150)
    lips: RGB = (186, 106, 98)
    hair: RGB = (58, 42, 34)
    brows: RGB = (66, 48, 40)
    iris: RGB = (88, 104, 96)
    white: RGB = (238, 234, 230)
    """Of the eyes."""
    top: RGB = (44, 60, 92)
    trousers: RGB = (52, 52, 58)
    backdrop: RGB = (214, 219, 224)
    """In the middle; the corners are darker."""
    label: RGB = (112, 118, 124)
