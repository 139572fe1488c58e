"""Transitions drawn from a learned distribution: a diffusion model of what a mixture of Gaussian processes misses.

Both sides are encoded on the skeleton's graph; a few sine waves over the gap are denoised under that condition (x0
prediction, few deterministic steps) and added to the mixture's guess; quicker waves are tremor like that of both sides.
As all waves are 0 beside the gap, the frames of signs are met, and come out bit for bit. All in numpy; training needs
torch (``signsynth.transition.train``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from signsynth.errors import InputError
from signsynth.files.weights import bundled_weights
from signsynth.motion import Motion
from signsynth.transition.between import frames_between, hands_seen, led
from signsynth.transition.directions import guessed, known_sides, padded, poses_of, values_of
from signsynth.transition.drawing import drawn_waves
from signsynth.transition.duration import Duration
from signsynth.transition.gap import CONTEXT, Gap
from signsynth.transition.gaussian_process import fill_gaussian_process
from signsynth.transition.model import TransitionModel
from signsynth.transition.parts import LEADING, LEFT_NODES, RIGHT_NODES, put_parts
from signsynth.transition.texture import movement_waves, texture
from signsynth.transition.waves import LONGEST

_SLOWEST = 3
"""Frames of a long gap that are looked at as one, at most."""


@dataclass(frozen=True, eq=False)
class Diffusion:
    """In-betweening by the learned model.

    ``model``     what was learned; by default the bundled weights.
    ``sample``    draw one of the movements that people make (seeded); otherwise their mean.
    ``variety``   how far a draw strays from the mean: 1 as far as people do, less is calmer. Recorded signs of a
                  lexicon are slower than running text: beside them 0.6 moves as fast at joins as real signing does.
    ``share``     of the learned correction that is used: 0 is the mixture's guess, 1 the model.
    ``texture``   how much of the fine tremor of both sides (tracker noise, mostly) a drawn transition has.
    ``likeness``  how far slower straying, too, is like that of both sides: 0 as the model draws it, 1 as they stray.
    """

    model: TransitionModel = field(default_factory=lambda: TransitionModel.load(bundled()))
    sample: bool = True
    variety: float = 0.6
    share: float = 1.0
    texture: float = 0.8
    likeness: float = 1.0
    duration: Duration = field(default_factory=Duration)

    def __post_init__(self) -> None:
        shares, sizes = (self.share, self.likeness), (self.texture, self.variety)
        if not (all(0 <= x <= 1 for x in shares) and all(0 <= x <= 2 for x in sizes)):
            said = f"share {self.share}, likeness {self.likeness}, texture {self.texture}, variety {self.variety}"
            raise InputError(f"{said}: expected a share and likeness of 0 to 1, and 0 to 2 for the others")

    def __call__(self, before: Motion, after: Motion, frames: int | None = None, seed: int = 0) -> Motion:
        """The ``frames`` between ``before`` and ``after``; the same seed gives the same ones."""
        count = frames_between(before, after, frames, self.duration)
        if count == 0:
            return after[:0]
        seen = hands_seen(before, after)
        first, last = before.pose[-CONTEXT * _SLOWEST :], after.pose[: CONTEXT * _SLOWEST]
        sides = known_sides(values_of(np.concatenate([first, last])), len(first), seen)
        first, last = sides[: len(first)], sides[len(first) :]
        guess = guessed(first[-CONTEXT:], last[:CONTEXT], count, self.model.weights)
        added = self._added(first, guess, last, seen, seed)
        guess[:, :LEADING] += put_parts(np.zeros((count, LEADING)), added)
        return led(before, poses_of(guess), after, fill_gaussian_process, CONTEXT)

    def _added(
        self, before: np.ndarray, guess: np.ndarray, after: np.ndarray, seen: np.ndarray, seed: int
    ) -> np.ndarray:
        """What is added to the guess: parts ``(frames, 18, 12)``."""
        gap, frames = _looked_at(before, guess, after, seen, self.model.law), len(guess)
        rng = np.random.default_rng([seed, frames])
        waves = self.model.mean(gap)
        if self.sample and self.likeness < 1:
            noise = rng.standard_normal((1, gap.parts.shape[1], self.model.width))
            waves = waves + self._strayed(drawn_waves(self.model, gap, self.variety * noise) - waves, frames)
        added = self.share * self.model.parts(gap, waves, drawn=frames)[0].swapaxes(0, 1)
        if self.sample:
            sides, slow = (before[-CONTEXT:], guess, after[:CONTEXT]), movement_waves(frames)
            added += self.likeness * self.variety * texture(*sides, range(1, slow + 1), rng)
            added += self.texture * texture(*sides, range(slow + 1, frames + 1), rng)
        for hand, nodes in enumerate((LEFT_NODES, RIGHT_NODES)):
            if not seen[:, hand].any():
                added[:, nodes] = 0.0
        return added

    def _strayed(self, waves: np.ndarray, frames: int) -> np.ndarray:
        """Slow waves in which a draw strays from the mean, as far as likeness does not take their place."""
        slow = waves.shape[-1] // self.model.config.waves * movement_waves(frames)
        waves[..., :slow] *= np.sqrt(1 - self.likeness**2)
        waves[..., slow:] = 0.0
        return waves


def bundled() -> Path:
    """The weights of the checkout, else of the installed package."""
    return bundled_weights("transition.safetensors", "python -m signsynth.transition.train")


def _looked_at(before: np.ndarray, guess: np.ndarray, after: np.ndarray, seen: np.ndarray, law: np.ndarray) -> Gap:
    """The gap as the model knows gaps: 8 frames a side, 30 at most between; longer ones by a slower clock."""
    frames = len(guess)
    clock = -(-(frames + 1) // (LONGEST + 1))
    if clock > 1:
        count = max(1, round((frames + 1) / clock) - 1)
        whole = np.concatenate([before[-1:], guess, after[:1]])
        at = np.linspace(0, frames + 1, count + 2)[1:-1]
        low = np.floor(at).astype(int)
        part = (at - low)[:, None]
        guess = (1 - part) * whole[low] + part * whole[np.minimum(low + 1, frames + 1)]
        before, after = before[::-clock][::-1], after[::clock]
    sides = padded(before[-CONTEXT:], 0), padded(after[:CONTEXT], -1)
    values = np.concatenate([sides[0], guess, sides[1]])[None, :, :LEADING]
    return Gap(values, seen[None], law)
