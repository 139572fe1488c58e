"""Rotations in numpy float64, any batch shape: the solver's side of ``body.rotations``."""

from __future__ import annotations

import numpy as np

_TINY = 1e-6


def skew(vectors: np.ndarray) -> np.ndarray:
    """Cross-product matrices ``(..., 3, 3)`` of ``(..., 3)``."""
    out = np.zeros((*vectors.shape, 3))
    x, y, z = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    out[..., 0, 1], out[..., 0, 2], out[..., 1, 2] = -z, y, -x
    out[..., 1, 0], out[..., 2, 0], out[..., 2, 1] = z, -y, x
    return out


def exponential(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rotations ``(..., 3, 3)`` of rotation vectors ``(..., 3)``, and their left Jacobians.

    ``R(v + d) = exp(J d) R(v)`` to first order; Sola et al., A micro Lie theory (2018), eq. 145.
    """
    square = (vectors * vectors).sum(-1)[..., None, None]
    angle = np.sqrt(square)
    small = angle < 1e-3
    safe = np.where(small, 1.0, angle)
    a = np.where(small, 1 - square / 6, np.sin(safe) / safe)
    b = np.where(small, 0.5 - square / 24, 2 * (np.sin(safe / 2) / safe) ** 2)
    c = np.where(small, 1 / 6 - square / 120, (safe - np.sin(safe)) / safe**3)
    cross = skew(vectors)
    twice = cross @ cross
    return np.eye(3) + a * cross + b * twice, np.eye(3) + b * cross + c * twice


def logarithm(matrices: np.ndarray) -> np.ndarray:
    """Rotation vectors ``(..., 3)`` of rotations ``(..., 3, 3)``, angles 0 to pi."""
    m = matrices
    trace = np.trace(m, axis1=-2, axis2=-1)
    xyz = np.stack([m[..., 2, 1] - m[..., 1, 2], m[..., 0, 2] - m[..., 2, 0], m[..., 1, 0] - m[..., 0, 1]], -1)
    angle = np.arctan2(np.linalg.norm(xyz, axis=-1), trace - 1)
    # Near half a turn the antisymmetric part vanishes: the axis is the largest column of (R + R') / 2 + I.
    near_pi = angle > np.pi - 1e-3
    both = m + np.swapaxes(m, -1, -2) + (1 - trace)[..., None, None] * np.eye(3)
    best = np.diagonal(both, axis1=-2, axis2=-1).argmax(-1)
    column = np.take_along_axis(both, best[..., None, None], -1)[..., 0]
    column /= np.maximum(np.linalg.norm(column, axis=-1, keepdims=True), _TINY)
    column *= np.where((column * xyz).sum(-1, keepdims=True) < 0, -1.0, 1.0)
    sine = np.linalg.norm(xyz, axis=-1) / 2
    factor = np.where(sine > _TINY, angle / np.maximum(2 * sine, _TINY), 0.5)
    return np.where(near_pi[..., None], column * angle[..., None], xyz * factor[..., None])


def to_6d(matrices: np.ndarray) -> np.ndarray:
    """First two columns, one after the other: ``(..., 3, 3)`` to ``(..., 6)``."""
    return np.concatenate([matrices[..., 0], matrices[..., 1]], -1)


def from_6d(columns: np.ndarray) -> np.ndarray:
    """Rotations ``(..., 3, 3)`` by Gram-Schmidt (Zhou et al. 2019, eq. 5)."""
    columns = columns.astype(np.float64)
    a = columns[..., :3] / np.maximum(np.linalg.norm(columns[..., :3], axis=-1, keepdims=True), _TINY)
    b = columns[..., 3:] - (a * columns[..., 3:]).sum(-1, keepdims=True) * a
    b /= np.maximum(np.linalg.norm(b, axis=-1, keepdims=True), _TINY)
    return np.stack([a, b, np.cross(a, b)], -1)


def align(source: np.ndarray, target: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rotations ``(frames, 3, 3)`` and shifts ``(frames, 3)`` that best bring ``source (n, 3)`` or
    ``(frames, n, 3)`` onto ``target (frames, n, 3)``; Kabsch 1976, batched. ``weights (frames, n)``."""
    share = (weights / np.maximum(weights.sum(-1, keepdims=True), 1e-12))[..., None]
    source = np.broadcast_to(source, target.shape)
    from_centre, to_centre = (share * source).sum(-2), (share * target).sum(-2)
    spread = np.swapaxes(share * (target - to_centre[:, None]), -1, -2) @ (source - from_centre[:, None])
    u, _, vt = np.linalg.svd(spread)
    flip = np.ones((len(target), 1, 3))
    flip[:, 0, 2] = np.where(np.linalg.det(u @ vt) < 0, -1.0, 1.0)
    turn = (u * flip) @ vt
    return turn, to_centre - (turn @ from_centre[..., None])[..., 0]


def frame_of(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Rotations ``(..., 3, 3)`` whose first column is ``first``, the second in the plane with ``second``."""
    return from_6d(np.concatenate(np.broadcast_arrays(first, second), -1))
