"""Letter by letter: which fingerspelled forms a word needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from unicodedata import category, lookup, name, normalize

_AS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i"}
_AS |= {"ŋ": "ng", "ĸ": "k", "ə": "e", "ſ": "s", "ƒ": "f"}


@dataclass(frozen=True)
class Spelled:
    """A word in fingerspelled letters."""

    labels: tuple[str, ...]
    """Gloss labels, one a letter; incomplete where letters are missing."""

    missing: tuple[str, ...]
    """Letters that the vocabulary lacks, each once."""

    notes: tuple[str, ...]
    """What is not spelled as written ("'ë' as 'e'")."""


def spell(word: str, letter: Callable[[str], str | None]) -> Spelled:
    """Spells a word in any script. Accented letters and ligatures fall back to plain ones, Hangul to its letters.

    Marks that are no letters (apostrophes, dots, hyphens) are left out and noted.
    """
    labels: list[str] = []
    missing: dict[str, None] = {}
    notes: dict[str, None] = {}
    for character in normalize("NFC", word.lower()):
        label = letter(character)
        if label is not None:
            labels.append(label)
            continue
        if category(character)[0] not in "LN":
            if character.isprintable() and category(character)[0] != "M":
                notes[f"{character!r} left out"] = None
            elif category(character)[0] == "M":
                notes["accent left out"] = None
            continue
        for plain in _plainer(character):
            spelled = [letter(part) for part in plain]
            if plain and None not in spelled:
                labels.extend(label for label in spelled if label is not None)
                notes[f"{character!r} as {plain!r}"] = None
                break
        else:
            missing[character] = None
    return Spelled(tuple(labels), tuple(missing), tuple(notes))


def _plainer(character: str) -> Iterator[str]:
    """Ways to write a letter with plainer ones, the closest first."""
    yield from (_AS.get(character, ""), normalize("NFC", character.casefold()))
    wide = normalize("NFKC", character).casefold()
    yield wide
    base = "".join(part for part in normalize("NFKD", wide) if category(part)[0] in "LN")
    if "\u1100" <= base[:1] <= "\u11ff":  # the lexicon lists Hangul letters, not the conjoining ones
        yield "".join(map(_hangul_letter, base))
    yield base
    yield "".join(_AS.get(part, part) for part in base)


def _hangul_letter(jamo: str) -> str:
    """Stand-alone form of a conjoining Hangul letter ("ᄒ" to "ㅎ")."""
    last = name(jamo, "").split()[-1:]
    try:
        return lookup(f"HANGUL LETTER {last[0]}") if last else jamo
    except KeyError:
        return jamo
