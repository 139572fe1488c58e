"""Jitter taken out of a recording, strokes left as they are.

Two Savitzky-Golay filters look both ways in time, so nothing lags: a light one for what moves, and a wide one for
what is held. Between them the speed decides, for each limb as a whole. (Savitzky and Golay, Anal. Chem. 36 (1964)
1627; choosing by speed as the one-euro filter does: Casiez et al., CHI 2012, eq. 10.)
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.capture.swaps import shoulder_width
from signsynth.geometry import smooth
from signsynth.motion.recording import Recording
from signsynth.skeleton import CANONICAL, FACE, LEFT_HAND, RIGHT_HAND

HELD_SW_S, MOVING_SW_S, DASHING_SW_S = 0.35, 1.0, 3.5
"""Speed in shoulder widths a second below which a limb is held, above which it moves, and is left as it is."""
_HELD_S, _MOVING_FRAMES = 0.3, 5
"""Width of the filters: in seconds for what is held, in frames for what moves."""
_GROUPS = (
    *((point,) for point in (0, 1, 2, 3, 4, 5, 6, 7)),
    tuple(range(LEFT_HAND.start, LEFT_HAND.stop)),
    tuple(range(RIGHT_HAND.start, RIGHT_HAND.stop)),
    tuple(range(FACE.start, FACE.stop)),
    tuple(range(len(CANONICAL), len(CANONICAL) + 11)),
)


def steadied(recording: Recording) -> Recording:
    """``recording`` with calm holds and its strokes' speed; confidence, and what was not seen, are as they were.

    Each run of sightings is filtered for itself: nothing is mixed over a gap. Straight steady movement stays as it
    is; so do runs of less than five frames.
    """
    width = shoulder_width(recording)
    fps = recording.fps or 25.0
    if not width:
        return recording
    points = recording.points.copy()
    for group in _GROUPS:
        columns = np.array(group)
        seen = (recording.confidence[:, columns] > 0).all(1)
        for start, stop in _runs(seen):
            if stop - start >= _MOVING_FRAMES:
                points[start:stop, columns] = _filtered(points[start:stop, columns], width, fps)
    return replace(recording, points=points)


def _filtered(track: np.ndarray, width: float, fps: float) -> np.ndarray:
    from scipy.signal import savgol_filter

    longest = len(track) - (len(track) + 1) % 2
    window = min(max(_MOVING_FRAMES, 2 * round(_HELD_S * fps / 2) + 1), longest)
    calm = savgol_filter(track, window, 1, axis=0)
    light = savgol_filter(track, min(_MOVING_FRAMES, longest), 3, axis=0)
    sure = savgol_filter(track, min(max(_MOVING_FRAMES, 2 * round(0.1 * fps) + 1), longest), 2, axis=0)
    speed = np.linalg.norm(np.gradient(sure[..., :2], axis=0), axis=-1).max(1) * fps / width
    moving = np.clip((speed - HELD_SW_S) / (MOVING_SW_S - HELD_SW_S), 0, 1)
    # A stroke's first and last frames belong to it: the wide filter must not reach into them.
    moving = smooth(_widened(moving, window // 2), 1.0)
    share = (moving * moving * (3 - 2 * moving)).reshape(-1, 1, 1)
    # Of a dash of a few frames even the light filter takes; jitter does not show there.
    dash = _widened(np.clip((speed - MOVING_SW_S) / (DASHING_SW_S - MOVING_SW_S), 0, 1), 1).reshape(-1, 1, 1)
    return share * (dash * track + (1 - dash) * light) + (1 - share) * calm


def _widened(values: np.ndarray, radius: int) -> np.ndarray:
    """The largest value within ``radius`` frames."""
    padded = np.pad(values, radius, mode="edge")
    return np.lib.stride_tricks.sliding_window_view(padded, 2 * radius + 1).max(-1)


def _runs(seen: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], seen, [False]]).astype(int)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
