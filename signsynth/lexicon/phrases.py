"""Which phrase is signed by which gloss."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property

_SEVERAL = re.compile(r"[;|]")
_ODD_SPACES = ("  ", "\n ", " \n", "\t", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x1f")
_LAST_PIECE = re.compile(r"[^\W_]+$")


def normal(phrase: str) -> str:
    """Casefolded, NFC, single spaces: how phrases are compared."""
    folded = phrase.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", folded).casefold())
    return " ".join(folded.split())


def phrases_of(words: str) -> list[str]:
    """The phrases of a words column. spoken-to-signed writes one a row; ``;`` and ``|`` separate several."""
    if ";" in words or "|" in words:
        return [phrase for phrase in map(normal, _SEVERAL.split(words)) if phrase]
    phrase = normal(words)
    return [phrase] if phrase else []


def normal_all(phrases: Sequence[str]) -> list[str]:
    """``normal`` of every phrase; plain ASCII without odd spaces, nearly always, in one go."""
    text = "\n".join(phrases)
    if text.isascii() and not any(space in text for space in _ODD_SPACES) and not (text[:1] + text[-1:]).isspace():
        folded = text.lower().split("\n")
        if len(folded) == len(phrases):
            return folded
    return list(map(normal, phrases))


class Phrases:
    """Dictionary of a lexicon, from columns of equal length; the best ``ranks`` are lowest, None keeps their order.

    As spoken-to-signed: words answer before glosses, and lower priority before higher.
    """

    def __init__(
        self, spoken: Sequence[str], words: Sequence[str], labels: Sequence[str], ranks: Sequence[tuple] | None = None
    ) -> None:
        if ranks is not None:
            order = sorted(range(len(ranks)), key=ranks.__getitem__)
            spoken, words, labels = ([column[n] for n in order] for column in (spoken, words, labels))
        together = "\n".join(words)
        if ";" in together or "|" in together:
            each = [
                (s, p, label) for s, w, label in zip(spoken, words, labels, strict=True) for p in phrases_of(w) or [""]
            ]
            spoken, words, labels = (list(column) for column in zip(*each, strict=True))
        self._spoken, self._labels = spoken, labels
        self._phrases = normal_all(words)
        self._words = _first_wins(spoken, self._phrases, labels)

    @cached_property
    def _glosses(self) -> dict[tuple[str, str], str]:
        """Glosses by their own name, and with spaces for hyphens."""
        own = normal_all(self._labels)
        spaced = normal_all([gloss.replace("-", " ").replace("_", " ") for gloss in own])
        return _first_wins(self._spoken, spaced, self._labels) | _first_wins(self._spoken, own, self._labels)

    @cached_property
    def _letters(self) -> dict[str, str]:
        """Glosses that are one letter or digit, then digits and letters among the words."""
        found: dict[str, str] = {}
        for gloss, label in zip(normal_all(self._labels), self._labels, strict=True):
            if len(gloss) == 1 and gloss.isalnum():
                found.setdefault(gloss, label)
        for phrase, label in zip(self._phrases, self._labels, strict=True):
            if len(phrase) == 1 and (phrase.isdigit() or (phrase.isalpha() and _last_piece(normal(label)) == phrase)):
                found.setdefault(phrase, label)
        return found

    @cached_property
    def longest(self) -> int:
        """Words in the longest phrase, at least 1."""
        return 1 + max((text.count(" ") for table in (self._words, self._glosses) for _, text in table), default=0)

    def gloss_of(self, phrase: str, spoken: str) -> str | None:
        """Label for a phrase of a spoken language, or None. Rows without a language answer in every one."""
        text = normal(phrase)
        if not text:
            return None
        for table in ("_words", "_glosses"):
            found = getattr(self, table)
            label = found.get((spoken, text)) or found.get(("", text))
            if label:
                return label
        return None

    def letter(self, character: str) -> str | None:
        """Label of a fingerspelled letter or digit, or None."""
        return self._letters.get(normal(character))

    def letters(self) -> frozenset[str]:
        """All letters and digits that can be fingerspelled."""
        return frozenset(self._letters)


def _first_wins(spoken: Sequence[str], phrases: Sequence[str], labels: Sequence[str]) -> dict[tuple[str, str], str]:
    return dict(zip(zip(reversed(spoken), reversed(phrases), strict=True), reversed(labels), strict=True))


def _last_piece(gloss: str) -> str:
    """``"a"`` for ``"fs-a"``: a pronoun glossed ``"ix-1"`` that answers to "I" is no letter."""
    piece = _LAST_PIECE.search(gloss)
    return piece.group() if piece else ""
