"""What is to be signed: glosses, the text tokens that they come from, and non-manual tiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

GlossKind = Literal["lexical", "fingerspelled", "number", "pointing", "pause"]
Status = Literal["lexicon", "fingerspelled", "pause", "skipped", "missing"]


@dataclass(frozen=True, slots=True)
class Gloss:
    """One sign, one letter of a fingerspelled word, or one pause.

    ``label`` is a key of the lexicon (empty for a pause), ``token`` the index in
    ``Utterance.tokens`` of the (first) token that it signs, ``duration_s`` the length of a pause
    in seconds and 0 for everything else.
    """

    label: str
    kind: GlossKind = "lexical"
    words: tuple[str, ...] = ()
    token: int = -1
    duration_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text and what became of it. Every visible character belongs to one token.

    ``start`` and ``end`` are character offsets in ``Utterance.text``; ``glosses`` are indices in
    ``Utterance.glosses`` (several tokens of a multi-word match share one gloss); ``reason`` says
    why a token was skipped or is missing, or how it was found ("lemma of 'hospitals'").
    """

    text: str
    start: int
    end: int
    status: Status
    glosses: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class NonManual:
    """A span of glosses ``first`` to ``last`` (inclusive) that face and head mark.

    ``tier`` names the articulator group as ELAN tiers do (``"question"``, ``"negation"``);
    ``label`` the marker (``"yes-no"``, ``"content"``).
    """

    tier: str
    label: str
    first: int
    last: int


@dataclass(frozen=True)
class Utterance:
    """A text in one spoken language, glossed for one signed language (ISO 639-3 codes)."""

    text: str
    spoken: str
    signed: str
    glosses: tuple[Gloss, ...] = ()
    tokens: tuple[Token, ...] = ()
    nonmanuals: tuple[NonManual, ...] = ()
