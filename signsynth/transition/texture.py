"""What recorded motion does beside its course, and without which a made stretch of it stands out.

Hands and trackers stray and tremble in their own way: fingers together, depth more than the picture, now and then in a
burst. So the waves of a gap are made of what both sides do: each is a random mix of their frames' first differences
(slow waves: earlier or later on the way) or second differences (quick ones: tremor), all parts of the body together,
those of the first side fading into those of the second. Their size follows from both sides' and from how fast the gap
moves: medians over gaps of 4 to 20 frames in about 1,000 windows of ksl13, asl100, msl150 and asl_selfrecorded, of what
the mixture's guess misses there. Where neither side trembles, there is none.
"""

from __future__ import annotations

import numpy as np

from signsynth.transition.parts import LEADING, USED, to_parts

FASTEST_MOVEMENT = 0.12
"""Cycles a frame (3 Hz at 25 frames a second): slower waves are movement, faster ones tremor."""
GROUPS = ((0, 1, 6, 7), (2, 3), (4,), (5,), (8, 9, 10, 11, 12), (13, 14, 15, 16, 17))
"""Nodes that stray alike: trunk, elbows, left and right wrist, left and right hand."""
SLOW = np.array([[0.103, 1.4, 0.34]] * 4 + [[0.532, 0.85, 0.19]] * 2)
"""Size of a slow wave of ``f`` cycles a frame in a gap of ``n``: ``a * f ** -b * (n / 12) ** c`` for each group, times
the size of both sides' second differences to the power 0.4 and the gap's speed to 0.6."""
QUICK = np.array([[0.049, 0.66]] * 4 + [[0.055, 1.65]] * 2)
"""Of a quick one: ``hypot(a * f ** -2, b) * (n / 12) ** 0.15``, times the size of both sides' second differences and
the root of the gap's speed over theirs."""
_LONGER, _SPEED = 0.15, 0.6
SCATTER = 0.45
"""Standard deviation of the logarithm of that size, from gap to gap."""
_QUICKENED, _LIVELY = (0.4, 3.0), (0.4, 2.0)
_LONGEST = 30
_SLOWEST = 1 / (2 * (_LONGEST + 1))
_FLOOR = 1e-5
_SHAKEN = 1.15
"""Second differences over third ones, each in the size of white noise, in recordings (median)."""
_WHITE_SIZES = {1: np.sqrt(2.0), 2: np.sqrt(6.0), 3: np.sqrt(20.0)}
"""Differences of white noise are so many times as large."""
_MEMBERS = np.array([[node in group for node in range(len(USED))] for group in GROUPS])


def movement_waves(frames: int) -> int:
    """How many waves over a gap of ``frames`` are movement rather than tremor."""
    return min(frames, int(FASTEST_MOVEMENT * 2 * (frames + 1)))


def texture(
    before: np.ndarray, guess: np.ndarray, after: np.ndarray, waves: range, rng: np.random.Generator
) -> np.ndarray:
    """Parts ``(frames, 18, 12)``: ``waves`` (from 1, slowest first) for ``guess (frames, 148 or more)``.

    ``before`` and ``after (n, 148 or more)`` are the frames of both sides.
    """
    frames = len(guess)
    out = np.zeros((frames, *USED.shape))
    sides = [to_parts(side[:, :LEADING]) for side in (before, after)]
    if not waves or max(len(side) for side in sides) < 4:
        return out
    beside, bends, shakes = (sizes(np.concatenate(_differences(sides, order))) for order in (1, 2, 3))
    # Where nothing trembles, second differences are what a smooth movement bends: third ones tell.
    rough = np.minimum(bends, _SHAKEN * shakes)
    course = np.concatenate([sides[0][-1:], to_parts(guess[:, :LEADING]), sides[1][:1]])
    inside = sizes(np.diff(course, axis=0))
    scatter = np.exp(SCATTER * rng.standard_normal(len(GROUPS)))
    units = rough ** (1 - _SPEED) * inside**_SPEED, rough * np.clip(np.sqrt(inside / beside), *_QUICKENED)
    share = np.arange(1, frames + 1) / (frames + 1)
    fades, slow = (np.cos(np.pi / 2 * share), np.sin(np.pi / 2 * share)), movement_waves(frames)
    for order, found, unit, numbers in (
        (1, beside, units[0], [k for k in waves if k <= slow]),
        (2, bends, units[1], [k for k in waves if k > slow]),
    ):
        # No group shares a node with another: each node has its group's size.
        each = (law(frames)[np.array(numbers, int) - 1] * unit * scatter / found) @ _MEMBERS
        curves = np.sqrt(2 / (frames + 1)) * np.sin(np.pi * np.outer(share, numbers))
        for steps, fade in zip(_differences(sides, order), fades, strict=True):
            if len(steps):
                mix = rng.standard_normal((len(numbers), len(steps))) / np.sqrt(len(steps))
                mixed = np.einsum("kj,jpc->kpc", mix, steps) * each[..., None]
                out += fade[:, None, None] * np.einsum("nk,kpc->npc", curves, mixed)
    return out * (_liveliness(course) @ _MEMBERS)[..., None]


def law(frames: int) -> np.ndarray:
    """How large waves of each group are in their units: ``(frames, 6)``, slowest first."""
    cycles, length = np.arange(1, frames + 1)[:, None] / (2 * (frames + 1)), min(frames, _LONGEST) / 12
    # Longer waves than those of 30 frames are taken to be no larger.
    slow = SLOW[:, 0] * np.maximum(cycles, _SLOWEST) ** -SLOW[:, 1] * length ** SLOW[:, 2]
    quick = np.hypot(QUICK[:, 0] / cycles**2, QUICK[:, 1]) * length**_LONGER
    return np.where(cycles <= FASTEST_MOVEMENT, slow, quick)


def sizes(parts: np.ndarray) -> np.ndarray:
    """Root mean square ``(6,)`` of the numbers of each group, of ``(n, 18, 12)``; never quite 0."""
    square = (parts**2).mean(0) * USED
    return np.sqrt((_MEMBERS @ square.sum(1)) / (_MEMBERS @ USED.sum(1))) + _FLOOR


def _liveliness(course: np.ndarray) -> np.ndarray:
    """Where in a gap each group strays more, ``(frames, 6)``, of mean square 1: with the root of its speed.

    Parts ``course (frames + 2, 18, 12)`` of the guess and the frames beside it. A hand that leaves a hold is calm.
    """
    steps = np.stack([sizes(step[None]) for step in np.diff(course, axis=0)])
    speed = (steps[1:] + steps[:-1]) / 2
    root = np.clip(np.sqrt(speed / speed.mean(0)), *_LIVELY)
    return root / np.sqrt((root**2).mean(0))


def _differences(sides: list[np.ndarray], order: int) -> list[np.ndarray]:
    """Of both sides, in the size of white noise."""
    return [np.diff(side, n=order, axis=0) / _WHITE_SIZES[order] for side in sides]
