"""Poses of real signing, from lexica: what synthetic people do in the pictures that are learned from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from signsynth.errors import FileError
from signsynth.files import load_motion
from signsynth.files.arrays import read_arrays
from signsynth.files.atomic import atomic_path
from signsynth.files.tracks import load_tracks

_FPS = 8.0
"""Frames that follow closer upon each other show the same again."""


@dataclass(frozen=True, eq=False)
class Poses:
    """``rotations (n, joints, 3, 3)`` and ``actions (n, 52)`` float32, as a ``BodyModel`` takes them."""

    rotations: np.ndarray
    actions: np.ndarray

    def __len__(self) -> int:
        return len(self.rotations)

    @classmethod
    def read(cls, folders: Iterable[Path], body: Any, kept: Path | None = None) -> Poses:
        """Those of every ``.pose`` file of the folders, in order of their names, at eight frames a second.

        Motions without a mesh track are fitted, which takes seconds each: ``kept`` is a file to which the result is
        written, and from which it is read where it is there. Errors: ``FileError`` for folders without motions.
        """
        if kept is not None and kept.exists():
            arrays = read_arrays(kept)
            return cls(arrays["rotations"], arrays["actions"])
        paths = [path for folder in folders for path in sorted(Path(folder).glob("*.pose"))]
        if not paths:
            raise FileError(f"{', '.join(map(str, folders))}: no .pose file, expected the folder of a lexicon")
        poses = cls.of(paths, body)
        if kept is not None:
            with atomic_path(kept) as temporary, open(temporary, "wb") as out:
                np.savez(out, rotations=poses.rotations, actions=poses.actions)
        return poses

    @classmethod
    def of(cls, paths: Iterable[Path], body: Any) -> Poses:
        """Those of some ``.pose`` files. Errors: ``FileError``."""
        found = [_pose(path, body) for path in paths]
        return cls(*(np.concatenate(parts).astype(np.float32) for parts in zip(*found, strict=True)))


def _pose(path: Path, body: Any) -> tuple[np.ndarray, np.ndarray]:
    from signsynth.body.fit import fit
    from signsynth.body.fit.pose import body_pose

    motion, beside = load_motion(path), path.with_suffix(".npz")
    if beside.exists():
        motion = load_tracks(motion, beside)
    if motion.fps > _FPS:
        motion = motion.resample(_FPS)
    if motion.gesture is None or motion.mesh is None:
        motion = fit(motion, body)
    pose = body_pose(motion, body)
    return pose.rotations.numpy(), pose.actions.numpy()
