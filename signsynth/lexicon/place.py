"""Where a lexicon lies: a folder, one that ships with signsynth, or a URL that is mirrored as needed."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import signsynth
from signsynth.errors import LexiconError, nearest
from signsynth.files.atomic import atomic_path

MAX_FILE_BYTES = 256 * 2**20
"""Largest file that is fetched from a URL."""


def bundled() -> dict[str, Path]:
    """Lexicons that ship with signsynth, by code: of the checkout, else of the installed package."""
    package = Path(signsynth.__file__).parent
    found: dict[str, Path] = {}
    for home in (package / "bundled" / "lexicon", package.parent / "lexicon"):
        for index in sorted(home.glob("*/index.csv")):
            found[index.parent.name] = index.parent
    return found


def cache_folder() -> Path:
    """``$SIGNSYNTH_CACHE``, or ``~/.cache/signsynth``."""
    return Path(os.environ.get("SIGNSYNTH_CACHE") or Path.home() / ".cache" / "signsynth")


def locate(path: str | Path) -> Path:
    """The folder that ``path`` means. Errors: ``LexiconError`` naming the nearest that exists."""
    folder = Path(path)
    try:
        if (folder / "index.csv").is_file():
            return folder
    except OSError as error:
        raise LexiconError(f"{str(path)[:80]}: cannot be opened ({error.strerror})") from error
    parts = folder.parts
    named = not folder.is_absolute() and (len(parts) == 1 or (len(parts) == 2 and parts[0] == "lexicon"))
    if named and not folder.exists():
        ours = bundled()
        if parts[-1] in ours:
            return ours[parts[-1]]
        raise LexiconError(f"{path}: there is no such lexicon; {nearest(parts[-1], ours)}")
    if folder.is_dir():
        inside = sorted(str(index.parent) for index in folder.glob("*/index.csv"))
        hint = nearest(str(path), inside) if inside else "create one with Lexicon.create"
        raise LexiconError(f"{path}: has no index.csv, expected a lexicon; {hint}")
    if folder.exists():
        raise LexiconError(f"{path}: is a file, expected a lexicon's folder; did you mean '{folder.parent}'?")
    siblings = [str(index.parent) for index in folder.parent.glob("*/index.csv")]
    raise LexiconError(f"{path}: there is no such folder; {nearest(str(path), siblings)}")


@dataclass(frozen=True)
class Remote:
    """A lexicon behind an fsspec URL and the folder that mirrors what was read of it."""

    url: str
    system: Any
    root: str
    mirror: Path

    @classmethod
    def at(cls, url: str) -> Remote:
        """Errors: ``LexiconError`` where the URL's scheme is unknown or its package is missing."""
        try:
            import fsspec

            system, root = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise LexiconError(f"{url}: cannot be opened ({error})") from error
        name = hashlib.sha256(url.encode()).hexdigest()[:24]
        return cls(url, system, root.rstrip("/"), cache_folder() / "lexicons" / name)

    def fetch(self, name: str, *, needed: bool = True) -> Path | None:
        """A local copy of file ``name``; fetched again only where the remote file has changed.

        Errors: ``LexiconError`` where it is missing (None if not ``needed``), unreadable or too large.
        """
        remote = f"{self.root}/{name}"
        try:
            size = self.system.size(remote)
            version = hashlib.sha256(f"{name}\n{self.system.ukey(remote)}".encode()).hexdigest()[:24]
            local = self.mirror / f"{version}{Path(name).suffix}"
            if local.is_file() and size in (None, local.stat().st_size):
                return local
            if size is not None and size > MAX_FILE_BYTES:
                raise LexiconError(f"{self.url}/{name}: {size} bytes, expected at most {MAX_FILE_BYTES}")
            with self.system.open(remote, "rb") as file:
                data = file.read(MAX_FILE_BYTES + 1)
        except FileNotFoundError as error:
            if not needed:
                return None
            raise LexiconError(f"{self.url}/{name}: there is no such file") from error
        except (OSError, ValueError) as error:
            raise LexiconError(f"{self.url}/{name}: cannot be read ({error})") from error
        if len(data) > MAX_FILE_BYTES:
            raise LexiconError(f"{self.url}/{name}: more than {MAX_FILE_BYTES} bytes")
        self.mirror.mkdir(parents=True, exist_ok=True)
        with atomic_path(local) as temporary:
            temporary.write_bytes(data)
        return local
