"""Gaps cut out of recordings, and what the mixture's guess misses there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from signsynth.errors import InputError
from signsynth.files.corpus import Take
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from signsynth.transition.directions import padded, turn_hands, values_of
from signsynth.transition.gap import CONTEXT
from signsynth.transition.mixture import mixed_ways
from signsynth.transition.network import Weights
from signsynth.transition.parts import LEADING, to_parts
from signsynth.transition.texture import Sizes, Straying, movement_waves, sizes
from signsynth.transition.waves import sine_waves

LEAST = 4
"""Frames on each side of a gap: single signs are short."""
_GUESSED = 0.5


@dataclass(frozen=True, eq=False)
class Strayed:
    """Gaps of one length, in numbers of 148 columns.

    ``before, after``  ``(n, 148)`` of each gap: 4 to 8 frames of both sides.
    ``truth, guess``   ``(gaps, frames, 148)``.
    ``known``          ``(gaps, 6)``: which groups were seen all the time.
    """

    before: list[np.ndarray]
    truth: np.ndarray
    guess: np.ndarray
    after: list[np.ndarray]
    known: np.ndarray

    @classmethod
    def of(cls, takes: Sequence[Take], frames: int, weights: Weights) -> Strayed:
        """The middle of each take that has 4 frames on each side of the gap, and shows a hand all the time."""
        parts, seen = [], []
        for take in takes:
            context = min(CONTEXT, (len(take) - frames) // 2)
            start = (len(take) - frames) // 2 - context
            stop = start + 2 * context + frames
            hands = [bool((take.confidence[start:stop, k].mean(1) > _GUESSED).all()) for k in (LEFT_HAND, RIGHT_HAND)]
            if context >= LEAST and any(hands):
                values = values_of(take.pose[start:stop])[:, :LEADING]
                parts.append(np.split(values, [context, context + frames]))
                seen.append([True, True, *hands, *hands])
        if not parts:
            raise InputError(f"no recording shows a hand for {frames + 2 * LEAST} frames, expected at least one")
        before, truth, after = (list(part) for part in zip(*parts, strict=True))
        sides = np.stack([np.concatenate([padded(a, 0), padded(b, -1)]) for a, b in zip(before, after, strict=True)])
        guess = mixed_ways(weights, sides, frames)
        turn_hands(guess, sides)
        return cls(before, np.stack(truth), guess, after, np.array(seen))

    @property
    def frames(self) -> int:
        """In the gap."""
        return self.guess.shape[1]

    @cached_property
    def wave_sizes(self) -> np.ndarray:
        """Logarithms ``(gaps, frames, 6)`` of the sizes of the waves of what the guess misses, slowest first."""
        missed = to_parts(self.truth) - to_parts(self.guess)
        waves = np.einsum("kn,bnpc->bkpc", sine_waves(self.frames, self.frames), missed)
        return np.log(sizes(waves[:, :, None]))

    @cached_property
    def beside(self) -> Sizes:
        """What sides and guess do: ``(gaps, 6)`` each."""
        gaps = zip(self.before, self.after, to_parts(self.guess), strict=True)
        found = [Sizes.of((to_parts(before), to_parts(after)), guess) for before, after, guess in gaps]
        return Sizes(*np.array(found).swapaxes(0, 1))

    def logarithms(self, straying: Straying) -> np.ndarray:
        """Of the sizes of waves ``(gaps, frames, 6)``, in units; NaN where a group is not known."""
        slow, quick = (np.log(unit)[:, None] for unit in straying.units(self.beside))
        is_slow = (np.arange(1, self.frames + 1) <= movement_waves(self.frames))[:, None]
        counted = self.wave_sizes - np.where(is_slow, slow, quick)
        return np.where(self.known[:, None], counted, np.nan)
