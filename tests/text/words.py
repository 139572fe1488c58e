"""A small vocabulary for tests, and a short way to write what is expected."""

from __future__ import annotations

from dataclasses import dataclass

from signsynth.gloss import Utterance

LETTERS = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"


@dataclass(frozen=True)
class Words:
    """A Vocabulary whose gloss labels are the phrases in capitals with hyphens, letters and digits as themselves."""

    phrases: frozenset[str]
    letters: frozenset[str] = frozenset(LETTERS + DIGITS)
    signed: str = "ase"

    @property
    def longest_phrase(self) -> int:
        return max((len(phrase.split()) for phrase in self.phrases), default=1)

    def gloss_of(self, phrase: str, spoken: str) -> str | None:
        return phrase.upper().replace(" ", "-") if phrase in self.phrases else None

    def letter(self, character: str) -> str | None:
        assert len(character) == 1
        return f"fs-{character}" if character in self.letters else None


def words(phrases: str, letters: str = LETTERS + DIGITS) -> Words:
    """``words("hello, thank you")``."""
    return Words(frozenset(phrase.strip() for phrase in phrases.split(",") if phrase.strip()), frozenset(letters))


def signs(utterance: Utterance) -> str:
    """Glosses as one line: lexical labels, runs of letters in lower case, ``|`` and ``,`` for pauses.

    ``"HELLO , a n n a |"`` is a sign, a short pause, four letters and a long pause.
    """
    shown = []
    for gloss in utterance.glosses:
        if gloss.kind == "pause":
            shown.append("|" if gloss.duration_s > 0.3 else ",")
        else:
            shown.append(gloss.label.removeprefix("fs-"))
    return " ".join(shown)


def statuses(utterance: Utterance) -> dict[str, str]:
    return {token.text: token.status for token in utterance.tokens}


def reasons(utterance: Utterance) -> dict[str, str]:
    return {token.text: token.reason for token in utterance.tokens}
