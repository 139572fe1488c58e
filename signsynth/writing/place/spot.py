"""A place for a hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.geometry import unit


@dataclass(frozen=True, eq=False)
class Spot:
    """Where the hand's site goes, shoulder widths from mid-shoulder."""

    point: np.ndarray
    """``(3,)``, or ``(frames, 3)`` on an arm that moves."""
    normal: np.ndarray
    """Of the same shape: unit vector out of the body."""
    touch: bool = False
    """The point is on the skin."""

    def to(self, other: Spot) -> Spot:
        """Half way between two."""
        return Spot(
            (self.point + other.point) / 2,
            unit(self.normal + other.normal, fallback=(0.0, 0.0, 1.0)),
            self.touch and other.touch,
        )
