"""Landmarks as the Kaggle competition ``asl-signs`` lays them out: one parquet file a clip, one row a point.

Columns ``frame, row_id, type, landmark_index, x, y, z``; in every frame 468 points of the face, 21 of the left hand,
33 of the body, 21 of the right hand: 543. ``x`` and ``y`` by width and height of the picture; NaN where not seen.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from signsynth.errors import FileError, InputError
from signsynth.files.limits import MAX_FRAMES, read_bytes

PARTS = {"face": 468, "left_hand": 21, "pose": 33, "right_hand": 21}
POINTS = sum(PARTS.values())
_COLUMNS = ("frame", "type", "landmark_index", "x", "y", "z")


def read_landmarks(path: str | Path) -> np.ndarray:
    """A clip as ``(frames, 1662)``, the layout ``asl_selfrecorded``: body 33 with visibility, face, left, right hand.

    Points that were not seen are zeros. Needs the extra ``kaggle`` (pyarrow). Errors: ``FileError`` for another file,
    ``InputError`` where pyarrow is not installed.
    """
    table = _table(path)
    frame, number = table["frame"], table["landmark_index"]
    if not (np.isfinite(frame).all() and np.isfinite(number).all()):
        raise FileError(f"{path}: a row without frame or landmark_index, expected numbers")
    number = number.astype(np.int64)
    frames, row = np.unique(frame, return_inverse=True)
    if not 0 < len(frames) <= MAX_FRAMES:
        raise FileError(f"{path}: {len(frames)} frames, expected 1 to {MAX_FRAMES}")
    xyz = np.stack([table[axis] for axis in "xyz"], 1)
    seen = np.isfinite(xyz).all(1)
    found = {}
    for part, count in PARTS.items():
        own = table["type"] == part
        if own.any() and not 0 <= number[own].min() <= number[own].max() < count:
            raise FileError(f"{path}: {part} {number[own].max()}, expected landmarks 0 to {count - 1}")
        points = np.zeros((len(frames), count, 4))
        used = own & seen
        points[row[used], number[used], :3] = xyz[used]
        points[row[used], number[used], 3] = 1
        found[part] = points
    flat = [found["pose"], *(found[part][..., :3] for part in ("face", "left_hand", "right_hand"))]
    return np.concatenate([part.reshape(len(frames), -1) for part in flat], axis=1)


def _table(path: str | Path) -> dict[str, np.ndarray]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise InputError(f"{path}: reading it needs pyarrow; pip install 'signsynth[kaggle]'") from error
    data = read_bytes(path)
    try:
        with parquet.ParquetFile(pyarrow.BufferReader(data)) as file:
            rows = file.metadata.num_rows
            if rows > MAX_FRAMES * POINTS:
                raise FileError(f"{path}: {rows} rows, expected at most {MAX_FRAMES * POINTS}")
            missing = [name for name in _COLUMNS if name not in file.schema_arrow.names]
            if missing:
                raise FileError(f"{path}: no column {missing[0]!r}, expected {', '.join(_COLUMNS)}")
            table = file.read(columns=list(_COLUMNS), use_threads=False)
        numbers = {name: table.column(name).to_numpy().astype(np.float64) for name in _COLUMNS if name != "type"}
        return numbers | {"type": table.column("type").to_numpy()}
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise FileError(f"{path}: not parquet that can be read ({str(error).splitlines()[0]})") from error
