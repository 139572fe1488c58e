"""Symbols in a row, read one by one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from signsynth.errors import InputError, nearest
from signsynth.writing.hamnosys.symbols import BRACKETS, NAMES, SYMBOLS

MAX_SYMBOLS = 5_000
"""Most symbols of one sign; long ones have 150."""
MAX_DEPTH = 30
"""Deepest nesting of brackets."""
SILENT = ("hamspace", "hamversion40")
PUNCTUATION = ("hamexclaim", "hamcomma", "hamfullstop", "hamquery", "hammime", "hametc", "hamcoreftag", "hamcorefref")


def split_symbols(text: str) -> list[str]:
    """Names of the symbols of a string: of private-use characters, or of names between spaces or commas.

    Unknown ones stay as they are. ``"\\ue000\\ue020"`` and ``"hamfist, hamextfingeru"`` give the same.
    """
    words = [word for word in re.split(r"[\s,]+", text) if word]
    if words and all(word.startswith("ham") and word.isascii() and word.isalnum() for word in words):
        return words
    return [NAMES.get(character, character) for character in text if character == " " or not character.isspace()]


@dataclass
class Stream:
    """``label`` names the sign in messages; positions count the sign's symbols from 1."""

    names: Sequence[str]
    label: str
    at: int = 0
    depth: int = 0
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if len(self.names) > MAX_SYMBOLS:
            raise InputError(f"{self.label}: {len(self.names)} symbols, expected at most {MAX_SYMBOLS}")
        self._places = range(len(self.names))  # position of each symbol that is kept
        for place, name in enumerate(self.names, 1):
            if name not in SYMBOLS:
                shown = f"U+{ord(name):04X}" if len(name) == 1 else repr(name[:40])
                raise InputError(
                    f"{self.label}: symbol {place} is {shown}, no symbol of HamNoSys 4; {nearest(name[:40], SYMBOLS)}"
                )
        kept = self._without_asides()
        self.names, self._places = [name for name, _ in kept], [place for _, place in kept]

    def _without_asides(self) -> list[tuple[str, int]]:
        """Without punctuation, and with the first of alternatives ``{a|b}``."""
        kept, skipping, alternatives = [], False, 0
        for place, name in enumerate(self.names, 1):
            if name == "hamaltbegin":
                alternatives += 1
                self.warnings.append(f"symbol {place} ({name}): of alternatives the first is taken")
            elif name == "hammetaalt":
                skipping = alternatives > 0
            elif name == "hamaltend":
                alternatives, skipping = max(0, alternatives - 1), False
            elif name in PUNCTUATION:
                self.warnings.append(f"symbol {place} ({name}): has no form of its own, left out")
            elif name not in SILENT and not skipping:
                kept.append((name, place))
        return kept

    def peek(self, ahead: int = 0) -> str:
        """Name of a coming symbol; empty behind the end."""
        return self.names[self.at + ahead] if self.at + ahead < len(self.names) else ""

    def take(self, names: Collection[str] | None = None) -> str:
        """The next symbol if it is one of ``names``, else nothing; any where ``names`` is None."""
        name = self.peek()
        if not name or (names is not None and name not in names):
            return ""
        self.at += 1
        return name

    def expect(self, names: Collection[str], what: str) -> str:
        """As ``take``. Errors: ``InputError`` where another comes."""
        if name := self.take(names):
            return name
        raise self.error(f"expected {what}")

    def inside(self) -> str:
        """First symbol within the brackets that begin here; the next one where none do."""
        ahead = 0
        while self.peek(ahead) in BRACKETS:
            ahead += 1
        return self.peek(ahead)

    def deeper(self, by: int) -> None:
        """Brackets opened or closed. Errors: ``InputError`` beyond ``MAX_DEPTH``."""
        self.depth += by
        if self.depth > MAX_DEPTH:
            raise self.error(f"nests brackets more than {MAX_DEPTH} deep")

    def warn(self, text: str) -> None:
        """Of the symbol just read."""
        at = max(self.at - 1, 0)
        self.warnings.append(f"symbol {self._places[at]} ({self.names[at]}): {text}")

    def error(self, text: str) -> InputError:
        """Of the symbol to come."""
        if self.at < len(self.names):
            return InputError(f"{self.label}: symbol {self._places[self.at]} ({self.peek()}): {text}")
        return InputError(f"{self.label}: after the last symbol: {text}")
