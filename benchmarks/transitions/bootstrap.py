"""How sure a ratio of two methods' errors is: whole recordings are drawn again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DRAWS = 2000


@dataclass(frozen=True)
class Ratio:
    """Mean error ÷ mean error of the reference, with its interval of 95 %."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.low:.2f}–{self.high:.2f})"


def ratio(
    errors: Sequence[np.ndarray], reference: Sequence[np.ndarray], recordings: Sequence[Sequence[str]], seed: int = 0
) -> Ratio:
    """Mean over cells of each cell's ratio of means; percentile bootstrap over recordings (Efron 1979).

    One entry a cell: ``errors`` and ``reference (windows,)`` of the same windows, and the recording each is cut
    from. A recording drawn ``k`` times counts ``k`` times in every cell, so windows of one stay together.
    """
    names = sorted({name for cell in recordings for name in cell})
    number = {name: k for k, name in enumerate(names)}
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=DRAWS)
    counts = np.concatenate([np.ones((1, len(names)), int), counts])  # the first is what was measured
    ratios = np.zeros(len(counts))
    for own, other, cell in zip(errors, reference, recordings, strict=True):
        of = [number[name] for name in cell]
        sums = np.stack([np.bincount(of, weights=values, minlength=len(names)) for values in (own, other)])
        above, below = counts @ sums[0], counts @ sums[1]
        ratios += np.divide(above, below, out=np.ones(len(counts)), where=below > 0) / len(errors)
    low, high = np.percentile(ratios[1:], [2.5, 97.5])
    return Ratio(float(ratios[0]), float(low), float(high))
