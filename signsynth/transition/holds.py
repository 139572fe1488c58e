"""How long holds of recorded signs last: between others a sign is not held as long as alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import smooth
from signsynth.motion import Motion
from signsynth.motion.phases_hands import LEVER_SW, STILL_SW_S, TWITCH_S, TWITCH_SW_S, runs
from signsynth.motion.rigid import hand_directions
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

_SIGMA_S = 0.03
_SAME_SW = 0.04
_STAYED_SW = 0.02


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
    for start, end in runs(still(hand_activity(motion), motion.fps)):
        if end - start <= longest:
            continue
        a, b = start + (longest + 1) // 2 - 1, end - longest // 2
        step = np.linalg.norm(wrists[b] - wrists[a], axis=-1).max()
        turn = np.linalg.norm(directions[b] - directions[a], axis=-1).mean(-1).max()
        kept[start:end] = False
        if max(step, LEVER_SW * turn) <= _SAME_SW:
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


def shorten_ends(motion: Motion, longest_s: float, static_s: float) -> Motion:
    """The same frames without some of the holds before and after the movement, of motions without a tracker's noise.

    Each hold lasts ``longest_s`` seconds, at least one frame; a motion that is nothing but a hold lasts ``static_s``.
    A frame is of a hold where no point, of the face neither, is farther than 0.02 shoulder widths from where it begins
    or ends. So whatever goes is within twice that of a frame that stays, and no movement goes, however small. Frames
    that stay are untouched. Errors: ``InputError`` for a length below 0.
    """
    if not (longest_s >= 0 and static_s >= 0):
        raise InputError(f"holds of {longest_s} and {static_s} s, expected 0 s or more")
    frames, longest = len(motion), max(1, round(longest_s * motion.fps))
    if not frames:
        return motion
    lead, tail = (_stayed(pose) for pose in (motion.pose, motion.pose[::-1]))
    if lead + tail <= frames:
        return motion[max(0, lead - longest) : frames - max(0, tail - longest)]
    # Nothing but a hold. What stays lies around frames that are like the first and like the last one.
    left = min(frames, max(1, round(static_s * motion.fps)))
    start = min(max(0, (lead + frames - tail - left) // 2), frames - left)
    return motion[start : start + left]


def _stayed(pose: np.ndarray) -> int:
    """For how many frames all points of ``pose (frames, points, 3)`` stay where they begin."""
    away = (np.linalg.norm(pose - pose[:1], axis=-1) > _STAYED_SW).any(1)
    return int(away.argmax()) if away.any() else len(pose)


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
    steps = np.maximum(way, LEVER_SW * turn).max(1) * motion.fps
    return np.concatenate([steps[:1], (steps[1:] + steps[:-1]) / 2, steps[-1:]])


def still(activity: np.ndarray, fps: float) -> np.ndarray:
    """Frames in which the hands are held; twitches too short and too weak to be a movement are part of a hold."""
    still = activity < STILL_SW_S
    for start, end in runs(~still):
        if end - start < TWITCH_S * fps and activity[start:end].max() < TWITCH_SW_S:
            still[start:end] = True
    return still
