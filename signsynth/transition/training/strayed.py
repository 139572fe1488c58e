"""Gaps cut out of recordings, what the mixture's guess misses there, and draws of the same gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from signsynth.errors import InputError
from signsynth.files.corpus import Take
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from signsynth.transition.directions import turn_hands, values_of
from signsynth.transition.gap import CONTEXT
from signsynth.transition.mixture import mixed_ways
from signsynth.transition.network import Weights
from signsynth.transition.parts import LEADING, to_parts
from signsynth.transition.texture import Sizes, Straying, movement_waves, sizes, texture
from signsynth.transition.waves import sine_waves

_GUESSED = 0.5


@dataclass(frozen=True, eq=False)
class Strayed:
    """Gaps of one length. ``before``, ``truth``, ``guess``, ``after`` hold numbers ``(gaps, frames, 148)``.

    ``known (gaps, 6)``: which groups were seen all the time.
    """

    before: np.ndarray
    truth: np.ndarray
    guess: np.ndarray
    after: np.ndarray
    known: np.ndarray

    @classmethod
    def of(cls, takes: Sequence[Take], frames: int, weights: Weights) -> Strayed:
        """The middle of each take that is long enough and shows a hand all the time."""
        found, seen = [], []
        for take in takes:
            start = (len(take) - frames - 2 * CONTEXT) // 2
            if start < 0:
                continue
            part = slice(start, start + frames + 2 * CONTEXT)
            hands = [bool((take.confidence[part, hand].mean(1) > _GUESSED).all()) for hand in (LEFT_HAND, RIGHT_HAND)]
            if any(hands):
                found.append(values_of(take.pose[part])[:, :LEADING])
                seen.append([True, True, *hands, *hands])
        if not found:
            raise InputError(f"no recording shows a hand for {frames + 2 * CONTEXT} frames, expected at least one")
        values = np.array(found)
        before, truth, after = np.split(values, [CONTEXT, CONTEXT + frames], axis=1)
        sides = np.concatenate([before, after], 1)
        guess = mixed_ways(weights, sides, frames)
        turn_hands(guess, sides)
        return cls(before, truth, guess, after, np.array(seen))

    @property
    def frames(self) -> int:
        """In the gap."""
        return self.guess.shape[1]

    def missed(self) -> np.ndarray:
        """What the guess misses: parts ``(gaps, frames, 18, 12)``."""
        return to_parts(self.truth) - to_parts(self.guess)

    def drawn(self, straying: Straying, seed: int) -> np.ndarray:
        """The same, drawn."""
        waves = range(1, self.frames + 1)
        gaps = zip(self.before, self.guess, self.after, strict=True)
        chances = (np.random.default_rng([seed, number]) for number in range(len(self.guess)))
        return np.stack([texture(*gap, waves, rng, straying) for gap, rng in zip(gaps, chances, strict=True)])

    @cached_property
    def beside(self) -> Sizes:
        """What sides and guess do: ``(gaps, 6)`` each."""
        gaps = zip(*(to_parts(part) for part in (self.before, self.after, self.guess)), strict=True)
        return Sizes(*np.array([Sizes.of((before, after), guess) for before, after, guess in gaps]).swapaxes(0, 1))

    def logarithms(self, strays: np.ndarray, straying: Straying) -> np.ndarray:
        """Sizes of waves ``(gaps, frames, 6)`` of parts ``strays``, in units; NaN where a group is not known."""
        waves = np.einsum("kn,bnpc->bkpc", sine_waves(self.frames, self.frames), strays)
        slow, quick = (np.log(unit)[:, None] for unit in straying.units(self.beside))
        is_slow = (np.arange(1, self.frames + 1) <= movement_waves(self.frames))[:, None]
        counted = np.log(sizes(waves[:, :, None])) - np.where(is_slow, slow, quick)
        return np.where(self.known[:, None], counted, np.nan)
