"""Faults of a recording that its keypoints show: hands lost, jumps, cut strokes, signing space left, tremble."""

from __future__ import annotations

import numpy as np

from signsynth.lexicon.quality.fault import Fault
from signsynth.motion import Motion
from signsynth.motion.phases import leftover
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

RAISED = -1.1
"""Height from which the dominant wrist is not at rest: hands at rest hang below it."""
CLEARLY_RAISED = -0.85
"""The same for the other wrist: body trackers guess one that is out of the picture as high as this."""
HIGHEST, WIDEST = 1.2, 2.0
"""A wrist above or beside these has left the signing space."""
_IMPLAUSIBLE = 11.0
"""Wrist speed in shoulder widths a second that only lost tracking reaches in and out of one frame."""
_GUESS_DRIFT = 0.4
"""How far the guess of a wrist that is out of the picture wanders."""
_TREMBLE = 0.08
"""Median third difference of a wrist; a thumb that is shaken on purpose (TEN) has 0.07."""
_STEADY = 0.1
"""An elbow that moves less stays where it is, whatever the guess of its wrist does."""
_CUT_SW_S, _CUT_SHARE = 1.4, 0.5
"""A clip is cut where a raised hand is this fast at its end, and has this share of its own high speed there."""


def tracking_faults(motion: Motion) -> list[Fault]:
    """Faults of one right-dominant recording by itself, in no order."""
    if len(motion) < 3:
        return [Fault("too short", 1.0, f"{len(motion)} frames, expected at least 3")]
    wrists = motion.pose[:, 4:6].astype(np.float64)
    seen = np.stack([motion.confidence[:, hand].max(1) > 0 for hand in (LEFT_HAND, RIGHT_HAND)], 1)
    guessed = _guessed(motion, seen)
    own = slice(leftover(motion), len(motion) - leftover(motion, -1))  # frames of other clips cut no sign
    faults = [*_lost(wrists, seen, guessed), *_ends(wrists[own], seen[own], motion.fps)]
    faults += _teleports(wrists, seen, motion.fps, 2 if not guessed else 1)
    faults += [*_out_of_frame(wrists), *_jitter(wrists, seen, motion.fps)]
    return faults


def _guessed(motion: Motion, seen: np.ndarray) -> bool:
    """Whether the other wrist is a tracker's guess throughout: never seen, and its elbow stays where it is."""
    if seen[:, 0].any():
        return False
    elbow = np.ptp(np.quantile(motion.pose[:, 2, :2], (0.1, 0.9), axis=0), axis=0).max()
    drift = np.ptp(motion.pose[:, 4, :2], axis=0).max()
    return bool(elbow < _STEADY or drift < _GUESS_DRIFT)


def _lost(wrists: np.ndarray, seen: np.ndarray, guessed: bool) -> list[Fault]:
    faults = []
    for side, name, height in ((1, "dominant", RAISED), (0, "other", CLEARLY_RAISED)):
        raised = wrists[:, side, 1] > height
        used = raised | seen[:, side]
        if side == 1 and not used.any():
            faults.append(Fault("hand never seen", 1.0, "the dominant hand is neither seen nor raised in any frame"))
            continue
        if not raised.any():
            continue
        if side == 0 and guessed:
            continue  # out of the picture
        lost = raised & ~seen[:, side]
        share = lost.mean()
        if side == 1 and not seen[:, 1].any():
            faults.append(Fault("hand never seen", 1.0, "the dominant hand is raised and never seen"))
        elif share > 0.08:
            what = f"the {name} hand is raised but not seen in {100 * share:.0f} % of the frames"
            faults.append(Fault(f"{name} hand lost", min(0.95, float(share) * (1.5 if side else 1.2)), what))
    return faults


def _teleports(wrists: np.ndarray, seen: np.ndarray, fps: float, hands: int) -> list[Fault]:
    """Jumps there and back: fast into a frame and out of it in another direction, or where tracking was lost."""
    step = np.diff(wrists[..., :2], axis=0) * fps
    speed = np.linalg.norm(step, axis=-1)
    spike = np.linalg.norm(np.diff(step, axis=0), axis=-1) > 1.2 * _IMPLAUSIBLE
    blind = (speed > _IMPLAUSIBLE) & (~seen[1:] | ~seen[:-1])
    counts = spike.sum(0) + blind.sum(0)
    faults = []
    for side, name, weight in ((1, "dominant", 0.15), (0, "other", 0.08))[:hands]:
        if counts[side]:
            what = f"the {name} wrist jumps {counts[side]} times, up to {speed[:, side].max():.0f} shoulder widths/s"
            faults.append(Fault("teleports", min(0.8, weight * int(counts[side])), what))
    return faults


def _ends(wrists: np.ndarray, seen: np.ndarray, fps: float) -> list[Fault]:
    """A hand that moves in the air as the clip begins or ends: part of the sign is missing."""
    count = min(max(2, round(0.12 * fps)), len(wrists) - 1)
    usual = np.quantile(np.linalg.norm(np.diff(wrists[..., :2], axis=0), axis=-1), 0.9, axis=0) * fps
    faults = []
    for name, part in (("starts", slice(0, count + 1)), ("ends", slice(-count - 1, None))):
        whole = seen[part][1:] & seen[part][:-1]  # where tracking sets in, a wrist steps from guess to sight
        step = np.linalg.norm(np.diff(wrists[part, :, :2], axis=0), axis=-1) * fps
        moved = (step * whole).sum(0) / np.maximum(whole.sum(0), 1)
        fast = (moved > _CUT_SW_S) & (moved > _CUT_SHARE * usual)
        moving = fast & (wrists[part, :, 1].min(0) > CLEARLY_RAISED) & (whole.sum(0) >= max(2, count - 1))
        if moving.any():
            what = f"{name} with a hand in the air that moves at {moved[moving].max():.1f} shoulder widths/s"
            faults.append(Fault(f"{name} mid-sign", min(0.25, 0.05 * float(moved[moving].max())), what))
    return faults


def _out_of_frame(wrists: np.ndarray) -> list[Fault]:
    away = (wrists[..., 1] > HIGHEST) | (np.abs(wrists[..., 0]) > WIDEST)
    share = away.any(1).mean()
    if share == 0:
        return []
    return [
        Fault(
            "out of frame",
            min(1.0, 0.3 + 2 * float(share)),
            f"a hand leaves the signing space in {100 * share:.0f} % of the frames",
        )
    ]


def _jitter(wrists: np.ndarray, seen: np.ndarray, fps: float) -> list[Fault]:
    """Median third difference of the dominant wrist while it is seen: tremble that no arm makes."""
    if len(wrists) < 8:
        return []
    jerk = np.linalg.norm(np.diff(wrists[:, 1, :2], n=3, axis=0), axis=-1)
    whole = seen[:-3, 1] & seen[3:, 1]
    tremble = float(np.median(jerk[whole])) if whole.any() else 0.0
    if tremble < _TREMBLE:
        return []
    return [
        Fault(
            "jitter",
            min(0.5, 4 * (tremble - _TREMBLE) + 0.05),
            f"the dominant wrist trembles by {tremble:.2f} shoulder widths",
        )
    ]
