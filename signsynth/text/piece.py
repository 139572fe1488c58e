"""A piece of the text, before anything is looked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "word",
    "abbreviation",
    "number",
    "ordinal",
    "date",
    "time",
    "ratio",
    "address",
    "emoji",
    "symbol",
    "stop",
    "clause",
    "joiner",
    "quote",
    "invisible",
]


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start`` to ``end`` of the text, never with white space inside."""

    text: str
    start: int
    end: int
    kind: Kind
    form: str
    """What to look up: folded, contractions undone (``"n't"`` is ``"not"``)."""
    gap: int
    """White space before: 0 none, 1 some, 2 a blank line."""
    raw: str = ""
    """Folded as written, for phrases; the form unless said otherwise."""

    @property
    def written(self) -> str:
        """Folded as written (``"n't"``)."""
        return self.raw or self.form
