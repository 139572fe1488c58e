"""Videos where they lie: a file here, or behind an fsspec URL."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from signsynth.errors import FileError

SUFFIXES = (
    *(".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".wmv", ".3gp", ".ts", ".mts", ".flv"),
    *(".ogv", ".gif", ".pose"),
)
"""What is taken from a folder: videos, and keypoints that another tracker made of one."""
_BLOCK = 2**20


@contextmanager
def local(video: str) -> Iterator[Path]:
    """The video as a local file; one behind a URL is fetched and erased again. Errors: ``FileError``."""
    if "://" not in video:
        yield Path(video)
        return
    import fsspec

    with tempfile.TemporaryDirectory(prefix="signsynth-") as folder:
        path = Path(folder) / (video.rpartition("/")[2] or "video")
        try:
            with fsspec.open(video, "rb") as remote, open(path, "wb") as file:
                while block := remote.read(_BLOCK):
                    file.write(block)
        except (OSError, ValueError, ImportError) as error:
            raise FileError(f"{video}: cannot be fetched ({error})") from error
        yield path


def digest(path: Path) -> str:
    """SHA-256 of a file, 32 digits. Errors: ``FileError`` where it cannot be read."""
    found = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            while block := file.read(_BLOCK):
                found.update(block)
    except FileNotFoundError as error:
        raise FileError(f"{path}: no such file, expected a video") from error
    except OSError as error:
        raise FileError(f"{path}: cannot be read ({error.strerror})") from error
    return found.hexdigest()[:32]


def listed(place: str) -> list[tuple[str, str]]:
    """The videos that a file, folder, pattern or URL means, each with its name for the index.

    Errors: ``FileError`` where there is none.
    """
    if "://" in place:
        return _remote(place)
    path = Path(place)
    if path.is_file():
        return [(str(path), path.name)]
    if path.is_dir():
        home, files = path, path.rglob("*")
    else:
        import glob

        home, files = None, map(Path, glob.iglob(place, recursive=True))
        if not glob.has_magic(place):
            raise FileError(f"{place}: no such file or folder, expected videos")
    videos = sorted(file for file in files if file.suffix.lower() in SUFFIXES and file.is_file())
    if not videos:
        raise FileError(f"{place}: no videos in it, expected {', '.join(SUFFIXES[:5])} or others")
    return [(str(file), file.relative_to(home).as_posix() if home else file.name) for file in videos]


def _remote(url: str) -> list[tuple[str, str]]:
    import fsspec

    try:
        system, root = fsspec.core.url_to_fs(url)
        if "*" in root:
            found = system.glob(root)
        else:
            found = system.find(root) if system.isdir(root) else [root]
        names = [system.unstrip_protocol(name) for name in sorted(found)]
    except (OSError, ValueError, ImportError) as error:
        raise FileError(f"{url}: cannot be opened ({error})") from error
    names = [name for name in names if Path(name).suffix.lower() in SUFFIXES]
    if not names:
        raise FileError(f"{url}: no videos there")
    return [(name, name) for name in names]
