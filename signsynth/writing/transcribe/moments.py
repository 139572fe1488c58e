"""Which moments of a sign its writing names: holds, turning points, and what lies off the way between them."""

from __future__ import annotations

import numpy as np

from signsynth.writing.transcribe.observed import Observed

MOST = 9
_TOLERANCE = 0.09
"""What the way between two moments may be off: shoulder widths, and as much as these of the rest."""
_DEPTH, _TURN, _SHAPE = 0.5, 0.12, 0.1
"""What depth, a palm's axes (chords) and tips of fingers count for."""
_LEAST_S = 0.1


def moments(seen: Observed) -> np.ndarray:
    """Frames, the first and the last included, at most ``MOST``: Ramer (1972), Douglas and Peucker (1973)."""
    way = _features(seen)
    last = len(way) - 1
    if last < 2:
        return np.arange(last + 1)[[0, -1]] if last else np.array([0])
    least = max(2, round(_LEAST_S * seen.fps))
    found = [0, last]
    while len(found) < MOST:
        off = [_farthest(way, a, b, least) for a, b in zip(found, found[1:], strict=False)]
        distance, frame = max(off)
        if distance < _TOLERANCE:
            break
        found = sorted([*found, frame])
    return np.array(found)


def _features(seen: Observed) -> np.ndarray:
    sides = np.flatnonzero(seen.signs)
    parts = [seen.wrists[:, sides] * np.array([1, 1, _DEPTH])]
    parts += [_TURN * seen.turns[:, sides], _SHAPE * seen.bones[:, sides].mean(-2)]
    return np.concatenate([part.reshape(len(seen), -1) for part in parts], 1)


def _farthest(way: np.ndarray, start: int, end: int, least: int) -> tuple[float, int]:
    """How far the way between two frames is off the line between them, and where."""
    inside = np.arange(start + least, end - least + 1)
    if not len(inside):
        return 0.0, start
    line = way[end] - way[start]
    length = float(line @ line)
    share = np.clip((way[inside] - way[start]) @ line / length, 0, 1) if length > 1e-9 else np.zeros(len(inside))
    apart = np.linalg.norm(way[inside] - way[start] - share[:, None] * line, axis=1)
    best = int(apart.argmax())
    return float(apart[best]), int(inside[best])
