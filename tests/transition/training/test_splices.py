"""Splices: recorded frames on both sides, a smooth human movement between, no frame out of place."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.motion import GUESSED
from signsynth.transition.training.course import WIDTH
from signsynth.transition.training.pace import CONTEXT, FPS, Pace
from signsynth.transition.training.shelf import Shelf
from signsynth.transition.training.splices import effort, splices
from tests.transition.training.made import arms, bone_errors, take, takes, wrist_errors


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.of(takes(), {}, 1.0)


@pytest.mark.parametrize("frames", [1, 4, 12, 30])
def test_persons_stay_persons(shelf, frames):
    course, fps, before = splices(shelf, np.random.default_rng(0), 60, frames)
    pose = course.poses()
    assert pose.shape == (60, 16 + frames, 50, 3) and fps.shape == before.shape == (60,)
    assert np.isfinite(pose).all() and (fps >= FPS[0]).all() and (fps <= FPS[1]).all()
    assert bone_errors(pose) < 1e-5 and wrist_errors(pose) == 0
    upper, fore = arms(pose)
    assert 0.75 < upper.min() and upper.max() < 1.0 and 0.6 < fore.min() and fore.max() < 0.9


def test_nothing_steps(shelf):
    """The fastest change from frame to frame is that of a fast hand, not of a cut: takes lie far apart."""
    course, fps, _ = splices(shelf, np.random.default_rng(1), 300, 12)
    pose = course.poses()
    speed = np.linalg.norm(np.diff(pose, axis=1), axis=-1) * fps[:, None, None]
    assert speed[:, :, 4:6].max() < 12
    bends = np.linalg.norm(np.diff(pose[:, :, 4:6], n=2, axis=1), axis=-1)
    # A cut would show one of about the way, twice: 0.3 and more in each window.
    assert np.percentile(bends, 99) < 0.1 and bends.max() < 0.45


def test_frames_before_and_after_are_recorded(shelf):
    """With true depth nothing about them is changed: each pose lies on the path of its take."""
    rng = np.random.default_rng(2)
    course, fps, before = splices(shelf, rng, 100, 12)
    pose = course.poses()
    found = 0
    for row in np.flatnonzero(~shelf.flat[before])[:15]:
        values, _ = shelf.read(before[row : row + 1], np.linspace(0, 90, 2000)[None])
        path = values[0, :, 12:18].reshape(-1, 2, 3)
        right = np.linalg.norm(path[None, :, 1] - pose[row, :3, None, 5], axis=-1).min(1)
        found += right.max() < 0.01
    assert found >= 10  # the others are in the middle of the movement already, or have crossed over


def test_a_hand_used_on_one_side_only_stays(shelf):
    course, *_ = splices(shelf, np.random.default_rng(3), 400, 8)
    pose = course.poses()
    first = course.seen[:, 0, 8] == np.float32(GUESSED)
    assert 0.1 < first.mean() < 0.35
    arm = pose[:, :, 4] - pose[:, :, 0]
    step = np.linalg.norm(arm[:, 1] - arm[:, 0], axis=-1)
    assert np.median(step[first]) < 1e-3 < 5e-3 < np.median(step[~first])


def test_some_movements_fill_the_gap():
    rng = np.random.default_rng(0)
    seconds = rng.uniform(0.2, 0.5, 4000)
    first, length, fps = Pace(0.5).timed(rng, seconds, 8)
    exact = (first == CONTEXT - 1) & (length == 9)
    assert 0.45 < exact.mean() < 0.55
    assert np.allclose(length / fps, seconds, rtol=1e-4)  # whatever the rate, people take their time
    crossing = (first < CONTEXT + 8) & (first + length > CONTEXT - 1)
    assert crossing.all()


@pytest.mark.parametrize("frames", [1, 30])
def test_rates_that_would_be_needed_have_limits(frames):
    rng = np.random.default_rng(0)
    _, length, fps = Pace().timed(rng, np.full(500, 0.35), frames)
    assert (fps >= FPS[0]).all() and (fps <= FPS[1]).all()
    assert np.allclose(length / fps, 0.35, rtol=1e-4)


def test_rates():
    fps = Pace().fps(np.random.default_rng(0), 4000)
    assert fps.min() >= 15 and fps.max() <= 60 and 25 < np.median(fps) < 29
    assert (Pace(0, 25.0, 0.0).fps(np.random.default_rng(0), 9) == 25).all()


def test_effort_is_the_longest_way():
    way = np.zeros((4, WIDTH), np.float32)
    way[1, 12:15] = 0.3, 0, 0.4
    way[2, 29] = 1.0  # the right palm turns by two radians
    way[3, 92:] = np.sqrt(1 / 3)  # every bone of the right hand by one
    assert np.allclose(effort(way), [[0, 0], [0.5, 0], [0, 0.4], [0, 0.2]], atol=1e-6)


def test_one_take_can_be_joined_with_itself():
    course, *_ = splices(Shelf.of([take(0)], {}, 1.0), np.random.default_rng(0), 5, 3)
    assert np.isfinite(course.poses()).all()
