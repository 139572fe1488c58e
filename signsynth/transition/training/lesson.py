"""What one step of training looks at: a batch of gaps and what truly was in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from signsynth.transition.directions import lend_hands, turn_hands, values_of
from signsynth.transition.gap import CONTEXT, Gap
from signsynth.transition.mixture import mixed_ways
from signsynth.transition.network import Weights
from signsynth.transition.parts import LEADING, LEFT_NODES, NODES, RIGHT_NODES, to_parts
from signsynth.transition.training.windows import Window
from signsynth.transition.waves import to_waves

_WILDEST = 40.0
"""Corrections beyond this, in units of activity, are torn tracking."""
_WILDEST_WAVE = 6.0


@dataclass(frozen=True, eq=False)
class Lesson:
    """A batch of gaps of one length with the truth.

    ``missed (batch, 18, frames, 12)``: truth minus the guess in units of ``gap.activity``; ``tremor``
    is what a tracker adds to that.
    ``known (batch, 18)``: 1 where the part's truth is known, less for wrists of unseen hands, 0 for unseen hands.
    """

    gap: Gap
    missed: np.ndarray
    tremor: np.ndarray
    known: np.ndarray

    def waves(self, count: int, sizes: np.ndarray | float = 1.0) -> np.ndarray:
        """What was missed, tremor and all, as ``count`` waves ``(batch, 18, count * 12)`` in these ``sizes``."""
        return np.clip(to_waves(self.missed + self.tremor, count) / sizes, -_WILDEST_WAVE, _WILDEST_WAVE)

    @classmethod
    def of(cls, window: Window, law: np.ndarray, weights: Weights) -> Lesson:
        """Both sides as a tracker sees them, and the truth without what it adds; the mixture's ``weights`` guess."""
        frames = window.pose.shape[1] - 2 * CONTEXT
        inside = slice(CONTEXT, CONTEXT + frames)
        shown = np.stack([window.confidence[..., hand].max(-1) > 0 for hand in (LEFT_HAND, RIGHT_HAND)], 2)
        seen = np.stack([shown[:, CONTEXT - 1], shown[:, inside.stop]], 1)
        values = window_values(window.pose, seen, frames)
        trembling = to_parts(values[:, inside])
        truth = to_parts(window_values(window.clean, seen, frames)[:, inside])
        sides = np.concatenate([values[:, :CONTEXT], values[:, inside.stop :]], 1)
        guess = mixed_ways(weights, sides, frames)
        turn_hands(guess, sides)
        values[:, inside] = guess
        gap = Gap(values, seen, law)
        missed = (truth.swapaxes(1, 2) - gap.parts[:, :, inside]) / gap.activity
        tremor = (trembling - truth).swapaxes(1, 2) / gap.activity
        known = np.ones((len(values), NODES))
        for hand, (wrist, nodes) in enumerate(((4, LEFT_NODES), (5, RIGHT_NODES))):
            there = shown[:, inside, hand].all(1) & seen[:, :, hand].any(1)
            known[:, nodes] = there[:, None]
            known[:, wrist] = np.where(there, 1.0, 0.2)
        return cls(gap, np.clip(missed, -_WILDEST, _WILDEST), np.clip(tremor, -_WILDEST, _WILDEST), known)


def window_values(pose: np.ndarray, seen: np.ndarray, frames: int) -> np.ndarray:
    """Numbers ``(batch, 16 + frames, 148)`` of poses ``(batch, 16 + frames, 50, 3)``: ``values_of`` for a batch.

    A hand that is not known on one of the sides, ``seen (batch, 2, 2)``, has the other side's bones there.
    """
    batch, total = pose.shape[:2]
    out = values_of(pose.reshape(batch * total, -1, 3)).reshape(batch, total, LEADING)
    lend_hands(out[:, :CONTEXT], out[:, CONTEXT + frames :], seen)
    return out
