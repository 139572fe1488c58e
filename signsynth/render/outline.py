"""Outlines of flat shapes for many frames at once; every function keeps the leading axes."""

from __future__ import annotations

import numpy as np


def capsules(a: np.ndarray, b: np.ndarray, radius_a: np.ndarray, radius_b: np.ndarray, arc: int = 8) -> np.ndarray:
    """Convex hulls ``(..., 2 * arc, 2)`` of two circles each: tapered limbs with round ends.

    Centres ``a`` and ``b`` are ``(..., 2)``, radii broadcast to ``(...)``, all in one unit. Where one circle
    holds the other, the hull is the larger circle.
    """
    along = b - a
    length = np.maximum(np.linalg.norm(along, axis=-1), 1e-6)
    heading = np.arctan2(along[..., 1], along[..., 0])[..., None]
    tangent = np.arccos(np.clip((radius_a - radius_b) / length, -1, 1))[..., None]
    turn = np.linspace(-1, 1, arc)
    at_b = heading + tangent * turn
    at_a = heading + np.pi + (np.pi - tangent) * turn
    round_b = b[..., None, :] + np.asarray(radius_b)[..., None, None] * _directions(at_b)
    round_a = a[..., None, :] + np.asarray(radius_a)[..., None, None] * _directions(at_a)
    return np.concatenate([round_b, round_a], axis=-2)


def ellipses(centre: np.ndarray, axis_u: np.ndarray, axis_v: np.ndarray, points: int = 16) -> np.ndarray:
    """Ellipses ``(..., points, 2)`` around ``centre (..., 2)`` from two conjugate half axes ``(..., 2)``."""
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
    u, v = np.cos(angle)[:, None], np.sin(angle)[:, None]
    return centre[..., None, :] + u * axis_u[..., None, :] + v * axis_v[..., None, :]


def ellipsoids(centre: np.ndarray, axes: np.ndarray, points: int = 48) -> np.ndarray:
    """What is seen of ellipsoids: ``(..., points, 2)``.

    ``axes (..., 3, 2)`` are the three half axes as the camera projects them. The outline of the image of a
    ball under a linear map A is the ellipse of A Aᵀ.
    """
    spread = np.swapaxes(axes, -1, -2) @ axes
    xx = np.sqrt(np.maximum(spread[..., 0, 0], 1e-12))
    xy = spread[..., 0, 1] / xx
    yy = np.sqrt(np.maximum(spread[..., 1, 1] - xy**2, 0))
    return ellipses(centre, np.stack([xx, xy], -1), np.stack([np.zeros_like(yy), yy], -1), points)


def rounding(points: int, steps: int, *, closed: bool = True) -> np.ndarray:
    """Matrix ``(curve, points)`` that turns a polygon's corners into a smooth curve through them (Catmull-Rom)."""
    spans = points if closed else points - 1
    matrix = np.zeros((spans * steps + (not closed), points))
    for row in range(len(matrix)):
        span, t = min(row // steps, spans - 1), (row - min(row // steps, spans - 1) * steps) / steps
        weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
        for offset, weight in zip((-1, 0, 1, 2), weights, strict=True):
            corner = (span + offset) % points if closed else min(max(span + offset, 0), points - 1)
            matrix[row, corner] += weight / 2
    return matrix


def _directions(angle: np.ndarray) -> np.ndarray:
    return np.stack([np.cos(angle), np.sin(angle)], -1)
