"""Jitter goes, strokes stay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.capture.steady import steadied
from signsynth.geometry import minimum_jerk
from signsynth.motion.recording import Recording
from signsynth.skeleton import RIGHT_HAND
from tests.capture.made import mirrored, seen


def stroked(stroke_s: float, way_sw: float, fps: float, noise_sw: float, seed: int = 0) -> tuple[Recording, Recording]:
    """A hold, a minimum-jerk stroke of the right hand, a hold; without and with a tracker's noise."""
    frames = round((1.2 + stroke_s) * fps)
    still = seen(1, fps=fps)
    points = np.repeat(still.points, frames, 0)
    share = minimum_jerk((np.arange(frames) / fps - 0.6) / stroke_s)
    points[:, [*range(29, 50), 5]] += share[:, None, None] * [way_sw * 100, 40 * way_sw, 0]
    noise = np.random.default_rng(seed).normal(size=points.shape) * noise_sw * 100
    level = np.ones(points.shape[:2])
    return Recording(points, level, fps), Recording(points + noise, level, fps)


def speeds(recording: Recording) -> np.ndarray:
    """Speed of the middle of the right hand in shoulder widths a second."""
    middle = recording.points[:, RIGHT_HAND, :2].mean(1)
    return np.linalg.norm(np.diff(middle, axis=0), axis=-1) * recording.fps / 100


@pytest.mark.parametrize("fps", [25.0, 30.0, 50.0])
@pytest.mark.parametrize(("stroke_s", "way_sw"), [(0.2, 0.5), (0.3, 1.0), (0.5, 0.8)])
def test_peak_speed_of_a_stroke_is_kept(fps, stroke_s, way_sw):
    clean, _ = stroked(stroke_s, way_sw, fps, 0.0)
    assert speeds(steadied(clean)).max() >= 0.97 * speeds(clean).max()


@pytest.mark.parametrize("fps", [25.0, 30.0, 50.0])
def test_holds_tremble_less_than_half_and_strokes_are_no_further_off(fps):
    clean, noisy = stroked(0.3, 0.8, fps, 0.008)
    calm = steadied(noisy)
    off = [np.linalg.norm((r.points - clean.points)[:, RIGHT_HAND, :2], axis=-1).mean(1) for r in (noisy, calm)]
    first, last = (
        round(0.3 * fps),
        round(0.6 * fps),
    )
    tremble = [np.diff(r.points[:first, RIGHT_HAND, :2], axis=0).std() for r in (noisy, calm)]
    assert tremble[1] < 0.5 * tremble[0]
    stroke = slice(last, last + round(0.3 * fps))
    assert off[1][stroke].mean() <= 1.05 * off[0][stroke].mean()
    assert off[1][:first].mean() < 0.7 * off[0][:first].mean()


@settings(max_examples=20, deadline=None)
@given(st.floats(-3, 3), st.floats(-3, 3))
def test_straight_steady_movement_is_unchanged(x, y):
    still = seen(1)
    points = np.repeat(still.points, 30, 0) + np.arange(30)[:, None, None] * [x, y, 0]
    recording = Recording(points, np.ones(points.shape[:2]), 25.0)
    assert np.allclose(steadied(recording).points, points, atol=1e-7)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_unseen_points_confidence_and_sides(seed):
    _, noisy = stroked(0.3, 0.8, 25.0, 0.01, seed)
    level = noisy.confidence.copy()
    level[8:20, RIGHT_HAND] = 0
    recording = Recording(noisy.points, level, 25.0)
    out = steadied(recording)
    assert np.array_equal(out.confidence, level)
    assert np.array_equal(out.points[8:20, RIGHT_HAND], recording.points[8:20, RIGHT_HAND])
    assert np.allclose(steadied(mirrored(recording)).points, mirrored(out).points)
    moved = Recording(np.where(level[..., None] > 0, recording.points, 1e4), level, 25.0)
    assert np.array_equal(steadied(moved).points[level > 0], out.points[level > 0])


def test_nothing_to_measure_by_changes_nothing():
    recording = Recording(np.zeros((9, 189, 3)), np.zeros((9, 189)))
    assert steadied(recording) is recording
