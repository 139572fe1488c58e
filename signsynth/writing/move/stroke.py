"""Simple movements: one way, one turn, one change of shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from signsynth.geometry import minimum_jerk
from signsynth.rotations import exponential
from signsynth.writing.move.course import Change, Course
from signsynth.writing.move.paths import Way
from signsynth.writing.move.profile import LEAD_S

Ease = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class Stroke(Course):
    """Both hands along one way, each with its signs.

    ``way``      of the dominant hand
    ``signs``    ``(2, 3)`` factors of it: mirrored for the other hand, 0 for a hand that rests
    ``ease``     share of the way at a share of the time
    ``behind``   the way of the left hand, where it is another
    """

    seconds: float
    way: Way
    signs: np.ndarray
    ease: Ease
    behind: Way | None = None
    free: bool = True

    def at(self, t: np.ndarray) -> Change:
        """As ``Course``."""
        share = self.ease(t / self.seconds)
        shift = self.way(share)[:, None] * self.signs
        if self.behind is not None:
            shift[:, 0] = self.behind(share) * self.signs[0]
        return replace(Change.none(len(t)), shift=shift)

    def lasting(self, seconds: float) -> Course:
        """As ``Course``."""
        return replace(self, seconds=seconds)


@dataclass(frozen=True, eq=False)
class Posing(Course):
    """Hands turn, take another shape and move straight, each by its own amount.

    ``turn``   rotation vectors ``(2, 3)`` in the hands' frames
    ``bend``   changes of angles ``(2, 21)``
    ``shift``  ``(2, 3)``
    Fingers are there a little before the hand is, and the wrist turns a little after it sets out.
    """

    seconds: float
    ease: Ease
    turn: np.ndarray
    bend: np.ndarray
    shift: np.ndarray
    free: bool = True

    def at(self, t: np.ndarray) -> Change:
        """As ``Course``."""
        lead = min(LEAD_S, self.seconds / 6)
        span = self.seconds - lead
        change = Change.none(len(t))
        if self.turn.any():
            share = self.ease((t - lead) / span)
            change = replace(change, turn=exponential(share[:, None, None] * self.turn))
        return replace(
            change,
            shift=self.ease(t / self.seconds)[:, None, None] * self.shift,
            bend=self.ease(t / span)[:, None, None] * self.bend,
        )

    def lasting(self, seconds: float) -> Course:
        """As ``Course``."""
        return replace(self, seconds=seconds)


@dataclass(frozen=True, eq=False)
class Wagging(Course):
    """The hand swings to and fro about its wrist; it starts and ends as it was.

    ``first`` and ``second``: rotation vectors ``(2, 3)`` of the sine and of the cosine, in the hands' frames.
    """

    seconds: float
    hertz: float
    first: np.ndarray
    second: np.ndarray

    def at(self, t: np.ndarray) -> Change:
        """As ``Course``."""
        phase = (2 * np.pi * _whole(self.hertz, self.seconds) / self.seconds) * t[:, None, None]
        vectors = np.sin(phase) * self.first + np.cos(phase) * self.second
        return replace(Change.none(len(t)), wag=exponential(_envelope(t, self)[:, None, None] * vectors))

    def lasting(self, seconds: float) -> Course:
        """As ``Course``."""
        return replace(self, seconds=seconds)


@dataclass(frozen=True, eq=False)
class Wiggling(Course):
    """Fingers bend and stretch in turn; ``amount (2, 21)`` degrees, ``lag (2, 21)`` radians behind."""

    seconds: float
    hertz: float
    amount: np.ndarray
    lag: np.ndarray

    def at(self, t: np.ndarray) -> Change:
        """As ``Course``."""
        phase = (2 * np.pi * _whole(self.hertz, self.seconds) / self.seconds) * t[:, None, None] - self.lag
        bend = _envelope(t, self)[:, None, None] * (0.5 - 0.5 * np.cos(phase)) * self.amount
        return replace(Change.none(len(t)), bend=bend)

    def lasting(self, seconds: float) -> Course:
        """As ``Course``."""
        return replace(self, seconds=seconds)


def _whole(hertz: float, seconds: float) -> int:
    """Rounds that fit."""
    return max(1, round(hertz * seconds))


def _envelope(t: np.ndarray, course: Wagging | Wiggling) -> np.ndarray:
    """Grows and fades within a third of a round."""
    ramp = min(course.seconds / 2, 1 / (3 * course.hertz))
    return minimum_jerk(np.minimum(t, course.seconds - t) / ramp)
