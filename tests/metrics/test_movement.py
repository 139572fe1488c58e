"""Figures of movement: known answers, and what must not change them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.metrics.movement import (
    derivatives,
    fast_share,
    hand_rigidity,
    liveliness,
    motion_range,
    npss,
    spectra_apart,
)
from signsynth.metrics.sequence import Sequence
from tests.metrics.made import moving, sequence


def test_derivatives_by_hand():
    # x = t² at 10 frames/s, in units of 0.1²: speed (2t+1)/10 a second, acceleration 2 everywhere, jerk 0
    own = sequence([[[(k / 10) ** 2, 0, 0]] for k in range(6)], fps=10)
    speed, acceleration, jerk = derivatives(own)
    assert np.unique(speed.round(9)).tolist() == [0.1, 0.3, 0.5, 0.7, 0.9]
    assert acceleration == pytest.approx(2) and jerk == pytest.approx(0, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.1, 5))
def test_scaled_motion_is_livelier_by_the_scale(seed, scale):
    own = moving(30, seed)
    louder = Sequence.of_array(own.points * scale, fps=25)
    assert list(liveliness([(louder, own)]).values()) == pytest.approx([scale] * 3)
    assert motion_range([(louder, own)]) == pytest.approx(scale)
    assert npss([(louder, own)]) == pytest.approx(0, abs=1e-9)


def test_rate_does_not_matter():
    time = np.linspace(0, 2, 201)[:, None, None]
    fine = sequence(np.sin(3 * time) * np.ones((1, 1, 3)), fps=100)
    coarse = Sequence(fine.points[::2], fine.seen[::2], 50, fine.order)
    assert list(liveliness([(coarse, fine)]).values()) == pytest.approx([1, 1, 1], rel=0.02)


def test_slow_and_fast_are_told_apart():
    time = np.arange(100)[:, None, None] / 25
    slow, fast = (sequence(np.sin(2 * np.pi * hz * time) * np.ones((1, 1, 3))) for hz in (1, 8))
    assert fast_share(slow) == pytest.approx(0, abs=1e-9) and fast_share(fast) == pytest.approx(1)
    both = Sequence.of_array(2 * slow.points + fast.points)
    assert fast_share(both) == pytest.approx(0.2)
    # Both normalised spectra jump by a half at their period's bin and its mirror: bins 4 and 32 of 100, 28 apart.
    assert npss([(fast, slow)]) == pytest.approx(28)
    assert np.isnan(fast_share(Sequence(slow.points, slow.seen, 10, slow.order)))


def test_a_shrinking_finger_is_seen():
    points = np.random.default_rng(0).normal(size=(1, 50, 3)).repeat(5, 0)
    assert hand_rigidity(Sequence.of_array(points)) == 0
    tip, root = 8 + 8, 8 + 7
    points[2, tip] = (points[2, tip] + points[2, root]) / 2
    assert hand_rigidity(Sequence.of_array(points)) == pytest.approx(0.5)
    points[2, tip] = np.nan
    assert hand_rigidity(Sequence.of_array(points)) == 0


def test_unseen_frames_have_no_speed():
    own = moving(20, 5)
    points = own.points.copy()
    points[7] = np.nan  # 2 stencils of speed are lost, 3 of acceleration, 4 of jerk
    counts = [len(a) - len(b) for a, b in zip(derivatives(own), derivatives(Sequence.of_array(points)), strict=True)]
    assert counts == [2 * 44, 3 * 44, 4 * 44]


def test_one_frame_has_nothing_to_measure():
    one = moving(1)
    assert np.isnan(list(liveliness([(one, one)]).values())).all()
    assert np.isnan(npss([(one, one)])) and np.isnan(fast_share(one)) and np.isnan(motion_range([(one, one)]))


def test_range_of_motion_by_hand():
    own, real = (sequence([[[0, 0, 0]], [[3 * k, 4 * k, 0]]]) for k in (1, 2))  # boxes of diagonal 5 and 10, two wrists
    assert motion_range([(own, real)]) == pytest.approx(0.5)
    assert motion_range([(own, real), (real, own)]) == pytest.approx((0.5 + 2) / 2)


def test_spectra_of_any_series():
    time = np.arange(40)[:, None] / 40
    one, three = (np.sin(2 * np.pi * k * time) for k in (1, 3))
    assert spectra_apart([(three, one)]) == pytest.approx(2)
    assert spectra_apart([(three, one), (2 * one, 2 * one)]) == pytest.approx(2 / 5)  # weights 1 and 4: power
    own, real = moving(30, 1), moving(30, 2)
    series = [tuple(s.points.reshape(30, -1) for s in (own, real))]
    assert spectra_apart(series) == pytest.approx(npss([(own, real)]))
    assert np.isnan(spectra_apart([])) and np.isnan(spectra_apart([(0 * one, 0 * one)]))
    with pytest.raises(InputError, match="expected one"):
        spectra_apart([(one, one[:3])])
