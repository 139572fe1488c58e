"""A folder of written signs, in every notation that is read here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from signsynth.errors import FileError, SignsynthError
from signsynth.writing import letters
from signsynth.writing.notation import Sign
from signsynth.writing.realise import Realised, realise
from signsynth.writing.sigml import read_sigml

SUFFIXES = (".toml", ".sigml", ".xml")
UNREVIEWED = "written, not reviewed"
_NUMBERED = re.compile(r"[_-]\d+$")


@dataclass(frozen=True, eq=False)
class Written:
    """One written sign of a folder: what an index says of it, and how it becomes motion."""

    gloss: str
    words: tuple[str, ...]
    licence: str
    status: str
    file: Path
    number: int
    """Of the sign in its file, from 0."""
    sign: letters.WrittenSign | Sign

    def realise(self, fps: float) -> Realised:
        """All three modalities. Errors: ``InputError`` naming file, gloss and element."""
        if isinstance(self.sign, Sign):
            return realise(self.sign, fps=fps)
        return Realised(letters.realise(self.sign, fps=fps), ())


def read_folder(folder: str | Path, on_error: Callable[[SignsynthError], None] | None = None) -> Iterator[Written]:
    """Signs of all files of a folder, by file name.

    ``on_error`` takes the error of a file or sign that cannot be read, and the others are read on; None: it is
    raised. A sign whose file names no words answers to its gloss. Errors: ``FileError`` for a folder without signs.
    """
    folder = Path(folder)
    files = sorted(file for file in folder.glob("*") if file.suffix.lower() in SUFFIXES)
    if not files:
        raise FileError(f"{folder}: holds no written sign, expected files {', '.join(SUFFIXES)}")
    for file in files:
        try:
            yield from _of_file(file, on_error)
        except SignsynthError as error:
            if on_error is None:
                raise
            on_error(error)


def _of_file(file: Path, on_error: Callable[[SignsynthError], None] | None) -> list[Written]:
    if file.suffix == ".toml":
        sign = letters.read_sign(file)
        return [Written(sign.gloss, sign.words, sign.licence, sign.status, file, 0, sign)]
    signs = read_sigml(file, on_error=on_error)
    return [
        Written(sign.gloss, sign.words or word_of(sign.gloss), sign.licence, sign.status or UNREVIEWED, file, k, sign)
        for k, sign in enumerate(signs)
    ]


def word_of(gloss: str) -> tuple[str, ...]:
    """The word that a gloss is named after: ``AARDIG-AM{NIET_SLECHT}`` and ``AARDIG_2`` answer to "aardig"."""
    plain = re.split(r"-[A-Z]+\{", gloss)[0]
    word = _NUMBERED.sub("", plain).replace("_", " ").strip().lower()
    return (word,) if word else ()
