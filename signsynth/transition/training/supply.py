"""Lessons made ahead by processes of their own, in the order of their numbers."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from signsynth.files.corpus import load_corpus
from signsynth.transition.training.lesson import Lesson
from signsynth.transition.training.windows import Mix, Windows
from signsynth.transition.waves import LONGEST

_AHEAD = 6
_made: dict[str, Windows] = {}


@dataclass(frozen=True)
class Supply:
    """Lessons of one corpus: number ``n`` is always the same one, whoever makes it.

    ``typical, broad`` say which gap lengths are drawn: a bell over 1 to 30 frames.
    """

    corpus: Path
    mix: Mix
    law: np.ndarray
    weights: dict[str, np.ndarray]
    size: int
    seed: int
    typical: float = 13.0
    broad: float = 11.0

    def lesson(self, windows: Windows, number: int) -> Lesson:
        """Number ``number``."""
        rng = np.random.default_rng([self.seed, number])
        lengths = np.arange(1, LONGEST + 1)
        odds = np.exp(-(((lengths - self.typical) / self.broad) ** 2) / 2)
        return Lesson.of(
            windows.batch(rng, self.size, int(rng.choice(lengths, p=odds / odds.sum()))), self.law, self.weights
        )

    def lessons(self, first: int, last: int, workers: int) -> Iterator[Lesson]:
        """Numbers ``first`` to ``last - 1``; 0 workers make them here."""
        if workers < 1:
            windows = Windows.of(load_corpus(self.corpus), self.mix)
            yield from (self.lesson(windows, number) for number in range(first, last))
            return
        # A fresh interpreter: torch's threads do not survive a fork.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, context, initializer=_open, initargs=(self.corpus, self.mix)) as pool:
            waiting = [pool.submit(_make, self, number) for number in range(first, min(last, first + _AHEAD * workers))]
            coming = first + len(waiting)
            while waiting:
                lesson = waiting.pop(0).result()
                if coming < last:
                    waiting.append(pool.submit(_make, self, coming))
                    coming += 1
                yield lesson


def _open(corpus: Path, mix: Mix) -> None:
    """What a worker keeps while it lives."""
    _made["windows"] = Windows.of(load_corpus(corpus), mix)


def _make(supply: Supply, number: int) -> Lesson:
    return supply.lesson(_made["windows"], number)
