"""How a number, a date or a time is said: its numbers and the words between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from unicodedata import normalize, numeric

from signsynth.text.language import Language
from signsynth.text.piece import Piece


@dataclass(frozen=True)
class Part:
    """``number``: ASCII digits. ``word``: a word to look up. ``point``: a decimal separator."""

    kind: Literal["number", "word", "point"]
    text: str


@dataclass(frozen=True)
class Reading:
    """Parts in signing order, and what is not signed as written."""

    parts: tuple[Part, ...]
    reason: str = ""


def ascii_digits(text: str) -> str:
    """Digits of any script as ASCII digits, other number characters as NFKC writes them ("½" is "1⁄2")."""
    if text.isascii():
        return text
    return "".join(str(int(c)) if c.isdecimal() else c for c in normalize("NFKC", text))


def read_number(piece: Piece, language: Language) -> Reading:
    """The reading of a piece of kind number, ordinal, date, time or ratio; no parts if it holds no digit.

    "3,14" is decimal where the language writes it so, and wherever the comma cannot separate thousands; all of
    "1,000", "1.000" and "1'000" may be a thousand. "2026-05-03" is read as day, month, year; the order of "3/5/26" is
    kept, because nobody can know which of them is the month.
    """
    text = ascii_digits(piece.text)
    runs = re.findall(r"[0-9]+", text)
    if not runs:
        return _other_numeral(piece.text)
    if piece.kind == "date":
        return _date(text, runs, language)
    if piece.kind == "time":
        return Reading(_numbers(runs), "time, ':' is shown by the order")
    if piece.kind == "ratio" or "\u2044" in text or "/" in text:
        return Reading(
            _numbers(runs), "fraction, upper number first" if "\u2044" in text else "'/' is shown by the order"
        )
    if piece.kind == "ordinal":
        return Reading(_numbers(runs[:1]), f"ordinal, its ending {piece.text[len(runs[0]) :]!r} is not signed")
    return _plain(text.replace("’", "'"), runs, language)


def _numbers(runs: list[str]) -> tuple[Part, ...]:
    return tuple(Part("number", run) for run in runs)


def _other_numeral(text: str) -> Reading:
    """Numerals that have a value but no digits, such as the ancient Greek ones."""
    value = numeric(text[0], -1.0)
    return Reading((Part("number", str(int(value))),) if value >= 0 and value == int(value) else ())


def _date(text: str, runs: list[str], language: Language) -> Reading:
    if len(runs[0]) == 4 and 1 <= int(runs[1]) <= 12 and language.months:
        year, month, day = runs
        name = language.months[int(month) - 1]
        parts = (Part("number", str(int(day))), Part("word", name), Part("number", year))
        return Reading(parts, f"date: {int(day)} {name} {year}")
    separator = re.sub(r"[0-9]", "", text)[:1]
    return Reading(_numbers(runs), f"date, {separator!r} is shown by the order")


def _plain(text: str, runs: list[str], language: Language) -> Reading:
    """A number with separators of thousands and decimals."""
    separators = re.findall(r"[^0-9]+", text)
    if text[:1] == "." and len(runs) == 1:
        return Reading((Part("point", "."), Part("number", runs[0])))
    if not separators or len(runs) == 1:
        return Reading(_numbers(runs))
    decimal = ""
    if len(set(separators)) == 2 and separators.index(separators[-1]) == len(separators) - 1:
        decimal = separators[-1]  # 1,234.5
    elif (
        len(separators) == 1
        and separators[0] != "'"
        and (separators[0] == language.decimal or not _thousands(runs) or runs[0] == "0")
    ):
        decimal = separators[0]
    whole = runs[:-1] if decimal else runs
    if len(whole) > 1 and not _thousands(whole):  # 1.2.3, a version or an internet address
        parts = [part for run in runs for part in (Part("point", "."), Part("number", run))]
        return Reading(tuple(parts[1:]))
    reason = f"{separators[0]!r} separates thousands and is not signed" if len(whole) > 1 else ""
    parts = [Part("number", "".join(whole))]
    if decimal:
        parts += [Part("point", decimal), Part("number", runs[-1])]
    return Reading(tuple(parts), reason)


def _thousands(runs: list[str]) -> bool:
    """Whether runs of digits can be groups of three ("1", "000")."""
    return len(runs[0]) <= 3 and all(len(run) == 3 for run in runs[1:])
