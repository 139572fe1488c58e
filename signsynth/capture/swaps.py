"""Left and right hands (and arms) that a tracker exchanged for some frames, put back; a hand seen twice, once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.motion.recording import Recording
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

_HANDS = (LEFT_HAND, RIGHT_HAND)
_ARMS = (np.r_[2, 4, LEFT_HAND], np.r_[3, 5, RIGHT_HAND])
_FAR_SW, _DOUBLE_SW, _AWAY_SW = 0.5, 0.15, 0.25
"""Distances beyond the first count alike; hands whose points are within the second are one hand, unless both wrists
of the body are within the third of it. In shoulder widths."""
_MEMORY = 6
"""Frames after which the last place of a lost hand says nothing any more."""


def exchanged(recording: Recording, frames: np.ndarray, *, arms: bool = False) -> Recording:
    """Left and right hand exchanged in ``frames`` (bool ``(frames,)``), with elbows and wrists if ``arms``.

    Twice is the identity.
    """
    left, right = _ARMS if arms else (np.arange(h.start, h.stop) for h in _HANDS)
    order = np.tile(np.arange(recording.points.shape[1]), (len(recording), 1))
    order[np.ix_(frames, left)], order[np.ix_(frames, right)] = right, left
    return replace(
        recording,
        points=np.take_along_axis(recording.points, order[..., None], 1),
        confidence=np.take_along_axis(recording.confidence, order, 1),
    )


def unswapped(recording: Recording) -> tuple[Recording, list[str]]:
    """Hands on the sides they belong to, each hand once; and what was done, in words.

    Arms first: elbows, wrists and hands of both sides that jump to each other's places and back belong to a body
    tracker that took left for right. Then hands alone: each frame keeps or exchanges its hands so that over the clip
    they stay near the wrists of the body and near their last places, by the cheapest path (Viterbi). A clip that
    needs nothing comes back as it is.
    """
    width = shoulder_width(recording)
    if not width or not len(recording):
        return recording, []
    doubled = _doubles(recording, width)
    out = _without(recording, doubled) if doubled.any() else recording
    flipped = _flips(out, width)
    out = exchanged(out, flipped, arms=True) if flipped.any() else out
    moved = _misplaced(out, width)
    out = exchanged(out, moved) if moved.any() else out
    notes = []
    if (flipped | moved).any():
        notes.append(f"left and right put back in {(flipped | moved).sum()} frames")
    if doubled.any():
        notes.append(f"one hand taken for two in {doubled.any(1).sum()} frames, put right")
    return out, notes


def _without(recording: Recording, hands: np.ndarray) -> Recording:
    """The recording without the hands ``(frames, 2)``."""
    level = recording.confidence.copy()
    for side, hand in enumerate(_HANDS):
        level[hands[:, side], hand] = 0.0
    return replace(recording, confidence=level)


def shoulder_width(recording: Recording) -> float:
    """Median distance of the shoulders in the picture, 0 where they are never seen."""
    seen = (recording.confidence[:, :2] > 0.3).all(1)
    if not seen.any():
        return 0.0
    return float(np.median(np.linalg.norm(np.diff(recording.points[seen, :2, :2], axis=1)[:, 0], axis=-1)))


def _flips(recording: Recording, width: float) -> np.ndarray:
    """Frames ``(frames,)`` whose arms are exchanged: their path is much shorter with them put back."""
    arms = recording.points[:, 2:6, :2].reshape(-1, 2, 2, 2) / width  # frame, elbow or wrist, side, axis
    known = (recording.confidence[:, 2:6] > 0.3).all(1)
    gain = np.zeros(max(len(arms) - 1, 0))
    kept = np.linalg.norm(arms[1:] - arms[:-1], axis=-1).sum((1, 2))
    crossed = np.linalg.norm(arms[1:, :, ::-1] - arms[:-1], axis=-1).sum((1, 2))
    both = known[1:] & known[:-1]
    gain[both] = (kept - crossed)[both]
    turns = np.flatnonzero(gain > 2 * _FAR_SW) + 1
    out = np.zeros(len(arms), bool)
    # Arms flip and flip back; a single turn is a person who turned round.
    for start, stop in zip(turns[::2], turns[1::2], strict=False):
        inside = stop - start <= len(arms) // 2
        if inside:
            out[start:stop] = True
    return out


def _misplaced(recording: Recording, width: float) -> np.ndarray:
    """Frames ``(frames,)`` whose hands are on the wrong sides."""
    places = np.stack([recording.points[:, hand.start, :2] for hand in _HANDS], 1) / width
    seen = np.stack([recording.confidence[:, hand.start] > 0 for hand in _HANDS], 1)
    wrists, sure = recording.points[:, 4:6, :2] / width, recording.confidence[:, 4:6] > 0
    frames = len(places)
    cost, back = np.zeros((frames, 2)), np.zeros((frames, 2), int)
    last: list[list[tuple[int, np.ndarray] | None]] = [[None, None], [None, None]]
    for t in range(frames):
        step = np.empty((2, 2))
        for state in range(2):
            side_of = (0, 1) if state == 0 else (1, 0)
            own = sum(
                _apart(places[t, k], wrists[t, side_of[k]]) if sure[t, side_of[k]] else 0.0
                for k in range(2)
                if seen[t, k]
            )
            for before in range(2):
                moves = 0.0
                for k in range(2):
                    remembered = last[before][side_of[k]]
                    if seen[t, k] and remembered is not None and t - remembered[0] <= _MEMORY:
                        moves += _apart(places[t, k], remembered[1]) / (t - remembered[0])
                step[before, state] = (cost[t - 1, before] if t else 0.0) + own + moves
        # Where both are as good, what the tracker said stands.
        back[t] = np.where(step[1] < step[0] - 1e-9, 1, 0)
        cost[t] = np.take_along_axis(step, back[t][None], 0)[0]
        fresh = [list(last[back[t, state]]) for state in range(2)]
        for state in range(2):
            for k in range(2):
                if seen[t, k]:
                    fresh[state][k if state == 0 else 1 - k] = (t, places[t, k])
        last = fresh
    out = np.zeros(frames, bool)
    state = int(cost[-1, 1] < cost[-1, 0] - 1e-9)
    for t in range(frames - 1, -1, -1):
        out[t] = state == 1 and seen[t].any()
        state = back[t, state]
    return out


def _doubles(recording: Recording, width: float) -> np.ndarray:
    """Sides ``(frames, 2)`` whose hand is the other one, seen a second time."""
    left, right = (recording.points[:, hand, :2] / width for hand in _HANDS)
    both = (recording.confidence[:, LEFT_HAND.start] > 0) & (recording.confidence[:, RIGHT_HAND.start] > 0)
    same = both & (np.linalg.norm(left - right, axis=-1).mean(1) < _DOUBLE_SW)
    wrists = recording.points[:, 4:6, :2] / width
    away = np.stack([np.linalg.norm(h[:, 0] - wrists[:, s], axis=-1) for s, h in enumerate((left, right))], 1)
    farther = away[:, 1] > away[:, 0]
    sides = np.stack([~farther, farther], 1)
    return sides & (same & (away.max(1) > _AWAY_SW))[:, None]


def _apart(a: np.ndarray, b: np.ndarray) -> float:
    return min(float(np.hypot(a[0] - b[0], a[1] - b[1])), _FAR_SW)
