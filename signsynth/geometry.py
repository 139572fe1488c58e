"""Small laws of space and time that several floors share. Pure functions of numpy arrays."""

from __future__ import annotations

import numpy as np


def unit(vectors: np.ndarray, *, fallback: tuple[float, float, float] = (0.0, -1.0, 0.0)) -> np.ndarray:
    """Vectors ``(..., 3)`` scaled to length 1; where the length is 0, ``fallback``."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.where(length > 1e-9, vectors / np.maximum(length, 1e-9), np.asarray(fallback, vectors.dtype))


def rotation_between(source: np.ndarray, target: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Proper rotation ``(3, 3)`` that best turns centred points ``source (n, 3)`` onto ``target (n, 3)``.

    Kabsch, Acta Cryst. A32 (1976) 922. Never a reflection.
    """
    u, _, vt = np.linalg.svd((source * weights[:, None]).T @ target)
    sign = np.sign(np.linalg.det(u @ vt)) or 1.0
    return (u @ np.diag([1.0, 1.0, sign]) @ vt).T


def interpolate(values: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """Values ``(frames, ...)`` at fractional frame ``positions (n,)``: Catmull-Rom, exact at whole frames.

    Positions outside the first and last frame take their values. Output ``(n, ...)``.
    """
    last = len(values) - 1
    positions = np.clip(positions, 0, last)
    i = np.minimum(positions.astype(int), max(last - 1, 0))
    t = (positions - i).reshape(-1, *([1] * (values.ndim - 1)))
    p0, p1 = values[np.maximum(i - 1, 0)], values[i]
    p2, p3 = values[np.minimum(i + 1, last)], values[np.minimum(i + 2, last)]
    m1, m2 = (p2 - p0) / 2, (p3 - p1) / 2
    t2, t3 = t * t, t * t * t
    return (2 * t3 - 3 * t2 + 1) * p1 + (t3 - 2 * t2 + t) * m1 + (3 * t2 - 2 * t3) * p2 + (t3 - t2) * m2


def smooth(values: np.ndarray, sigma_frames: float) -> np.ndarray:
    """Gaussian low-pass over axis 0, edges repeated; the same shape. ``sigma_frames <= 0`` changes nothing."""
    if sigma_frames <= 0 or len(values) < 2:
        return values
    radius = int(3 * sigma_frames + 0.5)
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma_frames) ** 2)
    kernel /= kernel.sum()
    padded = np.concatenate([values[:1].repeat(radius, 0), values, values[-1:].repeat(radius, 0)])
    return sum(weight * padded[k : k + len(values)] for k, weight in enumerate(kernel))


def minimum_jerk(share: np.ndarray) -> np.ndarray:
    """Way covered, 0..1, at a share of the time: starts and ends at rest, and stays there outside 0..1.

    Flash and Hogan, J. Neurosci. 5 (1985) 1688, eq. 4.
    """
    share = np.clip(share, 0, 1)
    return share**3 * (10 - 15 * share + 6 * share**2)


def rotation_near(matrices: np.ndarray) -> np.ndarray:
    """Rotations ``(..., 3, 3)`` from matrices that are nearly so: Gram-Schmidt on the first two columns."""
    x = unit(matrices[..., 0], fallback=(1, 0, 0))
    y = unit(matrices[..., 1] - (matrices[..., 1] * x).sum(-1, keepdims=True) * x, fallback=(0, 1, 0))
    return np.stack([x, y, np.cross(x, y)], -1)


def fill_missing(values: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Values ``(frames, ...)`` with unseen frames replaced: linear between seen ones, constant beyond the ends.

    ``seen (frames,)`` is boolean; with nothing seen the values come back unchanged.
    """
    known = np.flatnonzero(seen)
    if len(known) in (0, len(values)):
        return values
    at = np.arange(len(values))
    before = known[np.clip(np.searchsorted(known, at, side="right") - 1, 0, len(known) - 1)]
    after = known[np.clip(np.searchsorted(known, at), 0, len(known) - 1)]
    span = np.maximum(after - before, 1)
    t = np.clip((at - before) / span, 0, 1).reshape(-1, *([1] * (values.ndim - 1)))
    return values[before] * (1 - t) + values[after] * t
