"""One lexicon folder: its index, its facts and its files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from signsynth.errors import LexiconError, nearest
from signsynth.files.index import Index, parse_index, read_index
from signsynth.lexicon.entry import Entry, entry_of
from signsynth.lexicon.place import Remote, locate

_MAX_INFO_BYTES = 2**20


@dataclass(frozen=True, eq=False)
class Shelf:
    """A folder as it was when it was opened. ``folder`` is the mirror where ``remote`` is not None."""

    name: str
    folder: Path
    index: Index
    info: Mapping[str, Any]
    remote: Remote | None = None

    @classmethod
    def open(cls, path: str | Path) -> Shelf:
        """A folder, the name of a bundled lexicon, or an fsspec URL. Errors: ``LexiconError``."""
        if "://" in str(path):
            remote = Remote.at(str(path))
            index = parse_index(_bytes(remote.fetch("index.csv")), f"{remote.url}/index.csv")
            return cls(remote.url, remote.mirror, index, _info(remote.fetch("lexicon.json", needed=False)), remote)
        folder = locate(path)
        return cls(str(path), folder, read_index(folder / "index.csv"), _info(folder / "lexicon.json"))

    def again(self) -> Shelf:
        """The same folder as it is now."""
        return replace(self, index=read_index(self.folder / "index.csv"))

    def entry(self, number: int) -> Entry:
        """Row ``number`` of the index."""
        return entry_of(self.index, number, self.folder)

    def file(self, entry: Entry) -> Path:
        """The local file of an entry. Errors: ``LexiconError`` where it is missing or a link leads out."""
        if self.remote is not None:
            return self.remote.fetch(entry.path)  # type: ignore[return-value]
        path = self.folder / entry.path
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise LexiconError(f"{path}: a link leads out of the lexicon, expected a file inside {self.folder}")
        if not path.is_file():
            beside = [str(other.relative_to(self.folder)) for other in path.parent.glob(f"*{path.suffix}")]
            what = "a folder" if path.is_dir() else "no such file"
            hint = nearest(entry.path, beside)
            raise LexiconError(f"{path}: {what}, expected the recording of {entry.label!r}; {hint}")
        return path


def _bytes(path: Path | None) -> bytes:
    return path.read_bytes() if path else b""


def _info(path: Path | None) -> Mapping[str, Any]:
    """``lexicon.json``: name, spoken, signed, licence, notes; empty where there is none."""
    if path is None or not path.is_file():
        return {}
    if path.stat().st_size > _MAX_INFO_BYTES:
        raise LexiconError(f"{path}: larger than {_MAX_INFO_BYTES // 2**20} MiB, expected a few lines of JSON")
    try:
        info = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise LexiconError(f"{path}: not JSON in UTF-8 ({error})") from error
    if not isinstance(info, dict):
        raise LexiconError(f"{path}: a {type(info).__name__}, expected an object with name, spoken, signed, licence")
    return info
