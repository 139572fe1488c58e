"""The lexicons that are measured: imported from the real recordings into the cache, once."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from signsynth.lexicon.place import cache_folder

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
VERSION = "2"
"""Raise it when the importer changes, so that lexicons are made again."""


@dataclass(frozen=True)
class Source:
    """A folder of recordings, and sentences (lists of words) that its lexicon can sign."""

    name: str
    folder: str
    spoken: str
    signed: str
    sentences: tuple[tuple[str, ...], ...]


SOURCES = (
    Source(
        "ksl13",
        "ksl13",
        "en",
        "kvk",
        (
            ("glad", "follow me", "let's go"),
            ("sorry", "tired", "no", "good"),
            ("yes", "do it", "i'm fine", "bad"),
            ("don't", "hate", "follow me", "glad", "good"),
        ),
    ),
    Source(
        "asl100",
        "asl100",
        "en",
        "ase",
        (
            ("hello", "family", "hungry", "good"),
            ("sorry", "want", "water", "now"),
            ("why", "angry", "friend", "yes"),
            ("april", "need", "phone", "please", "family"),
        ),
    ),
    Source(
        "peer",
        "peer_lexicon/dummy_lexicon",
        "de",
        "sgg",
        (("kleine", "kinder", "essen", "pizza"), ("pizza", "essen", "kinder"), ("kinder", "kleine", "pizza", "essen")),
    ),
)


def lexicon_folder(source: Source) -> Path:
    """Folder of the imported lexicon; the peer's own is used as it lies."""
    if source.name == "peer":
        return SHARED_DATA / source.folder
    folder = cache_folder() / "lexicons" / f"{source.name}-{VERSION}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder.parent):  # two sections may want it at once
        if not folder.is_dir():
            from signsynth.lexicon.importer import import_lexicon

            spoken = ("ko", "en") if source.name == "ksl13" else (source.spoken,)
            with tempfile.TemporaryDirectory(dir=folder.parent) as name:  # whole or not at all
                made = Path(name) / "made"
                import_lexicon(SHARED_DATA / source.folder, made, signed=source.signed, spoken=spoken)
                made.rename(folder)
    return folder


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else who asks for this folder goes on meanwhile."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
