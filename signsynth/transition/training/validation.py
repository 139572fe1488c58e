"""Whether what was learned holds elsewhere: gaps of sets that training never sees, as their trackers saw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signsynth.files.corpus import Take
from signsynth.transition.model import TransitionModel
from signsynth.transition.network import Weights
from signsynth.transition.training.distance import axes, chains, distance
from signsynth.transition.training.lesson import Lesson
from signsynth.transition.training.windows import Mix, Windows
from signsynth.transition.waves import spread_waves

GAPS = (4, 8, 12, 20)
_KEPT = (0.1, 0.5, 0.9)
"""Shares of the variance that are signal, at which denoising is judged."""


@dataclass(frozen=True, eq=False)
class Validation:
    """The same gaps each time, for each of the sets left out."""

    lessons: tuple[Lesson, ...]

    @classmethod
    def of(
        cls, takes: Sequence[Take], left_out: Sequence[str], law: np.ndarray, weights: Weights, *, size: int = 64
    ) -> Validation:
        """``size`` windows of each length and set; none where nothing is left out."""
        found = []
        for source in sorted({take.source for take in takes} & set(left_out)):
            windows, rng = Windows.of(takes, Mix.plain(source)), np.random.default_rng(0)
            found += [Lesson.of(windows.batch(rng, size, frames), law, weights) for frames in GAPS]
        return cls(tuple(found))

    def ratio(self, model: TransitionModel, share: float = 1.0) -> float:
        """Distance of the mean prediction, by a ``share`` of the correction, over that of the guess."""
        ratios = []
        for lesson in self.lessons:
            made = share * model.parts(lesson.gap, model.mean(lesson.gap))
            missed, known = lesson.missed * lesson.gap.activity, lesson.known
            off, before = (distance(x, known, chains(), axes()).mean() for x in (made - missed, missed))
            ratios.append(off / before)
        return float(np.mean(ratios)) if ratios else float("nan")

    def noise_left(self, model: TransitionModel) -> float:
        """Mean squared error of denoised waves over that of knowing nothing: how well movement elsewhere is known."""
        errors = []
        for number, lesson in enumerate(self.lessons):
            waves = lesson.waves(model.config.waves, model.sizes)
            there = (lesson.known > 0)[..., None] * (spread_waves(lesson.gap.frames, model.config.waves) > 0)
            told, noise = model.told(lesson.gap), np.random.default_rng(number).standard_normal(waves.shape)
            for kept in _KEPT:
                noisy = (np.sqrt(kept) * waves + np.sqrt(1 - kept) * noise) * there
                clean = model.denoised(told, noisy.astype(np.float32), kept, lesson.gap.frames)
                errors.append(((clean - waves) ** 2 * there).sum() / (waves**2 * there).sum())
        return float(np.mean(errors)) if errors else float("nan")

    def trust(self, model: TransitionModel) -> float:
        """The share of the correction with which the mean prediction is best elsewhere: 0 where it does not help."""
        found = (
            {share: self.ratio(model, share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)} if self.lessons else {1.0: 1.0}
        )
        return min(found, key=lambda share: found[share])
