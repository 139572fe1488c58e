"""Gesture and mesh track as named arrays of an ``.npz``; a lexicon keeps them beside each ``.pose``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from signsynth.errors import FileError
from signsynth.files.arrays import read_arrays
from signsynth.files.atomic import atomic_path
from signsynth.motion import Gesture, MeshTrack, Motion

_GESTURE = ("fingers", "wrists", "confidence")
_MESH = ("rotations", "actions", "root")
_NAMES = ("joints", "action_names")


def tracks_to_arrays(motion: Motion) -> dict[str, np.ndarray]:
    """Arrays ``gesture_…`` and ``mesh_…`` of a motion; empty where it has neither."""
    arrays: dict[str, np.ndarray] = {}
    if motion.gesture is not None:
        arrays |= {f"gesture_{name}": getattr(motion.gesture, name) for name in _GESTURE}
    if motion.mesh is not None:
        arrays |= {f"mesh_{name}": getattr(motion.mesh, name) for name in _MESH}
        arrays |= {f"mesh_{name}": np.array(json.dumps(getattr(motion.mesh, name))) for name in _NAMES}
    return arrays


def tracks_from_arrays(arrays: Mapping[str, np.ndarray]) -> tuple[Gesture | None, MeshTrack | None]:
    """What ``tracks_to_arrays`` wrote, None for what is absent. Errors: ``ValueError`` for anything else."""
    gesture = mesh = None
    try:
        if "gesture_fingers" in arrays:
            gesture = Gesture(*(arrays[f"gesture_{name}"] for name in _GESTURE))
        if "mesh_rotations" in arrays:
            names = [_names(str(arrays[f"mesh_{name}"])) for name in _NAMES]
            mesh = MeshTrack(*(arrays[f"mesh_{name}"] for name in _MESH), *names)
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"gesture and mesh are incomplete ({error})") from error
    return gesture, mesh


@lru_cache(maxsize=8)  # all recordings of a lexicon name the same: one tuple serves them
def _names(text: str) -> tuple[str, ...]:
    return tuple(map(str, json.loads(text)))


def save_tracks(motion: Motion, path: str | Path) -> Path:
    """Write gesture and mesh of a motion, without its pose. Errors: ``FileError`` where it has neither."""
    arrays = tracks_to_arrays(motion)
    if not arrays:
        raise FileError(f"{path}: the motion has neither gesture nor mesh; fit the body first")
    with atomic_path(path) as temporary, open(temporary, "wb") as out:
        np.savez_compressed(out, **arrays)
    return Path(path)


def load_tracks(motion: Motion, path: str | Path) -> Motion:
    """The motion with the gesture and mesh of a file. Errors: ``FileError`` where they do not belong to it."""
    try:
        gesture, mesh = tracks_from_arrays(read_arrays(path))
        return replace(motion, gesture=gesture, mesh=mesh)
    except ValueError as error:  # InputError is one: another number of frames
        raise FileError(f"{path}: not the gesture and mesh of this motion: {error}") from error
