"""Sentences, and what their punctuation asks of face and pace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from signsynth.text.language import Language
from signsynth.text.piece import Piece

_ASKS = frozenset("?？؟\u037e⁇⁈⁉‽")
_OPENS = ("¿",)


@dataclass(frozen=True)
class Sentence:
    """Pieces ``first`` to ``last`` (inclusive), its closing punctuation included."""

    first: int
    last: int
    question: Literal["", "yes-no", "content"] = ""


def sentences_of(pieces: Sequence[Piece], language: Language) -> list[Sentence]:
    """Cuts pieces into sentences at full stops, at "¿" and at blank lines; together they cover all pieces."""
    sentences = []
    first = 0
    for index, piece in enumerate(pieces):
        ends = piece.kind == "stop" or index + 1 == len(pieces)
        if not ends:
            following = pieces[index + 1]
            ends = following.gap == 2 or following.text in _OPENS
        if ends:
            asks = piece.kind == "stop" and not _asking_marks(language).isdisjoint(piece.text)
            question = _question(pieces[first : index + 1], language) if asks else ""
            sentences.append(Sentence(first, index, question))
            first = index + 1
    return sentences


def _asking_marks(language: Language) -> frozenset[str]:
    return _ASKS | {";"} if language.code == "el" else _ASKS  # the Greek question mark looks like a semicolon


def _question(pieces: Sequence[Piece], language: Language) -> Literal["yes-no", "content"]:
    """Content questions have a question word, unless the sentence opens as a yes-no question does."""
    words = [piece for piece in pieces if piece.kind == "word"]
    asking = [index for index, word in enumerate(words) if language.asks_content(word.form)]
    if not asking:
        return "yes-no"
    opens = words[0].form in language.openers or words[0].written in language.openers
    return "yes-no" if opens and asking[0] > 1 else "content"
