"""How long a transition takes where it shall move no faster than the signs that it joins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.transition.duration import Duration, hands_way_sw, tempo_sw_s
from signsynth.transition.tempo import Tempo


@dataclass(frozen=True)
class Unhurried:
    """At least as long as ``law`` says, and as long as the way takes at the speed of both signs.

    Laws that are learned from movements of real signers say how long such a movement takes, whoever signs beside it.
    Signs that were written, or recorded one by one and carefully, move slower, and beside them such a movement looks
    hurried. Hands shall move between signs as fast as inside them (how we measure joins:
    ``signsynth.motion.continuity``). So

        seconds = max(law, detour · way / v),    v = (ways of both signs + usual · weight) / (their times + weight)

    with the ways of both wrists, averaged. The second beside the seam counts, less where a sign is shorter; a pause
    does not. Held signs have no speed: ``weight_s`` seconds at the usual speed bound what they say.

    ``detour``      a movement's way over the straight one: learned transitions have 1.1 to 1.2 (ksl13, asl100, our
                    own written signs). It was chosen on these sets together with ``weight_s``.
    ``usual_sw_s``  mean speed of wrists inside recorded signs, shoulder widths a second (ksl13 1.0, asl100 0.9).
    ``longest_s``   no transition is made longer than this, between signs that are only held; a law that says more is
                    left alone.
    """

    law: Tempo | Duration = field(default_factory=Tempo.load)
    detour: float = 1.15
    usual_sw_s: float = 0.9
    weight_s: float = 0.25
    near_s: float = 1.0
    longest_s: float = 0.9

    def __post_init__(self) -> None:
        numbers = (self.usual_sw_s, self.weight_s, self.near_s, self.longest_s)
        if not (min(numbers) > 0 and self.detour >= 0 and np.isfinite([*numbers, self.detour]).all()):
            raise InputError(f"{self}: expected positive numbers and a detour of 0 or more")

    def seconds(self, before: Motion, after: Motion) -> float:
        """Length in seconds of the transition between two motions."""
        at_least = self.detour * hands_way_sw(before, after) / self.speed_sw_s(before, after)
        return max(self.law.seconds(before, after), min(at_least, self.longest_s))

    def frames(self, before: Motion, after: Motion, pace: float = 1.0) -> int:
        """Whole frames, at least 1; ``pace`` 2 halves the time."""
        if not pace > 0:
            raise InputError(f"pace {pace}, expected a positive number (1 is the pace of the two motions)")
        return max(1, round(self.seconds(before, after) / pace * before.fps))

    def speed_sw_s(self, before: Motion, after: Motion) -> float:
        """How fast the wrists are in both signs beside the seam, shoulder widths a second."""
        ways, times = self.usual_sw_s * self.weight_s, self.weight_s
        for sign in self._signs(before, after):
            time = (len(sign) - 1) / sign.fps
            ways, times = ways + tempo_sw_s(sign) * time, times + time
        return ways / times

    def _signs(self, before: Motion, after: Motion) -> Iterator[Motion]:
        frames = max(1, round(self.near_s * before.fps))
        for motion, near in ((before, slice(-frames, None)), (after, slice(frames))):
            if not motion.segments or any(segment.kind == "sign" for segment in motion.segments):
                yield motion[near] if len(motion) > frames else motion
