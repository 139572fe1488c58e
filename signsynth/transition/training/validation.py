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

GAPS = (4, 8, 12, 20)


@dataclass(frozen=True, eq=False)
class Validation:
    """The same gaps each time, for each of the sets left out."""

    lessons: tuple[Lesson, ...]

    @classmethod
    def of(
        cls, takes: Sequence[Take], left_out: Sequence[str], law: np.ndarray, weights: Weights, *, size: int = 96
    ) -> Validation:
        """``size`` windows of each length and set; none where nothing is left out."""
        found = []
        for source in sorted({take.source for take in takes} & set(left_out)):
            windows, rng = Windows.of(takes, Mix.plain(source)), np.random.default_rng(0)
            found += [Lesson.of(windows.batch(rng, size, frames), law, weights) for frames in GAPS]
        return cls(tuple(found))

    def ratio(self, model: TransitionModel) -> float:
        """Distance of the mean prediction from the truth over the process's, averaged over sets and lengths."""
        ratios = []
        for lesson in self.lessons:
            made = model.parts(lesson.gap, model.mean(lesson.gap))
            missed, known = lesson.missed * lesson.gap.activity, lesson.known
            off, before = (distance(x, known, chains(), axes()).mean() for x in (made - missed, missed))
            ratios.append(off / before)
        return float(np.mean(ratios)) if ratios else float("nan")
