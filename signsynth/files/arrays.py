"""Arrays and JSON from outside, read without pickle and within limits."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from signsynth.errors import FileError
from signsynth.files.limits import MAX_BYTES, read_bytes


def read_clip(path: str | Path) -> Any:
    """The array of an ``.npy`` file or the value of a ``.json`` file. Errors: ``FileError``."""
    data = read_bytes(path)
    if Path(path).suffix.lower() == ".npy":
        return _decoded(path, ".npy", lambda: np.load(io.BytesIO(data), allow_pickle=False))
    return _decoded(path, "JSON", lambda: json.loads(data))


def read_arrays(path: str | Path) -> dict[str, np.ndarray]:
    """All arrays of an ``.npz`` file, never pickled ones. Errors: ``FileError``."""
    data = read_bytes(path)

    def unpack() -> dict[str, np.ndarray]:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > MAX_BYTES:
            raise FileError(f"{path}: unpacks to {size / 1024**3:.1f} GiB, expected at most {MAX_BYTES // 1024**3}")
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            return {key: archive[key] for key in archive.files}

    return _decoded(path, ".npz", unpack)


def _decoded(path: str | Path, kind: str, read) -> Any:
    try:
        return read()
    except FileError:
        raise
    except Exception as error:  # zipfile, zlib, json and numpy each fail in their own way on damaged bytes
        why = type(error).__name__
        raise FileError(f"{path}: not a readable {kind} file ({why}); damaged or cut short?") from error
