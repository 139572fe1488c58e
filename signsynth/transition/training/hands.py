"""Hands as numbers that may be mixed freely: where the palm looks, and how each bone bends from the one before.

The numbers of ``transition.tracks``, for batches of any shape and in single precision. Mixed in them, a fist opens at
its joints; mixed as directions in space, its finger tips would take the short way through the back of the hand.
"""

from __future__ import annotations

import numpy as np

from signsynth.motion.rigid import hand_directions
from signsynth.rotations import to_quaternions
from signsynth.skeleton import hand_lengths_sw
from signsynth.transition.tracks import palms as palm_axes

_LENGTHS = hand_lengths_sw()[1:].reshape(5, 4).astype(np.float32)
_BLOCK = 2048
"""Hands whose numbers stay in a processor's cache."""


def apart(pose: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Palms ``(frames, 2, 4)`` as quaternions and bones ``(frames, 2, 20, 3)`` of poses ``(frames, 50 or more, 3)``.

    A bone is its unit direction as seen from the bone before it, +x straight on; a palm's +x leads to the middle
    finger. float32.
    """
    _, directions = hand_directions(pose)
    axes = palm_axes(directions)
    n = directions.shape[0] * 2
    x, y, z = np.moveaxis(axes.reshape(n, 3, 3), 0, 2).swapaxes(0, 1)[..., None]
    fingers = np.moveaxis(directions.reshape(n, 5, 4, 3), (2, 3), (0, 1))
    out = np.empty((n, 5, 4, 3), np.float32)
    for joint in range(4):
        along = fingers[joint]
        a, b, c = ((along * axis).sum(0) for axis in (x, y, z))
        for k, part in enumerate((a, b, c)):
            out[:, :, joint, k] = part
        if 0 < joint < 3:
            x, y, z = _bent(a, b, c, along, x, y, z)
    return to_quaternions(axes).astype(np.float32), out.reshape(directions.shape)


def joined(wrists: np.ndarray, palms: np.ndarray, bones: np.ndarray) -> np.ndarray:
    """Hand points ``(..., 21, 3)`` from wrists ``(..., 3)``, unit palms ``(..., 4)`` and unit bones ``(..., 20, 3)``.

    Bones have their canonical lengths.
    """
    many = palms.shape[:-1]
    n = int(np.prod(many))
    wrists, palms, bones = wrists.reshape(n, 3), palms.reshape(n, 4), bones.reshape(n, 5, 4, 3)
    out = np.empty((n, 21, 3), np.float32)
    for at in range(0, n, _BLOCK):
        rows = slice(at, at + _BLOCK)
        _join(wrists[rows], palms[rows], bones[rows], out[rows])
    return out.reshape(*many, 21, 3)


def _join(wrists: np.ndarray, palms: np.ndarray, bones: np.ndarray, out: np.ndarray) -> None:
    # Coordinates first: the arithmetic then runs along hands and fingers, not along three numbers at a time.
    local = np.ascontiguousarray(np.moveaxis(bones, (2, 3), (0, 1)))
    x, y, z = (axis[..., None] for axis in _axes(palms.T))
    end = np.ascontiguousarray(wrists.T)[..., None]
    out[:, 0] = wrists
    fingers = out[:, 1:].reshape(-1, 5, 4, 3)
    for joint in range(4):
        a, b, c = local[joint]
        along = a * x + b * y + c * z
        end = end + along * _LENGTHS[:, joint]
        fingers[:, :, joint] = np.moveaxis(end, 0, 2)
        if 0 < joint < 3:
            x, y, z = _bent(a, b, c, along, x, y, z)
    out[:, 1:] = fingers.reshape(-1, 20, 3)


def unit(vectors: np.ndarray) -> np.ndarray:
    """Scaled to length 1 along the last axis, in the same precision; the zero vector stays."""
    length = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))
    return vectors / np.maximum(length, 1e-9)[..., None]


def aligned(palms: np.ndarray, to: np.ndarray) -> np.ndarray:
    """Quaternions with the sign that is nearer to ``to``."""
    return np.where((palms * to).sum(-1, keepdims=True) < 0, -palms, palms)


def turned(by: np.ndarray, palms: np.ndarray) -> np.ndarray:
    """Palms ``(..., 4)`` turned by rotation vectors ``by (..., 3)`` in space."""
    angle = np.sqrt(np.einsum("...i,...i->...", by, by))[..., None]
    v, w = by * (0.5 * np.sinc(angle / (2 * np.pi))), np.cos(angle / 2)
    a, b = palms[..., :3], palms[..., 3:]
    imaginary = w * a + b * v
    for k in range(3):
        i, j = (k + 1) % 3, (k + 2) % 3
        imaginary[..., k] += v[..., i] * a[..., j] - v[..., j] * a[..., i]
    real = w * b - np.einsum("...i,...i->...", v, a)[..., None]
    return np.concatenate([imaginary, real], -1).astype(palms.dtype)


def _axes(quaternions: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Columns ``(3, n)`` of the rotations of unit quaternions ``(4, n)``."""
    x, y, z, w = quaternions
    first = np.stack([1 - 2 * (y * y + z * z), 2 * (x * y + z * w), 2 * (x * z - y * w)])
    second = np.stack([2 * (x * y - z * w), 1 - 2 * (x * x + z * z), 2 * (y * z + x * w)])
    third = np.stack([2 * (x * z + y * w), 2 * (y * z - x * w), 1 - 2 * (x * x + y * y)])
    return first, second, third


def _bent(a, b, c, along, x, y, z) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The axes after the smallest rotation that takes ``x`` to the bone: ``a, b, c`` seen from the axes, ``along``."""
    carried = x + (b * y + c * z) / np.maximum(1 + a, 1e-6)
    return along, y - b * carried, z - c * carried
