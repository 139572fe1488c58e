"""Where a long motion is cut into shots: at holds, so that a seam falls where nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.motion.phases_hands import STILL_SW_S, Hands


@dataclass(frozen=True)
class Shot:
    """Frames ``start`` to ``end`` of a motion are made at once, and ``begin`` to ``cut`` of them shown.

    Those before ``begin`` were made by the shot before and lead into this one; those after ``cut`` fade into the next.
    """

    start: int
    begin: int
    cut: int
    end: int


class Shots(Protocol):
    """Makes the shots of one video, one after the other; what ``LongVideo`` asks of a renderer's ``shots()``."""

    window: int
    """Frames that are made at once."""
    context: int
    """How many frames of the shot before a shot wants to see."""

    def prepared(self, motion: Motion) -> Motion:
        """The whole motion as the other methods want it; called once."""

    def reference(self) -> tuple[np.ndarray, np.ndarray] | None:
        """What all shots shall look like: uint8 ``(h, w, 3)`` and labels ``(h, w)``; None: like the first shot."""

    def labels(self, motion: Motion) -> Iterator[np.ndarray]:
        """Which part of the person each pixel of a frame shows, int ``(h, w)``; negative outside the person."""

    def __call__(self, motion: Motion, before: np.ndarray | None, number: int) -> np.ndarray:
        """uint8 ``(window, h, w, 3)`` RGB of a motion of ``window`` frames; the ``number``-th shot.

        ``before (context, h, w, 3)`` are the motion's first frames as they were shown; they are made again.
        """


def shots(motion: Motion, window: int, context: int, overlap: int) -> Iterator[Shot]:
    """Shots of at most ``window`` frames that show every frame once, in order.

    A cut is the last frame in a hold, else the stillest one, in the second half of what a shot can show. ``overlap``
    frames beyond each cut are made by both shots. Errors: ``InputError`` for windows too short to get on.
    """
    check_window(window, context, overlap)
    frames, begin = len(motion), 0
    # An hour of motion is looked at in one go: a few numbers a frame.
    moving = Hands.of(motion).busiest((0, 1)) if frames > window else np.zeros(frames)
    while begin < frames:
        start = max(begin - context, 0)
        end = min(start + window, frames)
        cut = end if end == frames else _cut(moving, (begin + end) // 2, end - overlap)
        yield Shot(start, begin, cut, end)
        begin = cut


def check_window(window: int, context: int, overlap: int) -> None:
    """Errors: ``InputError`` for windows too short to get on."""
    least = 2 * (context + overlap) + 2
    if context < 0 or overlap < 0 or window < least:
        raise InputError(
            f"shots: a window of {window} frames, expected at least {least} for {context} frames of context and "
            f"{overlap} of overlap"
        )


def reflected(start: int, window: int, frames: int) -> np.ndarray:
    """``window`` frame numbers from ``start``; beyond the last of ``frames`` they turn back, and back again.

    As ``WanAnimatePipeline.pad_video_frames`` does; one frame alone is repeated.
    """
    if frames == 1:
        return np.zeros(window, int)
    period = 2 * (frames - 1)
    steps = (start + np.arange(window)) % period
    return np.where(steps < frames, steps, period - steps)


def _cut(moving: np.ndarray, first: int, last: int) -> int:
    near = moving[first : last + 1]
    held = np.flatnonzero(near < STILL_SW_S)
    return first + int(held[-1] if len(held) else np.argmin(near))
