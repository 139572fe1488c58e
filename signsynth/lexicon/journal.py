"""Files that a lexicon's index may not name yet or any more: noted down before, so that a crash leaves none behind."""

from __future__ import annotations

import glob
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from signsynth.errors import LexiconError
from signsynth.files.atomic import atomic_path
from signsynth.files.index import read_index
from signsynth.lexicon.lock import locked

NAME = ".pending"
_WRITTEN_HERE = (".index-*.csv", ".lexicon-*.json", f".{NAME}-*")
"""Temporary files of writers that hold the lock: where nobody holds it, a killed one left them."""


@contextmanager
def writing(folder: Path) -> Iterator[tuple[str, ...]]:
    """The folder's lock, with what a killed writer left cleared away; gives the names of the files erased for it."""
    with locked(folder):
        for pattern in _WRITTEN_HERE:
            for left in folder.glob(pattern):
                left.unlink(missing_ok=True)
        yield settle(folder)


def note(folder: Path, names: Iterable[str]) -> None:
    """Note files that are about to be written or erased (names relative to the folder); needs the lock."""
    with atomic_path(folder / NAME) as temporary:
        temporary.write_text(json.dumps(sorted(names), ensure_ascii=False), "utf-8")


def settle(folder: Path) -> tuple[str, ...]:
    """Erase the noted files that the index does not name, and the note; the erased ones' names. Needs the lock.

    A ``.npz`` or picture belongs to the recording of its name. Errors: ``LexiconError`` where one cannot be erased.
    """
    if not (folder / NAME).exists():
        return ()
    try:
        noted = [str(name) for name in json.loads((folder / NAME).read_text("utf-8"))]
    except ValueError as error:
        raise LexiconError(f"{folder / NAME}: not a list of files ({error}); delete it") from error
    named = {Path(path).with_suffix("") for path in read_index(folder / "index.csv").column("path")}
    root, erased = folder.resolve(), []
    for name in noted:
        path = folder / name
        if Path(name).with_suffix("") in named or not path.parent.resolve().is_relative_to(root):
            continue
        half_written = path.parent.glob(glob.escape(f".{path.stem}-") + "????????.*")
        try:
            for one in (path, *half_written):
                if one.is_symlink() or one.is_file():
                    one.unlink()
                    erased += [name] if one == path else []
        except OSError as error:
            raise LexiconError(f"{path}: cannot be erased ({error.strerror})") from error
    (folder / NAME).unlink()
    return tuple(erased)
