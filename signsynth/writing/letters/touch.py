"""Which places of a hand meet, from text."""

from __future__ import annotations

from typing import Any

from signsynth.errors import InputError, nearest
from signsynth.writing.notation import HandSite

DIGITS = {"thumb": 1, "index": 2, "middle": 3, "ring": 4, "pinky": 5}
SITES = ("tip", "pad", "nail", "side", "midjoint", "base")
SIDES = ("palmar", "dorsal", "radial", "ulnar")


def read_touches(written: Any) -> tuple[tuple[HandSite, HandSite], ...]:
    """``["thumb pad, index pad"]``: each text names two places of one hand: a digit, a site, a side of it.

    A digit alone is any place on its last bone. Errors: ``InputError`` with the nearest word that is known.
    """
    if not isinstance(written, list):
        raise InputError(f'{written!r}, expected a list such as ["thumb pad, index pad"]')
    return tuple(_pair(text) for text in written)


def _pair(text: Any) -> tuple[HandSite, HandSite]:
    places = text.split(",") if isinstance(text, str) else ()
    if len(places) != 2:
        raise InputError(f"{text!r}, expected two places, such as 'thumb pad, index pad'")
    one, other = map(_site, places)
    if one.digits == other.digits:
        raise InputError(f"{text!r} is about one digit, expected two")
    return one, other


def _site(place: str) -> HandSite:
    words = place.split()
    if not words:
        raise InputError(f"{place!r}, expected a digit: {', '.join(DIGITS)}")
    for word, known in zip(words, (tuple(DIGITS), SITES, SIDES), strict=False):
        if word not in known:
            raise InputError(f"{word!r}; {nearest(word, known)}")
    if len(words) > 3:
        raise InputError(f"{place.strip()!r}, expected a digit, a site and a side")
    return HandSite(words[1] if len(words) > 1 else None, (DIGITS[words[0]],), words[2] if len(words) > 2 else None)
