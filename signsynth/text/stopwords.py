"""Words that signers do not sign, and why."""

from __future__ import annotations

from collections.abc import Sequence

from signsynth.text.language import Language
from signsynth.text.piece import Piece
from signsynth.text.prosody import Sentence


def why_silent(pieces: Sequence[Piece], index: int, sentence: Sentence, language: Language) -> str:
    """Why this word is not signed even if the lexicon lists it, or an empty string if it is signed.

    A word that a longer match has taken is never asked about.
    """
    piece = pieces[index]
    word = piece.form
    if piece.raw[:1] == "'" and word not in language.negation:
        return f"possessive or contracted {word!r}, not signed"
    if word in language.silent:
        return "" if _is_letter_name(pieces, index, sentence) else f"{language.silent[word]}, not signed"
    following = pieces[index + 1] if index < sentence.last else None
    if word in language.dated and following is not None and _is_date(following, language):
        return "preposition before a number or date, not signed"
    if word in language.auxiliaries:
        if following is not None and following.form in language.negation:
            return "auxiliary of a negation, not signed"
        near = range(max(sentence.first, index - 8), index)
        words = [pieces[other] for other in near if pieces[other].kind == "word"]
        if sentence.question and len(words) <= 2 and all(language.asks_content(other.form) for other in words[:1]):
            return "auxiliary of a question, not signed"
    return ""


def _is_date(piece: Piece, language: Language) -> bool:
    return piece.kind in ("number", "ordinal", "date", "time") or piece.form in language.months


def _is_letter_name(pieces: Sequence[Piece], index: int, sentence: Sentence) -> bool:
    """The "A" of "vitamin A": a capital that neither begins the sentence nor stands among capitals."""
    piece = pieces[index]
    if len(piece.text) != 1 or not piece.text.isupper():
        return False
    words = [near for near in range(max(sentence.first, index - 3), index) if pieces[near].kind == "word"]
    if not words:
        return False
    before = pieces[words[-1]].text
    return not (before.isupper() and len(before) > 1)
