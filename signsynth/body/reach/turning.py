"""Turns about an axis, and a rotation taken apart into a bend and a twist; numpy, any batch shape."""

from __future__ import annotations

import numpy as np

from signsynth.body.fit.turns import skew

MIRROR = np.diag([-1.0, 1.0, 1.0])


def turn_about(axis: np.ndarray, angle: np.ndarray) -> np.ndarray:
    """Rotations ``(..., 3, 3)`` about the unit vector ``axis (3,)`` by ``angle (...)`` radians; Rodrigues' formula."""
    cross = skew(axis)
    angle = np.asarray(angle)[..., None, None]
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross)


def twist_about(axis: np.ndarray, matrices: np.ndarray) -> np.ndarray:
    """Angle ``(...)`` in (-pi, pi] of the twist in ``matrices (..., 3, 3)`` = bend @ twist about ``axis (..., 3)``.

    The bend is the shortest turn that takes the axis where the matrix takes it. Twice the arc tangent of the
    quaternion's part along the axis over its real part, both scaled by four times the real part.
    """
    m = matrices
    spin = np.stack([m[..., 2, 1] - m[..., 1, 2], m[..., 0, 2] - m[..., 2, 0], m[..., 1, 0] - m[..., 0, 1]], -1)
    trace = m[..., 0, 0] + m[..., 1, 1] + m[..., 2, 2]
    along = (spin * axis).sum(-1)
    # tan(twist / 2) = along / (1 + trace), which loses all digits near half a turn; the double angle does not.
    carried = (m * axis[..., None, :]).sum(-1)
    cosine = (axis * carried).sum(-1)
    return np.arctan2(along, trace - cosine)


def faded(angle: np.ndarray, until: float) -> np.ndarray:
    """The angle, but led back to 0 from ``until`` to half a turn, so that both ends of the circle agree."""
    beyond = np.clip((np.abs(angle) - until) / (np.pi - until), 0, 1)
    return angle * (1 - beyond**2 * (3 - 2 * beyond))


def ramp(values: np.ndarray, start: float, end: float) -> np.ndarray:
    """0 before ``start``, 1 after ``end``, smooth between."""
    share = np.clip((values - start) / (end - start), 0, 1)
    return share * share * (3 - 2 * share)
