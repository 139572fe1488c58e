"""Sightings at real, uneven times brought to one constant rate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.motion.recording import Recording

COMMON_RATES = (24000 / 1001, 24.0, 25.0, 30000 / 1001, 30.0, 48.0, 50.0, 60000 / 1001, 60.0)
GAP_S = 0.25
"""Between pictures further apart than this nothing is known."""
_BLOCK = 4096
_EVEN = 0.4
"""A picture this share of a frame off its place still counts as on time."""


def constant_rate(times: np.ndarray) -> float:
    """Frames a second of a video whose pictures have these ``times (n,)``; variable rates get their usual pace."""
    steps = np.diff(times)
    if not len(steps):
        return 25.0
    mean = len(steps) / (times[-1] - times[0])
    if is_even(times, mean):
        return _snapped(mean, 0.0001)
    return _snapped(1 / float(np.median(steps)), 0.02)


def is_even(times: np.ndarray, fps: float) -> bool:
    """Whether every picture is where a constant rate has it."""
    late = (times - times[0]) * fps - np.arange(len(times))
    return bool(np.abs(late - np.median(late)).max() <= _EVEN)


def resampled(recording: Recording, times: np.ndarray, fps: float) -> Recording:
    """``recording`` at ``fps``; unchanged where its pictures are evenly spaced so already.

    Points by cubic Hermite interpolation with tangents for uneven steps; confidence is the lower of both
    neighbours', 0 inside gaps longer than ``GAP_S``.
    """
    if len(times) < 2 or is_even(times, fps):
        return replace(recording, fps=fps)
    grid = np.arange(int((times[-1] - times[0]) * fps + 1e-6) + 1) / fps + times[0]
    # In blocks: what is made on the way takes seven times the room of the result.
    blocks = [_interpolated(recording, times, block) for block in np.array_split(grid, len(grid) // _BLOCK + 1)]
    points, level = (np.concatenate(part) for part in zip(*blocks, strict=True))
    return replace(recording, points=points, confidence=level, fps=fps)


def _interpolated(recording: Recording, times: np.ndarray, grid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points and confidence at the times of ``grid``, from the pictures around them."""
    first = max(int(np.searchsorted(times, grid[0], side="right")) - 3, 0)
    near = slice(first, int(np.searchsorted(times, grid[-1], side="right")) + 3)
    times, points, level = times[near], recording.points[near], recording.confidence[near]
    low = np.clip(np.searchsorted(times, grid, side="right") - 1, 0, len(times) - 2)
    span = times[low + 1] - times[low]
    t = np.clip((grid - times[low]) / span, 0, 1)
    slopes = np.gradient(points, times, axis=0)
    # A tangent that leans on an unseen neighbour would pull towards the origin.
    steps = np.diff(points, axis=0) / np.diff(times)[:, None, None]
    known = level > 0
    unsure = ~(np.roll(known, 1, 0) & np.roll(known, -1, 0))
    h, s = span[:, None, None], t[:, None, None]
    m0 = np.where(unsure[low][..., None], steps[low], slopes[low])
    m1 = np.where(unsure[low + 1][..., None], steps[low], slopes[low + 1])
    p0, p1 = points[low], points[low + 1]
    s2, s3 = s * s, s * s * s
    out = (2 * s3 - 3 * s2 + 1) * p0 + (s3 - 2 * s2 + s) * h * m0 + (3 * s2 - 2 * s3) * p1 + (s3 - s2) * h * m1
    between = np.minimum(level[low], level[low + 1])
    between[span > GAP_S] = 0.0
    for at, index in ((t < 1e-6, low), (t > 1 - 1e-6, low + 1)):
        between[at], out[at] = level[index[at]], points[index[at]]
    return out, between


def _snapped(rate: float, tolerance: float) -> float:
    best = min(COMMON_RATES, key=lambda common: abs(np.log(common / rate)))
    return best if abs(best / rate - 1) <= tolerance else float(rate)
