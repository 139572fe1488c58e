"""Building a lexicon behind an fsspec URL: in a working copy here, which goes up when the build ends."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from signsynth.errors import LexiconError
from signsynth.files.index import read_index
from signsynth.lexicon.place import Remote, cache_folder

_FACTS = ("index.csv", "lexicon.json")
_VERSION = ".pulled"


@contextmanager
def working_copy(to: str | Path) -> Iterator[Path]:
    """The folder to build in: ``to`` itself, or, where that is a URL, a copy of its index.

    New recordings go up first, then the index. A build that is killed leaves its copy, and the next one here goes on
    with it. Storage behind URLs knows no locks: build into one from one machine at a time. Errors: ``LexiconError``
    where it cannot be read or written, or another machine has changed it meanwhile; the copy is then kept.
    """
    if "://" not in str(to):
        yield Path(to)
        return
    remote = Remote.at(str(to))
    folder = cache_folder() / "building" / hashlib.sha256(remote.url.encode()).hexdigest()[:24]
    if not (folder / _VERSION).exists():
        _pull(remote, folder)
    pulled = set(read_index(folder / "index.csv").column("path")) if (folder / "index.csv").exists() else set()
    yield folder
    _push(remote, folder, pulled)
    shutil.rmtree(folder, ignore_errors=True)


def _version(remote: Remote) -> str:
    """Digest of the index behind the URL, empty where there is none."""
    path = remote.fetch("index.csv", needed=False)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path else ""


def _pull(remote: Remote, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in _FACTS:
        path = remote.fetch(name, needed=False)
        if path is not None:
            shutil.copyfile(path, folder / name)
    (folder / _VERSION).write_text(_version(remote), "utf-8")


def _push(remote: Remote, folder: Path, pulled: set[str]) -> None:
    """The recordings, then facts and index; last, files that the index does not name any more."""
    if _version(remote) != (folder / _VERSION).read_text("utf-8"):
        raise LexiconError(
            f"{remote.url}: was changed by somebody else during the build, whose recordings are in {folder}; "
            f"build into another folder from there, or delete {folder} and build again"
        )
    named = dict.fromkeys(read_index(folder / "index.csv").column("path"))
    files = [name for path in named for name in (path, str(Path(path).with_suffix(".npz"))) if (folder / name).exists()]
    gone = [name for path in pulled - set(named) for name in (path, str(Path(path).with_suffix(".npz")))]
    try:
        remote.system.makedirs(remote.root, exist_ok=True)
        for name in (*files, *reversed(_FACTS)):
            remote.system.put_file(str(folder / name), f"{remote.root}/{name}")
        for name in gone:
            if remote.system.exists(f"{remote.root}/{name}"):
                remote.system.rm_file(f"{remote.root}/{name}")
    except (OSError, ValueError, NotImplementedError) as error:
        raise LexiconError(f"{remote.url}: cannot be written ({error}); the recordings are in {folder}") from error
