"""Movements: a tree of simple ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from signsynth.writing.notation.direction import Direction
from signsynth.writing.notation.posture import Posture
from signsynth.writing.notation.site import BodySite, Constellation, HandSite

SIZES = ("small", "big")
ZIGZAGS = ("zigzag", "wavy")
WRIST_TURNS = ("nodding", "swinging", "twisting", "stircw", "stirccw")
REPETITIONS = (
    "fromstart", "fromstart_several", "tofroto", "reverse", "continue", "continue_several", "swap", "manyrandom",
)  # fmt: skip


@dataclass(frozen=True)
class Manner:
    """How a movement is done; ``speed`` multiplies its usual speed."""

    fast: bool = False
    slow: bool = False
    tense: bool = False
    rest: bool = False
    halt: bool = False
    speed: float = 1.0


@dataclass(frozen=True)
class Movement:
    """Any movement."""

    manner: Manner = field(default=Manner(), kw_only=True)


@dataclass(frozen=True)
class Rest(Movement):
    """No movement."""


@dataclass(frozen=True)
class Directed(Movement):
    """A straight, curved or zigzag way. ``size``: ``small``, ``big`` or None; ``curve``: where the arc bulges."""

    direction: Direction
    size: str | None = None
    curve: Direction | None = None
    curve_size: str | None = None
    zigzag: str | None = None
    """``zigzag`` or ``wavy``."""
    zigzag_size: str | None = None
    alternating: bool = False


@dataclass(frozen=True)
class Circular(Movement):
    """Circles about ``axis``, clockwise as seen looking along it; ``start`` and ``end``: clock positions.

    ``turns``: whole rounds; where there is an ``end``, the way from ``start`` to it takes the place of the last.
    """

    axis: Direction
    size: str | None = None
    start: Direction | None = None
    end: Direction | None = None
    turns: int = 1
    ellipse: Direction | None = None
    ellipse_size: str | None = None


@dataclass(frozen=True)
class WristTurn(Movement):
    """``nodding``, ``swinging``, ``twisting``, ``stircw`` or ``stirccw``."""

    kind: str
    size: str | None = None


@dataclass(frozen=True)
class FingerPlay(Movement):
    """Fingers wiggle; ``digits`` () means all four."""

    digits: tuple[int, ...] = ()


@dataclass(frozen=True)
class Target(Movement):
    """To a new posture, place or both; ``via`` is the movement on the way (None: straight).

    ``dominant`` and ``other`` are postures; ``place`` of the dominant hand or the pair, ``other_place`` of the other.
    """

    dominant: Posture = Posture()
    other: Posture | None = None
    place: BodySite | HandSite | Constellation | None = None
    other_place: BodySite | HandSite | None = None
    via: Movement | None = None


@dataclass(frozen=True)
class Par(Movement):
    """All parts at once."""

    parts: tuple[Movement, ...]


@dataclass(frozen=True)
class Seq(Movement):
    """One part after the other; ``fused``: without stops between them."""

    parts: tuple[Movement, ...]
    fused: bool = False


@dataclass(frozen=True)
class Split(Movement):
    """Each hand its own."""

    dominant: Movement
    other: Movement


@dataclass(frozen=True)
class Repeat(Movement):
    """``kind``: ``fromstart`` (once more), ``fromstart_several``, ``tofroto``, ``reverse``, ``continue`` (on from where
    it ended), ``continue_several``; ``second_kind`` is done to the repeated movement; ``shift``: each round starts
    farther on in that direction. Rarely written: ``swap`` (the hands change parts), ``manyrandom`` (again and again,
    here and there).
    """

    part: Movement
    kind: str = "fromstart"
    second_kind: str | None = None
    shift: Direction | None = None
    alternating: bool = False
