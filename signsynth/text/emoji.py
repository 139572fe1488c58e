"""Pictographs by their Unicode names."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import name

_DECORATION = frozenset(
    "face with sign symbol of and black white heavy emoji medium large small light dark open".split()
)


def flag_letters(text: str) -> str:
    """Country letters of a flag ("🇺🇸" is "us"), or an empty string."""
    return "".join(chr(ord(c) - 0x1F1E6 + ord("a")) for c in text if 0x1F1E6 <= ord(c) <= 0x1F1FF)


def emoji_name(text: str) -> str:
    """Lower-case Unicode name of the first pictograph of a sequence, or an empty string if it has none."""
    return name(text[0], "").casefold().replace("-", " ")


def emoji_words(text: str) -> Iterator[str]:
    """English phrases to look up for an emoji: its name, its name without decoration, the name's last word.

    >>> list(emoji_words("❤"))
    ['heavy black heart', 'heart']
    """
    full = emoji_name(text)
    bare = [word for word in full.split() if word not in _DECORATION]
    for phrase in dict.fromkeys((full, " ".join(bare), *bare[-1:])):
        if phrase:
            yield phrase
