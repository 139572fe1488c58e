"""One family of errors. Each says what was found, what was expected and the nearest valid choice."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class SignsynthError(Exception):
    """Base of every error that signsynth raises on purpose; the command line prints it as one line."""


class InputError(SignsynthError, ValueError):
    """A value, word or option from outside is not usable."""


class FileError(SignsynthError):
    """A file is missing, truncated, of another format, too large, or cannot be written."""


class LexiconError(SignsynthError):
    """A lexicon's index or one of its entries is not usable."""


def nearest(found: str, valid: Iterable[str], *, most: int = 6) -> str:
    """Words that end an error message: the closest valid choice, or the choices themselves.

    >>> nearest("linaer", ["linear", "hermite"])
    "did you mean 'linear'?"
    """
    choices = sorted(str(choice) for choice in valid)
    close = get_close_matches(str(found), choices, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    if not choices:
        return "there is none to choose from"
    shown = ", ".join(choices[:most])
    return f"choose one of: {shown}" + (", …" if len(choices) > most else "")
