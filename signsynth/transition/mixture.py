"""The guess at a gap: many Gaussian processes, mixed as what both sides do suggests.

Each of five groups (trunk, arms, hands) is a mixture of 182 ways to carry on linearly: 60 kernels, each meeting the
velocities of both sides not at all, half or wholly, and two straight lines. How much each counts follows from its
likelihood on the frames of both sides (Rasmussen and Williams 2006, equation 2.45) and from a small network that is
told how fast, how steadily and in which direction things move: a learned hyper-prior. The same network bends the
mixture: it says how much of each step that was seen, and of the way across the gap, is added as sine waves over the
gap. Its inputs are ratios and cosines, so it does not know signs or signers, and what it says turns, grows and moves
with what it sees (as do vector neurons, Deng et al. 2021). Every way meets both sides and waves are 0 there: so the
guess does.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from signsynth.geometry import unit
from signsynth.transition.gaussian_process import smoothers
from signsynth.transition.network import NUMPY, Array, Ops, Weights
from signsynth.transition.parts import ARM_LENGTHS, BODY_COLUMNS, LEADING, LEFT_COLUMNS, RIGHT_COLUMNS
from signsynth.transition.waves import LONGEST

SIDE = 8
"""Frames of each side."""
SEAMS = (0.0, 0.5, 1.0)
"""How much of what a smoother misses of the velocity at a seam is made good."""
FEATURES, HIDDEN, KINDS = 28, 32, 3
BENDS, LEADS = 4, 2 * SIDE - 1
"""Sine waves by which a mixture is bent, and what they are made of: the way and 14 steps."""


def _place(*joints: int) -> np.ndarray:
    return np.concatenate([np.arange(3 * joint, 3 * joint + 3) for joint in joints])


GROUPS = (
    np.concatenate([_place(0, 1, 6, 7), np.arange(24, 28)]),
    _place(2, 4),
    _place(3, 5),
    np.arange(LEFT_COLUMNS.start, LEFT_COLUMNS.stop),
    np.arange(RIGHT_COLUMNS.start, RIGHT_COLUMNS.stop),
)
"""Columns that carry on alike: trunk with arm lengths, left and right elbow with wrist, left and right hand."""
_KIND = np.array([0, 1, 1, 2, 2])
_PARTNER = [1, 2, 1, 1, 2]
"""Whose features each group is told beside its own: hands their arm's, arms the other's."""
_FLOOR = 1e-3


@lru_cache(maxsize=64)
def ways(frames: int) -> np.ndarray:
    """All ways to carry on: float32 weights ``(182, frames, 16)`` of the frames of both sides."""
    smooth = smoothers(SIDE, frames, SIDE)
    share = np.arange(1, frames + 1) / (frames + 1)
    quick = np.clip((share - 0.5) * 1.6 + 0.5, 0, 1)
    lines = np.zeros((2, frames, 2 * SIDE))
    for line, way in zip(lines, (share, quick * quick * (3 - 2 * quick)), strict=True):
        line[:, SIDE - 1], line[:, SIDE] = 1 - way, way
    # One after the other: in double precision all of them together take four times what is kept.
    out = np.concatenate([*(smooth.weights(seam).astype(np.float32) for seam in SEAMS), lines.astype(np.float32)])
    out.setflags(write=False)
    return out


@lru_cache(maxsize=64)
def leads(frames: int) -> np.ndarray:
    """The way across the gap and the steps of both sides: float32 weights ``(15, 16)`` of the frames seen, sum 0.

    Steps are counted in those of a walk as long as the gap, which goes with the root of its length.
    """
    steps = np.diff(np.eye(2 * SIDE), axis=0)
    steps[np.arange(LEADS) != SIDE - 1] *= np.sqrt(min(frames, LONGEST) + 1)
    return steps.astype(np.float32)


@lru_cache(maxsize=64)
def waves(frames: int) -> np.ndarray:
    """The sine waves of bends: float32 ``(frames, 4)``, slow ones larger."""
    k = np.arange(1, BENDS + 1)
    return (np.sin(np.pi * np.outer(np.arange(1, frames + 1), k) / (frames + 1)) / k).astype(np.float32)


def misfits(sides: np.ndarray, frames: int) -> np.ndarray:
    """How much less likely each kernel makes ``sides (batch, 16, 148)`` than the best: ``(batch, 5, 60)``, from 0."""
    smooth = smoothers(SIDE, frames, SIDE)
    rows = []
    for group in GROUPS:
        values = sides[:, :, group] - sides[:, :, group].mean(1, keepdims=True)
        misfit = (values @ values.swapaxes(1, 2)).reshape(len(sides), -1) @ smooth.precision.T
        score = (2 * SIDE - 2) * np.log(np.maximum(misfit, 1e-300)) + smooth.determinant
        rows.append(score - score.min(1, keepdims=True))
    return np.stack(rows, 1)


def features(sides: np.ndarray, frames: int) -> np.ndarray:
    """What the network is told of each group and its partner: ``(batch, 5, 28)``."""
    frames = min(frames, LONGEST)
    own = np.stack([_described(sides[:, :, group], frames) for group in GROUPS], 1)
    length = np.full((*own.shape[:2], 1), np.log(frames / 10))
    return np.concatenate([own, own[:, _PARTNER], length, length**2], -1).astype(np.float32)


def initial_mixture(seed: int, hidden: int = HIDDEN) -> dict[str, np.ndarray]:
    """Weights that go by likelihood, hardly by straight lines, and bend nothing."""
    count = len(ways(1))
    bias = np.zeros((KINDS, 1, count), np.float32)
    bias[..., -2:] = -3.0
    return {
        "mixture.in.w": 0.2 * np.random.default_rng(seed).standard_normal((KINDS, FEATURES, hidden)).astype(np.float32),
        "mixture.in.b": np.zeros((KINDS, 1, hidden), np.float32),
        "mixture.out.w": np.zeros((KINDS, hidden, count), np.float32),
        "mixture.out.b": bias,
        "mixture.trust": np.full((KINDS, 1, 1), -0.7, np.float32),
        "mixture.bend.w": np.zeros((KINDS, hidden, BENDS * LEADS), np.float32),
        "mixture.bend.b": np.zeros((KINDS, 1, BENDS * LEADS), np.float32),
    }


def gates(weights: Weights, told: Array, misfit: Array, ops: Ops = NUMPY) -> Array:
    """How much each way counts: ``(5, batch, 182)``, sum 1, from ``features`` and ``misfits`` with groups first."""
    alike = misfit.mean(-1)[..., None]
    trust = ops.exp(weights["mixture.trust"][_KIND])
    likely = ops.concat([misfit] * len(SEAMS) + [alike, alike], -1) * trust * -0.5
    return ops.softmax(_said(weights, "out", told, ops) + likely)


def bends(weights: Weights, told: Array, ops: Ops = NUMPY) -> Array:
    """How much of each of ``leads`` is in each of ``waves``: ``(5, batch, 4, 15)``, from ``features``, groups first."""
    return _said(weights, "bend", told, ops).reshape(*told.shape[:-1], BENDS, LEADS)


def mixed_ways(weights: Weights, sides: np.ndarray, frames: int) -> np.ndarray:
    """Guesses ``(batch, frames, 148)`` at what lies between ``sides (batch, 16, 148)``."""
    told, misfit = features(sides, frames).swapaxes(0, 1), misfits(sides, frames).astype(np.float32).swapaxes(0, 1)
    every = ways(frames)
    made = (gates(weights, told, misfit) @ every.reshape(len(every), -1)).reshape(*told.shape[:2], *every.shape[1:])
    bent = "mixture.bend.w" in weights  # files of before have none
    if bent:
        made += waves(frames) @ (bends(weights, told) @ leads(frames))
    out = np.empty((len(sides), frames, LEADING))
    for group, way in zip(GROUPS, made, strict=True):
        # The mixture of ways that all meet the sides meets them up to rounding: differences from one frame keep it so.
        base = sides[:, SIDE - 1 : SIDE, group]
        out[:, :, group] = base + way @ (sides[:, :, group] - base)
    if bent:
        bones = out[:, :, BODY_COLUMNS.stop :].reshape(len(sides), frames, -1, 3)
        out[:, :, BODY_COLUMNS.stop :] = unit(bones).reshape(len(sides), frames, -1)
        # Bones of arms are as long as on either side.
        known = sides[:, :, ARM_LENGTHS]
        out[:, :, ARM_LENGTHS] = out[:, :, ARM_LENGTHS].clip(known.min(1)[:, None], known.max(1)[:, None])
    return out


def _said(weights: Weights, what: str, told: Array, ops: Ops) -> Array:
    """The network of one hidden layer, with weights of each kind of group."""
    kinds = {name: weights[f"mixture.{name}"][_KIND] for name in ("in.w", "in.b", f"{what}.w", f"{what}.b")}
    return ops.silu(told @ kinds["in.w"] + kinds["in.b"]) @ kinds[f"{what}.w"] + kinds[f"{what}.b"]


def _described(values: np.ndarray, frames: int) -> np.ndarray:
    """One group's numbers ``(batch, 13)`` of ``(batch, 16, columns)``: logarithms of ratios to its speed, cosines."""
    before, after = values[:, :SIDE], values[:, SIDE:]
    steps = np.diff(before, axis=1), np.diff(after, axis=1)
    speed = _size(np.concatenate(steps, 1))
    way = after[:, :1] - before[:, -1:]
    leaves, comes = steps[0][:, -2:].mean(1, keepdims=True), steps[1][:, :2].mean(1, keepdims=True)
    drift = (steps[0][:, -3:].mean(1, keepdims=True) + steps[1][:, :3].mean(1, keepdims=True)) / 2
    bends = np.concatenate([np.diff(step, axis=1) for step in steps], 1)
    shakes = np.concatenate([np.diff(step, n=2, axis=1) for step in steps], 1)
    beside = np.concatenate([steps[0][:, -1:], steps[1][:, :1]], 1)
    sizes = (way, bends, shakes, leaves, comes, way - drift * (frames + 1), steps[0][:, :3], steps[1][:, -3:])
    ratios = [np.log(_size(x) / speed) / 2 for x in sizes]
    turns = [_cosine(leaves, way), _cosine(comes, way), _cosine(leaves, comes)]
    return np.stack([*ratios, *turns, np.log(speed) / 2 + 1.5, np.log(_size(beside) / speed) / 2], 1)


def _size(x: np.ndarray) -> np.ndarray:
    return np.sqrt((x**2).mean((1, 2))) + _FLOOR


def _cosine(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a * b).sum((1, 2)) / (np.sqrt((a * a).sum((1, 2)) * (b * b).sum((1, 2))) + 1e-4)
