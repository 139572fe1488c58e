"""A batch of stretches of movement in numbers that may be mixed, and the way back to poses."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from signsynth.skeleton import CANONICAL
from signsynth.transition.training.hands import joined, unit

WIDTH = 152
"""Numbers of a frame: 8 body points, two palms, two hands of 20 bones."""
BODY, PALMS, BONES = slice(0, 24), slice(24, 32), slice(32, 152)
ARMS, ELBOWS, WRISTS = slice(0, 18), slice(6, 12), slice(12, 18)
_UPPER, _FORE = (float(CANONICAL.lengths[point]) for point in (2, 4))
_DEPTH_SIGMA_S = 0.08
_ELBOW = np.array([[0.04, -0.03, -0.01], [-0.04, -0.03, -0.01]], np.float32)
_OTHER = [1, 0, 3, 2, 5, 4, 7, 6]


class Course(NamedTuple):
    """``n`` stretches of ``t`` frames each, float32; see ``hands.apart`` for palms and bones."""

    body: np.ndarray
    """``(n, t, 8, 3)``: shoulders, elbows, wrists, hips, left before right."""
    palms: np.ndarray
    """``(n, t, 2, 4)``."""
    bones: np.ndarray
    """``(n, t, 2, 20, 3)``."""
    seen: np.ndarray
    """``(n, t, 10)``: confidence of the 8 body points and of both hands."""

    @classmethod
    def of(cls, values: np.ndarray, seen: np.ndarray) -> Course:
        """From interpolated rows ``(n, t, 152)``: palms and bones are made unit."""
        shape = values.shape[:-1]
        palms = unit(values[..., PALMS].reshape(*shape, 2, 4))
        return cls(
            np.ascontiguousarray(values[..., BODY]).reshape(*shape, 8, 3),
            palms,
            unit(values[..., BONES].reshape(*shape, 2, 20, 3)),
            seen,
        )

    @classmethod
    def empty(cls, n: int, frames: int) -> Course:
        """Room for so many."""
        shapes = ((8, 3), (2, 4), (2, 20, 3), (10,))
        return cls(*(np.empty((n, frames, *shape), np.float32) for shape in shapes))

    def put(self, rows: np.ndarray, part: Course) -> None:
        """Write ``part`` over the given rows."""
        for whole, piece in zip(self, part, strict=True):
            whole[rows] = piece

    def taken(self, rows: np.ndarray) -> Course:
        """The given rows."""
        return Course(*(part[rows] for part in self))

    def mirrored(self, rows: np.ndarray) -> Course:
        """Left and right exchanged in the given rows."""
        body, palms, bones, seen = self.taken(rows)
        body = body[:, :, _OTHER]
        body[..., 0] *= -1
        bones = bones[:, :, ::-1] * np.array([1, 1, -1], np.float32)
        mirrored = Course(body, palms[:, :, ::-1][..., [2, 3, 0, 1]], bones, seen[:, :, [*_OTHER, 9, 8]])
        out = Course(*(part.copy() for part in self))
        out.put(rows, mirrored)
        return out

    def poses(self) -> np.ndarray:
        """Poses ``(n, t, 50, 3)``: rigid hands on the wrists."""
        hands = joined(self.body[:, :, 4:6], self.palms, self.bones)
        return np.concatenate([self.body, hands.reshape(*hands.shape[:2], 42, 3)], axis=2)

    def confidences(self) -> np.ndarray:
        """``(n, t, 50)``."""
        return np.repeat(self.seen, [1] * 8 + [21, 21], axis=2)


def set_arms(body: np.ndarray, flat: np.ndarray, fps: np.ndarray, upper: np.ndarray, fore: np.ndarray) -> None:
    """Arms for wrists that were moved, in place: ``body (n, t, 8, 3)``.

    Where ``flat (n,)``, depth as from a picture; else bones of lengths ``upper`` and ``fore (n, t, 2)``.
    """
    bend_arms(body, np.flatnonzero(~flat), upper, fore)
    lift_arms(body, np.flatnonzero(flat), fps)


def lift_arms(body: np.ndarray, rows: np.ndarray, fps: np.ndarray) -> None:
    """Give arms of ``rows`` the depth that a camera's picture leaves them, in place: as ``motion.arms`` does.

    ``body (n, t, 8, 3)``, ``fps (n,)``. Bones too long in the picture become as long as they may; depth follows from
    their known length, towards the viewer.
    """
    if not len(rows):
        return
    part = body[rows]
    upper = _within(part[:, :, 2:4, :2] - part[:, :, 0:2, :2], _UPPER)
    fore = _within(part[:, :, 4:6, :2] - part[:, :, 2:4, :2], _FORE)
    depth = [
        np.sqrt(np.maximum(length**2 - np.einsum("...i,...i->...", flat, flat), 0.0))
        for flat, length in ((upper, _UPPER), (fore, _FORE))
    ]
    depth = np.concatenate(depth, axis=2)
    depth = _smoother(depth.shape[1], _DEPTH_SIGMA_S * fps[rows]) @ depth
    part[:, :, 2:4] = part[:, :, 0:2] + np.concatenate([upper, depth[:, :, :2, None]], -1)
    part[:, :, 4:6] = part[:, :, 2:4] + np.concatenate([fore, depth[:, :, 2:, None]], -1)
    body[rows] = part


def bend_arms(body: np.ndarray, rows: np.ndarray, upper: np.ndarray, fore: np.ndarray) -> None:
    """Move elbows of ``rows`` no more than needed so that bones have their length, in place.

    ``upper`` and ``fore`` ``(n, t, 2)``, left first; a wrist out of reach comes to 0.998 of the straight arm.
    """
    if not len(rows):
        return
    part, upper, fore = body[rows], upper[rows], fore[rows]
    shoulder = part[:, :, 0:2]
    reach = part[:, :, 4:6] - shoulder
    distance = np.sqrt(np.einsum("...i,...i->...", reach, reach))
    straight = np.clip(distance, np.abs(upper - fore) + 0.02, 0.998 * (upper + fore))
    axis = reach / np.maximum(distance, 1e-6)[..., None]
    part[:, :, 4:6] = shoulder + axis * straight[..., None]
    along = np.clip((upper**2 - fore**2 + straight**2) / (2 * straight), -upper, upper)
    # Of a straight arm nothing says where the elbow goes: down and out, a little.
    aside = part[:, :, 2:4] - shoulder + _ELBOW
    aside = unit(aside - np.einsum("...i,...i->...", aside, axis)[..., None] * axis)
    height = np.sqrt(np.maximum(upper**2 - along**2, 0.0))
    part[:, :, 2:4] = shoulder + along[..., None] * axis + height[..., None] * aside
    body[rows] = part


def arm_lengths(body: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lengths ``(..., 2)`` of upper arms and forearms, left first."""
    bones = body[..., 2:6, :] - body[..., 0:4, :]
    lengths = np.sqrt(np.einsum("...i,...i->...", bones, bones))
    return lengths[..., :2], lengths[..., 2:]


def _within(flat: np.ndarray, length: float) -> np.ndarray:
    reach = np.sqrt(np.einsum("...i,...i->...", flat, flat))
    return flat * np.minimum(1.0, length / np.maximum(reach, 1e-9))[..., None]


def _smoother(frames: int, sigma: np.ndarray) -> np.ndarray:
    """Gaussian low-passes ``(n, frames, frames)`` of width ``sigma (n,)`` frames."""
    lag = np.arange(frames)[:, None] - np.arange(frames)
    kernel = np.exp(-0.5 * (lag / np.maximum(sigma, 1e-3)[:, None, None]) ** 2).astype(np.float32)
    return kernel / kernel.sum(-1, keepdims=True)
