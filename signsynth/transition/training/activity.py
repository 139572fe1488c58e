"""How far off the guess is expected to be, from what both sides show, and how large waves are in that unit."""

from __future__ import annotations

import numpy as np

from signsynth.transition.gap import LAW_TERMS
from signsynth.transition.network import Weights
from signsynth.transition.parts import LEFT_NODES, NODES, RIGHT_NODES, USED, WIDTH
from signsynth.transition.training.lesson import Lesson
from signsynth.transition.training.windows import Windows
from signsynth.transition.waves import LONGEST, spread_waves, to_waves

_GROUPS = (slice(2, 6), LEFT_NODES, RIGHT_NODES)
_FLOOR = 1e-3
_ALIKE = ((0, 1, 6, 7), (2, 3), (4, 5), tuple(range(LEFT_NODES.start, RIGHT_NODES.stop)))
_WILDEST = 20.0


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


def fitted_sizes(
    windows: Windows, rng: np.random.Generator, law: np.ndarray, weights: Weights, count: int, *, batches: int = 60
) -> np.ndarray:
    """Sizes ``(18, count * 12)`` of the slowest waves of what the guess misses, in units of ``to_waves``.

    Root mean squares over the numbers of trunk, elbows, wrists and fingers; 1 for what a part does not have.
    """
    total, seen = np.zeros((2, len(_ALIKE), count))
    for batch in range(batches):
        lesson = Lesson.of(windows.batch(rng, 64, 1 + batch % LONGEST), law, weights)
        waves = np.clip(to_waves(lesson.missed + lesson.tremor, count), -_WILDEST, _WILDEST)
        there = (lesson.known > 0)[..., None] * (spread_waves(lesson.gap.frames, count) > 0)
        for kind, nodes in enumerate(_ALIKE):
            squares, known = (
                array[:, nodes].reshape(-1, count, WIDTH).sum((0, 2)) for array in (waves**2 * there, there)
            )
            total[kind] += squares
            seen[kind] += known
    sizes = np.ones((NODES, count, WIDTH), np.float32)
    for kind, nodes in enumerate(_ALIKE):
        sizes[list(nodes)] = np.sqrt(total[kind] / np.maximum(seen[kind], 1))[:, None] + _FLOOR
    return np.where(USED[:, None], sizes, 1.0).reshape(NODES, -1).astype(np.float32)
