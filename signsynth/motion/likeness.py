"""How alike two signs are: hand shape, orientation, place and path of both hands, whatever their speed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import interpolate, smooth
from signsynth.motion.motion import Motion
from signsynth.motion.phases import phases
from signsynth.motion.rigid import hand_axes, hand_directions
from signsynth.skeleton import CANONICAL, FACE, LEFT_HAND, RIGHT_HAND, hand_lengths_sw

SAMPLES = 24
"""Moments of a sign that are compared, laid out evenly along what its hands do."""
_SHAPE, _TURN, _PLACE, _DEPTH = 1.2, 0.6, 0.9, 0.3
"""Weights: how fingers lie, chord of the palm's axes, shoulder widths, and what depth counts of them. They and those
below were chosen by recordings and written signs of ASL and KSL: other people's hands, sessions and cameras."""
_OTHER = 0.6
"""What the other hand counts against the dominant one."""
_ONE_ONLY = 1.8
"""Distance of a hand that is shown from one that is not: about that of two unlike hands."""
_STILL = 0.7
"""Share of the samples that go by time, so that holds count more than the ways between them."""
_CURL = 0.65
"""Shoulder widths of way that a turn of all fingers by one radian counts for."""
_GAPS, _BEND = 0.8, 0.7
"""Of tips from each other, against tips from their knuckles; of what is bent towards the palm, seen worst."""
_FREE, _NEAR_SW = 0.2, 0.75
"""What the place of hands counts that are only held, in front of nothing: people spell before the chest or beside the
shoulder. Nearer than this to the middle of the face a place has meaning."""
_FINGERS = np.arange(20).reshape(5, 4)
_BONES = (hand_lengths_sw()[1:] / hand_lengths_sw()[9])[_FINGERS][..., None]
_TIPS = np.array([(0, 1), (1, 2), (2, 3), (3, 4), (0, 2), (0, 3), (0, 4)])


@dataclass(frozen=True, eq=False)
class SignCode:
    """What of a sign is compared; ``SAMPLES`` moments, left hand first.

    ``shape (n, 2, 12, 3)`` tips of fingers from their knuckles and from each other in the hand's own axes, ``turn
    (n, 2, 3, 3)`` these axes in signing space, ``place (n, 2, 3)`` the middle of the palm in shoulder widths,
    ``shown (2,)`` which hands sign, ``free`` whether one hand is only held, away from the face.
    """

    shape: np.ndarray
    turn: np.ndarray
    place: np.ndarray
    shown: np.ndarray
    free: bool

    @staticmethod
    def of(motion: Motion) -> SignCode:
        """The code of one sign. Of a sign that is only held, the way there and back does not count.

        Errors: ``InputError`` for a motion that shows no hand.
        """
        found = phases(motion)
        held = not found.strokes
        motion = motion[found.sign.slice] if held else motion
        seen = np.stack([motion.confidence[:, hand].mean(1) > 0.2 for hand in (LEFT_HAND, RIGHT_HAND)], 1)
        shown = seen.mean(0) > 0.25 if len(seen) else np.zeros(2, bool)
        if not shown.any():
            raise InputError("likeness: a motion that shows no hand")
        hands = np.stack([motion.pose[:, hand] for hand in (LEFT_HAND, RIGHT_HAND)], 1).astype(np.float64)
        turn = hand_axes(hands)
        bones = hand_directions(motion.pose)[1]
        place = (hands[:, :, 0] + hands[:, :, 9]) / 2
        at = _moments(place, bones, seen & shown, motion.fps)
        shape, turn, place = (_sampled(array, at, seen) for array in (_shape(bones @ turn), turn, place))
        away = np.linalg.norm((np.median(place[:, shown], 0) - CANONICAL.rest[FACE].mean(0))[:, :2], axis=-1)
        free = bool(held and shown.sum() == 1 and away.min() > _NEAR_SW)
        return SignCode(shape, turn, place, shown, free)


def likeness(sign: SignCode, others: Sequence[SignCode]) -> np.ndarray:
    """Distance ``(len(others),)`` of a sign from others, 0 for its own: dynamic time warping over the moments.

    The mean cost along the cheapest alignment (Sakoe and Chiba, IEEE TASSP 26 (1978) 43, symmetric form).
    """
    if not others:
        return np.zeros(0)
    return _warped(np.stack([_costs(sign, other) for other in others], -1))


def _shape(bones: np.ndarray) -> np.ndarray:
    """Tips ``(frames, 2, 12, 3)`` of fingers whose bones ``(frames, 2, 20, 3)`` are in the hand's own axes."""
    bones = bones[:, :, _FINGERS] * _BONES
    curled = bones[..., 1:, :].sum(-2) / _BONES[:, 1:].sum(-2)
    tips = bones.sum(-2)
    gaps = tips[:, :, _TIPS[:, 0]] - tips[:, :, _TIPS[:, 1]]
    return np.concatenate([curled, _GAPS * gaps], -2) * [1, 1, _BEND]


def _moments(place: np.ndarray, bones: np.ndarray, seen: np.ndarray, fps: float) -> np.ndarray:
    """Fractional frames of the samples: even in what the seen hands do, and somewhat in time."""
    if len(place) == 1:
        return np.zeros(SAMPLES)
    calm = 0.04 * fps
    way = np.linalg.norm(np.diff(smooth(place, calm)[..., :2], axis=0), axis=-1)
    curl = bones[:, :, _FINGERS[:, 1:]].mean(-2)
    way = way + _CURL * np.linalg.norm(np.diff(smooth(curl, calm), axis=0), axis=-1).mean(-1)
    step = (way * (seen[1:] & seen[:-1])).sum(1)
    step = (1 - _STILL) * step / max(step.sum(), 1e-9) + _STILL / len(step)
    gone = np.concatenate([[0.0], np.cumsum(step)])
    return np.interp(np.linspace(0, gone[-1], SAMPLES), gone, np.arange(len(place)))


def _sampled(array: np.ndarray, at: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Each hand from the frames where it was seen."""
    out = np.empty((len(at), *array.shape[1:]))
    for side in range(2):
        known = np.flatnonzero(seen[:, side])
        where = np.interp(at, known, np.arange(len(known))) if len(known) else at
        out[:, side] = interpolate(array[known, side] if len(known) else array[:, side], where)
    return out


def _costs(a: SignCode, b: SignCode) -> np.ndarray:
    """``(SAMPLES, SAMPLES)``."""
    depth = np.array([1.0, 1.0, _DEPTH])
    total = np.zeros((len(a.place), len(b.place)))
    for side, weight in ((1, 1.0), (0, _OTHER)):
        if not a.shown[side] and not b.shown[side]:
            continue
        if a.shown[side] != b.shown[side]:
            total += weight * _ONE_ONLY
            continue
        shape, turn, place = (
            (x[:, None, side] - y[None, :, side]) for x, y in zip(_arrays(a), _arrays(b), strict=True)
        )
        total += weight * _SHAPE * np.linalg.norm(shape, axis=-1).mean(-1)
        total += weight * _TURN * np.linalg.norm(turn, axis=-2).mean(-1)
        total += weight * _PLACE * (_FREE if a.free and b.free else 1.0) * np.linalg.norm(place * depth, axis=-1)
    return total


def _arrays(code: SignCode) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return code.shape, code.turn, code.place


def _warped(costs: np.ndarray) -> np.ndarray:
    """Costs ``(n, m, signs)`` to distances ``(signs,)``."""
    n, m, signs = costs.shape
    best = np.full((n + 1, m + 1, signs), np.inf)
    best[0, 0] = 0.0
    for i in range(n):
        for j in range(m):
            aside = np.minimum(best[i, j + 1], best[i + 1, j])
            best[i + 1, j + 1] = costs[i, j] + np.minimum(best[i, j] + costs[i, j], aside)
    return best[n, m] / (n + m)
