"""What lies between two motions: how far the hands must go, and how fast they are when they leave and arrive."""

from __future__ import annotations

from math import nan
from typing import NamedTuple

import numpy as np

from signsynth.geometry import smooth
from signsynth.motion import Motion
from signsynth.motion.rigid import hand_axes, hand_directions
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

DEPTH = np.array([1.0, 1.0, 0.4])
"""One camera guesses depth: it counts less."""
WINDOW_S = 0.1
"""Speeds at a seam are means over so long."""
LEVER_SW = 0.25
"""What a turn of the fingers by one radian counts for beside the wrist's way: the length of a hand."""
_SIGMA_S = 0.03


class Seam(NamedTuple):
    """Numbers of one seam; none depends on which hand is which, on where the signer stands or on the frame rate.

    ``far_sw``, ``near_sw``  ways of the wrists, the longer and the shorter one, shoulder widths.
    ``turn``                 by how much the hand turns that turns more, radians.
    ``shape``                how differently the fingers point, seen from the palm: mean chord of unit bones, 0 to 2;
                             of the hand that changes more. A hand that one side has not seen neither turns nor changes.
    ``leaving_sw_s``, ``arriving_sw_s``   activity of the busier hand (wrist, or fingers around it) just before and
                             just after, shoulder widths a second; NaN for a single frame.
    """

    far_sw: float
    near_sw: float
    turn: float
    shape: float
    leaving_sw_s: float
    arriving_sw_s: float

    @classmethod
    def between(cls, before: Motion, after: Motion) -> Seam:
        """The seam of two motions with at least one frame each."""
        ends = np.stack([before.pose[-1], after.pose[0]])
        wrists, bones = hand_directions(ends)
        near, far = np.sort(np.linalg.norm((wrists[1] - wrists[0]) * DEPTH, axis=-1))
        axes = hand_axes(np.stack([ends[:, LEFT_HAND], ends[:, RIGHT_HAND]], axis=1).astype(np.float64))
        seen = _seen(before.confidence[-1]) & _seen(after.confidence[0])
        turn = np.arccos(np.clip((np.einsum("hij,hij->h", axes[0], axes[1]) - 1) / 2, -1, 1))
        inside = np.einsum("shij,shbi->shbj", axes, bones)
        shape = np.linalg.norm(inside[1] - inside[0], axis=-1).mean(-1)
        steps = max(1, round(WINDOW_S * before.fps))
        speeds = [
            _speed(motion, window) for motion, window in ((before, slice(-steps - 1, None)), (after, slice(steps + 1)))
        ]
        return cls(float(far), float(near), float((turn * seen).max()), float((shape * seen).max()), *speeds)


def activity_sw_s(pose: np.ndarray, confidence: np.ndarray, fps: float) -> np.ndarray:
    """How fast the busier hand moves between frames, ``(frames - 1,)``: its wrist in the image plane, or its fingers.

    ``pose (frames, points, 3)`` and ``confidence (frames, points)`` hold the 50 points of body and hands, or more.
    """
    sigma = _SIGMA_S * fps
    wrists, bones = hand_directions(pose)
    way = np.linalg.norm(np.diff(smooth(wrists[..., :2], sigma), axis=0), axis=-1)
    turn = np.linalg.norm(np.diff(smooth(bones, 2 * sigma), axis=0), axis=-1).mean(-1)
    seen = _seen(confidence)
    return np.maximum(way, LEVER_SW * np.where(seen[1:] & seen[:-1], turn, 0.0)).max(1) * fps


def _speed(motion: Motion, window: slice) -> float:
    pose = motion.pose[window]
    return float(activity_sw_s(pose, motion.confidence[window], motion.fps).mean()) if len(pose) > 1 else nan


def _seen(confidence: np.ndarray) -> np.ndarray:
    """Which hands ``(..., 2)`` are there."""
    return np.stack([confidence[..., hand].max(-1) > 0 for hand in (LEFT_HAND, RIGHT_HAND)], axis=-1)
