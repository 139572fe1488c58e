"""Text to gloss by rules: longest match, word, lemma, fingerspelling; every character is accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from signsynth.errors import InputError, nearest
from signsynth.gloss import Utterance
from signsynth.text.draft import Draft
from signsynth.text.finder import Finder, Fingerspell
from signsynth.text.found import Found, missing, skipped, together
from signsynth.text.languages import language_of
from signsynth.text.matching import longest_match
from signsynth.text.numbers import read_number
from signsynth.text.piece import Piece
from signsynth.text.prosody import Sentence, sentences_of
from signsynth.text.stopwords import why_silent
from signsynth.text.tokens import tokenize

if TYPE_CHECKING:
    from signsynth.stages import Vocabulary

MOST_CHARACTERS = 100_000
"""Longest text that is glossed at once."""

_NUMBERS = ("number", "ordinal", "date", "time", "ratio")
_CURRENCIES = frozenset("€$£¥₩₹₽₺₴₪₫₦฿")


@dataclass(frozen=True)
class RuleGlosser:
    """Glosses text of one spoken language; see :meth:`__call__`."""

    spoken: str = "en"
    """ISO 639-1 or 639-3 code of the text's language."""

    fingerspell: Fingerspell = "auto"
    """``auto``: words that the lexicon lacks; ``always``: every word; ``never``: none, they are missing."""

    sentence_pause_s: float = 0.5
    """Seconds of rest at . ! ? ; : and …"""

    clause_pause_s: float = 0.25
    """Seconds of rest at a comma or dash."""

    def __post_init__(self) -> None:
        language_of(self.spoken)
        if self.fingerspell not in get_args(Fingerspell):
            raise InputError(
                f"fingerspell={self.fingerspell!r}: {nearest(str(self.fingerspell), get_args(Fingerspell))}"
            )
        for name in ("sentence_pause_s", "clause_pause_s"):
            seconds = getattr(self, name)
            if not 0 <= seconds <= 60:
                raise InputError(f"{name}={seconds!r}: expected 0 to 60 seconds")

    def __call__(self, text: str, vocabulary: Vocabulary) -> Utterance:
        """Glosses ``text`` in time linear in its length.

        Every character that is not white space belongs to exactly one token. A token is signed by an entry of the
        lexicon (the longest match of several words first, then the word, then its dictionary form), fingerspelled,
        a pause, skipped or missing, and says why.

        Raises:
            InputError: the text is empty, longer than 100,000 characters, or no text.
        """
        check_text(text)
        language = language_of(self.spoken)
        finder = Finder(vocabulary, language, self.fingerspell)
        pieces = tokenize(text, language)
        draft = Draft(pieces)
        sentences = sentences_of(pieces, language)
        for sentence in sentences:
            index = sentence.first
            while index <= sentence.last:
                index = self._gloss(draft, finder, pieces, index, sentence)
        negating = [i for i, p in enumerate(pieces) if p.form in language.negation or p.written in language.negation]
        affirming = [i for i, p in enumerate(pieces) if p.form in language.affirmation]
        nonmanuals = draft.nonmanuals(sentences, negating, affirming)
        return Utterance(text, language.code, vocabulary.signed, tuple(draft.glosses), draft.tokens(), nonmanuals)

    def _gloss(self, draft: Draft, finder: Finder, pieces: Sequence[Piece], index: int, sentence: Sentence) -> int:
        """Glosses the piece at ``index``, or a phrase that begins there; returns the index of what follows."""
        piece = pieces[index]
        if piece.kind == "stop":
            draft.pause(index, self.sentence_pause_s)
            return index + 1
        if piece.kind == "clause":
            draft.pause(index, self.clause_pause_s)
            return index + 1
        match = longest_match(pieces, index, sentence, finder)
        if match is not None:
            last, found = match
            draft.write(index, last, found)
            return last + 1
        if piece.text in _CURRENCIES and index < sentence.last and pieces[index + 1].kind == "number":
            self._price(draft, finder, pieces, index)
            return index + 2
        draft.write(index, index, find_piece(pieces, index, sentence, finder))
        return index + 1

    def _price(self, draft: Draft, finder: Finder, pieces: Sequence[Piece], unit: int) -> None:
        """A currency sign before an amount is signed where it is spoken: "€3,14" as 3 EURO 14."""
        reading, symbol = read_number(pieces[unit + 1], finder.language), finder.symbol(pieces[unit].text)
        split = next((i for i, part in enumerate(reading.parts) if part.kind == "point"), len(reading.parts))
        whole = together([finder.part(part) for part in reading.parts[:split]], reading.reason)
        rest = together([finder.part(part) for part in reading.parts[split + 1 :]])
        if not symbol.signs or not whole.signs or rest.status == "missing":
            draft.write(unit, unit, symbol)
            draft.write(unit + 1, unit + 1, _find_number(pieces[unit + 1], finder))
            return
        if rest.signs:
            rest = replace(rest, reason=f"{pieces[unit].text!r} stands for {reading.parts[split].text!r}")
        draft.write_around(unit, unit + 1, whole, symbol, rest)


def find_piece(pieces: Sequence[Piece], index: int, sentence: Sentence, finder: Finder) -> Found:
    """What to sign for one piece by itself (no pause, no phrase)."""
    piece = pieces[index]
    if piece.kind == "word":
        return _find_word(pieces, index, sentence, finder)
    if piece.kind == "abbreviation":
        return _find_abbreviation(piece, finder)
    if piece.kind in _NUMBERS:
        return _find_number(piece, finder)
    if piece.kind == "address":
        return finder.address(piece.text)
    if piece.kind == "emoji":
        return finder.emoji(piece.text)
    if piece.kind == "symbol":
        return finder.symbol(piece.text)
    if piece.kind == "joiner":
        return skipped("joins two words" if piece.text != "_" else "underscore, not signed")
    if piece.kind == "quote":
        return skipped("punctuation without prosody")
    return skipped("invisible or control character")


def _find_word(pieces: Sequence[Piece], index: int, sentence: Sentence, finder: Finder) -> Found:
    piece, language = pieces[index], finder.language
    always = finder.fingerspell == "always"
    unit = language.units.get(piece.form) if index and pieces[index - 1].kind in _NUMBERS else None
    silent = "" if always or unit else why_silent(pieces, index, sentence, language)
    if silent:
        return skipped(silent)
    label = finder.listed(unit) if unit else None
    if label is not None:
        return Found("lexicon", ((label, "lexical"),), f"unit {unit!r}")
    found = None if always else finder.word(piece.form, piece.text)
    if found is not None:
        return found
    if piece.form in language.light and not always:
        return skipped(f"{language.light[piece.form]}, not in the lexicon")
    spelled = piece.form if piece.raw and not always else piece.text
    return finder.spelled(spelled, f"unit {unit!r}" if unit else "")


def _find_abbreviation(piece: Piece, finder: Finder) -> Found:
    bare = piece.form.removesuffix(".")
    plain = bare.replace(".", "")
    for form in (piece.form, bare, plain, *finder.language.abbreviations.get(bare, ())):
        label = finder.listed(form)
        if label is not None and not (len(form) == 1 and label == finder.letter(form)):
            return Found("lexicon", ((label, "lexical"),), "" if form == piece.form else f"{piece.text!r} as {form!r}")
    expansions = finder.language.abbreviations.get(bare, ())
    return finder.spelled(plain or bare, f"abbreviation of {expansions[0]!r}" if expansions else "abbreviation")


def _find_number(piece: Piece, finder: Finder) -> Found:
    if piece.kind != "number" or len(piece.text) > 1:
        found = finder.entry(piece.form)
        if found is not None:
            return found
    if piece.kind == "ordinal" and piece.text[:-1] and piece.text[0].isdecimal():
        words = finder.language.ordinal_words
        digits = "".join(c for c in piece.text if c.isdecimal())
        word = words[int(digits) - 1] if len(digits) < 3 and 1 <= int(digits) <= len(words) else ""
        label = finder.listed(word)
        if label is not None:
            return Found("lexicon", ((label, "number"),), f"ordinal {word!r}")
    reading = read_number(piece, finder.language)
    if not reading.parts:
        return missing(f"no value known for the numeral {piece.text!r}")
    return together([finder.part(part) for part in reading.parts], reading.reason)


def check_text(text: str) -> None:
    """Refuses what is no text: nothing, too much, NUL bytes of a binary file, halves of surrogate pairs.

    Raises:
        InputError: with the reason and, where there is one, the place.
    """
    if not isinstance(text, str):
        raise InputError(f"expected text, found {type(text).__name__}")
    if not text or text.isspace():
        raise InputError("the text is empty: expected at least one word")
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"the text has {len(text):,} characters: expected at most {MOST_CHARACTERS:,}; split it up")
    if "\0" in text:
        raise InputError(
            f"character {text.index(chr(0)) + 1} of the text is NUL: expected text, this looks like binary data"
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"character {error.start + 1} of the text is half of a surrogate pair: expected valid Unicode"
        ) from None
