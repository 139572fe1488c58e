"""Rotations as unit quaternions ``(..., 4)`` in the order x, y, z, w that glTF and scipy use. Pure numpy."""

from __future__ import annotations

import numpy as np


def from_matrices(matrices: np.ndarray) -> np.ndarray:
    """Rotation matrices ``(..., 3, 3)`` to quaternions, by the best conditioned of four forms (Shepperd 1978)."""
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


def to_matrices(quaternions: np.ndarray) -> np.ndarray:
    """Unit quaternions to matrices ``(..., 3, 3)``."""
    x, y, z, w = np.moveaxis(np.asarray(quaternions, np.float64), -1, 0)
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    return np.moveaxis(np.array(rows), (0, 1), (-2, -1))


def to_axis_angles(matrices: np.ndarray) -> np.ndarray:
    """Rotation matrices ``(..., 3, 3)`` to axis times angle ``(..., 3)``, angle in 0..pi."""
    q = from_matrices(matrices)
    q = np.where(q[..., 3:] < 0, -q, q)
    length = np.linalg.norm(q[..., :3], axis=-1, keepdims=True)
    angle = 2 * np.arctan2(length, q[..., 3:])
    return q[..., :3] * np.where(length > 1e-9, angle / np.maximum(length, 1e-9), 2.0)


def from_6d(columns: np.ndarray) -> np.ndarray:
    """First two columns ``(..., 6)`` to matrices ``(..., 3, 3)`` by Gram-Schmidt (Zhou et al. 2019, eq. 5)."""
    columns = np.asarray(columns, np.float64)
    a = columns[..., :3] / np.linalg.norm(columns[..., :3], axis=-1, keepdims=True)
    b = columns[..., 3:] - (a * columns[..., 3:]).sum(-1, keepdims=True) * a
    b /= np.linalg.norm(b, axis=-1, keepdims=True)
    return np.stack([a, b, np.cross(a, b)], axis=-1)


def continuous(quaternions: np.ndarray) -> np.ndarray:
    """Signs over frames (axis 0) chosen so that neighbours lie in one hemisphere: players then turn the short way."""
    flips = (quaternions[1:] * quaternions[:-1]).sum(-1, keepdims=True) < 0
    signs = np.where(np.cumsum(flips, axis=0) % 2, -1.0, 1.0)
    return np.concatenate([quaternions[:1], quaternions[1:] * signs])


def slerp(before: np.ndarray, after: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Between unit quaternions ``(n, 4)`` at ``share (n,)`` of the way, along the shorter arc; ``(n, 4)``."""
    dot = (before * after).sum(-1, keepdims=True)
    after, dot = np.where(dot < 0, -after, after), np.minimum(np.abs(dot), 1.0)
    angle, t = np.arccos(dot), share[:, None]
    sine = np.sin(angle)
    near = sine < 1e-6
    safe = np.where(near, 1.0, sine)
    mixed = np.where(near, 1 - t, np.sin((1 - t) * angle) / safe) * before
    mixed = mixed + np.where(near, t, np.sin(t * angle) / safe) * after
    return mixed / np.linalg.norm(mixed, axis=-1, keepdims=True)
