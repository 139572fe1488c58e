"""A lexicon as one ``.zip`` file, to hand on and to open elsewhere."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from signsynth.errors import FileError, LexiconError
from signsynth.files.atomic import atomic_path, explained
from signsynth.files.index import MAX_BYTES, parse_index
from signsynth.lexicon.lexicon import Lexicon
from signsynth.lexicon.place import MAX_FILE_BYTES

MAX_UNPACKED_BYTES = 32 * 2**30
"""Largest lexicon that is unpacked: 32 GiB."""
_FACTS = ("lexicon.json", "LICENSE", "LICENSE.txt", "README.md", "README.txt", "SOURCE.txt")
_DAY = (1980, 1, 1, 0, 0, 0)
_BLOCK = 2**20


def pack(lexicon: Lexicon, path: str | Path) -> list[str]:
    """Write a lexicon's index, facts, recordings and their gesture and mesh to a ``.zip``; the names in it.

    The same lexicon makes the same bytes. Errors: ``LexiconError`` for several lexicons or one behind a URL, or a
    recording that is missing; ``FileError`` where the file cannot be written.
    """
    folder = lexicon.local_folder("exported")
    entries = {entry.path: entry for entry in lexicon.entries()}
    names = ["index.csv", *(name for name in _FACTS if (folder / name).is_file())]
    for name in sorted(entries):
        tracks = lexicon.file(entries[name]).relative_to(folder).with_suffix(".npz").as_posix()
        names += [name, tracks] if tracks != name and (folder / tracks).is_file() else [name]
    with atomic_path(path) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            about = zipfile.ZipInfo(name, _DAY)
            # Arrays are compressed already.
            about.compress_type = zipfile.ZIP_STORED if name.endswith(".npz") else zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            with open(folder / name, "rb") as source, file.open(about, "w") as target:
                shutil.copyfileobj(source, target, _BLOCK)
    return names


def unpack(path: str | Path, to: str | Path) -> Lexicon:
    """Open a ``.zip`` of a lexicon into the new folder ``to``; all or nothing.

    Only what the index names is taken out, and only into the folder; sizes are counted as they are unpacked, whatever
    the file declares. Errors: ``FileError`` for a file that is none, is damaged or too large; ``LexiconError`` for an
    index that is not valid or names what is missing, or where ``to`` is not new.
    """
    path, to = Path(path), Path(to)
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise LexiconError(f"{to}: is there already, expected a new folder")
    try:
        with zipfile.ZipFile(path) as file:
            members = _members(path, file)
            making = _beside(to)
            try:
                _take_out(path, file, members, making)
                Lexicon.open(making)
                making.chmod(0o755)
                with explained(to):
                    os.replace(making, to)
            finally:
                shutil.rmtree(making, ignore_errors=True)
    except FileNotFoundError as error:
        raise FileError(f"{path}: no such file") from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise FileError(f"{path}: not a .zip that can be read ({error})") from error
    return Lexicon.open(to)


def _members(path: Path, file: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The lexicon's files by their names in it; a folder around it all is left away."""
    found = {info.filename: info for info in file.infolist() if not info.is_dir()}
    homes = [name for name in found if PurePosixPath(name).name == "index.csv"]
    if not homes:
        raise LexiconError(f"{path}: holds no index.csv, expected a lexicon")
    home = min(homes, key=lambda name: name.count("/"))[: -len("index.csv")]
    return {name[len(home) :]: info for name, info in found.items() if name.startswith(home)}


def _take_out(path: Path, file: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], folder: Path) -> None:
    room = _write(path, file, members["index.csv"], folder / "index.csv", min(MAX_BYTES, MAX_UNPACKED_BYTES))
    # Paths that lead out of the folder are refused here, as wherever an index is read.
    index = parse_index((folder / "index.csv").read_bytes(), f"{path}: index.csv")
    for name in dict.fromkeys([*index.column("path"), *_FACTS]):
        tracks = str(PurePosixPath(name).with_suffix(".npz"))
        if name not in members and name not in _FACTS:
            raise LexiconError(f"{path}: the index names {name!r}, which is not in it")
        for one in {name, tracks} & set(members):
            target = folder / one
            target.parent.mkdir(parents=True, exist_ok=True)
            room += _write(path, file, members[one], target, min(MAX_FILE_BYTES, MAX_UNPACKED_BYTES - room))


def _write(path: Path, file: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, most: int) -> int:
    """Write one member; its size. Errors: ``FileError`` for a link, or more bytes than ``most``."""
    if stat.S_ISLNK(info.external_attr >> 16):
        raise FileError(f"{path}: {info.filename} is a link, expected a file")
    written = 0
    with explained(target), file.open(info) as source, open(target, "wb") as out:
        while block := source.read(_BLOCK):
            written += len(block)
            if written > most:
                raise FileError(f"{path}: {info.filename} unpacks to more than {most} bytes")
            out.write(block)
    return written


def _beside(to: Path) -> Path:
    to.parent.mkdir(parents=True, exist_ok=True)
    with explained(to):
        return Path(tempfile.mkdtemp(prefix=f".{to.name}-", dir=to.parent))
