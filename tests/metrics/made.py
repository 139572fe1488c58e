"""Sequences to measure."""

from __future__ import annotations

import numpy as np

from signsynth.metrics.layout import PHOENIX_50, PointOrder
from signsynth.metrics.sequence import Sequence


def sequence(points, *, fps: float = 25.0, order: PointOrder = PHOENIX_50) -> Sequence:
    """Points ``(frames, 50, 3)`` or ``(frames, 1, 3)``, repeated over all joints."""
    points = np.broadcast_to(np.asarray(points, float), (len(points), order.points, 3))
    return Sequence.of_array(points, fps=fps, order=order)


def moving(frames: int, seed: int = 0, *, order: PointOrder = PHOENIX_50) -> Sequence:
    """A smooth random motion of all points."""
    rng = np.random.default_rng(seed)
    time = np.arange(frames)[:, None, None] / 25
    waves = [
        rng.normal(size=(1, order.points, 3)) * np.sin(rate * time + rng.uniform(0, 6, (1, order.points, 3)))
        for rate in (2, 5, 9)
    ]
    return sequence(sum(waves) * 0.1, order=order)
