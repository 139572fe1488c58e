"""Several solutions a frame: the path through them that fits well and does not jump, and where one jumps still."""

from __future__ import annotations

import numpy as np

from signsynth.body.fit.turns import align, logarithm
from signsynth.geometry import smooth, unit

_CALM_RAD = 0.17
_SPREAD_S = 0.08


def smoothest(cost: np.ndarray, places: np.ndarray, weight: float) -> np.ndarray:
    """The choice of each frame, int ``(frames, series)``.

    ``cost (frames, series, choices)`` of every choice and ``places (frames, series, choices, n)``: minimises the sum
    of the costs plus ``weight`` times the squared steps of the places between frames. Viterbi 1967, all series at once.
    """
    frames, series, choices = cost.shape
    total = cost[0]
    came = np.zeros((frames, series, choices), int)
    for frame in range(1, frames):
        step = places[frame][:, :, None] - places[frame - 1][:, None]  # (series, to, from, n)
        through = total[:, None] + weight * (step**2).sum(-1)
        came[frame] = through.argmin(-1)
        total = through.min(-1) + cost[frame]
    chosen = np.empty((frames, series), int)
    chosen[-1] = total.argmin(-1)
    for frame in range(frames - 1, 0, -1):
        chosen[frame - 1] = np.take_along_axis(came[frame], chosen[frame][:, None], 1)[:, 0]
    return chosen


def moved(arms: np.ndarray, palms: np.ndarray) -> np.ndarray:
    """How far arms turn between frames, radians ``(frames - 1, 2)``: upper arm, forearm and palm together.

    ``arms (frames, 2, 3, 3)`` are shoulders, elbows and wrists, ``palms (frames, 2, n, 3)`` bones from the wrist.
    """
    along = unit(np.diff(arms, axis=2))
    total = np.arccos(np.clip((along[1:] * along[:-1]).sum(-1), -1, 1)).sum(-1)
    palms = unit(palms)
    turns = turn_between(palms[:-1].reshape(-1, *palms.shape[2:]), palms[1:].reshape(-1, *palms.shape[2:]))
    return total + np.linalg.norm(logarithm(turns), axis=-1).reshape(total.shape)


def turn_between(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Rotations ``(n, 3, 3)`` that best turn bundles of directions ``(n, k, 3)`` onto others."""
    both = [np.concatenate([array, -array], 1) for array in (source, target)]  # opposite ends: nothing is shifted
    return align(*both, np.ones(both[0].shape[:2]))[0]


def jumps(angles: np.ndarray, own_rad: np.ndarray, fps: float) -> np.ndarray:
    """Where angles ``(frames, 2, dofs)`` jump although what they follow moved only ``own_rad (frames - 1, 2)``.

    ``(frames, 2)`` from 0 to 1, spread over the frames around.
    """
    out = np.zeros(angles.shape[:2])
    if len(angles) < 2:
        return out
    beyond = np.abs(np.diff(angles, axis=0)).max(-1) - own_rad
    found = np.clip((beyond - _CALM_RAD) / _CALM_RAD, 0, 1)
    out[1:] = found
    out[:-1] = np.maximum(out[:-1], found)
    for _ in range(1 + int(np.ceil(2 * _SPREAD_S * fps))):
        out = np.maximum(out, np.maximum(np.concatenate([out[1:], out[-1:]]), np.concatenate([out[:1], out[:-1]])))
    return smooth(out, _SPREAD_S * fps)
