"""Word lists, one file a language; :func:`language_of` finds them by code."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from signsynth.errors import InputError, nearest
from signsynth.text.codes import TWO_OF_THREE
from signsynth.text.language import Language

WRITTEN = ("de", "en", "es", "fr", "it", "ko", "nl", "pt")
"""Languages that have word lists here."""


@lru_cache(maxsize=32)
def language_of(code: str) -> Language:
    ""
    """The language of an ISO 639-1 or 639-3 code in any case, with or without a region ("en", "eng", "en-GB").

    Raises:
        InputError: the code is none that is known; the message names the nearest one.
    """
    short = str(code).strip().casefold().replace("_", "-").split("-")[0]
    short = TWO_OF_THREE.get(short, short)
    if short not in TWO_OF_THREE.values():
        raise InputError(
            f"unknown spoken language {code!r}: expected an ISO 639-1 or 639-3 code such as 'en' or 'eng'; "
            + nearest(short, sorted({*TWO_OF_THREE, *TWO_OF_THREE.values()}) if len(short) > 1 else WRITTEN, most=8)
        )
    if short in WRITTEN:
        return import_module(f"signsynth.text.languages.{short}").LANGUAGE
    return Language(short)
