"""The face: how the head is turned, where it is, and which of the 52 actions it makes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from signsynth.body.fit.rig import Rig
from signsynth.body.fit.turns import align
from signsynth.skeleton import CANONICAL, FACE

_RIDGE_M = 0.002
"""Noise of the points over the usual size of an action: smaller movements of many points count for little."""
_SWEEPS, _ROUNDS = 20, 3
_STABLE_M = 0.002


class Face(NamedTuple):
    """Per frame, in metres in the body's frame."""

    turns: np.ndarray
    """``(frames, 3, 3)``: rotation of the head against rest."""
    centre: np.ndarray
    """``(frames, 3)``: mean of the face points of the turned neutral face."""
    actions: np.ndarray
    """``(frames, 52)`` in 0..1."""
    seen: np.ndarray
    """``(frames,)`` in 0..1."""


def read_face(points: np.ndarray, confidence: np.ndarray, rig: Rig, own: bool) -> Face:
    """Face of canonical ``points (frames, 128, 3)``; ``own``: they have the shape of the body's face.

    Rigid turn and actions are found in turns: the turn from points that actions move little, the
    actions from what the turn leaves over, by ridge least squares between 0 and 1.
    """
    body = rig.points[FACE]
    neutral = body if own else rig.to_metres(CANONICAL.rest[FACE])
    # Canonical expressions are as large as the canonical face.
    size = np.ptp(body, axis=0) / np.ptp(neutral, axis=0)
    target = rig.to_metres(points)
    moves = np.linalg.norm(rig.actions, axis=-1).max(0)
    weight = np.maximum(confidence.astype(np.float64), 1e-3)
    stable = weight / (1 + (moves / _STABLE_M) ** 2)
    actions = np.zeros((len(points), len(rig.actions)))
    for _ in range(_ROUNDS):
        shape = neutral + np.tensordot(actions, rig.actions, 1) / size
        turns, shift = align(shape, target, stable)
        stable = weight
        local = np.swapaxes(turns, -1, -2)[:, None] @ (target - shift[:, None])[..., None]
        actions = bounded(rig.actions, (local[..., 0] - neutral) * size, confidence > 0, actions)
    middle = neutral.mean(0)
    centre = (turns @ middle) + shift
    if not own:  # the place of the body's own head, moved as the motion moves its
        centre = body.mean(0) + centre - middle
    return Face(turns, centre, actions, confidence.mean(1))


def bounded(basis: np.ndarray, moved: np.ndarray, seen: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Amounts ``(frames, actions)`` in 0..1 of ``basis (actions, points, 3)`` that give ``moved``.

    Least squares with a ridge, by coordinate descent for all frames at once; ``moved (frames, points, 3)``;
    only points with ``seen (frames, points)`` count.
    """
    out = start.copy()
    patterns, which = np.unique(seen, axis=0, return_inverse=True)
    for k, pattern in enumerate(patterns):
        frames = np.flatnonzero(which.reshape(-1) == k)
        if not pattern.any():
            out[frames] = 0.0
            continue
        rows = basis[:, pattern].reshape(len(basis), -1)
        normal = rows @ rows.T + _RIDGE_M**2 * np.eye(len(rows))
        wanted = rows @ moved[frames][:, pattern].reshape(len(frames), -1).T
        amounts = out[frames].T.copy()
        for _ in range(_SWEEPS):
            for action in range(len(rows)):
                rest = wanted[action] - normal[action] @ amounts
                amounts[action] = np.clip(amounts[action] + rest / normal[action, action], 0, 1)
        out[frames] = amounts.T
    return out
