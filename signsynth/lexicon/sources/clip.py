"""One recording of a set, read when it is needed, and the facts that a set states about itself."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from signsynth.errors import LexiconError
from signsynth.files.limits import read_bytes
from signsynth.motion import Motion
from signsynth.motion.recording import Recording

_LANGUAGES = {"English": "en", "German": "de", "French": "fr", "Spanish": "es", "Korean": "ko", "Dutch": "nl"}
_MAX_ARRAY_BYTES = 2 * 2**30


@dataclass(frozen=True)
class Clip:
    """``gloss`` as the set writes it; ``key`` names the clip in the set; clips of one ``session`` share a frame rate.

    ``words`` by spoken language, where the set states them. ``read()`` gives what a tracker saw, or
    a canonical motion where the set holds one.
    """

    gloss: str
    key: str
    read: Callable[[], Recording | Motion] = field(repr=False)
    session: str = ""
    signer: str = ""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A set of recordings. ``words`` of its glosses by language and gloss, from its own description."""

    name: str
    clips: tuple[Clip, ...]
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    licence: str = ""


def described(folder: Path, glosses: set[str]) -> tuple[dict[str, dict[str, tuple[str, ...]]], str]:
    """Words and licence from lines ``<Language> words of the glosses: …`` and ``Licence: …`` of ``SOURCE.txt``."""
    path = folder / "SOURCE.txt"
    if not path.is_file():
        return {}, ""
    text = read_bytes(path).decode("utf-8", "replace")
    licence = re.search(r"^Licence:\s*(?:repository\s+)?([A-Za-z0-9.+-]+)", text, re.MULTILINE)
    words: dict[str, dict[str, tuple[str, ...]]] = {}
    for language, listed in re.findall(r"^([A-Z][a-z]+) words of the glosses:(.*)$", text, re.MULTILINE):
        if language in _LANGUAGES:
            found = words.setdefault(_LANGUAGES[language], {})
            for item in listed.split("|"):
                gloss = max((g for g in glosses if item.strip().startswith(g + " ")), key=len, default=None)
                if gloss:
                    found[gloss] = (item.strip()[len(gloss) :].strip(),)
    return words, licence.group(1) if licence else ""


def table(folder: Path, wanted: tuple[str, ...]) -> list[dict[str, str]] | None:
    """Rows of the folder's ``index.csv`` where it has the ``wanted`` columns and ``clips.npz`` lies beside it."""
    path = folder / "index.csv"
    if not (path.is_file() and (folder / "clips.npz").is_file()):
        return None
    try:
        reader = csv.DictReader(io.StringIO(read_bytes(path).decode("utf-8-sig"), newline=""), strict=True)
        if not set(wanted) <= set(reader.fieldnames or ()):
            return None
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(f"{path}: not CSV in UTF-8 ({error})") from error
    for number, row in enumerate(rows, start=2):
        if not all(row[column] for column in wanted):
            raise LexiconError(f"{path}: line {number}: a value is missing, expected {', '.join(wanted)}")
    return rows


def arrays(folder: Path) -> Mapping[str, np.ndarray]:
    """The arrays of ``clips.npz``, each read when ``array`` asks for it; nothing pickled is opened."""
    path = folder / "clips.npz"
    try:
        with zipfile.ZipFile(path) as file:
            size = sum(member.file_size for member in file.infolist())
        if size > _MAX_ARRAY_BYTES:
            raise LexiconError(
                f"{path}: unpacks to {size / 2**30:.1f} GiB, expected at most {_MAX_ARRAY_BYTES // 2**30}"
            )
        return np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise LexiconError(f"{path}: not an .npz file ({error})") from error


def array(clips: Mapping[str, np.ndarray], key: str, folder: Path) -> np.ndarray:
    """One array of ``clips.npz``. Errors: ``LexiconError`` where it is missing, damaged or holds objects."""
    try:
        return clips[key]
    except (KeyError, ValueError, OSError, EOFError, zlib.error, zipfile.BadZipFile, SyntaxError) as error:
        what = "is not in it" if isinstance(error, KeyError) else f"cannot be read ({error})"
        raise LexiconError(f"{folder / 'clips.npz'}: the array {key!r} {what}") from error
