"""What both hands do over time, seen from where they start: pieces that add up."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

SEEN_FROM_LEFT = np.array([-1.0, 1.0, 1.0])
"""Left and right exchanged."""


@dataclass(frozen=True)
class Change:
    """Of both hands (axis 1: left, right) at ``n`` times.

    ``shift``  displacement of the point that is led ``(n, 2, 3)``
    ``turn``   rotation about that point, in the hand's frame at the start ``(n, 2, 3, 3)``
    ``wag``    rotation about the wrist, which does not move the point that is led ``(n, 2, 3, 3)``
    ``bend``   change of the finger angles in degrees ``(n, 2, 21)``
    """

    shift: np.ndarray
    turn: np.ndarray
    wag: np.ndarray
    bend: np.ndarray

    @classmethod
    def none(cls, n: int) -> Change:
        """Nothing changes."""
        eye = np.broadcast_to(np.eye(3), (n, 2, 3, 3))
        return cls(np.zeros((n, 2, 3)), eye, eye, np.zeros((n, 2, 21)))

    def then(self, other: Change) -> Change:
        """Both: ``other`` starts from where this leads."""
        return Change(
            self.shift + other.shift, _both(self.turn, other.turn), _both(self.wag, other.wag), self.bend + other.bend
        )

    def undone(self) -> Change:
        """The way back."""
        turn, wag = np.swapaxes(self.turn, -1, -2), np.swapaxes(self.wag, -1, -2)
        return Change(-self.shift, turn, wag, -self.bend)

    def size(self) -> float:
        """How much it is: shoulder widths, radians and 50 degrees of finger count alike."""
        turned = np.arccos(np.clip((np.trace(self.turn, axis1=-2, axis2=-1) - 1) / 2, -1, 1))
        return float(max(np.abs(self.shift).max(), turned.max(), np.abs(self.bend).max() / 50))


def _both(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    if first.strides[:2] == (0, 0):  # all identity
        return second
    return first if second.strides[:2] == (0, 0) else first @ second


class Course:
    """A change over ``seconds``: nothing before, and held afterwards."""

    seconds: float
    free: bool = True
    """Its end is not a place: it may swing over."""

    def at(self, t: np.ndarray) -> Change:
        """The change at times ``t (n,)`` in seconds."""
        raise NotImplementedError

    def lasting(self, seconds: float) -> Course:
        """The same in another time."""
        return self if seconds == self.seconds else Stretched(self, seconds)

    def end(self) -> Change:
        """What has changed in the end."""
        return self.at(np.array([self.seconds]))


@dataclass(frozen=True)
class Still(Course):
    """Nothing happens."""

    seconds: float

    def at(self, t: np.ndarray) -> Change:
        """As ``Course``."""
        return Change.none(len(t))

    def lasting(self, seconds: float) -> Course:
        """As ``Course``."""
        return replace(self, seconds=seconds)


@dataclass(frozen=True)
class Stretched(Course):
    """A course run faster or slower."""

    course: Course
    seconds: float

    def at(self, t: np.ndarray) -> Change:
        """As ``Course``."""
        return self.course.at(t * (self.course.seconds / self.seconds))

    def lasting(self, seconds: float) -> Course:
        """As ``Course``."""
        return self.course.lasting(seconds)


@dataclass(frozen=True)
class Chain(Course):
    """One after the other, each from where the one before ends; ``starts (k,)`` in seconds."""

    parts: tuple[Course, ...]
    starts: tuple[float, ...]

    @classmethod
    def of(cls, parts: list[Course], overlap: float = 0.0) -> Course:
        """``overlap``: the share of the shorter neighbour in which both run, so that there is no stop."""
        parts = [part for part in parts if part.seconds > 0]
        if not overlap:  # chains of chains are one chain
            flat = [(p.parts, p.starts) if isinstance(p, Chain) else ((p,), (0.0,)) for p in parts]
            begins = np.cumsum([0.0, *(p.seconds for p in parts)])
            starts = [begin + s for begin, (_, each) in zip(begins, flat, strict=False) for s in each]
            return cls(tuple(p for each, _ in flat for p in each), tuple(starts)) if parts else Still(0.0)
        starts = [0.0]
        for before, after in zip(parts, parts[1:], strict=False):
            starts.append(starts[-1] + before.seconds - overlap * min(before.seconds, after.seconds))
        return cls(tuple(parts), tuple(starts)) if parts else Still(0.0)

    @property
    def seconds(self) -> float:
        """Duration."""
        return max(start + part.seconds for start, part in zip(self.starts, self.parts, strict=True))

    @property
    def free(self) -> bool:
        """As ``Course``."""
        return self.parts[-1].free

    def at(self, t: np.ndarray) -> Change:
        """As ``Course``."""
        total = Change.none(len(t))
        for start, part in zip(self.starts, self.parts, strict=True):
            total = total.then(part.at(np.clip(t - start, 0, part.seconds)))
        return total


@dataclass(frozen=True)
class Together(Course):
    """Several at once, all in the same time."""

    parts: tuple[Course, ...]
    seconds: float

    @classmethod
    def of(cls, parts: list[Course], seconds: float) -> Course:
        """Each stretched to ``seconds``."""
        return cls(tuple(part.lasting(seconds) for part in parts), seconds)

    @property
    def free(self) -> bool:
        """As ``Course``."""
        return all(part.free for part in self.parts)

    def at(self, t: np.ndarray) -> Change:
        """As ``Course``."""
        total = Change.none(len(t))
        for part in self.parts:
            total = total.then(part.at(t))
        return total

    def lasting(self, seconds: float) -> Course:
        """As ``Course``."""
        return Together.of(list(self.parts), seconds)


@dataclass(frozen=True)
class Backward(Course):
    """A course run back from its end."""

    course: Course

    @property
    def seconds(self) -> float:
        """Duration."""
        return self.course.seconds

    def at(self, t: np.ndarray) -> Change:
        """As ``Course``."""
        return self.course.end().undone().then(self.course.at(self.seconds - t))


@dataclass(frozen=True)
class Behind(Course):
    """The left hand runs a longer course from ``lag`` seconds on, the right one from its start."""

    course: Course
    seconds: float
    lag: float

    def at(self, t: np.ndarray) -> Change:
        """As ``Course``."""
        t = np.clip(t, 0, self.seconds)
        left, right = self.course.at(t + self.lag), self.course.at(t)
        return Change(*(_mixed(getattr(left, k), getattr(right, k)) for k in ("shift", "turn", "wag", "bend")))


@dataclass(frozen=True)
class Exchanged(Course):
    """A course with the hands' parts exchanged: each does the mirror image of what the other did."""

    course: Course

    @property
    def seconds(self) -> float:
        """Duration."""
        return self.course.seconds

    def at(self, t: np.ndarray) -> Change:
        """As ``Course``."""
        change, mirror = self.course.at(t), np.diag(SEEN_FROM_LEFT)
        return Change(
            change.shift[:, ::-1] * SEEN_FROM_LEFT,
            mirror @ change.turn[:, ::-1] @ mirror,
            mirror @ change.wag[:, ::-1] @ mirror,
            change.bend[:, ::-1],
        )


@dataclass(frozen=True)
class FromHere(Course):
    """A course whose start is taken for no change: what is behind begins where the hand is."""

    course: Course

    @property
    def seconds(self) -> float:
        """Duration."""
        return self.course.seconds

    def at(self, t: np.ndarray) -> Change:
        """As ``Course``."""
        return self.course.at(np.zeros(1)).undone().then(self.course.at(t))


def _mixed(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    out = np.array(right)
    out[:, 0] = left[:, 0]
    return out
