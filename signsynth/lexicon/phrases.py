"""Which phrase is signed by which gloss."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable

_SEVERAL = re.compile(r"[;|]")
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


class Phrases:
    """Dictionary of a lexicon. ``rows`` are (spoken, words, label, rank), best rank lowest.

    As spoken-to-signed: words answer before glosses, and lower priority before higher.
    """

    def __init__(self, rows: Iterable[tuple[str, str, str, tuple]]) -> None:
        words: dict[tuple[str, str], tuple[tuple, str]] = {}
        glosses: dict[tuple[str, str], tuple[tuple, str]] = {}
        letters: dict[str, tuple[tuple, str]] = {}
        for spoken, phrase, label, rank in rows:
            gloss = normal(label)
            for text in phrases_of(phrase):
                _offer(words, (spoken, text), rank, label)
                if len(text) == 1 and (text.isdigit() or (text.isalpha() and _last_piece(gloss) == text)):
                    _offer(letters, text, (1, rank), label)
            _offer(glosses, (spoken, gloss), rank, label)
            if len(gloss) == 1 and gloss.isalnum():
                _offer(letters, gloss, (0, rank), label)
            if "-" in gloss or "_" in gloss:
                _offer(glosses, (spoken, normal(gloss.replace("-", " ").replace("_", " "))), rank, label)
        self._words, self._glosses, self._letters = words, glosses, letters
        self.longest = max((text.count(" ") + 1 for table in (words, glosses) for _, text in table), default=1)

    def gloss_of(self, phrase: str, spoken: str) -> str | None:
        """Label for a phrase of a spoken language, or None."""
        text = normal(phrase)
        for table in (self._words, self._glosses):
            found = table.get((spoken, text)) or table.get(("", text))
            if found:
                return found[1]
        return None

    def letter(self, character: str) -> str | None:
        """Label of a fingerspelled letter or digit, or None."""
        found = self._letters.get(normal(character))
        return found[1] if found else None

    def letters(self) -> frozenset[str]:
        """All letters and digits that can be fingerspelled."""
        return frozenset(self._letters)


def _offer(table: dict, key: Hashable, rank: tuple, label: str) -> None:
    found = table.get(key)
    if found is None or rank < found[0]:
        table[key] = (rank, label)


def _last_piece(gloss: str) -> str:
    """``"a"`` for ``"fs-a"``: a pronoun glossed ``"ix-1"`` that answers to "I" is no letter."""
    piece = _LAST_PIECE.search(gloss)
    return piece.group() if piece else ""
