"""One writer at a time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from signsynth.errors import LexiconError


@contextmanager
def locked(folder: Path, *, wait_s: float = 60.0) -> Iterator[None]:
    """Holds the folder's lock; the system frees it when the process ends, however it ends.

    Errors: ``LexiconError`` where the folder may not be written or another writer keeps it too long.
    """
    try:
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise LexiconError(f"{folder}: may not be written ({error.strerror}); choose another folder") from error
    try:
        until = time.monotonic() + wait_s
        while not _try_lock(handle):
            if time.monotonic() > until:
                raise LexiconError(
                    f"{folder}: another program has been writing to it for {wait_s:.0f} s; try again later"
                )
            time.sleep(0.02)
        yield
    finally:
        os.close(handle)


def claim(folder: Path) -> int | None:
    """A handle on the folder's lock, to be closed in the end, or None where another program holds it."""
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o666)
    if _try_lock(handle):
        return handle
    os.close(handle)
    return None


def _try_lock(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
