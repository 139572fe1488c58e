"""A movement that is made again and again."""

from __future__ import annotations

import numpy as np

from signsynth.motion.phases_hands import LEVER_SW, Hands
from signsynth.motion.span import Span

SHORTEST_S, LONGEST_S = 0.16, 1.6
"""How long one repetition may last: hands shake at up to six times a second."""
ALIKE = 0.5
"""How far two repetitions may be apart, against how far the hands get from where they were."""
LEAST_SW = 0.08
"""Smaller movements are not told from a tracker's noise."""


def cycles(hands: Hands, sides: tuple[int, ...], movement: Span) -> tuple[Span, ...]:
    """Equal parts of ``movement`` in which the hands do the same; one part, all of it, where they do not.

    The shortest delay after which hands are again where they were, in place and shape, nearer than
    ``ALIKE`` times the farthest that they get in between.
    """
    path = _path(hands, sides)[movement.slice]
    longest = min(len(path) // 2 + 1, hands.frames(LONGEST_S))
    lags = np.arange(1, longest + 1)
    if len(lags) < 3:
        return (movement,)
    apart = np.array([np.linalg.norm(path[lag:] - path[:-lag], axis=-1).mean() for lag in lags])
    for k in range(max(1, hands.frames(SHORTEST_S) - 1), len(lags) - 1):
        farthest = apart[:k].max()
        back = apart[k] <= min(apart[k - 1], apart[k + 1])
        if back and farthest > LEAST_SW and apart[k] < ALIKE * farthest:
            count = max(1, round(len(path) / lags[k]))
            cuts = movement.start + np.linspace(0, len(path), count + 1).round().astype(int)
            return tuple(Span(int(a), int(b)) for a, b in zip(cuts, cuts[1:], strict=False))
    return (movement,)


def _path(hands: Hands, sides: tuple[int, ...]) -> np.ndarray:
    """Place and shape of the hands that take part, ``(frames, values)`` in shoulder widths."""
    parts = []
    for side in sides or (0, 1):
        tips = hands.shapes[:, side, 3::4].reshape(len(hands), -1)
        parts += [hands.wrists[:, side], LEVER_SW / np.sqrt(5) * tips]
    return np.concatenate(parts, axis=1)
