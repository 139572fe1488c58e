"""Directions in the signing space, as notation writes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.errors import InputError

LETTERS = {"l": (1, 0, 0), "r": (-1, 0, 0), "u": (0, 1, 0), "d": (0, -1, 0), "o": (0, 0, 1), "i": (0, 0, -1)}
"""Left, right, up, down, out (to the viewer), in (to the signer), as the signer sees them; +x is the signer's left."""


@dataclass(frozen=True)
class Direction:
    """One or more letters added up, as ``"uol"``: up, out and left. ``second`` gives the far end of "between the two".

    A doubled letter counts twice: ``"uul"`` is steeper than ``"ul"``. Errors: ``InputError`` for other letters, or
    letters that cancel out.
    """

    letters: str
    second: str | None = None

    def __post_init__(self) -> None:
        for letters in (self.letters, self.second):
            if letters is not None:
                _vector(letters)

    @property
    def vector(self) -> np.ndarray:
        """Unit vector ``(3,)``; half way between the two where there is a second."""
        first = _vector(self.letters)
        if self.second is None:
            return first
        middle = first + _vector(self.second)
        length = np.linalg.norm(middle)
        return first if length < 1e-6 else middle / length


def _vector(letters: str) -> np.ndarray:
    if not letters or any(letter not in LETTERS for letter in letters):
        raise InputError(f"direction {letters!r}: expected letters of {''.join(LETTERS)}")
    total = np.sum([LETTERS[letter] for letter in letters], axis=0, dtype=np.float64)
    length = np.linalg.norm(total)
    if length < 1e-6:
        raise InputError(f"direction {letters!r}: its letters cancel out, expected a direction")
    return total / length
