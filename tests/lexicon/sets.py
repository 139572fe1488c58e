"""Sets of recordings laid out as their publishers do, made of other recordings."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from signsynth.files.parquet import PARTS


def landmarks(frames: list[dict], face: list[int]) -> np.ndarray:
    """Frames of ``asl100`` as 543 points ``(frames, 543, 3)``, NaN where not seen."""
    out = np.full((len(frames), sum(PARTS.values()), 3), np.nan, np.float32)
    starts = dict(zip(PARTS, np.cumsum([0, *PARTS.values()]), strict=False))
    for t, frame in enumerate(frames):
        for part, start in starts.items():
            numbers = face if part == "face" else range(PARTS[part])
            for number, point in zip(numbers, frame.get(part) or (), strict=False):
                if point is not None:
                    out[t, start + number] = [np.nan if value is None else value for value in point]
        shape = out[t, : PARTS["face"]]
        if np.isfinite(shape).any():  # trackers give all points of a face or none
            shape[np.isnan(shape[:, 0])] = np.nanmean(shape, axis=0)
    return out


def write_parquet(path: Path, points: np.ndarray, first: int = 20) -> None:
    """One clip as the competition writes it: frame int16, row_id, type, landmark_index int16, x, y, z float64."""
    import pyarrow
    from pyarrow import parquet

    frames = len(points)
    kinds = [(part, number) for part, count in PARTS.items() for number in range(count)]
    frame = np.repeat(np.arange(first, first + frames), len(kinds)).astype(np.int16)
    names, numbers = zip(*kinds * frames, strict=True)
    columns = {
        "frame": frame,
        "row_id": [f"{f}-{name}-{number}" for f, name, number in zip(frame, names, numbers, strict=True)],
        "type": list(names),
        "landmark_index": np.array(numbers, np.int16),
        **{axis: points[..., k].ravel().astype(np.float64) for k, axis in enumerate("xyz")},
    }
    table = pyarrow.table(columns)
    # NaN of pandas is null in the published files.
    for axis in "xyz":
        values = columns[axis]
        column = pyarrow.array(values, mask=np.isnan(values))
        table = table.set_column(table.schema.get_field_index(axis), axis, column)
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(table, path)


def asl_signs(folder: Path, signs: Path, clips: dict[str, list[tuple[str, int]]]) -> Path:
    """``asl-signs`` of ``{sign: [(file of asl100, participant), …]}``."""
    face = json.loads((signs.parent / "metadata.json").read_text())["face_indices"]
    lines = ["path,participant_id,sequence_id,sign"]
    sequence = 1000035562
    for sign, many in clips.items():
        for name, participant in many:
            frames = json.loads((signs / f"{name}.json").read_text())["frames"]
            path = f"train_landmark_files/{participant}/{sequence}.parquet"
            write_parquet(folder / path, landmarks(frames, face))
            lines.append(f"{path},{participant},{sequence},{sign}")
            sequence += 97
    (folder / "train.csv").write_text("\n".join(lines) + "\n")
    names = {sign: number for number, sign in enumerate(clips)}
    (folder / "sign_to_prediction_index_map.json").write_text(json.dumps(names))
    return folder
