"""Hands taken apart and joined again are the same hands; what is mixed in between stays rigid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.motion.rigid import place_hands
from signsynth.rotations import exponential, from_quaternions
from signsynth.transition.tracks import Tracks, palms
from signsynth.transition.training.hands import aligned, apart, joined, turned, unit
from tests.transition.made import signing
from tests.transition.training.made import bone_errors

seeds = st.integers(0, 2**32 - 1)


def any_pose(seed: int, frames: int = 5) -> np.ndarray:
    """Hands of quite random bones."""
    rng = np.random.default_rng(seed)
    wrists = rng.normal(size=(frames, 2, 3))
    hands = place_hands(wrists, rng.normal(size=(frames, 2, 20, 3)))
    return np.concatenate([np.zeros((frames, 4, 3)), wrists, np.zeros((frames, 2, 3)), hands], 1)


@settings(max_examples=50, deadline=None)
@given(seeds)
def test_joined_is_the_inverse_of_apart(seed):
    pose = any_pose(seed)
    palm, bones = apart(pose)
    assert palm.dtype == bones.dtype == np.float32
    assert np.allclose(np.linalg.norm(palm, axis=-1), 1, atol=1e-5)
    again = joined(pose[:, 4:6].astype(np.float32), palm, bones)
    assert np.abs(again.reshape(-1, 42, 3) - pose[:, 8:50]).max() < 2e-4


def test_the_numbers_are_those_of_transitions():
    """Two implementations: ``tracks`` in double precision, for one gap, and this one."""
    pose = signing(4, 12).pose.astype(np.float64)
    palm, bones = apart(pose)
    tracks = Tracks.of(pose[:6], pose[6:], np.ones((2, 2), bool))
    values = np.concatenate([tracks.before, tracks.after])
    for hand, start in ((0, 28), (1, 91)):
        assert np.abs(values[:, start + 3 : start + 63] - bones[:, hand].reshape(12, 60)).max() < 1e-5
        rotation = tracks.turn[hand] @ exponential(values[:, start : start + 3])
        assert np.abs(rotation - from_quaternions(palm[:, hand])).max() < 1e-5


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_mixed_hands_are_rigid(seed):
    rng = np.random.default_rng(seed)
    parts = [apart(any_pose(seed + k)) for k in range(2)]
    share = rng.random((5, 2, 1))
    palm = unit((1 - share) * parts[0][0] + share * aligned(parts[1][0], parts[0][0]))
    bones = unit((1 - share[..., None]) * parts[0][1] + share[..., None] * parts[1][1])
    hands = joined(np.zeros((5, 2, 3), np.float32), palm, bones).reshape(5, 42, 3)
    assert bone_errors(np.concatenate([np.zeros((5, 8, 3)), hands], 1)) < 1e-5


def test_blocks_change_nothing():
    """More hands than are joined at once."""
    palm, bones = apart(any_pose(1, 3000))
    whole = joined(np.zeros((3000, 2, 3), np.float32), palm, bones)
    assert np.array_equal(whole[-7:], joined(np.zeros((7, 2, 3), np.float32), palm[-7:], bones[-7:]))


@settings(max_examples=50, deadline=None)
@given(seeds, st.floats(0, 6))
def test_turned_is_a_rotation_in_space(seed, angle):
    rng = np.random.default_rng(seed)
    vector = angle * unit(rng.normal(size=(4, 3)))
    palm = unit(rng.normal(size=(4, 4)))
    expected = exponential(vector) @ from_quaternions(palm)
    assert np.abs(from_quaternions(turned(vector, palm)) - expected).max() < 1e-6


def test_a_fist_opens_at_its_joints():
    """Half-way from a fist to a flat hand, finger tips are before the palm, not behind it."""
    straight = np.tile([1.0, 0, 0], (1, 2, 20, 1))
    straight[:, :, 0:20:4] = unit(np.array([[1, 0.8, 0], [1, 0.25, 0], [1, 0, 0], [1, -0.2, 0], [1, -0.4, 0]]))
    fist = straight.copy()
    bend = np.deg2rad(80)
    for joint in (1, 2, 3):
        fist[:, :, joint::4] = [np.cos(bend), 0, -np.sin(bend)]
    palm = np.tile([0.0, 0, 0, 1], (1, 2, 1)).astype(np.float32)
    middle = unit(((fist + straight) / 2).astype(np.float32))
    points = joined(np.zeros((1, 2, 3), np.float32), palm, middle)
    assert (points[..., [8, 12, 16, 20], 2] < -0.05).all()
    shut = joined(np.zeros((1, 2, 3), np.float32), palm, fist.astype(np.float32))
    assert (shut[..., [8, 12, 16, 20], 0] < points[..., [8, 12, 16, 20], 0]).all()


def test_palms_of_apart_are_those_of_tracks():
    pose = any_pose(9)
    from signsynth.motion.rigid import hand_directions

    assert np.allclose(from_quaternions(apart(pose)[0]), palms(hand_directions(pose)[1]), atol=1e-5)


@pytest.mark.parametrize("zero", [np.zeros((2, 3), np.float32)])
def test_unit_of_nothing_is_nothing(zero):
    assert np.array_equal(unit(zero), zero)
