"""Cuts a text into pieces: every character that is not white space belongs to exactly one."""

from __future__ import annotations

import re

from signsynth.text.abbreviations import abbreviation_end
from signsynth.text.addresses import address_span
from signsynth.text.folding import fold
from signsynth.text.language import Language
from signsynth.text.piece import Kind, Piece
from signsynth.text.shapes import shapes

_CHUNK = re.compile(r"\S+")
_NEXT_WORD = re.compile(r"\s+(\w+)")

# Over class letters (signsynth.text.shapes), tried in this order.
_PIECE = re.compile(
    r"""
    (?P<keycap> [DS]M*K[MJ]* )
  | (?P<emoji> R R? [MJ]* | [ET][TM]*(?:J+[ET][TM]*)*J* )
  | (?P<date> DDDD-DD?-DD?(?![DL]) | DD?/DD?/DD(?:DD)?(?![DL]) | DD?-DD?-DDDD(?![DL]) | DD?\.DD?\.DD(?:DD)?(?![DL]) )
  | (?P<time> DD?:DD(?::DD)?(?![DL]) )
  | (?P<ratio> D+/D+(?![DL/]) )
  | (?P<number> D+(?:[.,']D+)*M* | NM* )
  | (?P<word> L[LMJ]*(?:'L[LMJ]*)* )
  | (?P<clause> -{2,}[—-]* | —+-* )
  | (?P<stop> [.!?;:,]+(?:[.!?;:,—]*[.!?;:,])? )
  | (?P<joiner> [-/_] )
  | (?P<symbol> [S@]M* )
  | (?P<quote> [Q'¿]M* )
  | (?P<invisible> [CMJKT]+ )
    """,
    re.VERBOSE,
)


def tokenize(text: str, language: Language) -> list[Piece]:
    """Pieces of ``text`` in order, in time linear in its length.

    Their spans do not overlap, hold no white space, and leave only white space out. Contractions are cut as words
    (``do|n't``, ``what|'s``, ``l'|école``), abbreviations keep their dots unless they end a sentence.
    """
    shape = shapes(text)
    pieces: list[Piece] = []
    before = 0
    for chunk in _CHUNK.finditer(text):
        start, stop = chunk.span()
        gap = (2 if text.count("\n", before, start) > 1 else 1) if start > before or not start else 0
        _cut(text, shape, start, stop, gap, language, pieces)
        before = stop
    return pieces


def _cut(text: str, shape: str, start: int, stop: int, gap: int, language: Language, pieces: list[Piece]) -> None:
    """Appends the pieces of one chunk, a run without white space."""

    def add(first: int, end: int, kind: Kind, form: str | None = None, raw: str = "") -> None:
        piece = text[first:end]
        blank = gap if first == start else 0
        pieces.append(Piece(piece, first, end, kind, fold(piece) if form is None else form, blank, raw))

    address = address_span(text, start, stop)
    at = start
    while at < stop:
        if address and at == address[0]:
            add(*address, "address")
            at = address[1]
            continue
        limit = address[0] if address and at < address[0] else stop
        end = _apostrophe_word(text, shape, at, limit, start, language)
        if end:
            add(at, end, "word")
            at = end
            continue
        if shape[at] == "." and at == start and shape[at + 1 : at + 2] == "D":  # .5
            end = at + 1
            while end < limit and shape[end] == "D":
                end += 1
            add(at, end, "number")
            at = end
            continue
        match = _PIECE.match(shape, at, limit)
        kind, end = match.lastgroup, match.end()
        if kind == "word":
            end = _word(text, shape, at, end, limit, language, add)
        elif kind == "number":
            longer = _ordinal_end(text, shape, at, end, limit, language)
            add(at, longer or end, "ordinal" if longer else "number")
            end = longer or end
        elif kind == "keycap":
            add(at, end, "number", fold(text[at]))
        elif kind == "stop":
            strong = any(mark in ".!?;:" for mark in shape[at:end])
            add(at, end, "stop" if strong else "clause")
        elif kind == "joiner":
            add(at, end, _joiner_kind(shape, at, start, stop))
        else:
            add(at, end, kind)
        at = end


def _apostrophe_word(text: str, shape: str, at: int, limit: int, start: int, language: Language) -> int:
    """End of a word that begins with an apostrophe (Dutch "'t"), or 0."""
    if shape[at] != "'" or at != start:
        return 0
    end = at + 1
    while end < limit and shape[end] == "L" and end - at < 4:
        end += 1
    word = fold(text[at:end])
    return end if end == limit and (word in language.silent or word in language.light) else 0


def _word(text: str, shape: str, at: int, end: int, limit: int, language: Language, add) -> int:
    """Adds a word: as an abbreviation with its dots, or cut at its contractions. Returns where it ends."""
    dotted = abbreviation_end(text, shape, at, end, limit, language)
    if dotted:
        add(at, dotted, "abbreviation")
        return dotted
    folded = fold(text[at:end])
    if "'" not in folded or len(folded) != end - at:
        add(at, end, "word", folded)
        return end
    prefix = folded[: folded.index("'") + 1]
    if prefix in language.prefixes and len(prefix) < len(folded):
        add(at, at + len(prefix), "word", language.prefixes[prefix], prefix)
        return at + len(prefix)
    for suffix, form in language.suffixes.items():
        if folded.endswith(suffix) and len(folded) > len(suffix):
            cut, stem = end - len(suffix), folded[: -len(suffix)]
            add(at, cut, "word", language.stems.get(stem, stem), stem)
            add(cut, end, "word", form, suffix)
            return end
    add(at, end, "word", folded)
    return end


def _ordinal_end(text: str, shape: str, at: int, end: int, limit: int, language: Language) -> int:
    """End of an ordinal such as "1st" or "3." (before a month or a lower-case word), or 0 if it is a plain number."""
    for ending in language.ordinals:
        after = end + len(ending)
        if ending == ".":
            following = _NEXT_WORD.match(text, after) if shape[end:after] == "." and end - at <= 2 else None
            if following and after == limit and (following[1].islower() or fold(following[1]) in language.months):
                return after
        elif after <= limit and fold(text[end:after]) == ending and shape[after : after + 1] not in ("L", "D"):
            return after
    return 0


def _joiner_kind(shape: str, at: int, start: int, stop: int) -> Kind:
    """A hyphen inside a word joins, before a number it is a minus, alone it is a dash."""
    left = shape[at - 1] if at > start else " "
    right = shape[at + 1] if at + 1 < stop else " "
    if shape[at] == "-":
        if right in "DS" and left in " Q":
            return "symbol"
        if left == " " and right == " ":
            return "clause"
    return "joiner"
