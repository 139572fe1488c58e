"""Motion as ``.npz``: exact, with its segments, gesture and mesh."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from signsynth.errors import FileError
from signsynth.files.arrays import read_arrays
from signsynth.files.atomic import atomic_path
from signsynth.files.limits import check_frames
from signsynth.files.tracks import tracks_from_arrays, tracks_to_arrays
from signsynth.motion import Motion, Segment
from signsynth.skeleton import CANONICAL

ORIGIN = "origin"
"""The array that says where a motion comes from."""
_KEYS = ("pose", "confidence", "fps", "segments", "skeleton")


def write_npz(motion: Motion, path: str | Path, record: str = "") -> None:
    """Write a motion bit for bit: pose, confidence, fps, segments (JSON text), skeleton, gesture and mesh.

    ``record`` is JSON of where it comes from (``provenance.Origin``), in bytes of UTF-8.
    """
    told = {ORIGIN: np.frombuffer(record.encode(), np.uint8)} if record else {}
    segments = json.dumps([asdict(segment) for segment in motion.segments], ensure_ascii=False)
    with atomic_path(path) as temporary, open(temporary, "wb") as out:
        np.savez(
            out,
            pose=motion.pose,
            confidence=motion.confidence,
            fps=np.float64(motion.fps),
            segments=np.array(segments),
            skeleton=np.array(motion.skeleton.name),
            **tracks_to_arrays(motion),
            **told,
        )


def load_npz(path: str | Path) -> Motion:
    """A motion that ``write_npz`` wrote. Errors: ``FileError`` for any other file."""
    arrays = read_arrays(path)
    missing = [key for key in _KEYS if key not in arrays]
    if missing:
        found = ", ".join(list(arrays)[:6]) or "nothing"
        raise FileError(f"{path}: holds {found}; expected the arrays {', '.join(_KEYS)} of a motion")
    if str(arrays["skeleton"]) != CANONICAL.name:
        raise FileError(f"{path}: skeleton {str(arrays['skeleton'])[:40]!r}, expected {CANONICAL.name!r}")
    pose, confidence = arrays["pose"], arrays["confidence"]
    if pose.ndim == 3:
        check_frames(path, len(pose))
    try:
        if pose.dtype.kind != "f" or confidence.dtype.kind != "f":
            raise ValueError(f"values of type {pose.dtype} and {confidence.dtype}, expected float32")
        segments = tuple(_segment(fields) for fields in json.loads(str(arrays["segments"])))
        gesture, mesh = tracks_from_arrays(arrays)
        return Motion(pose, confidence, float(arrays["fps"]), gesture=gesture, mesh=mesh, segments=segments)
    except (ValueError, TypeError, RecursionError) as error:  # InputError is a ValueError too
        raise FileError(f"{path}: not a motion: {error}") from error


def _segment(fields: dict) -> Segment:
    segment = Segment(**fields)
    if segment.kind not in ("sign", "transition", "pause") or not isinstance(segment.label, str):
        raise ValueError(f"segment {segment}, expected kind sign, transition or pause")
    if not all(type(value) is int for value in (segment.start, segment.end, segment.gloss)):
        raise ValueError(f"segment {segment}, expected whole frames")
    return segment
