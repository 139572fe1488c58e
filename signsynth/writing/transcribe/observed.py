"""What a motion shows of its hands, in the terms of written signs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import fill_missing, smooth, unit
from signsynth.motion import Motion
from signsynth.motion.rigid import hand_axes, hand_directions
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

_SEEN, _SIGNS = 0.2, 0.25
"""A hand is seen above this confidence, and signs if it is seen in this share of the frames."""
_CALM_S = 0.05


@dataclass(frozen=True, eq=False)
class Observed:
    """Both hands, left first, unseen frames filled and trembling smoothed away.

    ``wrists (n, 2, 3)`` shoulder widths; ``turns (n, 2, 3, 3)`` as ``palm_rotation`` gives them; ``bones
    (n, 2, 5, 3, 3)`` directions of the three bones of each finger in the axes of a right hand; ``signs (2,)``.
    """

    wrists: np.ndarray
    turns: np.ndarray
    bones: np.ndarray
    signs: np.ndarray
    fps: float

    def __len__(self) -> int:
        return len(self.wrists)

    @staticmethod
    def of(motion: Motion) -> Observed:
        """Errors: ``InputError`` for a motion that shows no hand."""
        hands = np.stack([motion.pose[:, hand] for hand in (LEFT_HAND, RIGHT_HAND)], 1).astype(np.float64)
        seen = np.stack([motion.confidence[:, hand].mean(1) > _SEEN for hand in (LEFT_HAND, RIGHT_HAND)], 1)
        signs = seen.mean(0) > _SIGNS
        if not signs.any():
            raise InputError("transcribe: the motion shows no hand")
        first, last = np.flatnonzero(seen[:, signs].any(1))[[0, -1]]
        hands, seen = hands[first : last + 1], seen[first : last + 1]
        directions = hand_directions(motion.pose[first : last + 1])[1]
        for side in np.flatnonzero(signs):
            hands[:, side] = fill_missing(hands[:, side], seen[:, side])
            directions[:, side] = fill_missing(directions[:, side], seen[:, side])
        calm = _CALM_S * motion.fps
        hands, directions = smooth(hands, calm), unit(smooth(directions, calm))
        axes = hand_axes(hands)
        fingers = directions.reshape(*directions.shape[:2], 5, 4, 3)[..., 1:, :]
        bones = np.einsum("nsfbk,nskj->nsfbj", fingers, axes)
        turns = axes.copy()
        turns[:, 0, :, 0] *= -1
        return Observed(hands[:, :, 0], turns, bones, signs, motion.fps)
