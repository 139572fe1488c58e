"""An utterance while it is written: glosses in signing order, one token for every piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from signsynth.gloss import Gloss, GlossKind, NonManual, Status, Token
from signsynth.text.found import Found
from signsynth.text.piece import Piece
from signsynth.text.prosody import Sentence


class Draft:
    """Collects glosses and tells every piece what became of it."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.glosses: list[Gloss] = []
        self._words: dict[tuple[str, ...], tuple[str, ...]] = {}  # words that come again are kept once
        self._fates: list[tuple[Status, tuple[int, ...], str] | None] = [None] * len(pieces)

    def write(self, first: int, last: int, found: Found) -> None:
        """Signs pieces ``first`` to ``last`` (inclusive) as what was found for them together."""
        words = tuple(piece.text for piece in self.pieces[first : last + 1])
        indices = self._append(first, self._words.setdefault(words, words), found.signs)
        for index in range(first, last + 1):
            self._fates[index] = (found.status, indices, found.reason)

    def write_around(self, unit: int, number: int, before: Found, middle: Found, after: Found) -> None:
        """A price: the currency, piece ``unit``, is signed after the whole amount and before the rest of ``number``."""
        whole = self._append(number, (self.pieces[number].text,), before.signs)
        symbol = self._append(unit, (self.pieces[unit].text,), middle.signs)
        rest = self._append(number, (self.pieces[number].text,), after.signs)
        reason = "; ".join(dict.fromkeys(text for text in (before.reason, after.reason) if text))
        status = after.status if after.status == "fingerspelled" else before.status
        self._fates[number] = (status, whole + rest, reason)
        self._fates[unit] = (
            middle.status,
            symbol,
            "; ".join(t for t in (middle.reason, "signed after the amount") if t),
        )

    def pause(self, index: int, duration_s: float) -> None:
        """A pause; one that follows another with nothing between them joins it, and the longer one counts."""
        if self.glosses and self.glosses[-1].kind == "pause":
            last = self.glosses[-1]
            self.glosses[-1] = replace(last, duration_s=max(last.duration_s, duration_s))
            self._fates[index] = ("pause", (len(self.glosses) - 1,), "joins the pause before it")
            return
        self.glosses.append(Gloss("", "pause", (), index, duration_s))
        self._fates[index] = ("pause", (len(self.glosses) - 1,), "")

    def span(self, sentence: Sentence) -> tuple[int, int] | None:
        """First and last gloss of a sentence without its pauses at both ends, or None if it has none."""
        indices = [
            gloss
            for piece in range(sentence.first, sentence.last + 1)
            for gloss in self.glosses_of(piece)
            if self.glosses[gloss].kind != "pause"
        ]
        return (min(indices), max(indices)) if indices else None

    def glosses_of(self, piece: int) -> tuple[int, ...]:
        """Indices of the glosses of one piece."""
        fate = self._fates[piece]
        return fate[1] if fate else ()

    def tokens(self) -> tuple[Token, ...]:
        """One token for every piece, in the order of the text."""
        tokens = []
        for piece, fate in zip(self.pieces, self._fates, strict=True):
            status, glosses, reason = fate or ("missing", (), "overlooked")
            tokens.append(Token(piece.text, piece.start, piece.end, status, glosses, reason))
        return tuple(tokens)

    def nonmanuals(
        self, sentences: Sequence[Sentence], negating: Sequence[int], affirming: Sequence[int] = ()
    ) -> tuple[NonManual, ...]:
        """Question tiers of the sentences, then negation and affirmation tiers of single pieces."""
        tiers: dict[NonManual, None] = {}  # in order, each once
        for sentence in sentences:
            span = self.span(sentence) if sentence.question else None
            if span:
                tiers[NonManual("question", sentence.question, *span)] = None
        for tier, label, pieces in (("negation", "headshake", negating), ("affirmation", "nod", affirming)):
            for glosses in filter(None, map(self.glosses_of, pieces)):
                tiers[NonManual(tier, label, min(glosses), max(glosses))] = None
        return tuple(tiers)

    def _append(self, token: int, words: tuple[str, ...], signs: Sequence[tuple[str, GlossKind]]) -> tuple[int, ...]:
        first = len(self.glosses)
        self.glosses.extend(Gloss(label, kind, words, token) for label, kind in signs)
        return tuple(range(first, len(self.glosses)))
