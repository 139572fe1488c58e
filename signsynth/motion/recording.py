"""What a tracker saw: keypoints of one person in the camera's frame, before they are made canonical."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.errors import InputError
from signsynth.skeleton import CANONICAL, HEAD_POINTS

RECORDED_POINTS = len(CANONICAL) + len(HEAD_POINTS)
"""The 178 canonical points, then the 11 head points of body trackers: 189."""
FARTHEST = 1e6
"""Coordinates beyond this are no place in a picture, whatever its unit: such points count as not seen."""


@dataclass(frozen=True, eq=False)
class Recording:
    """Keypoints ``(frames, 189, 3)`` in camera space with equal units on x and y.

    +x to the right of the picture (the signer's left), +y **up**, +z to the camera; any scale and
    origin. ``confidence (frames, 189)`` is 0 where nothing was tracked. ``fps`` is None where the
    source does not say. ``arm_depth`` and ``hand_depth``: whether z is true 3D there (motion
    capture, lifted poses) or, for arms, a tracker's guess that is better ignored.
    """

    points: np.ndarray
    confidence: np.ndarray
    fps: float | None = None
    arm_depth: bool = False
    hand_depth: bool = True

    def __post_init__(self) -> None:
        if self.points.ndim != 3 or self.points.shape[1:] != (RECORDED_POINTS, 3):
            raise InputError(f"recording: points {self.points.shape}, expected (frames, {RECORDED_POINTS}, 3)")
        if self.confidence.shape != self.points.shape[:2]:
            raise InputError(f"recording: confidence {self.confidence.shape}, expected {self.points.shape[:2]}")
        bad = ~(np.abs(self.points) < FARTHEST).all(-1) | ~np.isfinite(self.confidence)
        # NaN is how many files say "not seen": it becomes confidence 0 at the origin, and stays nowhere.
        object.__setattr__(self, "points", np.where(bad[..., None], 0.0, self.points))
        object.__setattr__(self, "confidence", np.where(bad, 0.0, np.clip(self.confidence, 0, 1)))

    def __len__(self) -> int:
        return len(self.points)
