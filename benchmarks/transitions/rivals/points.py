"""Between motions and the 50 points of body and hands that the rivals work on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.motion import Motion, Segment
from signsynth.skeleton import MANUAL
from signsynth.transition.between import check_sides
from signsynth.transition.duration import Duration

CONTEXT = 8
"""Frames of each side that a rival looks at, as many as the Gaussian process."""
POINTS = 50
VALUES = 3 * POINTS
"""Numbers a frame: what the ancestor's first layer takes."""


@dataclass(frozen=True)
class Gap:
    """What is known of one transition: ``before (n, 50, 3)``, ``after (m, 50, 3)`` float32, ``frames`` to make.

    Points are counted from mid-shoulder, in shoulder widths.
    """

    before: np.ndarray
    after: np.ndarray
    frames: int

    @classmethod
    def of(cls, before: Motion, after: Motion, frames: int | None, duration: Duration) -> Gap:
        """The last and first frames of two motions. Errors: ``InputError`` as for every transition."""
        check_sides(before, after)
        count = duration.frames(before, after) if frames is None else frames
        sides = (before.pose[-CONTEXT:, MANUAL], after.pose[:CONTEXT, MANUAL])
        return cls(*(side - mid_shoulder(side) for side in sides), count)

    @property
    def observed(self) -> np.ndarray:
        """Bool ``(n + frames + m,)``: which frames of the sequence are known."""
        return np.repeat([True, False, True], [len(self.before), self.frames, len(self.after)])

    def sequence(self, padding: bool) -> np.ndarray:
        """All frames ``(n + frames + m, 50, 3)``; those to make on straight lines, or zero without ``padding``."""
        share = np.arange(1, self.frames + 1)[:, None, None] / (self.frames + 1)
        middle = (1 - share) * self.before[-1] + share * self.after[0]
        return np.concatenate([self.before, middle if padding else 0 * middle, self.after]).astype(np.float32)


def mid_shoulder(points: np.ndarray) -> np.ndarray:
    """``(..., 1, 3)`` of ``(..., 50 or more, 3)``."""
    return points[..., 0:2, :].mean(-2, keepdims=True)


def with_points(before: Motion, after: Motion, points: np.ndarray) -> Motion:
    """A transition of ``points (frames, 50, 3)``, counted from mid-shoulder; face and confidence on straight lines."""
    frames = len(points)
    share = np.arange(1, frames + 1)[:, None] / (frames + 1)
    ends = np.stack([before.pose[-1], after.pose[0]]).astype(np.float64)
    pose = (1 - share[..., None]) * ends[0] + share[..., None] * ends[1]
    pose[:, MANUAL] = points + mid_shoulder(pose)
    confidence = (1 - share) * before.confidence[-1] + share * after.confidence[0]
    segments = (Segment(0, frames, "transition"),)
    return Motion(pose, np.clip(confidence, 0, 1), before.fps, before.skeleton, segments=segments)
