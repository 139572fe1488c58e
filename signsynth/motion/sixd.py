"""What gesture and mesh track share: checked, read-only arrays, mirrored and resampled 6D rotations."""

from __future__ import annotations

from typing import Any

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import interpolate
from signsynth.rotations import continuous, from_6d, from_quaternions, to_6d, to_quaternions

_FLIP = np.array([1, -1, -1, -1, 1, 1], np.float32)
IDENTITY = np.array([1, 0, 0, 0, 1, 0], np.float32)


def checked(what: str, array: Any, shape: tuple[int | str, ...]) -> np.ndarray:
    """A read-only float32 view of shape ``shape``; words in it stand for any size. Errors: ``InputError``."""
    array = np.asarray(array, np.float32).view()
    words = ", ".join(str(size) for size in shape)
    wanted = [found if isinstance(size, str) else size for size, found in zip(shape, array.shape, strict=False)]
    if array.ndim != len(shape) or list(array.shape) != wanted:
        raise InputError(f"{what}: shape {array.shape}, expected ({words})")
    if not np.isfinite(array).all():
        raise InputError(f"{what}: NaN or infinite values, expected finite ones")
    array.setflags(write=False)
    return array


def mirrored(rotations: np.ndarray) -> np.ndarray:
    """The same rotations ``(..., 6)`` seen in a mirror across the body's middle; twice is the identity."""
    return rotations * _FLIP


def resampled(rotations: np.ndarray, at: np.ndarray) -> np.ndarray:
    """6D rotations ``(frames, ..., 6)`` at fractional frames ``at (n,)``; ``(n, ..., 6)``, bit for bit at whole ones.

    Catmull-Rom through their quaternions, made unit again: the curve that the pose's bone directions take.
    Neighbours within half a turn of each other never bring it near zero.
    """
    turns = interpolate(continuous(to_quaternions(from_6d(rotations))), at)
    turns /= np.linalg.norm(turns, axis=-1, keepdims=True)
    out = to_6d(from_quaternions(turns)).astype(np.float32)
    whole = at == np.floor(at)
    out[whole] = rotations[at[whole].astype(int)]
    return out


def sliced(what: str, frames: slice) -> slice:
    """Only slices of step 1. Errors: ``InputError``."""
    if not isinstance(frames, slice) or frames.step not in (None, 1):
        raise InputError(f"{what}[{frames!r}]: expected a slice of step 1, e.g. {what}[3:10]")
    return frames
