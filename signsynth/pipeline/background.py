"""What is shown behind a signer who is made of a photo."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from signsynth.errors import InputError
from signsynth.files.photo import read_photo
from signsynth.signer import Appearance

if TYPE_CHECKING:
    from signsynth.render.portrait import Sight

Background = str | tuple[int, int, int] | np.ndarray
"""``studio``, ``keep``, a colour, or pixels uint8 ``(h, w, 3)``."""


def chosen_background(background: str | Path | tuple[int, int, int] | np.ndarray) -> Background:
    """ "studio" and "keep" as they are, ``#rrggbb`` as three numbers, anything else read as an image.

    Errors: ``InputError`` for what is none of these, ``FileError`` as of ``read_photo``.
    """
    if isinstance(background, np.ndarray):
        return read_photo(background).pixels
    if isinstance(background, tuple | list):
        if len(background) != 3 or not all(isinstance(c, int) and 0 <= c <= 255 for c in background):
            raise InputError(f"background {background!r}: expected three whole numbers of 0 to 255")
        return tuple(background)
    if background in ("studio", "keep"):
        return background
    if re.fullmatch("#[0-9a-fA-F]{6}", str(background)):
        return tuple(int(str(background)[k : k + 2], 16) for k in (1, 3, 5))
    if not Path(background).exists() and not Path(background).suffix:
        raise InputError(f"background {str(background)!r}: expected studio, keep, #rrggbb or the name of an image")
    return read_photo(background).pixels


def behind_them(appearance: Appearance, background: Background, sight: Sight) -> Appearance:
    """``appearance`` with a background; "keep" is that of ``sight`` without the person."""
    if isinstance(background, tuple):
        return replace(appearance, colours=appearance.colours | {"backdrop": background})
    if isinstance(background, str) and background == "studio":
        return appearance
    from signsynth.render.portrait.backdrop import behind, square

    return replace(appearance, background=behind(sight) if isinstance(background, str) else square(background))
