"""The law of activity: how far off the process's guess is expected to be, from what both sides show."""

from __future__ import annotations

import numpy as np

from signsynth.transition.gap import LAW_TERMS
from signsynth.transition.network import Weights
from signsynth.transition.parts import LEFT_NODES, RIGHT_NODES
from signsynth.transition.training.lesson import Lesson
from signsynth.transition.training.windows import Windows
from signsynth.transition.waves import LONGEST

_GROUPS = (slice(2, 6), LEFT_NODES, RIGHT_NODES)
_FLOOR = 1e-3


def fitted_law(
    windows: Windows, rng: np.random.Generator, weights: Weights, *, batches: int = 60, size: int = 64
) -> np.ndarray:
    """Coefficients ``(3, 6)`` for body, left and right hand: least squares on logarithms of what the process misses.

    Both hands share theirs.
    """
    terms, missed, known = [], [], []
    plain = np.zeros((3, LAW_TERMS))
    for batch in range(batches):
        lesson = Lesson.of(windows.batch(rng, size, 1 + batch % LONGEST), plain, weights)
        terms.append(lesson.gap.law_terms())
        missed.append(np.stack([np.sqrt((lesson.missed[:, g] ** 2).mean((1, 2, 3))) for g in _GROUPS], 1))
        known.append(
            np.stack([np.ones(size), lesson.known[:, LEFT_NODES.start], lesson.known[:, RIGHT_NODES.start]], 1) > 0
        )
    x, y, there = np.concatenate(terms), np.log(np.concatenate(missed) + _FLOOR), np.concatenate(known)
    body = np.linalg.lstsq(x[there[:, 0], 0], y[there[:, 0], 0], rcond=None)[0]
    hands = [np.concatenate([part[there[:, k], k] for k in (1, 2)]) for part in (x, y)]
    hand = np.linalg.lstsq(hands[0], hands[1], rcond=None)[0]
    return np.stack([body, hand, hand])
