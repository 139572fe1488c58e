"""Recordings of different glosses that show one sign: a homonym, or a file under a wrong name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from signsynth.motion.likeness import SAMPLES, SignCode, likeness

DOUBLE = 0.15
"""Likeness below which two glosses are near-duplicates, as SIX and W of asl100, one recording; letters of one hand
shape that differ in a finger (R and U) are 0.16 to 0.3 apart."""
_CANDIDATES = 6
"""Of each sign only this many nearest by a cheap measure are aligned, so that 1,000 signs take seconds."""
_MOMENTS = (0, SAMPLES // 3, 2 * SAMPLES // 3, SAMPLES - 1)


def doubles(codes: Sequence[SignCode]) -> Iterator[tuple[int, int, float]]:
    """Pairs ``(a, b, distance)`` of near-duplicates, ``a < b``, nearest first."""
    if len(codes) < 2:
        return
    flat = np.stack([_brief(code) for code in codes]).astype(np.float32)
    square = (flat**2).sum(1)
    found: dict[tuple[int, int], float] = {}
    for one, code in enumerate(codes):
        apart = square + square[one] - 2 * flat @ flat[one]
        apart[one] = np.inf
        near = np.argpartition(apart, min(_CANDIDATES, len(codes) - 1) - 1)[:_CANDIDATES]
        near = [int(other) for other in near]
        for other, distance in zip(near, likeness(code, [codes[n] for n in near]), strict=True):
            if distance < DOUBLE and other != one:
                found[min(one, other), max(one, other)] = float(distance)
    for (a, b), distance in sorted(found.items(), key=lambda pair: (pair[1], pair[0])):
        yield a, b, distance


def _brief(code: SignCode) -> np.ndarray:
    """A short vector that is near for signs that are alike: four moments; a hand that is not shown is far away."""
    at = list(_MOMENTS)
    parts = []
    for side, weight in ((1, 1.0), (0, 0.6)):
        one = [0.5 * code.shape[at, side].ravel(), 0.3 * code.turn[at, side].ravel(), code.place[at, side, :2].ravel()]
        parts.append(weight * np.concatenate(one) if code.shown[side] else np.zeros(sum(map(len, one))))
        parts.append([0.0 if code.shown[side] else 8.0])
    return np.concatenate(parts)
