"""Directions in words, and hand orientations as rotations."""

from __future__ import annotations

import math

import numpy as np

from signsynth.errors import InputError, nearest

DIRECTIONS = {
    "left": (1.0, 0.0, 0.0),
    "right": (-1.0, 0.0, 0.0),
    "up": (0.0, 1.0, 0.0),
    "down": (0.0, -1.0, 0.0),
    "forward": (0.0, 0.0, 1.0),
    "back": (0.0, 0.0, -1.0),
}
"""As the signer sees them: forward leads to the viewer, back to the signer's own chest."""
SLIGHTLY = 0.3
"""Weight of a direction after the word "slightly": a turn of 17 degrees."""


def direction(written: str | list[float]) -> np.ndarray:
    """Unit vector ``(3,)`` of words ("up", "forward slightly left") or of three numbers (left, up, forward).

    Errors: ``InputError`` for another word, naming the nearest, or where the directions cancel out.
    """
    total = np.array(written if not isinstance(written, str) else [0.0, 0.0, 0.0], np.float64)
    weight = 1.0
    for word in written.replace(",", " ").split() if isinstance(written, str) else ():
        if word == "slightly":
            weight = SLIGHTLY
        elif word in DIRECTIONS:
            total, weight = total + weight * np.array(DIRECTIONS[word]), 1.0
        else:
            raise InputError(f"{word!r} is no direction; {nearest(word, (*DIRECTIONS, 'slightly'))}")
    length = np.linalg.norm(total)
    if total.shape != (3,) or not np.isfinite(length) or length < 1e-6:
        raise InputError(f"{written!r} leads nowhere, expected words such as 'up' or three numbers that are not all 0")
    return total / length


def rotation(palm: np.ndarray, fingers: np.ndarray) -> np.ndarray:
    """Rotation ``(3, 3)`` from the right hand's frame to the signing space.

    ``fingers`` is where straight fingers point; ``palm`` where the palm looks, made perpendicular
    to it. Errors: ``InputError`` where both are parallel.
    """
    looks = palm - fingers * (palm @ fingers)
    if np.linalg.norm(looks) < 0.2:
        raise InputError("palm and fingers point the same way, expected the palm to look across the fingers")
    looks = looks / np.linalg.norm(looks)
    return np.stack([np.cross(fingers, looks), fingers, looks], axis=1)


def quaternion(matrix: np.ndarray) -> np.ndarray:
    """Unit quaternion ``(4,)``, real part first, of a rotation ``(3, 3)``. Its sign is arbitrary.

    Bar-Itzhack, J. Guidance 23 (2000) 1085: the eigenvector of the largest eigenvalue, no branches.
    """
    (a, b, c), (d, e, f), (g, h, i) = matrix
    k = np.array(
        [
            [a + e + i, h - f, c - g, d - b],
            [h - f, a - e - i, d + b, c + g],
            [c - g, d + b, e - a - i, h + f],
            [d - b, c + g, h + f, i - a - e],
        ]
    )
    return np.linalg.eigh(k / 3)[1][:, -1]


def matrices(quaternions: np.ndarray) -> np.ndarray:
    """Rotations ``(n, 3, 3)`` of quaternions ``(n, 4)``, made unit here."""
    w, x, y, z = (quaternions / np.linalg.norm(quaternions, axis=1, keepdims=True)).T
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ]
    return np.moveaxis(np.array(rows), -1, 0)


def turned(axis: np.ndarray, degrees: float) -> np.ndarray:
    """Rotation ``(3, 3)`` about a unit axis."""
    half = math.radians(degrees) / 2
    return matrices(np.array([[math.cos(half), *(math.sin(half) * axis)]]))[0]
