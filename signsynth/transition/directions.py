"""Motion as places of the body and directions of hand bones, and the guess at a gap in these numbers."""

from __future__ import annotations

import numpy as np

from signsynth.motion.rigid import hand_directions, place_hands
from signsynth.skeleton import FACE, LEFT_HAND, RIGHT_HAND
from signsynth.transition.hermite import fill_hermite
from signsynth.transition.mixture import SIDE, mixed_ways
from signsynth.transition.network import Weights
from signsynth.transition.parts import LEADING, LEFT_COLUMNS, RIGHT_COLUMNS
from signsynth.transition.tracks import bend_elbows
from signsynth.transition.turning import mixed, share_of_turn, turned_bones

FACE_COLUMNS = slice(LEADING, LEADING + 384)


def values_of(pose: np.ndarray) -> np.ndarray:
    """Numbers ``(frames, 532)``, or 148 without a face, of poses ``(frames, 178 or 50, 3)``."""
    frames = len(pose)
    pose = pose.astype(np.float64)
    arms = np.linalg.norm(pose[:, 2:6] - pose[:, 0:4], axis=-1)
    bones = hand_directions(pose)[1].reshape(frames, 120)
    return np.concatenate([pose[:, :8].reshape(frames, 24), arms, bones, pose[:, FACE].reshape(frames, -1)], axis=1)


def poses_of(values: np.ndarray) -> np.ndarray:
    """Poses ``(frames, 178, 3)`` of ``(frames, 532)``: arms bend at the elbow, hand bones keep their length."""
    frames = len(values)
    pose = np.empty((frames, FACE.stop, 3))
    pose[:, :8] = values[:, :24].reshape(frames, 8, 3)
    bend_elbows(pose, np.maximum(values[:, 24:26], 1e-3), np.maximum(values[:, 26:28], 1e-3))
    bones = values[:, LEFT_COLUMNS.start : RIGHT_COLUMNS.stop].reshape(frames, 2, 20, 3)
    pose[:, LEFT_HAND.start : RIGHT_HAND.stop] = place_hands(pose[:, 4:6], bones)
    pose[:, FACE] = values[:, FACE_COLUMNS].reshape(frames, 128, 3)
    return pose


def known_sides(values: np.ndarray, cut: int, seen: np.ndarray) -> np.ndarray:
    """``values (frames, columns)`` in which a hand that one side, ``seen (2, 2)``, lost has the other's bones."""
    out = values.copy()
    lend_hands(out[None, :cut], out[None, cut:], seen[None])
    return out


def lend_hands(before: np.ndarray, after: np.ndarray, seen: np.ndarray) -> None:
    """Give a hand that one side lost the other side's bones beside the gap, in place.

    Numbers ``before (batch, n, columns)`` and ``after (batch, m, columns)``; ``seen (batch, 2 sides, 2 hands)``.
    """
    for hand, columns in enumerate((LEFT_COLUMNS, RIGHT_COLUMNS)):
        lost = seen[:, 0, hand] & ~seen[:, 1, hand]
        after[lost, :, columns] = before[lost, -1:, columns]
        lost = seen[:, 1, hand] & ~seen[:, 0, hand]
        before[lost, :, columns] = after[lost, :1, columns]


def guessed(before: np.ndarray, after: np.ndarray, frames: int, weights: Weights) -> np.ndarray:
    """The guess ``(frames, columns)`` at what lies between numbers ``(n, columns)``, ``(m, columns)``, both up to 8."""
    first, last = padded(before, 0), padded(after, -1)
    both = np.concatenate([first, last])
    face = fill_hermite(first[-2:, LEADING:], last[:2, LEADING:], frames)
    out = np.concatenate([mixed_ways(weights, both[None, :, :LEADING], frames)[0], face], axis=1)
    turn_hands(out[None], both[None])
    return out


def turn_hands(guess: np.ndarray, sides: np.ndarray) -> None:
    """Turn hands of ``guess (batch, frames, columns)``, in place, as joints do where straight on will not do.

    ``sides (batch, 16, columns)`` are the numbers beside the gap.
    """
    bones, frames = slice(LEFT_COLUMNS.start, RIGHT_COLUMNS.stop), guess.shape[1]
    beside = sides[:, :, bones].reshape(len(sides), 2 * SIDE, 2, 20, 3)
    share = share_of_turn(beside[:, SIDE - 1], beside[:, SIDE])
    rows = np.flatnonzero(share.any((1, 2)))
    if len(rows):
        turned = turned_bones(beside[rows], frames).reshape(len(rows), frames, 2, 5, 4, 3)
        straight = guess[rows][:, :, bones].reshape(turned.shape)
        guess[rows, :, bones] = mixed(straight, turned, share[rows][:, None]).reshape(len(rows), frames, 120)


def padded(side: np.ndarray, end: int) -> np.ndarray:
    """Eight frames: a shorter side stands still before its first frame, or after its last (``end`` -1)."""
    still = np.repeat(side[[end]], SIDE - len(side), axis=0)
    return np.concatenate([still, side] if end == 0 else [side, still])
