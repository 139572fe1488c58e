"""What metrics measure: points over time, and which of them were seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.errors import InputError
from signsynth.metrics.layout import CANONICAL_178, SLRTP_178, PointOrder, order_of
from signsynth.motion import Motion


@dataclass(frozen=True, eq=False)
class Sequence:
    """Points of one utterance.

    ``points``  float64 ``(frames, points, 3)``, 0 where not seen: never looked at there.
    ``seen``    bool ``(frames, points)``.
    ``fps``     frames a second.
    ``order``   which point is which.
    """

    points: np.ndarray
    seen: np.ndarray
    fps: float
    order: PointOrder

    def __post_init__(self) -> None:
        shape = np.shape(self.points)
        if len(shape) != 3 or shape[1] != self.order.points or shape[2] != 3 or np.shape(self.seen) != shape[:2]:
            expected = f"(frames, {self.order.points}, 3) and (frames, {self.order.points})"
            raise InputError(f"points of shape {shape}, seen {np.shape(self.seen)}; expected {expected}")
        if not np.isfinite(np.sum(self.points)):  # one number that is none makes the sum none
            raise InputError("points that hold NaN or infinite values, expected 0 where not seen")
        if not (np.isfinite(self.fps) and 0 < self.fps <= 1000):
            raise InputError(f"{self.fps} frames a second, expected more than 0 and at most 1000")

    def __len__(self) -> int:
        return len(self.points)

    def __getitem__(self, frames: slice) -> Sequence:
        """Some frames, at the same rate."""
        return Sequence(self.points[frames], self.seen[frames], self.fps, self.order)

    @staticmethod
    def of(motion: Motion, *, least_confidence: float = 0.0) -> Sequence:
        """A canonical motion, in shoulder widths; a point counts as seen above ``least_confidence``."""
        seen = motion.confidence > least_confidence
        return Sequence(np.where(seen[..., None], motion.pose, 0).astype(np.float64), seen, motion.fps, CANONICAL_178)

    @staticmethod
    def of_array(array: np.ndarray, *, fps: float = 25.0, order: PointOrder | None = None) -> Sequence:
        """Points ``(frames, points, 3)`` or ``(frames, 3 points)`` as published, in their own units.

        NaN and infinite points were not seen. Zeros are values: the challenge's evaluator counts them too.
        Errors: ``InputError`` for another shape.
        """
        array = np.asarray(array)
        if array.dtype.kind not in "fiu" or array.ndim not in (2, 3) or (array.ndim == 2 and array.shape[1] % 3):
            raise InputError(f"array of shape {array.shape}, type {array.dtype}; expected (frames, points, 3)")
        points = array.astype(np.float64).reshape(len(array), -1, 3) if len(array) else array.reshape(0, -1, 3)
        order = order or order_of(points.shape[1])
        seen = np.isfinite(points).all(-1)
        return Sequence(np.where(seen[..., None], points, 0.0), seen, fps, order)

    def halved(self) -> Sequence:
        """Every second frame, from the first: how the challenge evaluates (25 to 12.5 frames a second)."""
        return Sequence(self.points[::2], self.seen[::2], self.fps / 2, self.order)

    def reversed(self) -> Sequence:
        """Played backwards."""
        return self[::-1]

    def as_slrtp(self) -> Sequence:
        """The canonical skeleton in the challenge's order: right before left. Others come back as they are."""
        if self.order is not CANONICAL_178:
            return self
        body = [1, 3, 5, 0, 2, 4, 7, 6]
        index = np.r_[body, np.r_[self.order.right_hand], np.r_[self.order.left_hand], np.r_[self.order.face]]
        return Sequence(self.points[:, index], self.seen[:, index], self.fps, SLRTP_178)

    def bridged(self) -> np.ndarray:
        """Points with what was not seen carried on from the nearest seen frames, in straight lines between.

        For aligning in time only: errors are never counted there. Points that are never seen stay 0.
        """
        if self.seen.all():
            return self.points
        out, time = self.points.copy(), np.arange(len(self))
        for point in np.flatnonzero(~self.seen.all(0) & self.seen.any(0)):
            known = np.flatnonzero(self.seen[:, point])
            for axis in range(3):
                out[:, point, axis] = np.interp(time, known, self.points[known, point, axis])
        return out
