"""What the glosser must know of one spoken language: words that are not signed, questions, numbers, abbreviations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Language:
    """Word lists of one spoken language, all casefolded; a language without any still tokenises and fingerspells."""

    code: str
    """ISO 639-1 where there is one (``"en"``), as lexicons write it."""

    silent: Mapping[str, str] = field(default_factory=dict)
    """Word to why it is never signed by itself (``"the": "article"``)."""

    light: Mapping[str, str] = field(default_factory=dict)
    """Word to why it is not signed unless the lexicon lists it (``"of": "preposition"``)."""

    dated: frozenset[str] = frozenset()
    """Prepositions that are not signed before a number, a date or a time ("on 3 May")."""

    auxiliaries: frozenset[str] = frozenset()
    """Words that only build questions and negations ("do you …", "do not …")."""

    openers: frozenset[str] = frozenset()
    """First words of yes-no questions; a question word that comes later does not make those content questions."""

    content: frozenset[str] = frozenset()
    """Question words."""

    content_stems: tuple[str, ...] = ()
    """Beginnings of question words, for languages that add particles to them."""

    negation: frozenset[str] = frozenset()
    """Words that mark the negation tier."""
    affirmation: frozenset[str] = frozenset()
    """Words that mark the affirmation tier."""

    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Word to other words that have the same sign ("i" and "me")."""

    expand: Mapping[str, str] = field(default_factory=dict)
    """Word to the words that it is made of ("cannot": "can not")."""

    endings: tuple[str, ...] = ()
    """Endings with which a lexicon may list a dictionary form ("e": "kleine" for "klein")."""

    prefixes: Mapping[str, str] = field(default_factory=dict)
    """Elided words before a word, with their apostrophe ("l'": "le")."""

    suffixes: Mapping[str, str] = field(default_factory=dict)
    """Contracted words after a word ("n't": "not", "'s": "is")."""

    stems: Mapping[str, str] = field(default_factory=dict)
    """What is left before a contracted word, where it changes ("ca" of "can't": "can")."""

    abbreviations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Abbreviation without its last dot, to the words to look up for it ("dr": "doctor")."""

    final: frozenset[str] = frozenset()
    """Abbreviations that often end a sentence ("etc")."""

    symbols: Mapping[str, str] = field(default_factory=dict)
    """Symbol to its word ("%": "percent")."""

    units: Mapping[str, str] = field(default_factory=dict)
    """Unit after a number to its word ("g": "gram")."""

    numerals: Mapping[str, int] = field(default_factory=dict)
    """Number words to their values, the usual one of each value first."""

    months: tuple[str, ...] = ()
    """The twelve months."""

    ordinal_words: tuple[str, ...] = ()
    """First, second, …"""

    ordinals: tuple[str, ...] = ()
    """Endings that make a number ordinal ("st"); "." alone counts before a month or a lower-case word."""

    decimal: str = "."
    """Decimal separator."""

    point: str = "point"
    """Word for the decimal separator."""

    dot: str = "dot"
    """Word for a dot in an address."""

    def numeral(self, value: int) -> str | None:
        """The usual word for a number, or None (``10`` is ``"ten"``)."""
        return next((word for word, number in self.numerals.items() if number == value), None)

    def asks_content(self, word: str) -> bool:
        """Whether a casefolded word is a question word."""
        return word in self.content or bool(self.content_stems and word.startswith(self.content_stems))


def reasons(**groups: str) -> dict[str, str]:
    """``reasons(article="a an the")`` is ``{"a": "article", "an": "article", "the": "article"}``."""
    return {word: reason.replace("_", " ") for reason, words in groups.items() for word in words.split()}


def pairs(text: str) -> dict[str, str]:
    """``pairs("g gram, kg kilogram")`` is ``{"g": "gram", "kg": "kilogram"}``."""
    return dict(pair.split(maxsplit=1) for pair in text.split(",") if pair.strip())


def choices(text: str) -> dict[str, tuple[str, ...]]:
    """``choices("st saint|street, ms")`` is ``{"st": ("saint", "street"), "ms": ()}``."""
    rows = [pair.split(maxsplit=1) for pair in text.split(",") if pair.strip()]
    return {row[0]: tuple(word.strip() for word in row[1].split("|")) if len(row) > 1 else () for row in rows}


def counted(words: str, tens: str = "", join: str = "", unit: Mapping[str, str] | None = None) -> dict[str, int]:
    """Number words: ``words`` from zero on, ``tens`` from twenty to ninety, then a hundred and a thousand.

    ``join`` makes 21 to 99 with the fields ``{tens}`` and ``{unit}``; ``unit`` lists the units that change in it.
    """
    table = {word: value for value, word in enumerate(words.split())}
    names = list(table)
    for number, ten in enumerate(tens.split(), start=2):
        value = 10 * number if number < 10 else 10 ** (number - 8)  # after ninety: hundred, thousand
        table.setdefault(ten, value)
        if join and number < 10:
            for digit in range(1, 10):
                changed = (unit or {}).get(names[digit], names[digit])
                table.setdefault(join.format(tens=ten, unit=changed), value + digit)
    return table
