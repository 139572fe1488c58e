"""Hands that turn as joints do where straight lines between directions would lead through them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.motion.rigid import hand_directions
from signsynth.rotations import exponential
from signsynth.transition.gaussian_process import fill_gaussian_process
from signsynth.transition.tracks import Tracks, bone_directions
from signsynth.transition.turning import mixed, share_of_turn, turned_bones
from tests.transition.made import signing

few = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**16)
axes = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda axis: np.linalg.norm(axis) > 0.1)


def bones(seed: int, frames: int = 1) -> np.ndarray:
    """Of both hands ``(frames, 2, 20, 3)``."""
    return hand_directions(signing(seed, frames).pose)[1]


@few
@given(seed=seeds, axis=axes)
@pytest.mark.parametrize(("degrees", "share"), [(0, 0), (59, 0), (72.5, 0.15625), (85, 0.5), (111, 1), (179, 1)])
def test_small_turns_go_straight_and_large_ones_as_joints_do(seed, axis, degrees, share) -> None:
    """At 72.5 degrees a quarter of the way from 60 to 110: 3/16 - 2/64."""
    rotation = exponential(np.deg2rad(degrees) * np.array(axis) / np.linalg.norm(axis))
    before = bones(seed)[0]
    np.testing.assert_allclose(share_of_turn(before, before @ rotation.T), share, atol=1e-6)


def test_a_finger_that_folds_turns_as_its_joints_do_and_the_others_go_straight() -> None:
    before = bones(3)[0]
    after = before.copy()
    after[1, 7] = -before[1, 7]
    expected = np.zeros((2, 5))
    expected[1, 1] = 1
    np.testing.assert_allclose(share_of_turn(before, after), expected)


@few
@given(seed=seeds, share=st.floats(0.01, 1))
def test_mixed_bones_are_unit_and_where_nothing_turns_as_they_were(seed, share) -> None:
    straight, about = (factor * bones(seed + k)[0].reshape(2, 5, 4, 3) for k, factor in ((0, 0.7), (1, 1.0)))
    np.testing.assert_allclose(np.linalg.norm(mixed(straight, about, np.full((2, 5), share)), axis=-1), 1, atol=1e-9)
    assert np.array_equal(mixed(straight, about, np.zeros((2, 5))), straight)
    np.testing.assert_allclose(mixed(straight, about, np.ones((2, 5))), about, atol=1e-9)


@few
@given(seed=seeds, frames=st.integers(1, 20))
def test_turned_bones_are_those_of_tracks(seed, frames) -> None:
    """Two texts of one rule: one for a batch of bones, one for two poses."""
    before, after = signing(seed, 8).pose, signing(seed + 1, 8).pose
    tracks = Tracks.of(before, after, np.ones((2, 2), bool))
    expected = bone_directions(fill_gaussian_process(tracks.before, tracks.after, frames), tracks.turn)
    sides = np.concatenate([hand_directions(pose)[1] for pose in (before, after)])[None]
    np.testing.assert_allclose(turned_bones(sides, frames)[0], expected, atol=1e-6)
