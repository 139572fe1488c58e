"""Gaps as the network sees them: what is looked at, in which units, and what is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.transition.directions import values_of
from signsynth.transition.gap import CONTEXT, FEATURES, Gap
from signsynth.transition.parts import LEADING, LEFT_NODES, NODES, USED
from tests.transition.learned import LAW
from tests.transition.made import signing, still

few = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 2**16)
lengths = st.integers(1, 30)
SEEN = np.ones((1, 2, 2), bool)
NEAR, PLACE, SPEED, REST = slice(0, 12), slice(12, 24), slice(24, 36), slice(36, FEATURES)


def gap_of(values: np.ndarray, law: np.ndarray = LAW, seen: np.ndarray = SEEN) -> Gap:
    return Gap(values[None, :, :LEADING], seen, law)


def window(seed: int, frames: int) -> np.ndarray:
    """Numbers ``(16 + frames, 148)`` of one movement."""
    return values_of(signing(seed, 2 * CONTEXT + frames).pose[:, :50])


@few
@given(seed=seeds, frames=lengths, shift=st.tuples(*[st.floats(-1, 1)] * 3))
def test_only_the_place_tells_where_somebody_stands(seed, frames, shift) -> None:
    values = window(seed, frames)
    moved = values.copy()
    moved[:, :24] += np.tile(shift, 8)
    here, there = gap_of(values), gap_of(moved)
    np.testing.assert_allclose(there.activity, here.activity, rtol=1e-6)
    np.testing.assert_allclose(there.guess(8), here.guess(8), atol=1e-5)
    first, second = here.features(), there.features()
    for columns in (NEAR, SPEED, REST):
        np.testing.assert_allclose(second[..., columns], first[..., columns], atol=1e-4)
    off = (second - first)[0, :8, :, PLACE][..., :3]
    np.testing.assert_allclose(off, np.broadcast_to(shift, off.shape), atol=1e-5)


@few
@given(seed=seeds, frames=lengths, scale=st.floats(0.1, 10), powers=st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_activity_grows_with_the_motion_by_the_powers_of_its_law(seed, frames, scale, powers) -> None:
    law = np.tile([*powers, 0.5, -1.0], (3, 1))
    # Large numbers, beside which the floor that keeps logarithms finite is nothing.
    values = 1e5 * window(seed, frames)
    grown = gap_of(scale * values, law).activity / gap_of(values, law).activity
    np.testing.assert_allclose(grown, scale ** sum(powers), rtol=1e-3)


@few
@given(seed=seeds, frames=lengths)
def test_in_units_of_activity_slow_and_quick_look_alike(seed, frames) -> None:
    law = np.tile([0.25, 0.25, 0.25, 0.25, 0.5, -1.0], (3, 1))
    values = 1e5 * window(seed, frames)
    small, large = gap_of(values, law), gap_of(3 * values, law)
    for columns in (NEAR, SPEED):
        np.testing.assert_allclose(large.features()[..., columns], small.features()[..., columns], rtol=0.01, atol=1e-3)
    np.testing.assert_allclose(large.guess(8), small.guess(8), rtol=0.01, atol=1e-3)


@few
@given(seed=seeds, frames=lengths)
def test_what_is_inside_the_gap_is_no_feature(seed, frames) -> None:
    values = window(seed, frames)
    other = values.copy()
    other[CONTEXT : CONTEXT + frames] = np.random.default_rng(seed).standard_normal((frames, LEADING))
    assert np.array_equal(gap_of(values).features(), gap_of(other).features())
    assert np.array_equal(gap_of(values).activity, gap_of(other).activity)


@few
@given(seed=seeds, frames=lengths)
def test_who_sees_only_before_sees_nothing_of_after(seed, frames) -> None:
    features = gap_of(window(seed, frames)).features(before_only=True)
    assert not features[:, :, CONTEXT:].any() and features[:, :, :CONTEXT].any()


@few
@given(seed=seeds, frames=lengths)
def test_nothing_moving_is_finite_and_needs_no_correction(seed, frames) -> None:
    gap = gap_of(values_of(still(seed, 2 * CONTEXT + frames).pose[:, :50]))
    assert np.isfinite(gap.features()).all() and np.isfinite(gap.activity).all() and (gap.activity > 0).all()
    np.testing.assert_allclose(gap.guess(8), 0, atol=1e-4)
    np.testing.assert_allclose(gap.features()[..., NEAR], 0, atol=1e-4)


@few
@given(seed=seeds, frames=lengths)
def test_a_straight_even_movement_is_its_own_chord(seed, frames) -> None:
    random = np.random.default_rng(seed)
    steps = np.arange(2 * CONTEXT + frames)[:, None]
    gap = gap_of(random.standard_normal(LEADING) + 0.05 * steps * random.standard_normal(LEADING))
    np.testing.assert_allclose(gap.chord, gap.parts[:, :, gap.inside], atol=1e-9)
    np.testing.assert_allclose(gap.guess(8), 0, atol=1e-6)


@few
@given(seed=seeds, frames=lengths)
def test_one_wild_frame_is_bounded(seed, frames) -> None:
    values = window(seed, frames)
    values[3] += 1e6
    gap = gap_of(values)
    features = gap.features()
    assert np.isfinite(features).all() and np.abs(features[..., NEAR]).max() <= 4 + 1e-6
    assert np.abs(features[..., SPEED]).max() <= 4 + 1e-6 and np.abs(gap.guess(8)).max() <= 8 / 3 + 1e-6


@pytest.mark.parametrize("frames", [1, 12])
def test_which_hand_is_known_where_is_told_to_its_fingers(frames) -> None:
    seen = np.array([[[False, True], [True, True]]])
    told = gap_of(window(0, frames), seen=seen).features()[0, :, :, 37:39]
    wanted = np.ones((NODES, 2 * CONTEXT, 2))
    wanted[LEFT_NODES, :, 0] = 0
    assert np.array_equal(told, wanted)


def test_shapes_are_as_said_and_what_no_part_has_is_0() -> None:
    gap = gap_of(window(1, 10))
    assert gap.frames == 10 and gap.parts.shape == (1, NODES, 26, 12) and gap.guess(8).shape == (1, NODES, 96)
    features = gap.features()
    assert features.shape == (1, NODES, 2 * CONTEXT, FEATURES) and features.dtype == np.float32
    for columns in (NEAR, PLACE, SPEED):
        assert not features[0].swapaxes(1, 2)[:, columns][~USED].any()
