"""How hands move, whatever the sign: speed profile, slowing in curves, smoothness of single movements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from signsynth.geometry import smooth
from signsynth.motion import Motion
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

CALM_S = 0.035
"""Trackers tremble: all ways are smoothed so much (standard deviation) before they are derived."""
FPS = 50.0
LEAST_SW_S = 0.6
LEAST_FRAMES = 6
EDGE = 0.1
"""A movement is a stretch between two dips of speed whose peak is faster than this, from where its speed passes a tenth
of its peak to where it falls below: written hands stand still between movements, recorded ones tremble."""


_Row = tuple[float, float, float, np.ndarray]


@dataclass(frozen=True)
class Strokes:
    """Medians over movements. ``peak``: highest speed / mean speed; ``jerk``: dimensionless, log10 of integral(jerk²)
    duration⁵ / way²; ``seconds``: how long one takes; ``count``.

    ``power``: exponent of speed against curvature, one slope for all moments of all movements that are curved, each
    movement about its own mean. Two in three written movements are straight, and one slope each says little.
    """

    peak: float
    power: float
    jerk: float
    seconds: float
    count: int

    @staticmethod
    def of(motions: Iterable[Motion]) -> Strokes:
        """Of the wrists that are seen, in the picture's plane."""
        found = [row for motion in motions for row in _movements(motion)]
        peak, jerk, seconds = np.median([row[:3] for row in found], axis=0)
        bend, speed = np.concatenate([row[3] for row in found], axis=1)
        return Strokes(float(peak), float(bend @ speed / (bend @ bend)), float(jerk), float(seconds), len(found))


def _movements(motion: Motion) -> list[_Row]:
    motion = motion.resample(FPS)
    rows = []
    for hand in (LEFT_HAND, RIGHT_HAND):
        if motion.confidence[:, hand.start].mean() < 0.8 or len(motion) < 8:
            continue
        way = smooth(motion.pose[:, hand.start, :2].astype(np.float64), CALM_S * FPS)
        first = np.gradient(way, 1 / FPS, axis=0)
        speed = np.linalg.norm(first, axis=-1)
        dips = [0, *(np.flatnonzero((speed[1:-1] <= speed[:-2]) & (speed[1:-1] < speed[2:])) + 1), len(speed) - 1]
        rows += [_movement(first[a : b + 1]) for a, b in zip(dips, dips[1:], strict=False)]
    return [row for row in rows if row is not None]


def _movement(first: np.ndarray) -> _Row | None:
    speed = np.linalg.norm(first, axis=-1)
    if speed.max() < LEAST_SW_S or speed[[0, -1]].max() > 0.5 * speed.max():
        return None
    moving = np.flatnonzero(speed > EDGE * speed.max())
    first = first[moving[0] : moving[-1] + 1]
    if len(first) < LEAST_FRAMES:
        return None
    speed = np.linalg.norm(first, axis=-1)
    second = np.gradient(first, 1 / FPS, axis=0)
    third = np.gradient(second, 1 / FPS, axis=0)
    bend = np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]) / np.maximum(speed, 1e-6) ** 3
    seconds, way = len(first) / FPS, speed.sum() / FPS
    jerk = np.log10((third**2).sum() / FPS * seconds**5 / way**2)
    moving = (speed > 0.2 * speed.max()) & (bend > 0.3) & (bend < 30)
    curved = np.log([bend[moving], speed[moving]]) if moving.sum() > 5 else np.empty((2, 0))
    if curved.size:
        curved = curved - curved.mean(1, keepdims=True)
    return float(speed.max() / speed.mean()), float(jerk), seconds, curved
