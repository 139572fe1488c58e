"""Whether what was learned holds elsewhere: gaps of sets that training never sees, as their trackers saw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signsynth.files.corpus import Take
from signsynth.transition.model import TransitionModel
from signsynth.transition.parts import NODES
from signsynth.transition.training.lesson import Lesson
from signsynth.transition.training.windows import Mix, Windows

GAPS = (4, 8, 12, 20)
LEVERS = np.array([0.05, 0.05, 0.15, 0.15, 1, 1, 0.05, 0.05] + [0.09] * 10)
"""How far a unit of a part's numbers moves points of the hands, in shoulder widths: what errors are weighted by."""


@dataclass(frozen=True, eq=False)
class Validation:
    """The same gaps each time, for each of the sets left out."""

    lessons: tuple[Lesson, ...]

    @classmethod
    def of(cls, takes: Sequence[Take], left_out: Sequence[str], law: np.ndarray, *, size: int = 96) -> Validation:
        """``size`` windows of each length and set; none where nothing is left out."""
        found = []
        for source in sorted({take.source for take in takes} & set(left_out)):
            windows, rng = Windows.of(takes, Mix.plain(source)), np.random.default_rng(0)
            found += [Lesson.of(windows.batch(rng, size, frames), law) for frames in GAPS]
        return cls(tuple(found))

    def ratio(self, model: TransitionModel) -> float:
        """Distance of the mean prediction from the truth over the process's, averaged over sets and lengths."""
        ratios = []
        for lesson in self.lessons:
            made = model.parts(lesson.gap, model.mean(lesson.gap)) / lesson.gap.activity
            ratios.append(_distance(lesson, made - lesson.missed) / _distance(lesson, lesson.missed))
        return float(np.mean(ratios)) if ratios else float("nan")


def _distance(lesson: Lesson, off: np.ndarray) -> float:
    sized = np.linalg.norm(off * lesson.gap.activity, axis=-1)
    weight = (lesson.known * LEVERS[:NODES])[..., None]
    return float((sized * weight).sum() / weight.sum())
