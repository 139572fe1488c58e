"""Taking recordings out of a lexicon: what one signer asks for, or what turned out to be wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from signsynth.errors import InputError, LexiconError, nearest
from signsynth.files.index import Index, read_index, write_index
from signsynth.lexicon.entry import label_of
from signsynth.lexicon.journal import note, settle, writing
from signsynth.lexicon.writer import companions

STAGING = ".building"
"""Folder in a lexicon where builds keep what is finished and not yet in the index."""


@dataclass(frozen=True)
class Erased:
    """What was removed: rows of the index, the glosses they were of, files; ``shared`` files others still use."""

    rows: int
    glosses: tuple[str, ...]
    files: tuple[str, ...]
    gone: tuple[str, ...] = ()
    """Glosses of which no recording is left."""
    shared: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [f"erased {name}" for name in self.files]
        lines += [f"kept {name}: other entries lie in it" for name in self.shared]
        lines += [f"{', '.join(self.gone)}: no recording is left"] if self.gone else []
        glosses = f"{len(self.glosses)} gloss{'es' if len(self.glosses) != 1 else ''}"
        return "\n".join([*lines, f"{self.rows} rows of {glosses} and {len(self.files)} files removed"])


def erase(folder: Path, *, signer: str = "", gloss: str = "", source: str = "") -> Erased:
    """Remove every row that meets all that is given, then files that no other row names, with ``.npz`` and previews.

    The index first, files after it; one that is killed in between is finished by the next writer. What builds have
    finished and not yet added goes too. Errors: ``InputError`` without anything to go by, ``LexiconError`` where
    nothing meets it, naming the nearest.
    """
    asked = {"signer": signer, "gloss": gloss, "source": source}
    asked = {name: value for name, value in asked.items() if value}
    if not asked:
        raise InputError("remove: expected a signer, a gloss or a source to go by")
    with writing(folder) as erased:
        index = read_index(folder / "index.csv")
        rows = _matching(index, asked)
        staged = _staged(folder, lambda facts: all(facts.get(name) == value for name, value in asked.items()))
        if not rows and not staged and not erased:
            name, value = next(iter(asked.items()))
            known = sorted(set(_values(index, name)) - {""})
            raise LexiconError(f"{folder}: no entry of {name} {value!r}; {nearest(value, known)}")
        kept = index.without(rows)
        paths = {index.column("path")[number] for number in rows}
        shared = paths & set(kept.column("path"))
        if rows:
            note(folder, companions(folder, paths - shared))
            write_index(folder / "index.csv", kept)
            erased += settle(folder)
        for path in staged:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    labels = _values(index, "gloss")
    glosses = {labels[number] for number in rows}
    gone = glosses - set(_values(kept, "gloss"))
    files = (*erased, *(path.relative_to(folder).as_posix() for path in staged))
    return Erased(len(rows), *(tuple(sorted(part)) for part in (glosses, files, gone, shared)))


def _matching(index: Index, asked: Mapping[str, str]) -> set[int]:
    columns = {name: _values(index, name) for name in asked}
    return {
        number for number in range(len(index)) if all(columns[name][number] == value for name, value in asked.items())
    }


def _values(index: Index, name: str) -> list[str]:
    if name == "gloss":
        return list(map(label_of, index.column("glosses"), index.column("words")))
    return list(index.column(name))


def _staged(folder: Path, meets: Callable[[Mapping[str, str]], bool]) -> list[Path]:
    """Folders of finished recordings that wait for the index and whose facts meet what is asked."""
    found = []
    for facts in sorted((folder / STAGING).glob("*/*/facts.json")):
        try:
            takes = json.loads(facts.read_text("utf-8"))["takes"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if any(meets({**take["facts"], "gloss": take["label"]}) for take in takes):
            found.append(facts.parent)
    return found
