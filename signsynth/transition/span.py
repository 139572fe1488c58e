"""Where a recorded sign begins and ends, and how long its holds last.

A recording of one sign shows rest, preparation, stroke, retraction and rest (Kita, van Gijn and van
der Hulst 1998). Only the stroke with its holds is the sign: between others, neither the way from
nor the way to the sides is made.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import smooth
from signsynth.motion import Motion
from signsynth.motion.rigid import hand_directions
from signsynth.skeleton import CANONICAL, LEFT_HAND, RIGHT_HAND

RAISED_SW = 0.35
"""Height above the hips from which a hand is in signing space (hanging hands reach 0.15 above them)."""
STILL_SW_S = 0.35
"""Activity below which a hand is held. Trackers shake held hands at 0.05 to 0.25."""
REACH_S = 0.8
"""Longest way between the sides and a sign that is taken for preparation or retraction."""
HOLD_S = 0.08
"""Length to which the holds at both ends of a sign are cut."""
STATIC_S = 0.28
"""Length to which a sign is cut that is nothing but a hold."""
_SIGMA_S = 0.03
_LEVER_SW = 0.25
_RISE_SW = 0.25
_SETTLED_S = 0.16
_SAME_SW = 0.04
_TWITCH_S, _TWITCH_SW_S = 0.13, 0.8


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
    moving = np.flatnonzero(~_still(activity, motion.fps)[start:end])
    keep = round(HOLD_S * motion.fps)
    if len(moving):
        return max(start, start + int(moving[0]) - keep), min(end, start + int(moving[-1]) + 1 + keep)
    spare = max(0, end - start - round(STATIC_S * motion.fps)) // 2
    return start + spare, end - spare


def cut(motion: Motion) -> Motion:
    """The frames of ``signing_span``."""
    start, end = signing_span(motion)
    return motion[start:end]


def shorten_holds(motion: Motion, longest_s: float) -> Motion:
    """The same frames without some of every hold that lasts longer than ``longest_s`` seconds.

    The middle goes where the hands are at the same place before and after it; a hold in which they
    drift is thinned out evenly instead, so that no step is made. Frames that stay are untouched.
    Errors: ``InputError`` for a length that is not positive.
    """
    if not longest_s > 0:
        raise InputError(f"longest hold {longest_s} s, expected a positive number")
    longest = max(2, round(longest_s * motion.fps))
    wrists, directions = hand_directions(motion.pose)
    kept = np.ones(len(motion), bool)
    for start, end in _runs(_still(hand_activity(motion), motion.fps)):
        if end - start <= longest:
            continue
        a, b = start + (longest + 1) // 2 - 1, end - longest // 2
        step = np.linalg.norm(wrists[b] - wrists[a], axis=-1).max()
        turn = np.linalg.norm(directions[b] - directions[a], axis=-1).mean(-1).max()
        kept[start:end] = False
        if max(step, _LEVER_SW * turn) <= _SAME_SW:
            kept[start : a + 1] = kept[b:end] = True
        else:
            kept[np.linspace(start, end - 1, longest).round().astype(int)] = True
    if kept.all():
        return motion
    before = np.concatenate([[0], np.cumsum(kept)])
    segments = tuple(
        replace(s, start=int(before[s.start]), end=int(before[s.end]))
        for s in motion.segments
        if before[s.end] > before[s.start]
    )
    return replace(motion.taken(kept), segments=segments)


def hand_activity(motion: Motion) -> np.ndarray:
    """How fast the busier hand moves in each frame, ``(frames,)`` in shoulder widths a second.

    The wrist in the image plane, or the fingers around it where the hand is seen.
    """
    if len(motion) < 2:
        return np.zeros(len(motion))
    sigma = _SIGMA_S * motion.fps
    wrists, directions = hand_directions(motion.pose)
    wrists = smooth(wrists[..., :2], sigma)
    seen = np.stack([motion.confidence[:, hand].max(1) > 0 for hand in (LEFT_HAND, RIGHT_HAND)], axis=1)
    way = np.linalg.norm(np.diff(wrists, axis=0), axis=-1)
    turn = np.linalg.norm(np.diff(smooth(directions, 2 * sigma), axis=0), axis=-1).mean(-1)
    turn = np.where(seen[1:] & seen[:-1], turn, 0.0)
    steps = np.maximum(way, _LEVER_SW * turn).max(1) * motion.fps
    return np.concatenate([steps[:1], (steps[1:] + steps[:-1]) / 2, steps[-1:]])


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


def _runs(mask: np.ndarray) -> np.ndarray:
    """Starts and ends (exclusive) ``(n, 2)`` of the runs of True."""
    return np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(int), [0]]))).reshape(-1, 2)


def _still(activity: np.ndarray, fps: float) -> np.ndarray:
    """Frames in which the hands are held; twitches too short and too weak to be a movement are part of a hold."""
    still = activity < STILL_SW_S
    for start, end in _runs(~still):
        if end - start < _TWITCH_S * fps and activity[start:end].max() < _TWITCH_SW_S:
            still[start:end] = True
    return still
