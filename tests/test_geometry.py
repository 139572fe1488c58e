"""Laws of the small transforms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.geometry import (
    fill_missing,
    interpolate,
    minimum_jerk,
    rotation_between,
    rotation_near,
    smooth,
    unit,
)


def random(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


@given(st.integers(0, 99))
def test_unit_has_length_one_and_keeps_direction(seed):
    vectors = random(seed, 5, 3)
    out = unit(vectors)
    np.testing.assert_allclose(np.linalg.norm(out, axis=-1), 1)
    np.testing.assert_allclose(np.cross(out, vectors), 0, atol=1e-9)


def test_unit_of_nothing_is_the_fallback():
    np.testing.assert_array_equal(unit(np.zeros((1, 3)), fallback=(1, 0, 0)), [[1, 0, 0]])


@given(st.integers(0, 99))
def test_rotation_is_recovered_and_never_reflects(seed):
    points = random(seed, 9, 3)
    points -= points.mean(0)
    q, _ = np.linalg.qr(random(seed + 1, 3, 3))
    q *= np.sign(np.linalg.det(q))
    found = rotation_between(points, points @ q.T, np.ones(9))
    np.testing.assert_allclose(found, q, atol=1e-8)
    mirrored = rotation_between(points, points * [-1, 1, 1], np.ones(9))
    assert np.linalg.det(mirrored) == pytest.approx(1)


@given(st.integers(0, 99), st.integers(1, 9))
def test_interpolation_is_exact_at_whole_frames(seed, frames):
    values = random(seed, frames, 2, 3)
    np.testing.assert_allclose(interpolate(values, np.arange(frames)), values, atol=1e-12)


def test_interpolation_follows_a_straight_line_and_stops_at_the_ends():
    values = np.arange(5.0)
    np.testing.assert_allclose(interpolate(values, np.array([1.25, 2.5, -3, 9])), [1.25, 2.5, 0, 4])


def test_smoothing_keeps_constants_and_the_mean_of_an_inner_impulse():
    np.testing.assert_allclose(smooth(np.ones(7), 1.3), 1)
    impulse = np.zeros(41)
    impulse[20] = 1
    out = smooth(impulse, 2)
    assert out.sum() == pytest.approx(1)
    assert out[20] == pytest.approx(1 / (2 * np.sqrt(2 * np.pi)), rel=0.02)
    np.testing.assert_array_equal(smooth(impulse, 0), impulse)


def test_missing_values_are_filled_in_a_straight_line():
    values = np.array([9.0, 1, 9, 9, 4, 9])
    seen = np.array([False, True, False, False, True, False])
    np.testing.assert_allclose(fill_missing(values, seen), [1, 1, 2, 3, 4, 4])


def test_nothing_seen_changes_nothing():
    values = np.arange(3.0)
    assert fill_missing(values, np.zeros(3, bool)) is values


@given(st.integers(0, 99))
def test_a_rotation_is_its_own_nearest_and_noise_gives_a_rotation(seed):
    q, _ = np.linalg.qr(random(seed, 3, 3))
    q *= np.sign(np.linalg.det(q))
    np.testing.assert_allclose(rotation_near(q), q, atol=1e-9)
    near = rotation_near(q + 0.05 * random(seed + 1, 4, 3, 3))
    np.testing.assert_allclose(near @ near.swapaxes(-1, -2), np.broadcast_to(np.eye(3), (4, 3, 3)), atol=1e-9)


@given(st.floats(-1, 2))
def test_minimum_jerk_starts_and_ends_at_rest(share):
    way = minimum_jerk(np.array([0.0, share, 1.0, 1 - share]))
    assert way[0] == 0 and way[2] == 1 and 0 <= way[1] <= 1
    assert way[1] + way[3] == pytest.approx(1)
