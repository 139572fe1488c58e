"""Which sightings of a tracker are believed."""

from __future__ import annotations

import numpy as np

from signsynth.geometry import minimum_jerk

TELEPORT_SW = 0.6
"""A point that is this far from the line between its neighbours in time, and back within two frames, was not there."""
GLIMPSE_S = 0.12
"""Sightings shorter than this, far from any other, are a tracker's guess."""
LOWERED_S = 0.6
"""An arm that leaves the picture, or is not yet in it, is at rest after this time."""


def believed(track: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """``seen (frames,)`` without teleports of ``track (frames, 2)`` in shoulder widths.

    One or two sightings in a row whose every point lies further than ``TELEPORT_SW`` plus the
    distance of the neighbours from the line between the sightings before and after.
    """
    known = np.flatnonzero(seen)
    out = seen.copy()
    for run in (1, 2):
        if len(known) < run + 2:
            break
        before, after = known[: -run - 1], known[run + 1 :]
        stride = np.linalg.norm(track[after] - track[before], axis=-1)
        jump = np.full(len(before), np.inf)
        for k in range(1, run + 1):
            middle = known[k : k + len(before)]
            t = ((middle - before) / (after - before))[:, None]
            line = track[before] * (1 - t) + track[after] * t
            jump = np.minimum(jump, np.linalg.norm(track[middle] - line, axis=-1))
        # Neighbours far apart in time say little about what lies between.
        for i in np.flatnonzero((jump > TELEPORT_SW + stride) & (after - before <= 2 * run + 4)):
            out[known[i + 1 : i + 1 + run]] = False
        known = np.flatnonzero(out)
    return out


def lasting(seen: np.ndarray, rate: float, longest_gap: int) -> np.ndarray:
    """``seen (frames,)`` without glimpses: under ``GLIMPSE_S`` and over ``longest_gap`` frames from any other."""
    out = seen.copy()
    edges = np.flatnonzero(np.diff(np.concatenate([[False], seen, [False]]).astype(int)))
    starts, ends = edges[::2], edges[1::2]
    shortest = max(1, round(GLIMPSE_S * rate))
    for k, (start, end) in enumerate(zip(starts, ends, strict=True)):
        before = start - (ends[k - 1] if k else -longest_gap - 1)
        after = (starts[k + 1] if k + 1 < len(starts) else len(seen) + longest_gap + 1) - end
        if end - start < shortest and end - start < len(seen) and min(before, after) > longest_gap:
            out[start:end] = False
    return out


def short_gaps(seen: np.ndarray, longest: int) -> np.ndarray:
    """Unseen frames that lie in a gap of at most ``longest`` frames between two sightings."""
    known = np.flatnonzero(seen)
    short = np.zeros(len(seen), bool)
    for a, b in zip(known, known[1:], strict=False):
        if 1 < b - a <= longest + 1:
            short[a + 1 : b] = True
    return short


def around(seen: np.ndarray, rate: float) -> np.ndarray:
    """How much of a track ``(frames,)`` is more than a guess: 1 from first to last sighting, fading to 0 beyond.

    Gaps between sightings count: what lies before and after says where the point was. 0 where nothing was seen.
    """
    known = np.flatnonzero(seen)
    if not len(known):
        return np.zeros(len(seen))
    at = np.arange(len(seen))
    outside = np.maximum(np.maximum(known[0] - at, at - known[-1]), 0)
    return 1 - minimum_jerk(np.minimum(outside / (LOWERED_S * rate), 1.0))
