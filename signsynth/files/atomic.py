"""Writing so that a reader sees the old file or the whole new one, never half of it."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from signsynth.errors import FileError


@contextmanager
def atomic_path(path: str | Path) -> Iterator[Path]:
    """A temporary path beside ``path`` with the same suffix; renamed to it on success, removed on failure.

    Errors: ``FileError`` where the folder does not exist, cannot be written, or the disk is full.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise FileError(f"{path}: the folder {path.parent} does not exist; create it or choose another")
    if path.is_dir():
        raise FileError(f"{path}: is a folder, expected a file name")
    with explained(path):
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
    temporary = Path(name)
    try:
        with explained(path):
            yield temporary
            mask = os.umask(0)
            os.umask(mask)
            temporary.chmod(0o666 & ~mask)
            os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Says in one line why ``path`` could not be written. Errors: ``FileError``; other ``OSError`` pass."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise FileError(f"{path}: the disk is full; nothing was written") from error
        if error.errno == errno.EFBIG:
            raise FileError(f"{path}: larger than a file may be here (ulimit -f); nothing was written") from error
        if isinstance(error, PermissionError) or error.errno in (errno.EROFS, errno.EACCES):
            raise FileError(f"{path}: may not be written; choose another folder") from error
        raise
