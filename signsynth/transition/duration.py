"""How long a transition takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.motion.rigid import hand_directions
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

_WRISTS = slice(4, 6)


@dataclass(frozen=True)
class Duration:
    """Seconds from what the hands must cover: ``least_s + slope * distance ** power``.

    ``distance`` is that of the hand with most to do, in shoulder widths: the way of its wrist, plus
    ``shape_weight`` times the mean way of its finger tips relative to the wrist.
    """

    least_s: float = 0.04
    slope: float = 0.40
    power: float = 0.6
    shape_weight: float = 0.25
    longest_s: float = 0.8

    def __post_init__(self) -> None:
        if min(self.least_s, self.slope, self.power, self.longest_s) <= 0 or self.shape_weight < 0:
            raise InputError(f"{self}: expected positive numbers")

    def seconds(self, before: Motion, after: Motion) -> float:
        """Length in seconds of the transition between two motions."""
        distance = hand_distance_sw(before, after, self.shape_weight)
        return min(self.least_s + self.slope * distance**self.power, self.longest_s)

    def frames(self, before: Motion, after: Motion, pace: float = 1.0) -> int:
        """Whole frames, at least 1; ``pace`` 2 halves the time."""
        if not pace > 0:
            raise InputError(f"pace {pace}, expected a positive number (1 is the pace of real signing)")
        return max(1, round(self.seconds(before, after) / pace * before.fps))


def hand_distance_sw(before: Motion, after: Motion, shape_weight: float = 0.0) -> float:
    """Way of the hand with most to do, in shoulder widths, from the last frame to the first.

    A hand whose shape one side has not seen counts with its wrist alone.
    """
    ends = np.stack([before.pose[-1], after.pose[0]])
    way = np.linalg.norm(ends[1, _WRISTS] - ends[0, _WRISTS], axis=-1).astype(float)
    if shape_weight:
        _, directions = hand_directions(ends)
        bend = np.linalg.norm(directions[1] - directions[0], axis=-1).mean(-1)
        for hand, points in enumerate((LEFT_HAND, RIGHT_HAND)):
            if before.confidence[-1, points].max() > 0 and after.confidence[0, points].max() > 0:
                way[hand] += shape_weight * bend[hand]
    return float(way.max())
