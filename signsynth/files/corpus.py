"""Many recordings in one file, from which a model of movement learns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from signsynth.errors import FileError, InputError
from signsynth.files.arrays import read_arrays
from signsynth.files.atomic import atomic_path
from signsynth.motion import Motion
from signsynth.skeleton import MANUAL

_KEYS = ("pose", "confidence", "starts", "fps", "source", "label", "name")
_POINTS = MANUAL.stop


@dataclass(frozen=True, eq=False)
class Take:
    """One recording without its face; read-only arrays.

    ``source``      the set it comes from (``"ksl13"``), ``label`` its gloss (``""`` if none), ``name`` the clip's own.
    ``fps``         frames per second.
    ``pose``        float32 ``(frames, 50, 3)``: 8 body points, left hand, right hand; conventions of ``Motion``.
    ``confidence``  float32 ``(frames, 50)``; 0 = not seen (the position is then a finite guess).
    """

    source: str
    label: str
    name: str
    fps: float
    pose: np.ndarray
    confidence: np.ndarray

    def __post_init__(self) -> None:
        pose = np.asarray(self.pose, np.float32).view()
        confidence = np.asarray(self.confidence, np.float32).view()
        if pose.ndim != 3 or pose.shape[1:] != (_POINTS, 3) or not len(pose):
            raise InputError(f"take {self.name!r}: pose {pose.shape}, expected (1 or more frames, {_POINTS}, 3)")
        if confidence.shape != pose.shape[:2]:
            raise InputError(f"take {self.name!r}: confidence {confidence.shape}, expected {pose.shape[:2]}")
        if not (np.isfinite(self.fps) and self.fps > 0):
            raise InputError(f"take {self.name!r}: {self.fps} frames a second, expected a positive number")
        if not (np.isfinite(pose).all() and np.isfinite(confidence).all()):
            raise InputError(f"take {self.name!r}: NaN or infinite values, expected finite ones")
        for field, array in (("pose", pose), ("confidence", confidence)):
            array.setflags(write=False)
            object.__setattr__(self, field, array)
        object.__setattr__(self, "fps", float(self.fps))

    @classmethod
    def of(cls, motion: Motion, source: str, label: str, name: str) -> Take:
        """Body and hands of a motion."""
        return cls(source, label, name, motion.fps, motion.pose[:, MANUAL], motion.confidence[:, MANUAL])

    def __len__(self) -> int:
        return len(self.pose)


def save_corpus(path: str | Path, takes: Sequence[Take]) -> None:
    """Write takes bit for bit as ``.npz``: all frames in a row, and where each take starts.

    Errors: ``InputError`` without a take, ``FileError`` where the file cannot be written.
    """
    if not takes:
        raise InputError(f"{path}: no take to save, expected at least one")
    with atomic_path(path) as temporary, open(temporary, "wb") as out:
        np.savez(
            out,
            pose=np.concatenate([take.pose for take in takes]),
            confidence=np.concatenate([take.confidence for take in takes]),
            starts=np.cumsum([0, *(len(take) for take in takes)]),
            fps=np.array([take.fps for take in takes]),
            **{key: np.array([getattr(take, key) for take in takes], str) for key in ("source", "label", "name")},
        )


def load_corpus(path: str | Path) -> list[Take]:
    """Takes that ``save_corpus`` wrote, in its order. Errors: ``FileError`` for any other file."""
    arrays = read_arrays(path)
    missing = [key for key in _KEYS if key not in arrays]
    if missing:
        found = ", ".join(list(arrays)[:6]) or "nothing"
        raise FileError(f"{path}: holds {found}; expected the arrays {', '.join(_KEYS)} of a corpus")
    starts, facts = arrays["starts"], [arrays[key] for key in ("source", "label", "name", "fps")]
    if starts.dtype.kind != "i" or starts.ndim != 1 or any(fact.shape != (len(starts) - 1,) for fact in facts):
        raise FileError(f"{path}: damaged: {starts.shape} starts, expected whole numbers, one more than takes")
    if len(starts) < 2 or starts[0] != 0 or starts[-1] != len(arrays["pose"]) or (np.diff(starts) < 1).any():
        raise FileError(f"{path}: damaged: starts do not lead from 0 to the {len(arrays['pose'])} frames of the poses")
    if arrays["pose"].dtype != np.float32 or arrays["confidence"].dtype != np.float32:
        raise FileError(f"{path}: poses of type {arrays['pose'].dtype}, expected float32")
    try:
        return [
            Take(str(source), str(label), str(name), float(fps), arrays["pose"][a:b], arrays["confidence"][a:b])
            for source, label, name, fps, a, b in zip(*facts, starts[:-1], starts[1:], strict=True)
        ]
    except ValueError as error:  # InputError is one
        raise FileError(f"{path}: not a corpus: {error}") from error
