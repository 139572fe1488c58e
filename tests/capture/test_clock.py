"""Laws of bringing uneven times to one rate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.capture.clock import constant_rate, is_even, resampled
from signsynth.motion.recording import RECORDED_POINTS, Recording
from tests.capture.made import seen


def uneven(frames: int, seed: int) -> np.ndarray:
    steps = np.random.default_rng(seed).choice([1, 1, 1, 2], frames - 1) / 30
    return np.concatenate([[0], np.cumsum(steps)])


def of(values: np.ndarray) -> Recording:
    """A recording whose every point is at ``values (frames,)`` on x and y."""
    points = np.repeat(values[:, None, None] * [1.0, 1, 0], RECORDED_POINTS, 1)
    return Recording(points, np.ones(points.shape[:2]))


@pytest.mark.parametrize("fps", [15, 24, 25, 30000 / 1001, 30, 50, 60])
def test_even_times_keep_rate_and_points(fps):
    times = np.round(np.arange(40) / fps, 3)  # containers that count milliseconds
    rate = constant_rate(times)
    assert rate == pytest.approx(fps, rel=1e-3)
    recording = seen(40)
    assert np.array_equal(resampled(recording, times, rate).points, recording.points)


@given(st.integers(0, 50))
def test_straight_movement_stays_straight_at_every_rate(seed):
    times = uneven(30, seed)
    out = resampled(of(7 * times - 3), times, 30.0)
    grid = np.arange(len(out)) / 30.0
    assert np.allclose(out.points[:, 0, 0], 7 * grid - 3, atol=1e-9)
    assert grid[-1] <= times[-1] + 1e-9 < grid[-1] + 1 / 30 + 1e-9


@given(st.integers(0, 50))
def test_frames_that_lie_on_the_grid_are_untouched(seed):
    times = uneven(30, seed)
    recording = of(np.random.default_rng(seed).normal(size=30))
    out = resampled(recording, times, 30.0)
    at = np.round(times * 30).astype(int)
    assert np.allclose(out.points[at], recording.points, atol=1e-6)


def test_variable_rate_is_its_usual_pace():
    assert constant_rate(uneven(200, 1)) == 30.0
    assert not is_even(uneven(200, 1), 30.0)


def test_nothing_is_known_in_long_gaps_and_beside_the_unseen():
    times = np.concatenate([np.arange(10) / 30, 1 + np.arange(10) / 30])
    recording = of(times)
    level = recording.confidence.copy()
    level[3] = 0
    out = resampled(Recording(recording.points, level), times, 30.0)
    assert (out.confidence[11:29] == 0).all() and (out.confidence[3] == 0).all()
    assert (np.delete(out.confidence[:9], 3, 0) == 1).all() and (out.confidence[-8:] == 1).all()
