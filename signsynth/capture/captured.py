"""What came out of a video."""

from __future__ import annotations

from dataclasses import dataclass

from signsynth.motion import Motion
from signsynth.motion.footage import Footage
from signsynth.motion.recording import Recording


@dataclass(frozen=True, eq=False)
class Captured:
    """``motion`` canonical, without gesture and mesh until it is fitted; ``recording`` the repaired keypoints behind
    it, in pixels of the tracked picture, frame for frame; ``notes`` what a user should know, a line each;
    ``size`` ``(width, height)`` of the tracked picture, None where there was none; ``footage`` what pictures are like.
    """

    motion: Motion
    recording: Recording
    notes: tuple[str, ...] = ()
    size: tuple[int, int] | None = None
    footage: Footage | None = None
