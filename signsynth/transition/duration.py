"""How long a transition takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.motion.rigid import hand_directions
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

_WRISTS = slice(4, 6)
_DEPTH = np.array([1.0, 1.0, 0.4])
_LEVER_SW = 0.2


@dataclass(frozen=True)
class Duration:
    """Seconds from what the hands must cover: ``least_s + way / speed``, at most ``longest_s``.

    Real signers move between signs as fast as inside them (ratio 0.99), so the speed is that of the
    two signs, both wrists averaged, but not below ``slowest_sw_s`` (held signs) nor above
    ``fastest_sw_s``. In real signing ways of 0.12 (median) and 0.35 shoulder widths (nine tenths) take
    160 and 340 ms; signs recorded one by one lie four to six times as far apart.
    """

    least_s: float = 0.03
    slowest_sw_s: float = 0.75
    fastest_sw_s: float = 1.3
    longest_s: float = 1.1

    def __post_init__(self) -> None:
        if not (0 < self.least_s <= self.longest_s and 0 < self.slowest_sw_s <= self.fastest_sw_s):
            raise InputError(f"{self}: expected positive numbers, least_s <= longest_s and slowest <= fastest speed")

    def seconds(self, before: Motion, after: Motion) -> float:
        """Length in seconds of the transition between two motions."""
        speed = np.clip((tempo_sw_s(before) + tempo_sw_s(after)) / 2, self.slowest_sw_s, self.fastest_sw_s)
        way = hands_way_sw(before, after)
        return min(self.least_s + way / speed, self.longest_s)

    def frames(self, before: Motion, after: Motion, pace: float = 1.0) -> int:
        """Whole frames, at least 1; ``pace`` 2 halves the time."""
        if not pace > 0:
            raise InputError(f"pace {pace}, expected a positive number (1 is the pace of real signing)")
        return max(1, round(self.seconds(before, after) / pace * before.fps))


def hands_way_sw(before: Motion, after: Motion) -> float:
    """How far the hands are apart at the seam, both averaged, in shoulder widths.

    A hand's way is that of its wrist (depth counts 0.4: one camera guesses it), or the turn of its
    bones at a lever of 0.2 where that is longer. A shape that one side has not seen does not count.
    """
    ends = np.stack([before.pose[-1], after.pose[0]]).astype(np.float64)
    way = np.linalg.norm((ends[1, _WRISTS] - ends[0, _WRISTS]) * _DEPTH, axis=-1)
    _, directions = hand_directions(ends)
    turn = _LEVER_SW * np.linalg.norm(directions[1] - directions[0], axis=-1).mean(-1)
    for hand, points in enumerate((LEFT_HAND, RIGHT_HAND)):
        if before.confidence[-1, points].max() > 0 and after.confidence[0, points].max() > 0:
            way[hand] = max(way[hand], turn[hand])
    return float(way.mean())


def tempo_sw_s(motion: Motion) -> float:
    """Mean speed of both wrists in the image plane, in shoulder widths a second; 0 for a single frame."""
    if len(motion) < 2:
        return 0.0
    steps = np.diff(motion.pose[:, _WRISTS, :2], axis=0)
    return float(np.sqrt((steps**2).sum(-1)).mean() * motion.fps)
