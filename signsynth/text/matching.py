"""The longest run of words that the lexicon lists as one phrase."""

from __future__ import annotations

from collections.abc import Sequence

from signsynth.text.finder import Finder
from signsynth.text.found import Found, lexical
from signsynth.text.piece import Piece
from signsynth.text.prosody import Sentence

_INSIDE = ("clause", "quote", "joiner", "symbol", "stop")


def longest_match(pieces: Sequence[Piece], index: int, sentence: Sentence, finder: Finder) -> tuple[int, Found] | None:
    """Last piece and entry of the longest listed phrase of at least two pieces that begins at ``index``, or None.

    A phrase matches as written ("let's go", "well-known"), with hyphens as spaces, as a number word ("twenty-one"),
    and in Korean with its words run together.
    """
    longest = finder.vocabulary.longest_phrase
    piece = pieces[index]
    if piece.kind not in ("word", "abbreviation", "number", "ordinal") or finder.fingerspell == "always":
        return None
    if index == sentence.last or (longest == 1 and pieces[index + 1].gap and finder.language.code != "ko"):
        return None
    phrase, words = piece.written, 1
    candidates: list[tuple[int, str, int]] = []
    for last in range(index + 1, min(sentence.last + 1, index + 4 * longest + 4)):
        following = pieces[last]
        words += bool(following.gap)
        if words > max(longest, 3) or following.gap == 2 or len(phrase) > 200:
            break
        phrase += (" " if following.gap else "") + following.written
        if following.kind not in _INSIDE:
            candidates.append((last, phrase, words))
    for last, phrase, words in reversed(candidates):
        found = _phrase(phrase, words, finder, longest)
        if found is not None:
            return last, found
    return None


def _phrase(phrase: str, words: int, finder: Finder, longest: int) -> Found | None:
    if words <= longest:
        label = finder.listed(phrase)
        if label is not None:
            return lexical(label, f"part of {phrase!r}")
    if "-" in phrase:
        label = finder.listed(phrase.replace("-", " ")) or finder.listed(phrase.replace("-", ""))
        if label is not None:
            return lexical(label, f"part of {phrase!r}")
    value = finder.language.numerals.get(phrase)
    if value is not None:
        number = finder.number(str(value))
        return number if number.status != "missing" else None
    if finder.language.code == "ko" and words == 2 and " " in phrase:
        joined = phrase.replace(" ", "")
        label = finder.listed(joined)
        found = lexical(label, f"part of {phrase!r}") if label is not None else None
        if found is None and phrase.startswith(("안 ", "못 ")):
            found = finder.inflected(joined, phrase)
        return found
    return None
