"""Courses: mirror twice is nothing, arms keep their bones, poses are those that went in."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.skeleton import CANONICAL
from signsynth.transition.training.course import WIDTH, Course, arm_lengths, bend_arms, lift_arms
from signsynth.transition.training.hands import apart
from tests.transition.training.made import bone_errors, take, wrist_errors


def course(seeds=(0, 1, 2)) -> tuple[Course, np.ndarray]:
    """Of takes, and their poses."""
    poses = np.stack([take(seed, 20).pose for seed in seeds])
    values = []
    for pose in poses:
        palms, bones = apart(pose)
        values.append(np.concatenate([part.reshape(20, -1) for part in (pose[:, :8], palms, bones)], 1))
    seen = np.random.default_rng(0).random((len(poses), 20, 10)).astype(np.float32)
    return Course.of(np.stack(values).astype(np.float32), seen), poses


def test_poses_are_those_that_went_in():
    made, poses = course()
    out = made.poses()
    assert out.dtype == np.float32 and out.shape == poses.shape
    assert np.abs(out - poses).max() < 1e-5
    assert bone_errors(out) < 1e-5 and wrist_errors(out) == 0


def test_numbers_of_a_frame():
    assert sum(int(np.prod(part.shape[2:])) for part in course()[0][:3]) == WIDTH


def test_confidences_are_of_points():
    made, _ = course()
    out = made.confidences()
    assert out.shape == (3, 20, 50)
    assert np.array_equal(out[..., :8], made.seen[..., :8])
    assert np.array_equal(out[..., 8:29], np.repeat(made.seen[..., 8:9], 21, 2))
    assert np.array_equal(out[..., 29:], np.repeat(made.seen[..., 9:], 21, 2))


def test_mirrored_poses_are_mirrored():
    made, poses = course()
    out = made.mirrored(np.array([0, 2]))
    expected = poses[:, :, CANONICAL.mirror[:50]] * np.array([-1, 1, 1], np.float32)
    expected[1] = poses[1]
    assert np.abs(out.poses() - expected).max() < 1e-5
    assert np.array_equal(out.confidences()[0], made.confidences()[0][:, CANONICAL.mirror[:50]])


def test_mirror_twice_is_nothing():
    made, _ = course()
    rows = np.array([1, 2])
    for before, after in zip(made, made.mirrored(rows).mirrored(rows), strict=True):
        assert np.array_equal(before, after)


def test_put_and_taken():
    made, _ = course()
    room = Course.empty(3, 20)
    room.put(np.array([2, 0, 1]), made)
    for before, after in zip(made, room.taken(np.array([2, 0, 1])), strict=True):
        assert np.array_equal(before, after)


@pytest.fixture
def strayed() -> np.ndarray:
    """Bodies whose wrists and elbows were moved anywhere."""
    body = course()[0].body
    body[:, :, 2:6] += np.random.default_rng(1).normal(0, 0.5, body[:, :, 2:6].shape)
    return body


def test_bent_arms_have_their_lengths(strayed):
    wrists = strayed[:, :, 4:6].copy()
    upper, fore = np.full((3, 20, 2), 0.88, np.float32), np.full((3, 20, 2), 0.74, np.float32)
    shoulders = strayed[:, :, :2].copy()
    bend_arms(strayed, np.arange(3), upper, fore)
    lengths = arm_lengths(strayed)
    assert np.abs(lengths[0] - 0.88).max() < 1e-3 and np.abs(lengths[1] - 0.74).max() < 1e-3
    reach = np.linalg.norm(wrists - shoulders, axis=-1)
    within = (reach > 0.17) & (reach < 0.998 * 1.62)
    assert within.mean() > 0.5
    assert np.abs(strayed[:, :, 4:6] - wrists)[within].max() < 1e-5
    assert np.array_equal(strayed[:, :, :2], shoulders)


def test_elbows_of_arms_that_fit_stay():
    body = course()[0].body
    before = body.copy()
    bend_arms(body, np.arange(3), *arm_lengths(body))
    assert np.abs(body - before).max() < 0.06  # the little that says where a straight arm's elbow goes


def test_lifted_arms_keep_their_picture(strayed):
    before = strayed.copy()
    lift_arms(strayed, np.arange(3), np.full(3, 25.0))
    upper, fore = arm_lengths(strayed)
    assert (strayed[:, :, 2:4, 2] >= strayed[:, :, 0:2, 2]).all()  # towards the viewer
    short = np.linalg.norm((before[:, :, 2:4] - before[:, :, 0:2])[..., :2], axis=-1) < CANONICAL.lengths[2]
    assert np.abs(strayed[:, :, 2:4, :2] - before[:, :, 2:4, :2])[short].max() < 1e-5
    for lengths, point in ((upper, 2), (fore, 4)):
        assert abs(np.median(lengths) - CANONICAL.lengths[point]) < 0.05


def test_lifting_what_was_lifted_changes_little():
    """As canonical recordings are made."""
    flat = take(3, 40, source="flat")
    body = flat.pose[None, :, :8].copy()
    lift_arms(body, np.arange(1), np.array([flat.fps]))
    assert np.abs(body[0] - flat.pose[:, :8]).max() < 0.02
