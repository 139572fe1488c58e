"""Frames as numbered PNG pictures."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from signsynth.errors import FileError
from signsynth.files.atomic import atomic_path, explained
from signsynth.files.provenance import Origin
from signsynth.files.provenance_places import into_png
from signsynth.files.provenance_xmp import packet

_NUMBER = re.compile(r"%0?\d*d")


def is_pictures(path: str | Path) -> bool:
    """Whether a path asks for pictures: a folder (no ending, a final slash, or there already) or ``%04d.png``."""
    text = str(path)
    if text.endswith(("/", os.sep)) or Path(path).is_dir() or not Path(path).suffix:
        return True
    return Path(path).suffix.lower() == ".png" and len(_NUMBER.findall(Path(path).name)) == 1


def write_frames(
    frames: Iterator[np.ndarray], path: str | Path, comment: str = "", origin: Origin | None = None
) -> Path:
    """Write ``000000.png``, ``000001.png``, … into a folder, or as the pattern says; returns ``path``.

    Each says in its metadata what it is: ``comment`` for people, ``origin`` for programs.

    All pictures appear at once when the last is drawn. Errors: ``FileError`` where the folder cannot be
    written, or holds such pictures already.
    """
    target = Path(path)
    folder, pattern = (target.parent, target.name) if target.suffix else (target, "%06d.png")
    if target.is_dir():
        folder, pattern = target, "%06d.png"
    if not folder.parent.is_dir():
        raise FileError(f"{path}: the folder {folder.parent} does not exist; create it or choose another")
    if folder.exists() and not folder.is_dir():
        raise FileError(f"{path}: is a file, expected a folder")
    _refuse_old(folder, pattern, path)
    with explained(target):
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder if folder.is_dir() else folder.parent))
        try:
            names, marks = [], packet(origin or Origin(), comment)
            for index, frame in enumerate(frames):
                names.append(pattern % index)
                (temporary / names[-1]).write_bytes(into_png(_png(frame), marks, comment))
            if folder.is_dir():
                for name in names:
                    os.replace(temporary / name, folder / name)
            else:
                mask = os.umask(0)
                os.umask(mask)
                temporary.chmod(0o777 & ~mask)
                os.replace(temporary, folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    return target


def write_picture(picture: np.ndarray, path: str | Path, comment: str = "", origin: Origin | None = None) -> Path:
    """Write one picture, uint8 ``(h, w, 3 or 4)``, as PNG that says what it is. Errors: ``FileError``."""
    with atomic_path(path) as temporary:
        temporary.write_bytes(into_png(_png(picture), packet(origin or Origin(), comment), comment))
    return Path(path)


def _refuse_old(folder: Path, pattern: str, path: str | Path) -> None:
    before, after = _NUMBER.split(pattern)
    old = re.compile(re.escape(before) + r"\d+" + re.escape(after))
    if folder.is_dir() and (found := next((f.name for f in folder.iterdir() if old.fullmatch(f.name)), None)):
        raise FileError(f"{path}: holds {found} already; choose another folder or remove the old frames")


def _png(frame: np.ndarray) -> bytes:
    import cv2

    order = cv2.COLOR_RGBA2BGRA if frame.shape[2] == 4 else cv2.COLOR_RGB2BGR
    return cv2.imencode(".png", cv2.cvtColor(frame, order))[1].tobytes()
