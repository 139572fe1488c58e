"""The frame rate of recordings that do not say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from signsynth.motion.recording import Recording
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

SIGNING_SPEED_SW_S = 1.47
"""Speed of a hand in shoulder widths a second at which half of its path is travelled: median over 79 runs of 100
isolated signs of known rate. Other known sets have 1.0 (continuous German signing) to 2.3 (dictionary signs)."""
COMMON_RATES = (10.0, 12.0, 15.0, 20.0, 24.0, 25.0, 30.0, 50.0, 60.0)
UNKNOWN_FPS = 25.0
_LEAST_PATH_SW = 0.3
_STRIDE = 2


def estimate_fps(recordings: Sequence[Recording]) -> float:
    """Frames per second of a set of clips recorded alike: one of ``COMMON_RATES``.

    Hands are assumed to move as fast as in real signing. For each run of frames in which a hand is
    tracked, the speed in shoulder widths a frame is taken at which half of its path is travelled
    (holds and rest do not count, they add no path); speeds span two frames, which tames jitter and
    doubled frames. The rate is ``SIGNING_SPEED_SW_S`` over the median of all runs, snapped to the
    nearest common rate; 25 where nothing moves. Pool all clips of one source: a single clip is
    good to about a factor of two, a set to about 1.5.
    """
    typical = [_typical_speed(run) for recording in recordings for run in _runs(recording)]
    known = [speed for speed in typical if speed > 0]
    if not known:
        return UNKNOWN_FPS
    rate = SIGNING_SPEED_SW_S / float(np.median(known))
    return min(COMMON_RATES, key=lambda common: abs(np.log(common / rate)))


def _runs(recording: Recording) -> Iterator[np.ndarray]:
    """Wrist paths ``(frames, 2)`` in shoulder widths over unbroken sightings of a hand."""
    points, confidence = recording.points, recording.confidence
    shoulders = (confidence[:, :2] >= 0.3).all(1)
    if not shoulders.any():
        return
    width = np.median(np.linalg.norm(points[shoulders, 0, :2] - points[shoulders, 1, :2], axis=-1))
    if width <= 1e-9:
        return
    for hand in (LEFT_HAND, RIGHT_HAND):
        seen = np.flatnonzero(confidence[:, hand.start] > 0)
        for run in np.split(seen, np.flatnonzero(np.diff(seen) > 1) + 1):
            if len(run) >= 6:
                yield points[run, hand.start, :2] / width


def _typical_speed(path: np.ndarray) -> float:
    """Shoulder widths a frame at which half of the path is travelled, 0 where it is too short to tell."""
    speed = np.sort(np.linalg.norm(path[_STRIDE:] - path[:-_STRIDE], axis=-1) / _STRIDE)
    travelled = np.cumsum(speed)
    if travelled[-1] < _LEAST_PATH_SW:
        return 0.0
    return float(speed[np.searchsorted(travelled, travelled[-1] / 2)])
