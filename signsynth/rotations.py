"""Rotations as matrices, quaternions, rotation vectors and 6D: numpy, any batch shape.

Matrices are ``(..., 3, 3)``. Quaternions are ``(..., 4)``, unit, in the order x, y, z, w that glTF and scipy use;
q and -q are one rotation. Rotation vectors ``(..., 3)`` are axis times angle in radians. 6D ``(..., 6)`` are a
matrix's first two columns, one after the other (Zhou et al. 2019).
"""

from __future__ import annotations

import numpy as np

_TINY = 1e-12


def from_6d(columns: np.ndarray) -> np.ndarray:
    """6D ``(..., 6)`` to matrices by Gram-Schmidt (Zhou et al. 2019, eq. 5); the columns need not be unit."""
    columns = np.asarray(columns, np.float64)
    out = np.empty((*columns.shape[:-1], 3, 3))
    a = columns[..., :3] / _length(columns[..., :3])
    b = columns[..., 3:] - (a * columns[..., 3:]).sum(-1, keepdims=True) * a
    b /= _length(b)
    out[..., 0], out[..., 1], out[..., 2] = a, b, _cross(a, b)
    return out


def to_6d(matrices: np.ndarray) -> np.ndarray:
    """Matrices to 6D."""
    return np.concatenate([matrices[..., 0], matrices[..., 1]], axis=-1)


def to_quaternions(matrices: np.ndarray) -> np.ndarray:
    """Matrices to quaternions of any sign, by the best conditioned of four forms (Shepperd 1978)."""
    m = np.asarray(matrices, np.float64)
    trace = np.trace(m, axis1=-2, axis2=-1)
    q = np.empty((*m.shape[:-2], 4, 4))
    for i in range(3):
        j, k = (i + 1) % 3, (i + 2) % 3
        q[..., i, i] = 1 + 2 * m[..., i, i] - trace
        q[..., i, j] = q[..., j, i] = m[..., i, j] + m[..., j, i]
        q[..., i, 3] = q[..., 3, i] = m[..., k, j] - m[..., j, k]
    q[..., 3, 3] = 1 + trace
    best = np.diagonal(q, axis1=-2, axis2=-1).argmax(-1)
    chosen = np.take_along_axis(q, best[..., None, None], -2)[..., 0, :]
    return chosen / np.linalg.norm(chosen, axis=-1, keepdims=True)


def from_quaternions(quaternions: np.ndarray) -> np.ndarray:
    """Quaternions to matrices."""
    q = np.asarray(quaternions, np.float64)
    x, y, z, w = q[..., 0], q[..., 1], q[..., 2], q[..., 3]
    out = np.empty((*x.shape, 3, 3))
    out[..., 0, 0], out[..., 0, 1], out[..., 0, 2] = 1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)
    out[..., 1, 0], out[..., 1, 1], out[..., 1, 2] = 2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)
    out[..., 2, 0], out[..., 2, 1], out[..., 2, 2] = 2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)
    return out


def quaternion_vectors(quaternions: np.ndarray) -> np.ndarray:
    """Rotation vectors of quaternions; half a turn is passed, up to a whole one, where the real part is negative."""
    q = quaternions
    length = np.linalg.norm(q[..., :3], axis=-1, keepdims=True)
    angle = 2 * np.arctan2(length, q[..., 3:])
    return q[..., :3] * np.where(length > 1e-9, angle / np.maximum(length, 1e-9), 2.0)


def logarithm(matrices: np.ndarray) -> np.ndarray:
    """Matrices to rotation vectors, angle in 0..pi."""
    q = to_quaternions(matrices)
    return quaternion_vectors(np.where(q[..., 3:] < 0, -q, q))


def exponential(vectors: np.ndarray) -> np.ndarray:
    """Rotation vectors to matrices (Rodrigues)."""
    angle = _length(vectors)[..., None]
    cross = np.zeros((*vectors.shape, 3))
    x, y, z = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    cross[..., 0, 1], cross[..., 0, 2], cross[..., 1, 2] = -z, y, -x
    cross[..., 1, 0], cross[..., 2, 0], cross[..., 2, 1] = z, -y, x
    cross /= angle
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross)


def relative(reference: np.ndarray, quaternions: np.ndarray) -> np.ndarray:
    """Quaternions as seen from ``reference``: its inverse times them."""
    v, w = -reference[..., :3], reference[..., 3:]
    imaginary, real = quaternions[..., :3], quaternions[..., 3:]
    turned = w * imaginary + real * v + _cross(v, imaginary)
    return np.concatenate([turned, w * real - (v * imaginary).sum(-1, keepdims=True)], axis=-1)


def continuous(quaternions: np.ndarray) -> np.ndarray:
    """Signs over frames (axis 0) chosen so that neighbours lie in one hemisphere: players then turn the short way."""
    flips = (quaternions[1:] * quaternions[:-1]).sum(-1, keepdims=True) < 0
    signs = np.where(np.cumsum(flips, axis=0) % 2, -1.0, 1.0)
    return np.concatenate([quaternions[:1], quaternions[1:] * signs])


def slerp(before: np.ndarray, after: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Between quaternions ``(..., 4)`` at ``share (...)`` of the way, along the shorter arc (Shoemake 1985)."""
    dot = (before * after).sum(-1, keepdims=True)
    after, dot = np.where(dot < 0, -after, after), np.minimum(np.abs(dot), 1.0)
    angle, t = np.arccos(dot), share[..., None]
    sine = np.sin(angle)
    near = sine < 1e-6
    safe = np.where(near, 1.0, sine)
    mixed = np.where(near, 1 - t, np.sin((1 - t) * angle) / safe) * before
    mixed = mixed + np.where(near, t, np.sin(t * angle) / safe) * after
    return mixed / np.linalg.norm(mixed, axis=-1, keepdims=True)


def swing(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The smallest rotations, as matrices, that turn unit vectors ``source (..., 3)`` onto ``target``.

    Opposite vectors have no smallest one: there the result is a rotation, but leads elsewhere.
    """
    axis = _cross(source, target)
    sine = _length(axis)
    return exponential(axis * (np.arctan2(sine, (source * target).sum(-1, keepdims=True)) / sine))


def _length(vectors: np.ndarray) -> np.ndarray:
    """Lengths ``(..., 1)``, never 0."""
    return np.maximum(np.sqrt((vectors * vectors).sum(-1, keepdims=True)), _TINY)


def _cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """``np.cross`` of the same numbers, at a fifth of its cost for few vectors."""
    a0, a1, a2, b0, b1, b2 = (v[..., k] for v in (a, b) for k in range(3))
    out = np.empty(np.broadcast_shapes(a.shape, b.shape))
    out[..., 0], out[..., 1], out[..., 2] = a1 * b2 - a2 * b1, a2 * b0 - a0 * b2, a0 * b1 - a1 * b0
    return out
