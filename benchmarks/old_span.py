"""The rule that cut clips to their sign before ``signsynth.motion.phases``: what spans are compared with."""

from __future__ import annotations

import numpy as np

from signsynth.motion import Motion
from signsynth.motion.phases_hands import RAISED_SW, STILL_SW_S
from signsynth.skeleton import CANONICAL
from signsynth.transition.holds import hand_activity, still

REACH_S = 0.8
"""Longest way between the sides and a sign that is taken for preparation or retraction."""
HOLD_S = 0.08
"""Length to which the holds at both ends of a sign are cut."""
STATIC_S = 0.28
"""Length to which a sign is cut that is nothing but a hold."""
_RISE_SW = 0.25
_SETTLED_S = 0.16


def signing_span(motion: Motion) -> tuple[int, int]:
    """First frame and end (exclusive) of what is signed; never empty for a motion with frames.

    Rest goes, then the movement from rest up to its first pause, then all but ``HOLD_S`` of a hold;
    the same, backwards, at the end. A sign that is held throughout keeps ``STATIC_S``. A clip that
    begins or ends within the sign, or whose hands never leave rest, keeps that end.
    """
    frames = len(motion)
    if frames < 3:
        return 0, frames
    height = motion.pose[:, 4:6, 1].astype(np.float64) - CANONICAL.rest[6, 1]
    raised = (height > RAISED_SW).any(1)
    activity = hand_activity(motion)
    start = _onset(height, raised, activity, motion.fps)
    end = frames - _onset(height[::-1], raised[::-1], activity[::-1], motion.fps)
    least = max(2, round(HOLD_S * motion.fps))
    if end - start < least:  # preparation ran straight into retraction: the turning point is the sign
        centre = int(np.clip((start + end) // 2, least // 2, frames - (least - least // 2)))
        start, end = max(centre - least // 2, 0), min(centre - least // 2 + least, frames)
    moving = np.flatnonzero(~still(activity, motion.fps)[start:end])
    keep = round(HOLD_S * motion.fps)
    if len(moving):
        return max(start, start + int(moving[0]) - keep), min(end, start + int(moving[-1]) + 1 + keep)
    spare = max(0, end - start - round(STATIC_S * motion.fps)) // 2
    return start + spare, end - spare


def _onset(height: np.ndarray, raised: np.ndarray, activity: np.ndarray, fps: float) -> int:
    """First frame of the sign: after rest, and after the movement that leads from it.

    That movement rises from the sides to the first clear slowing; or the clip begins within it,
    and a hold follows.
    """
    if not raised.any() or (raised[0] and activity[0] < STILL_SW_S):
        return 0
    first = int(raised.argmax())
    limit = min(first + round(REACH_S * fps), len(raised) - 1)
    for t in range(first + 1, limit):
        slowest = activity[t] <= min(activity[t - 1], activity[t + 1])
        if activity[t] < STILL_SW_S or (slowest and activity[t] < 0.4 * activity[: t + 1].max()):
            rose = (height[t] - height[0]).max() >= _RISE_SW
            held = (activity[t : t + max(2, round(_SETTLED_S * fps))] < STILL_SW_S).all()
            if rose or (raised[0] and held):
                return t
    return first
