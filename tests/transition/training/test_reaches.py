"""Made movements: rigid hands, sensible arms, speeds and curves of people."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.transition.training.hands import unit
from signsynth.transition.training.reaches import POSTURES, _path, reaches
from signsynth.transition.training.shelf import Shelf
from tests.transition.training.made import arms, bone_errors, take, takes, wrist_errors


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.of(takes(), {}, 1.0)


@pytest.mark.parametrize("frames", [1, 12, 30])
def test_persons_stay_persons(shelf, frames):
    course, fps, first = reaches(shelf, np.random.default_rng(0), 60, frames)
    pose = course.poses()
    assert pose.shape == (60, 16 + frames, 50, 3) and fps.shape == first.shape == (60,)
    assert np.isfinite(pose).all() and ((course.seen >= 0) & (course.seen <= 1)).all()
    assert bone_errors(pose) < 1e-5 and wrist_errors(pose) == 0
    upper, fore = arms(pose)
    assert 0.75 < upper.min() and upper.max() < 1.0 and 0.6 < fore.min() and fore.max() < 0.9


def test_nothing_steps(shelf):
    course, fps, _ = reaches(shelf, np.random.default_rng(1), 300, 12)
    speed = np.linalg.norm(np.diff(course.body[:, :, 4:6], axis=1), axis=-1) * fps[:, None, None]
    assert speed.max() < 12
    bends = np.linalg.norm(np.diff(course.body[:, :, 4:6], n=2, axis=1), axis=-1)
    assert np.percentile(bends, 99) < 0.14 and bends.max() < 0.45


def test_gaps_are_crossed(shelf):
    """Something moves in most gaps: a hand goes somewhere, turns or changes its shape."""
    course, *_ = reaches(shelf, np.random.default_rng(2), 300, 10)
    pose = course.poses()
    way = np.linalg.norm(np.diff(pose[:, 7:19, 8:], axis=1), axis=-1).max(-1).sum(-1)
    assert (way > 0.15).mean() > 0.75


def test_some_windows_go_to_and_fro():
    """A posture comes back: the last of three places is the first."""
    postures = np.random.default_rng(0).normal(size=(400, POSTURES, 152)).astype(np.float32)
    path = _path(np.random.default_rng(1), postures, np.arange(400) % 2 == 0)
    back = np.abs(path[:, 2] - path[:, 0]).max(-1) == 0
    assert 0.13 < back.mean() < 0.28
    assert np.array_equal(path[back, 3], path[back, 1])


def test_a_left_hand_that_rests_stays_where_it_is():
    """Arm, palm and fingers, from posture to posture."""
    postures = np.random.default_rng(0).normal(size=(40, POSTURES, 152)).astype(np.float32)
    postures[..., 24:32] = unit(postures[..., 24:32].reshape(40, POSTURES, 2, 4)).reshape(40, POSTURES, 8)
    postures[..., 32:] = unit(postures[..., 32:].reshape(40, POSTURES, 40, 3)).reshape(40, POSTURES, 120)
    path = _path(np.random.default_rng(1), postures, np.arange(40) % 2 == 0)
    left = np.r_[6:9, 12:15, 24:28, 32:92]
    steps = np.abs(np.diff(path[:, 1:, left], axis=1)).max((1, 2))
    assert (steps[::2] < 1e-6).all() and (steps[1::2] > 0.1).mean() > 0.8
    assert (np.abs(np.diff(path[:, 1:, 92:], axis=1)).max((1, 2)) > 0.1).mean() > 0.9


def test_hands_are_seen_or_not_throughout(shelf):
    course, *_ = reaches(shelf, np.random.default_rng(3), 200, 5)
    assert (course.seen == course.seen[:, :1]).all()
    assert (course.seen[..., 9] > 0).all()  # the right hand signs
    assert 0.4 < (course.seen[:, 0, 8] > 0).mean() < 1


def test_left_handed_recordings_give_right_hands():
    from dataclasses import replace

    one = take(0)
    left = replace(one, confidence=np.where(np.arange(50) < 29, 1.0, 0.0) * np.ones((60, 1)))
    course, *_ = reaches(Shelf.of([left], {}, 1.0), np.random.default_rng(0), 40, 5)
    assert (course.seen[..., 9] > 0).all()


def test_one_recording_is_enough():
    course, *_ = reaches(Shelf.of([take(0)], {}, 1.0), np.random.default_rng(0), 1, 3)
    assert np.isfinite(course.poses()).all()
