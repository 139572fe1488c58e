"""Realism of filled gaps: the real thing is perfect, and known faults have known figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.transitions.baselines import Hold
from benchmarks.transitions.realism import (
    bent_too_far,
    diversity,
    liveliness,
    milliseconds,
    npss,
    seams,
    spread_of_bones,
)
from benchmarks.transitions.smoothness import sentences
from benchmarks.transitions.windows import Window
from signsynth.motion import Motion, concatenate
from signsynth.motion.rigid import hand_directions
from signsynth.skeleton import CANONICAL, LEFT_HAND
from signsynth.transition import Linear, join, joins_over_inside
from signsynth.transition.tracks import palms


def window(shifts: np.ndarray) -> Window:
    """The body carried along ``shifts (frames,)`` in shoulder widths, eight frames on each side."""
    pose = CANONICAL.rest + shifts[:, None, None] * np.array([1.0, 0.5, 0.0])
    return Window("a", Motion(pose, np.ones(pose.shape[:2]), 25.0), 8, (True, True))


def waves(rng: np.random.Generator, frames: int = 36) -> Window:
    return window(0.3 * np.sin(np.arange(frames) * rng.uniform(0.2, 0.8) + rng.uniform(0, 6)))


@pytest.fixture
def several() -> list[Window]:
    rng = np.random.default_rng(3)
    return [waves(rng) for _ in range(6)]


def test_the_real_gap_is_perfect(several):
    truths = [w.truth for w in several]
    assert npss(several, truths) == pytest.approx(0.0, abs=1e-12)
    assert seams(several, truths) == pytest.approx((1.0, 1.0))
    assert liveliness(several, truths) == pytest.approx([1.0] * 3)


def test_npss_of_one_frequency_for_another():
    # Power of a real cosine lies at frequencies k and n - k. From k=1 to k=2 the cumulative spectra differ by 1/2
    # between 1 and 2, and by 1/2 between n - 2 and n - 1: the distance is 1.
    n = 20
    base = window(np.zeros(n + 16))
    shift = [0.1 * np.cos(2 * np.pi * k * np.arange(n) / n) for k in (1, 2)]
    made = [Motion(CANONICAL.rest + s[:, None, None], base.truth.confidence, 25.0) for s in shift]
    real = replace(base, motion=concatenate([base.before, made[0], base.after]))
    assert npss([real], made[:1]) == pytest.approx(0.0, abs=1e-9)
    assert npss([real], made[1:]) == pytest.approx(1.0, abs=1e-3)


def test_hold_has_no_step_and_linear_has_too_little_life(several):
    held = [Hold()(w.before, w.after, 20) for w in several]
    assert seams(several, held)[0] == pytest.approx(0.0, abs=1e-4)
    straight = [Linear()(w.before, w.after, 20) for w in several]
    assert liveliness(several, straight)[0] < 0.5


def test_a_stretched_bone_is_found(several):
    made = several[0].truth
    assert spread_of_bones(several[0], made) < 1e-4
    pose = made.pose.copy()
    tip, joint = LEFT_HAND.start + 8, LEFT_HAND.start + 7
    pose[3, tip] += 0.25 * (pose[3, tip] - pose[3, joint])
    assert spread_of_bones(several[0], replace(made, pose=pose)) == pytest.approx(0.25, abs=1e-3)


def test_seeds(several):
    assert diversity(Linear(), several) == pytest.approx((0.0, 1.0))

    def shifted(before, after, frames=None, seed=0):
        made = Linear()(before, after, frames)
        return replace(made, pose=made.pose + np.float32(0.01 * seed) * np.array([0, 0, 1], np.float32))

    # Five seeds 0.01 apart: the mean over all pairs is 0.02. Depth does not count in the error, so no seed is better.
    spread, best = diversity(shifted, several)
    assert spread == pytest.approx(0.02, rel=1e-3) and best == pytest.approx(1.0, abs=1e-6)


def test_a_batch_is_timed_where_there_is_one(several):
    alone, batched = milliseconds(Linear(), several * 3)
    assert alone > 0 and np.isnan(batched)


def test_sentences_of_our_lexicon_can_be_joined():
    from benchmarks.transitions.smoothness import OURS

    (parts,) = sentences(OURS, 1)
    motion = join(parts, Linear())
    assert [s.kind for s in motion.segments].count("sign") == len(parts) == 6
    assert all(value > 0 for value in joins_over_inside(motion).values())


@pytest.mark.parametrize("degrees", [-40.0, -3.0, 0.0, 60.0, 125.0])
@pytest.mark.parametrize("hand", [0, 1])
def test_a_finger_that_bends_back_or_too_far_is_one_joint_of_eight(hand, degrees):
    """The index finger of one hand bent at its middle joint, about the axis across the palm, as much as is said."""
    base = window(np.zeros(20))
    pose = base.motion.pose.astype(float)
    first = (8, 29)[hand]
    palm = palms(hand_directions(pose)[1])[0, hand]
    fold = rotation(palm[:, 1] * (-1, 1)[hand] * np.deg2rad(degrees))
    start = pose[:, [first + 6]]
    pose[:, first + 7 : first + 9] = start + (pose[:, first + 7 : first + 9] - start) @ fold.T
    hands = (hand == 0, hand == 1)
    bent = replace(base, motion=Motion(pose, base.motion.confidence, 25.0), hands=hands)
    expected = 0.0 if -5 < degrees < 112 else 1 / 8
    assert bent_too_far([bent], [bent.truth]) == pytest.approx(expected, abs=0.01)


def rotation(turn: np.ndarray) -> np.ndarray:
    """Matrix of a rotation vector (Rodrigues)."""
    angle = np.linalg.norm(turn)
    x, y, z = turn / max(angle, 1e-12)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
