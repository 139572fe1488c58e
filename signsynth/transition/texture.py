"""What recorded motion does beside its course, and without which a made stretch of it stands out.

Hands and trackers stray and tremble in their own way: fingers together, depth more than the picture, now and then in a
burst. So the waves of a gap are made of what both sides do: each is a random mix of their frames' first differences
(slow waves: earlier or later on the way) or second differences (quick ones: tremor), all parts of the body together,
those of the first side fading into those of the second. Their size follows from both sides' and from how fast the gap
moves: medians over gaps of 4 to 20 frames in about 1,000 windows of ksl13, asl100, msl150 and asl_selfrecorded, of what
the mixture's guess misses there (``signsynth.transition.training.texture``; docs/transitions.md says how what it prints
differs from what is written here, and why). Where neither side trembles, there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from signsynth.transition.parts import LEADING, USED, to_parts

FASTEST_MOVEMENT = 0.12
"""Cycles a frame (3 Hz at 25 frames a second): slower waves are movement, faster ones tremor."""
GROUPS = ((0, 1, 6, 7), (2, 3), (4,), (5,), (8, 9, 10, 11, 12), (13, 14, 15, 16, 17))
"""Nodes that stray alike: trunk, elbows, left and right wrist, left and right hand."""
KINDS = (0, 1, 2, 2, 3, 3)
"""Row of each group in ``Straying``."""
Sides = tuple[np.ndarray, np.ndarray]
"""Parts ``(n, 18, 12)`` of the frames before the gap and after it."""
_QUICKENED, _LIVELY = (0.4, 3.0), (0.4, 2.0)
_LONGEST = 30
_SLOWEST = 1 / (2 * (_LONGEST + 1))
_FLOOR = 1e-5
_WHITE_SIZES = {1: np.sqrt(2.0), 2: np.sqrt(6.0), 3: np.sqrt(20.0)}
"""Differences of white noise are so many times as large."""
_MEMBERS = np.array([[node in group for node in range(len(USED))] for group in GROUPS])


class Sizes(NamedTuple):
    """What sides and guess do, ``(..., 6)`` each."""

    steps: np.ndarray
    """First differences of both sides."""
    bends: np.ndarray
    """Second ones."""
    shakes: np.ndarray
    """Third ones."""
    inside: np.ndarray
    """First differences of the guess and the frames beside it."""

    @classmethod
    def of(cls, sides: Sides, guess: np.ndarray) -> Sizes:
        """Of parts ``(n, 18, 12)``."""
        course = np.concatenate([sides[0][-1:], guess, sides[1][:1]])
        both = (sizes(np.concatenate(differences(sides, order))) for order in (1, 2, 3))
        return cls(*both, sizes(np.diff(course, axis=0)))


@dataclass(frozen=True)
class Straying:
    """How large waves are. Rows: trunk, elbows, wrists, hands.

    ``slow``     ``a, b, c``: a slow wave of ``f`` cycles a frame in a gap of ``n`` has ``a * f ** -b * (n / 12) ** c``,
                 times the gap's speed to the power ``speed`` and both sides' roughness to the rest of 1.
    ``speed``    that power.
    ``quick``    ``a, b``: a quick one has ``hypot(a / f ** 2, b) * (n / 12) ** longer``, times that roughness and the
                 root of the gap's speed over the sides'.
    ``scatter``  standard deviation of the logarithm of that size, from gap to gap.
    ``shaken``   second differences over third ones, each in the size of white noise, as recordings have them (median).
    """

    slow: tuple[tuple[float, float, float], ...]
    quick: tuple[tuple[float, float], ...]
    speed: tuple[float, float, float, float]
    longer: float
    scatter: float
    shaken: float

    def law(self, frames: int) -> np.ndarray:
        """How large waves of each group are in their units: ``(frames, 6)``, slowest first."""
        cycles, length = np.arange(1, frames + 1)[:, None] / (2 * (frames + 1)), min(frames, _LONGEST) / 12
        slow, quick = (np.array(rows)[list(KINDS)].T for rows in (self.slow, self.quick))
        # Longer waves than those of 30 frames are taken to be no larger.
        slow = slow[0] * np.maximum(cycles, _SLOWEST) ** -slow[1] * length ** slow[2]
        return np.where(
            cycles <= FASTEST_MOVEMENT, slow, np.hypot(quick[0] / cycles**2, quick[1]) * length**self.longer
        )

    def units(self, beside: Sizes) -> tuple[np.ndarray, np.ndarray]:
        """In what slow and quick waves of each group are counted, ``(..., 6)`` each."""
        # Where nothing trembles, second differences are what a smooth movement bends: third ones tell.
        rough, speed = np.minimum(beside.bends, self.shaken * beside.shakes), np.array(self.speed)[list(KINDS)]
        quickened = np.clip(np.sqrt(beside.inside / beside.steps), *_QUICKENED)
        return rough ** (1 - speed) * beside.inside**speed, rough * quickened


STRAYING = Straying(
    slow=((0.103, 1.4, 0.34), (0.103, 1.4, 0.34), (0.103, 1.4, 0.34), (0.532, 0.85, 0.19)),
    quick=((0.049, 0.66), (0.049, 0.66), (0.049, 0.66), (0.055, 1.65)),
    speed=(0.6, 0.6, 0.6, 0.6),
    longer=0.15,
    scatter=0.45,
    shaken=1.15,
)


def movement_waves(frames: int) -> int:
    """How many waves over a gap of ``frames`` are movement rather than tremor."""
    return min(frames, int(FASTEST_MOVEMENT * 2 * (frames + 1)))


def texture(
    before: np.ndarray,
    guess: np.ndarray,
    after: np.ndarray,
    waves: range,
    rng: np.random.Generator,
    straying: Straying = STRAYING,
) -> np.ndarray:
    """Parts ``(frames, 18, 12)``: ``waves`` (from 1, slowest first) for ``guess (frames, 148 or more)``.

    ``before`` and ``after (n, 148 or more)`` are the frames of both sides.
    """
    frames = len(guess)
    out = np.zeros((frames, *USED.shape))
    sides = to_parts(before[:, :LEADING]), to_parts(after[:, :LEADING])
    if not waves or max(len(side) for side in sides) < 4:
        return out
    inside = to_parts(guess[:, :LEADING])
    units, law = straying.units(Sizes.of(sides, inside)), straying.law(frames)
    scatter = np.exp(straying.scatter * rng.standard_normal(len(GROUPS)))
    share = np.arange(1, frames + 1) / (frames + 1)
    fades, slow = (np.cos(np.pi / 2 * share), np.sin(np.pi / 2 * share)), movement_waves(frames)
    for order, unit, numbers in (
        (1, units[0], [k for k in waves if k <= slow]),
        (2, units[1], [k for k in waves if k > slow]),
    ):
        parted = differences(sides, order)
        # No group shares a node with another: each node has its group's size.
        each = (law[np.array(numbers, int) - 1] * unit * scatter / sizes(np.concatenate(parted))) @ _MEMBERS
        curves = np.sqrt(2 / (frames + 1)) * np.sin(np.pi * np.outer(share, numbers))
        for steps, fade in zip(parted, fades, strict=True):
            if len(steps):
                mix = rng.standard_normal((len(numbers), len(steps))) / np.sqrt(len(steps))
                mixed = np.einsum("kj,jpc->kpc", mix, steps) * each[..., None]
                out += fade[:, None, None] * np.einsum("nk,kpc->npc", curves, mixed)
    course = np.concatenate([sides[0][-1:], inside, sides[1][:1]])
    return out * (_liveliness(course) @ _MEMBERS)[..., None]


def sizes(parts: np.ndarray) -> np.ndarray:
    """Root mean square ``(..., 6)`` of the numbers of each group, of ``(..., n, 18, 12)``; never quite 0."""
    square = ((parts**2).mean(-3) * USED).sum(-1)
    return np.sqrt((square @ _MEMBERS.T) / (_MEMBERS @ USED.sum(1))) + _FLOOR


def _liveliness(course: np.ndarray) -> np.ndarray:
    """Where in a gap each group strays more, ``(frames, 6)``, of mean square 1: with the root of its speed.

    Parts ``course (frames + 2, 18, 12)`` of the guess and the frames beside it. A hand that leaves a hold is calm.
    """
    steps = sizes(np.diff(course, axis=0)[:, None])
    speed = (steps[1:] + steps[:-1]) / 2
    root = np.clip(np.sqrt(speed / speed.mean(0)), *_LIVELY)
    return root / np.sqrt((root**2).mean(0))


def differences(sides: Sides, order: int) -> list[np.ndarray]:
    """Of both sides, in the size of white noise."""
    return [np.diff(side, n=order, axis=0) / _WHITE_SIZES[order] for side in sides]
