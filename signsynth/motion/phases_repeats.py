"""A movement that is made again and again."""

from __future__ import annotations

import numpy as np

from signsynth.motion.phases_hands import LEVER_SW, Hands
from signsynth.motion.span import Span

SHORTEST_S, LONGEST_S = 0.16, 1.6
"""How long one repetition may last: hands shake at up to six times a second."""
ALIKE = 0.6
"""Correlation of two repetitions' velocities; a movement that goes on, or there and back, has none."""
OVERLAP = 0.34
"""Share of the movement in which two repetitions are compared: of two, the second is often shorter."""
LEAST_SW = 0.04
"""Smaller movements are not told from a tracker's noise."""


def cycles(hands: Hands, sides: tuple[int, ...], movement: Span) -> tuple[Span, ...]:
    """Equal parts of ``movement`` in which the hands do the same; one part, all of it, where they do not.

    The shortest delay at which velocities of place and shape agree with themselves, after they have been opposed:
    what repeats must come back. Repetitions that get smaller, as those of waves and shakes do, agree as well.
    """
    path = _path(hands, sides)[movement.slice]
    longest = min(int(len(path) * (1 - OVERLAP)), hands.frames(LONGEST_S))
    if longest < 4:
        return (movement,)
    velocity = path[2:] - path[:-2]
    alike = np.array([_correlation(velocity[lag:], velocity[:-lag]) for lag in range(1, longest + 2)])
    opposed = np.flatnonzero(alike < 0)
    if not len(opposed):
        return (movement,)
    for k in range(max(int(opposed[0]) + 1, hands.frames(SHORTEST_S) - 1), longest):
        half = (k + 1) // 2
        if alike[k] < max(ALIKE, alike[k - 1], alike[k + 1]):
            continue
        if np.linalg.norm(path[half:] - path[:-half], axis=-1).mean() > LEAST_SW:
            count = max(1, round(len(path) / (k + 1)))
            cuts = movement.start + np.linspace(0, len(path), count + 1).round().astype(int)
            return tuple(Span(int(a), int(b)) for a, b in zip(cuts, cuts[1:], strict=False))
    return (movement,)


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    return float((one * other).sum() / max(np.sqrt((one**2).sum() * (other**2).sum()), 1e-12))


def _path(hands: Hands, sides: tuple[int, ...]) -> np.ndarray:
    """Place and shape of the hands that take part, ``(frames, values)`` in shoulder widths."""
    parts = []
    for side in sides or (0, 1):
        tips = hands.shapes[:, side, 3::4].reshape(len(hands), -1)
        parts += [hands.wrists[:, side], LEVER_SW / np.sqrt(5) * tips]
    return np.concatenate(parts, axis=1)
