"""The attributes of one element, taken one by one; those that nobody takes are unknown."""

from __future__ import annotations

import math
from collections.abc import Collection

from signsynth.errors import InputError, nearest
from signsynth.writing.notation import Direction
from signsynth.writing.sigml.node import Node
from signsynth.writing.sigml.notes import Notes, short

MAX_LETTERS = 12


class Fields:
    """Reads typed values. A value that cannot be understood is an ``InputError`` where the sign hangs on it
    (``strict``), and else left out with a warning.
    """

    def __init__(self, node: Node, notes: Notes, prefix: str = "") -> None:
        self.node, self.notes, self.prefix = node, notes, prefix
        self._left = dict(node.attributes)
        self._taken: set[str] = set()

    def second(self) -> Fields:
        """The same element's attributes of the far end of "between the two"; ``finish`` is the first one's matter."""
        other = Fields.__new__(Fields)
        other.node, other.notes, other.prefix = self.node, self.notes, "second_"
        other._left, other._taken = self._left, self._taken
        return other

    def any(self, *names: str) -> bool:
        """Whether one of the attributes is still there to take."""
        return any(self.prefix + name in self._left for name in names)

    def text(self, name: str) -> str | None:
        """The raw value; None where it is not written."""
        self._taken.add(self.prefix + name)
        return self._left.pop(self.prefix + name, None)

    def word(self, name: str, valid: Collection[str], *, strict: bool = False, required: bool = False) -> str | None:
        """One of ``valid``."""
        value = self.text(name)
        if value is None:
            if required:
                raise self.notes.error(self.node, f"has no {self.prefix}{name}, {nearest('', valid)}")
            return None
        return value if value in valid else self._refuse(name, value, nearest(short(value), valid), strict or required)

    def flag(self, name: str) -> bool:
        """``true`` or ``false``."""
        return self.word(name, ("true", "false")) == "true"

    def number(self, name: str, *, least: float, most: float, usual: float = 1.0) -> float:
        """A number within bounds."""
        value = self.text(name)
        if value is None:
            return usual
        try:
            number = float(value) if len(value) < 40 else math.nan
        except ValueError:
            number = math.nan
        if least <= number <= most:
            return number
        self._refuse(name, value, f"expected a number from {least:g} to {most:g}", False)
        return usual

    def digits(self, name: str) -> tuple[int, ...]:
        """Digits of the hand, as ``"23"``: 1 (thumb) to 5 (little finger), each once."""
        value = self.text(name) or ""
        if any(letter not in "12345" for letter in value) or len(set(value)) < len(value):
            self._refuse(name, value, "expected digits 1 (thumb) to 5 (little finger), each once", True)
        return tuple(int(letter) for letter in value)

    def direction(self, name: str, *, required: bool = False) -> Direction | None:
        """Letters, and the ``second_`` ones where they are written."""
        value, second = self.text(name), self.second().text(name)
        if value is None:
            if required:
                raise self.notes.error(self.node, f"has no {self.prefix}{name}, expected letters of udlrio")
            if second is not None:
                self._refuse("second_" + name, second, f"expected a {name} beside it", False)
            return None
        if isinstance(first := _direction(value), str):
            return self._refuse(name, value, first, True)
        if second is None:
            return first
        if isinstance(far := _direction(second), str):
            self._refuse("second_" + name, second, far, False)
            return first
        return Direction(value, second)

    def finish(self) -> None:
        """Warn of text inside the element, and of attributes that nobody took."""
        for name, value in self._left.items():
            known = nearest(short(name), self._taken)
            self.notes.warn(self.node, f"{short(name)}={short(value)!r}: unknown attribute, left out; {known}")
        if self.node.text:
            self.notes.warn(self.node, f"holds the text {short(self.node.text)!r}, left out")

    def _refuse(self, name: str, value: str, expected: str, strict: bool) -> None:
        found = f"{self.prefix}{name}={short(value)!r}"
        if strict:
            raise self.notes.error(self.node, f"{found}: {expected}")
        self.notes.warn(self.node, f"{found}: left out; {expected}")


def _direction(letters: str) -> Direction | str:
    """The direction, or what is wrong with it."""
    if len(letters) > MAX_LETTERS:
        return f"expected at most {MAX_LETTERS} letters of udlrio"
    try:
        return Direction(letters)
    except InputError as error:
        return str(error)
