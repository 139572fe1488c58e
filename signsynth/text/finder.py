"""Finds the signs for words, numbers, symbols and pictographs in a vocabulary."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from signsynth.gloss import GlossKind
from signsynth.text import korean
from signsynth.text.emoji import emoji_name, emoji_words, flag_letters
from signsynth.text.folding import compatible, fold
from signsynth.text.found import Found, lexical, missing, skipped, together
from signsynth.text.language import Language
from signsynth.text.lemma import lemma_of
from signsynth.text.numbers import Part, ascii_digits
from signsynth.text.spelling import spell

if TYPE_CHECKING:
    from signsynth.stages import Vocabulary

Fingerspell = Literal["auto", "always", "never"]

LONGEST_PHRASE = 200
"""Characters; nothing longer is looked up."""


class Finder:
    """Look-ups in one vocabulary for one spoken language; remembers what it found for as long as it lives."""

    def __init__(self, vocabulary: Vocabulary, language: Language, fingerspell: Fingerspell) -> None:
        self.vocabulary = vocabulary
        self.language = language
        self.fingerspell = fingerspell
        self.letter = lru_cache(maxsize=None)(vocabulary.letter)
        self.listed = lru_cache(maxsize=1 << 14)(self._listed)
        self.inflected = lru_cache(maxsize=1 << 14)(self._inflected)

    def _listed(self, phrase: str) -> str | None:
        """Gloss label of a folded phrase, also if the lexicon writes it with plain characters or "’"."""
        if not phrase or len(phrase) > LONGEST_PHRASE or self.fingerspell == "always":
            return None
        gloss_of, code = self.vocabulary.gloss_of, self.language.code
        label = gloss_of(phrase, code)
        if label is None and "'" in phrase:
            label = gloss_of(phrase.replace("'", "’"), code)
        if label is None and not phrase.isascii():
            plain = compatible(phrase)
            label = gloss_of(plain, code) if plain and plain != phrase else None
        return label

    def entry(self, word: str, reason: str = "") -> Found | None:
        """The lexicon's entry for one folded word; the entry of a single letter counts as fingerspelling."""
        label = self.listed(word)
        if label is None:
            return None
        if len(word) == 1 and label == self.letter(word):
            if word.isdecimal():
                return Found("lexicon", ((label, "number"),), reason)
            return None if self.fingerspell == "never" else Found("fingerspelled", ((label, "fingerspelled"),), reason)
        kind: GlossKind = "number" if word in self.language.numerals or word.isdecimal() else "lexical"
        return Found("lexicon", ((label, kind),), reason)

    def word(self, form: str, text: str) -> Found | None:
        """Entry of a word, of a word with the same sign, of its parts or of its dictionary form; None if there is none.

        ``form`` is folded, ``text`` as written. A number word becomes digits where only those are listed.
        """
        found = self.entry(form)
        if found is not None and found.status == "lexicon":
            return found
        for other in self.language.same.get(form, ()):
            label = self.listed(other)
            if label is not None and not (len(other) == 1 and label == self.letter(other)):
                return lexical(label, f"same sign as {other!r}")
        if found is not None:
            return found
        if form in self.language.numerals:
            number = self.number(str(self.language.numerals[form]))
            if number.status != "missing":
                return together([number], f"the number {self.language.numerals[form]}")
        return self.expanded(form) or self.inflected(form, text)

    def expanded(self, form: str) -> Found | None:
        """Signs of the words that a contraction is made of ("cannot": can, not), or None if one has no entry."""
        words = self.language.expand.get(form, "").split()
        parts = []
        for word in words:
            found = self.entry(word)
            if found is not None:
                parts.append(found)
            elif word not in self.language.silent and word not in self.language.light:
                return None
        return together(parts, f"short for {' '.join(words)!r}") if parts else None

    def _inflected(self, form: str, text: str) -> Found | None:
        """Entry of the dictionary form of a word, or of the word without its Korean particles and endings."""
        if self.fingerspell == "always":
            return None
        if self.language.code == "ko":
            for plain in korean.forms(form):
                label = self.listed(plain)
                if label is not None:
                    return lexical(label, f"{plain!r} is the listed form of {text!r}")
            return None
        lemma = lemma_of(text if fold(text) == form else form, self.language.code)
        if lemma is None:
            return None
        plain = fold(lemma)
        label = self.listed(plain) if len(plain) > 1 else None
        if label is not None:
            return lexical(label, f"lemma of {text!r}")
        for ending in self.language.endings:  # lexicons that list "kleine" rather than "klein"
            label = self.listed(plain + ending)
            if label is not None:
                return lexical(label, f"{plain + ending!r} is the listed form of {text!r}")
        return None

    def spelled(self, text: str, reason: str = "") -> Found:
        """A word letter by letter; missing, with the letters named, if it cannot be spelled in full."""
        if self.fingerspell == "never":
            return missing("not in the lexicon, and fingerspelling is off")
        result = spell(text, self.letter)
        if result.missing:
            lacking = ", ".join(result.missing[:8]) + (", …" if len(result.missing) > 8 else "")
            return missing(f"not in the lexicon, which lacks letters to spell it: {lacking}")
        said = "; ".join(part for part in (reason, *result.notes[:4]) if part)
        if not result.labels:
            return skipped(said or "holds no letter")
        return Found("fingerspelled", tuple((label, "fingerspelled") for label in result.labels), said)

    def said(self, word: str, reason: str = "") -> Found:
        """The entry of a word, or else its letters."""
        found = self.entry(word, reason) if " " not in word else None
        label = self.listed(word) if found is None else None
        if label is not None and len(word) > 1:
            found = lexical(label, reason)
        return found or self.spelled(word, reason)

    def number(self, digits: str) -> Found:
        """A whole number: its own entry ("10", "ten"), else digit by digit."""
        whole = self._whole(digits)
        if whole is not None:
            return Found("lexicon", ((whole, "number"),))
        labels = [self._digit(digit) for digit in digits]
        lacking = sorted({digit for digit, label in zip(digits, labels, strict=True) if label is None})
        if lacking and len(digits) == 1:
            return missing(f"the lexicon lacks the digit {digits}")
        if lacking:
            return missing(f"the lexicon lacks the number {digits[:20]!r} and the digits {', '.join(lacking)}")
        signs: tuple[tuple[str, GlossKind], ...] = tuple((label, "number") for label in labels if label is not None)
        return Found("lexicon", signs, "digit by digit" if len(digits) > 1 else "")

    def _whole(self, digits: str) -> str | None:
        if len(digits) > 4:
            return self.listed(digits)
        word = self.language.numeral(int(digits)) if digits == str(int(digits)) else None
        return self.listed(digits) or (self.listed(word) if word else None)

    def _digit(self, digit: str) -> str | None:
        word = self.language.numeral(int(digit))
        return self.letter(digit) or self.listed(digit) or (self.listed(word) if word else None)

    def part(self, part: Part) -> Found:
        """One part of a number, date or time."""
        if part.kind == "number":
            return self.number(part.text)
        if part.kind == "word":
            return self.said(part.text)
        label = self.listed(self.language.point)
        if label is not None:
            return lexical(label, f"{part.text!r} as {self.language.point!r}")
        label = self.letter(part.text)
        if label is not None:
            return Found("lexicon", ((label, "number"),))
        found = self.spelled(self.language.point, f"{part.text!r} spelled as {self.language.point!r}")
        if found.status == "missing":
            return missing(f"the lexicon has no sign for {part.text!r} in a number ({self.language.point!r})")
        return found

    def symbol(self, text: str) -> Found:
        """A symbol as its word in the spoken language."""
        mark = text[0] if text[0] in self.language.symbols else compatible(text)[:1]
        label = self.listed(text) or self.letter(text[0])
        if label is not None:
            return lexical(label)
        word = self.language.symbols.get(mark)
        if word is None:
            plain = compatible(fold(text))
            if plain.isalpha():  # ™, ℃, Ⓐ
                return self.said(plain, f"{text!r} as {plain!r}")
            return missing(f"no word for the symbol {text!r} ({emoji_name(text) or 'unnamed'})")
        return together(
            [self.said(part) for part in word.split()] if self.listed(word) is None else [self.said(word)],
            f"{text!r} as {word!r}",
        )

    def emoji(self, text: str) -> Found:
        """A pictograph by its name; flags by the letters of their country."""
        letters = flag_letters(text)
        if letters:
            return self.said(letters, f"flag of {letters.upper()!r}")
        if text[0] in self.language.symbols:
            return self.symbol(text[0])
        for phrase in emoji_words(text):
            label = self.listed(phrase) or (
                None if self.fingerspell == "always" else self.vocabulary.gloss_of(phrase, "en")
            )
            if label is not None:
                return lexical(label, f"emoji {phrase!r}")
        return missing(f"no sign for the emoji {emoji_name(text) or 'unnamed'!r}")

    def address(self, text: str) -> Found:
        """A web or mail address: letters and digits one by one, its marks as words."""
        name = text.split("://", 1)[-1]
        parts: list[Found] = []
        run = ""
        for character in ascii_digits(name) + "\0":
            if character.isalpha():
                run += character
                continue
            if run:
                parts.append(self.spelled(run))
                run = ""
            if character.isdecimal():
                parts.append(self.number(character))
            elif character != "\0":
                parts.append(self._mark(character))
        dropped = "" if name == text else f"{text[: -len(name)]!r} is not signed"
        return together(parts, "; ".join(part for part in ("address, spelled", dropped) if part))

    def _mark(self, character: str) -> Found:
        word = self.language.dot if character == "." else self.language.symbols.get(character)
        return self.said(word.replace(" ", "")) if word else skipped(f"{character!r} is not signed")
