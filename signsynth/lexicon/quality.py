"""How good a recording is, measured: what a lexicon chooses its variants by.

Every fault has a severity from 0 to 1; the quality is the product of what each leaves. Thresholds
were set on tracked recordings of Korean and American signs; lengths are in shoulder widths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signsynth.motion import Motion
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
_SAMPLES = 16


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a recording: a ``name``, its ``severity`` 0..1 and a line that explains it."""

    name: str
    severity: float
    what: str


@dataclass(frozen=True)
class Quality:
    """``score`` 0 (useless) to 1 (no fault found) and the ``faults``, worst first."""

    score: float
    faults: tuple[Fault, ...] = ()
    distance: float = 1.0
    """From the typical recording of the gloss, in units of the siblings' median; 1 where there are none."""

    def has(self, name: str, severity: float = 0.0) -> bool:
        """Whether a fault of this name and at least this severity was found."""
        return any(fault.name == name and fault.severity >= severity for fault in self.faults)


def measure(motion: Motion) -> Quality:
    """Quality of one right-dominant recording by itself."""
    return _quality(_faults(motion))


def measure_siblings(motions: Sequence[Motion], handedness: Sequence[str] = ()) -> list[Quality]:
    """Quality of recordings of one gloss: each by itself, and how far it is from the others.

    ``handedness`` of each, where known: one that was signed with another hand than most is a fault.
    """
    faults = [_faults(motion) for motion in motions]
    distance = outliers(motions) if len(motions) >= 4 else np.ones(len(motions))
    known = [hand for hand in handedness if hand]
    most = max(sorted(set(known)), key=known.count) if known else ""
    for index, (found, ratio) in enumerate(zip(faults, distance, strict=True)):
        if ratio > 1.8:
            what = f"{ratio:.1f} times as far from the typical recording of its gloss as its siblings are"
            found.append(Fault("outlier", min(1.0, float(ratio - 1.8) / 2 + 0.2), what))
        hand = handedness[index] if handedness else ""
        if hand and hand != most:
            found.append(Fault("handedness", 0.05, f"signed with: {hand}; most siblings with: {most}"))
    return [_quality(found, float(ratio)) for found, ratio in zip(faults, distance, strict=True)]


def outliers(motions: Sequence[Motion]) -> np.ndarray:
    """Distance of each motion to the medoid over the median such distance, ``(motions,)``."""
    shapes = np.stack([_shape(motion) for motion in motions])
    distance = np.stack([np.abs(shapes - shape).mean((1, 2)) for shape in shapes])
    medoid = int(distance.sum(0).argmin())
    away = distance[medoid]
    return away / max(np.median(np.delete(away, medoid)), 1e-6)


def _shape(motion: Motion) -> np.ndarray:
    """Wrists and right fingertips over the raised part of a motion, ``(16, values)``."""
    raised = np.flatnonzero(motion.pose[:, 4:6, 1].max(1) > RAISED)
    first, last = (raised[0], raised[-1]) if len(raised) else (0, len(motion) - 1)
    frames = np.linspace(first, last, _SAMPLES).round().astype(int)
    wrists = motion.pose[frames, 4:6, :2].copy()
    wrists[..., 1] = np.maximum(wrists[..., 1], RAISED)  # where a resting hand hangs says nothing
    tips = motion.pose[frames][:, RIGHT_HAND][:, 4::4] - motion.pose[frames][:, RIGHT_HAND][:, :1]
    return np.concatenate([wrists.reshape(_SAMPLES, -1), tips.reshape(_SAMPLES, -1)], axis=1)


def _quality(faults: list[Fault], distance: float = 1.0) -> Quality:
    score = float(np.prod([1 - fault.severity for fault in faults]))
    return Quality(round(score, 3), tuple(sorted(faults, key=lambda fault: -fault.severity)), distance)


def _faults(motion: Motion) -> list[Fault]:
    if len(motion) < 3:
        return [Fault("too short", 1.0, f"{len(motion)} frames, expected at least 3")]
    wrists = motion.pose[:, 4:6].astype(np.float64)
    seen = np.stack([motion.confidence[:, hand].max(1) > 0 for hand in (LEFT_HAND, RIGHT_HAND)], 1)
    faults = [*_lost(wrists, seen), *_teleports(wrists, seen, motion.fps), *_ends(wrists, seen, motion.fps)]
    faults += [*_out_of_frame(wrists), *_jitter(wrists, seen, motion.fps)]
    return faults


def _lost(wrists: np.ndarray, seen: np.ndarray) -> list[Fault]:
    faults = []
    for side, name, height in ((1, "dominant", RAISED), (0, "other", CLEARLY_RAISED)):
        raised = wrists[:, side, 1] > height
        used = raised | seen[:, side]
        if side == 1 and not used.any():
            faults.append(Fault("hand never seen", 1.0, "the dominant hand is neither seen nor raised in any frame"))
            continue
        if not raised.any():
            continue
        if side == 0 and not seen[:, 0].any() and np.ptp(wrists[:, 0, :2], axis=0).max() < _GUESS_DRIFT:
            continue  # out of the picture: trackers guess it at one place
        lost = raised & ~seen[:, side]
        share = lost.mean()
        if side == 1 and not seen[:, 1].any():
            faults.append(Fault("hand never seen", 1.0, "the dominant hand is raised and never seen"))
        elif share > 0.08:
            what = f"the {name} hand is raised but not seen in {100 * share:.0f} % of the frames"
            faults.append(Fault(f"{name} hand lost", min(0.95, float(share) * (1.5 if side else 1.2)), what))
    return faults


def _teleports(wrists: np.ndarray, seen: np.ndarray, fps: float) -> list[Fault]:
    """Jumps there and back: fast into a frame and out of it in another direction, or where tracking was lost."""
    step = np.diff(wrists[..., :2], axis=0) * fps
    speed = np.linalg.norm(step, axis=-1)
    spike = np.linalg.norm(np.diff(step, axis=0), axis=-1) > 1.2 * _IMPLAUSIBLE
    blind = (speed > _IMPLAUSIBLE) & (~seen[1:] | ~seen[:-1])
    counts = spike.sum(0) + blind.sum(0)
    faults = []
    for side, name, weight in ((1, "dominant", 0.15), (0, "other", 0.08)):
        if counts[side]:
            what = f"the {name} wrist jumps {counts[side]} times, up to {speed[:, side].max():.0f} shoulder widths/s"
            faults.append(Fault("teleports", min(0.8, weight * int(counts[side])), what))
    return faults


def _ends(wrists: np.ndarray, seen: np.ndarray, fps: float) -> list[Fault]:
    """A hand that moves in the air as the clip begins or ends: part of the sign is missing."""
    count = min(max(2, round(0.12 * fps)), len(wrists) - 1)
    faults = []
    for name, part in (("starts", slice(0, count + 1)), ("ends", slice(-count - 1, None))):
        moved = np.linalg.norm(np.diff(wrists[part, :, :2], axis=0), axis=-1).mean(0) * fps
        moving = (moved > 1.5) & (wrists[part, :, 1].min(0) > CLEARLY_RAISED) & seen[part].all(0)
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
    if tremble < 0.06:
        return []
    return [
        Fault("jitter", min(0.5, 4 * (tremble - 0.05)), f"the dominant wrist trembles by {tremble:.2f} shoulder widths")
    ]
