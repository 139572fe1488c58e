"""What hands do over time, as far as it tells where a sign begins and ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.geometry import smooth
from signsynth.motion.motion import GUESSED, Motion
from signsynth.motion.rigid import hand_directions
from signsynth.skeleton import CANONICAL, LEFT_HAND, RIGHT_HAND

STILL_SW_S = 0.35
"""Activity below which a hand is held. Trackers shake held hands at 0.05 to 0.25 (ksl13, asl100)."""
HOLD_S = 0.12
"""Shorter stops are part of a movement."""
TWITCH_S, TWITCH_SW_S = 0.13, 0.8
"""Shorter and weaker than this, what interrupts a hold is a tracker's twitch and not a movement."""
RAISED_SW = 0.35
"""Height above the hips from which a hand is in signing space: hanging ones reach 0.15, the lowest sign 0.43."""
LAP_SW, HOME_SW, CLEAR_SW = 0.6, 0.25, 0.15
"""Rest may be higher, in the lap or folded: up to ``LAP_SW`` where a hand begins and ends within ``HOME_SW`` of one
place; a hand has left such a rest when it is ``CLEAR_SW`` above it."""
LEVER_SW = 0.25
"""What a turn of the fingers by one radian counts for: the length of a hand."""
_SIGMA_S = 0.03
_BELIEVED = 0.2
"""A hand that is seen, or whose arm is, in fewer of its raised frames is not there."""
_PARTICIPATES = 0.25
"""A hand takes part in a sign if it is raised in this share of the frames in which any hand is."""


@dataclass(frozen=True, eq=False)
class Hands:
    """Both hands over time, left first; wrists are those of the arms, which are known even where a hand is lost.

    ``wrists``    ``(frames, 2, 2)`` in the image plane, shoulder widths.
    ``raised``    ``(frames, 2)``: in signing space, that is, not at rest.
    ``activity``  ``(frames, 2)`` shoulder widths a second: of the wrist, or of the fingers around it where seen.
    ``shapes``    ``(frames, 2, 20, 3)``: directions of the bones.
    """

    wrists: np.ndarray
    raised: np.ndarray
    activity: np.ndarray
    shapes: np.ndarray
    fps: float

    @classmethod
    def of(cls, motion: Motion) -> Hands:
        """The hands of a motion with at least one frame."""
        sigma = _SIGMA_S * motion.fps
        wrists = smooth(motion.pose[:, 4:6, :2].astype(np.float64), sigma)
        shapes = smooth(hand_directions(motion.pose)[1], 2 * sigma)
        seen = np.stack([motion.confidence[:, hand].max(1) > 0 for hand in (LEFT_HAND, RIGHT_HAND)], axis=1)
        raised = _raised(wrists)
        # An arm out of the picture is guessed, and may be guessed high.
        known = (raised & (seen | (motion.confidence[:, 4:6] > GUESSED))).sum(0) > _BELIEVED * raised.sum(0)
        way = np.linalg.norm(np.diff(wrists, axis=0), axis=-1)
        turn = np.linalg.norm(np.diff(shapes, axis=0), axis=-1).mean(-1)
        turn = np.where(seen[1:] & seen[:-1], turn, 0.0)
        activity = _central(np.maximum(way, LEVER_SW * turn) * motion.fps, len(motion))
        return cls(wrists, raised & known, activity, shapes, motion.fps)

    def __len__(self) -> int:
        return len(self.wrists)

    def frames(self, seconds: float) -> int:
        """How many frames last so long, at least one."""
        return max(1, round(seconds * self.fps))

    def backwards(self) -> Hands:
        """The same hands from last frame to first."""
        return Hands(self.wrists[::-1], self.raised[::-1], self.activity[::-1], self.shapes[::-1], self.fps)

    def sides(self) -> tuple[int, ...]:
        """Which hands take part: 0 the left one, 1 the right one; none where all rest."""
        least = _PARTICIPATES * self.raised.any(1).sum()
        return tuple(side for side in range(2) if self.raised[:, side].sum() > max(least, 0))

    def busiest(self, sides: tuple[int, ...]) -> np.ndarray:
        """Activity ``(frames,)`` of the busier of the ``sides``."""
        return self.activity[:, list(sides)].max(1) if sides else np.zeros(len(self))

    def still(self, sides: tuple[int, ...]) -> np.ndarray:
        """Frames ``(frames,)`` in which all ``sides`` are held.

        Where a movement turns it is slow for a moment, which is no hold; twitches of a held hand are part of the hold.
        """
        activity = self.busiest(sides)
        still = activity < STILL_SW_S
        for start, end in runs(still):
            if 0 < start and end < len(still) and end - start < HOLD_S * self.fps:
                still[start:end] = False
        for start, end in runs(~still):
            if end - start < TWITCH_S * self.fps and activity[start:end].max() < TWITCH_SW_S:
                still[start:end] = True
        return still


def runs(mask: np.ndarray) -> list[tuple[int, int]]:
    """Starts and ends (exclusive) of the runs of True in ``mask (frames,)``."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], np.asarray(mask, int), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _central(steps: np.ndarray, frames: int) -> np.ndarray:
    """Values ``(frames, 2)`` at frames from those between them."""
    if len(steps) == 0:
        return np.zeros((frames, 2))
    return np.concatenate([steps[:1], (steps[1:] + steps[:-1]) / 2, steps[-1:]])


def _raised(wrists: np.ndarray) -> np.ndarray:
    """Which hands ``(frames, 2)`` are above their rest; the rest of a hand is where it begins and ends, if low."""
    height = wrists[..., 1] - CANONICAL.rest[6, 1]
    ends = np.stack([height[0], height[-1]]).max(0)
    home = np.linalg.norm(wrists[0] - wrists[-1], axis=-1) < HOME_SW
    floor = np.where(home & (ends < LAP_SW), np.maximum(RAISED_SW, ends + CLEAR_SW), RAISED_SW)
    return height > floor
