"""Abbreviations and initials: which dots belong to a word, and which end a sentence all the same."""

from __future__ import annotations

import re

from signsynth.text.folding import fold
from signsynth.text.language import Language

_LETTERS = re.compile(r"(?:LM*\.)+LM*(?!L)\.?")  # U.S.A.  e.g.  p.m
_PARTS = re.compile(r"L[LM]*(?:[.-]+L[LM]*)+\.?")  # ee.uu.  sig.ra  c.-à-d.
_NEXT_WORD = re.compile(r"[\W_]*\s[\W_]*(\w+)")


def abbreviation_end(text: str, shape: str, at: int, end: int, limit: int, language: Language) -> int:
    """Where the abbreviation that begins with the word ``text[at:end]`` ends, or 0 if it is none.

    The dot is left out where it (also) ends the sentence, so that it makes a pause.
    """
    if end >= limit or shape[end] not in ".-" or text[end] == "…":
        return 0
    near = min(limit, at + 40)
    parts = _LETTERS.match(shape, at, near)
    if not parts:
        parts = _PARTS.match(shape, at, near)
        if parts and fold(text[at : parts.end()]).rstrip(".") not in language.abbreviations:
            parts = None
    if parts:
        last = parts.end()
        dotted = text[last - 1] == "."
        if dotted and ends_sentence(text, last, fold(text[at : last - 1]), language, dotted_letters=True):
            return last - 1
        return last
    if shape[end : end + 1] != "." or shape[end + 1 : end + 2] in (".", "L", "D"):
        return 0
    word = fold(text[at:end])
    known = (
        word in language.abbreviations
        or _is_initial(text, at, end, language)
        or _is_month(text, at, end, word, language)
    )
    if known and not ends_sentence(text, end + 1, word, language, dotted_letters=end - at == 1):
        return end + 1
    return 0


def ends_sentence(text: str, after: int, word: str, language: Language, dotted_letters: bool = False) -> bool:
    """Whether the dot before ``after`` ends a sentence too: nothing follows, or a capitalised function word does."""
    following = _NEXT_WORD.match(text, after, after + 60)
    if following is None:
        return not text[after : after + 60].strip("\"'”’»)]} \t\n\r")
    if not (dotted_letters or word in language.final) or not following[1][0].isupper():
        return False
    folded = fold(following[1])
    return (
        folded in language.silent
        or folded in language.light
        or folded in language.content
        or folded in language.same
        or folded in language.dated
    )


def _is_initial(text: str, at: int, end: int, language: Language) -> bool:
    """A single capital letter before another capitalised word: "J. Smith"."""
    if end - at != 1 or not text[at].isupper() or (language.code == "en" and text[at] == "I"):
        return False
    following = re.match(r"\s*(\w)", text[end + 1 : end + 40])
    return following is not None and following[1].isupper()


def _is_month(text: str, at: int, end: int, word: str, language: Language) -> bool:
    """A shortened month beside a number: "Jan. 3", "3 Jan. 2026"."""
    if not 3 <= len(word) <= 4 or not any(month.startswith(word) for month in language.months):
        return False
    return bool(re.match(r"\s*\d", text[end + 1 : end + 20]) or re.search(r"\d\S{0,2}\s+$", text[max(0, at - 20) : at]))
