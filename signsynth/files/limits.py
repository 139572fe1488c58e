"""What is accepted from outside, checked before anything is allocated."""

from __future__ import annotations

from pathlib import Path

from signsynth.errors import FileError

MAX_BYTES = 2 * 1024**3
"""Largest file that is read: 2 GiB."""
MAX_FRAMES = 1_000_000
"""Longest motion that is read: 11 hours at 25 frames a second."""


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a file.

    Errors: ``FileError`` where it is missing, a folder, unreadable, empty or over ``MAX_BYTES``.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise FileError(f"{path}: is a folder, expected a file")
        if size > MAX_BYTES:
            raise FileError(f"{path}: {size / 1024**3:.1f} GiB, expected at most {MAX_BYTES // 1024**3} GiB")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FileError(f"{path}: no such file") from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        raise FileError(f"{path}: cannot be read ({error})") from error
    if not data:
        raise FileError(f"{path}: the file is empty")
    return data


def check_frames(path: str | Path, frames: int) -> None:
    """Errors: ``FileError`` for no frames or more than ``MAX_FRAMES``."""
    if frames == 0:
        raise FileError(f"{path}: holds no frames, expected at least one")
    if frames > MAX_FRAMES:
        raise FileError(f"{path}: declares {frames} frames, expected at most {MAX_FRAMES}")
