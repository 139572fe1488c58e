"""Unused arms between signs: what a sign uses is never touched, and nothing jumps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.motion import Motion
from signsynth.motion.rigid import hand_directions
from signsynth.skeleton import CANONICAL, HAND_PARENTS, LEFT_HAND, RIGHT_HAND, hand_lengths_sw
from signsynth.transition import Pause, carried
from signsynth.transition.idle import GUESSED, used_sides

FREE = [2, 4, *range(8, 29)]
"""Left elbow, left wrist and left hand: all that may move when the left hand is unused."""


def sign(*, left: bool, right: bool = True, frames: int = 15, at: float = 0.0) -> Motion:
    """Hands that are used are raised in front of the chest, the others hang."""
    pose = np.repeat(CANONICAL.rest[None], frames, 0)
    for used, arm, hand in ((left, (2, 4), LEFT_HAND), (right, (3, 5), RIGHT_HAND)):
        if used:
            lift = np.array([0.0, 0.9 + at, 0.4])
            pose[:, arm[0]] += lift / 2
            pose[:, arm[1]] += lift
            pose[:, hand] += lift
    confidence = np.ones((frames, 178))
    for used, hand in ((left, LEFT_HAND), (right, RIGHT_HAND)):
        confidence[:, hand] = float(used)
    return Motion(pose, confidence, 25.0)


def arm_bones(motion: Motion) -> np.ndarray:
    """Left upper arm and forearm, ``(frames, 2)``."""
    return np.linalg.norm(np.diff(motion.pose[:, [0, 2, 4]].astype(float), axis=1), axis=-1)


def with_arms(motion: Motion, share: float) -> Motion:
    """The left arm's bones, and so the wrist's and the hand's place, at so many times their lengths."""
    pose = motion.pose.copy()
    pose[:, [2, 4]] = pose[:, :1] + share * (pose[:, [2, 4]] - pose[:, :1])
    pose[:, LEFT_HAND] += (pose[:, 4] - motion.pose[:, 4])[:, None]
    return Motion(pose, motion.confidence, motion.fps)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.85, 1.2), st.integers(40, 90))
def test_an_arm_of_other_lengths_comes_to_its_own_place_without_a_jump(share, frames):
    """Written signs have other arms than recordings: both reach the side where it is."""
    idle = with_arms(sign(left=False, frames=frames), share)
    _, moved = carried([sign(left=True), idle])
    steps = np.linalg.norm(np.diff(moved.pose[:, [2, 4]], axis=0), axis=-1)
    assert steps.max() < 0.11
    np.testing.assert_allclose(moved.pose[-1], idle.pose[-1], atol=0.05)


def test_used_sides():
    assert used_sides(sign(left=True)) == (True, True)
    assert used_sides(sign(left=False)) == (False, True)
    assert used_sides(sign(left=False, right=False)) == (True, True)  # a sign made low is still a sign


def test_signs_of_both_hands_and_signs_without_neighbours_are_untouched():
    for parts in ([sign(left=True), sign(left=True)], [sign(left=False), sign(left=False)]):
        assert all(a is b for a, b in zip(carried(parts), parts, strict=True))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=6), st.integers(8, 40))
def test_only_unused_arms_move(uses, frames):
    parts = [sign(left=left, frames=frames, at=0.1 * (k % 3)) for k, left in enumerate(uses)]
    rest = [point for point in range(178) if point not in FREE]
    for left, before, after in zip(uses, parts, carried(parts), strict=True):
        assert len(before) == len(after)
        np.testing.assert_array_equal(before.pose[:, rest], after.pose[:, rest])
        np.testing.assert_array_equal(before.confidence[:, rest], after.confidence[:, rest])
        if left:
            assert after is before


@settings(max_examples=20, deadline=None)
@given(st.integers(8, 60))
def test_moved_arms_keep_their_bones_and_say_that_they_are_guessed(frames):
    one, idle, other = sign(left=True), sign(left=False, frames=frames), sign(left=True, at=0.1)
    _, moved, _ = carried([one, idle, other])
    assert moved.confidence[:, FREE].max() <= GUESSED
    points = moved.pose[:, LEFT_HAND].astype(float)
    bones = np.linalg.norm(points[:, 1:] - points[:, list(HAND_PARENTS[1:])], axis=-1)
    np.testing.assert_allclose(bones, np.broadcast_to(hand_lengths_sw()[1:], bones.shape), atol=1e-5)
    np.testing.assert_allclose(points[:, 0], moved.pose[:, 4], atol=1e-5)
    ends = np.array([arm_bones(motion)[0] for motion in (one, idle, other)])
    own = arm_bones(moved)
    assert (ends.min(0) - 1e-4 <= own).all() and (own <= ends.max(0) + 1e-4).all()
    assert np.isfinite(hand_directions(moved.pose)[1]).all()


def test_between_two_uses_a_short_sign_keeps_the_hand_up_and_a_long_one_lets_it_down():
    for frames, lowest in ((8, -0.9), (150, -1.6)):
        _, moved, _ = carried([sign(left=True), sign(left=False, frames=frames), sign(left=True)])
        assert moved.pose[:, 4, 1].min() == pytest.approx(lowest, abs=0.2)
    assert moved.confidence[75, LEFT_HAND].max() == 0


def test_nothing_jumps():
    parts = [sign(left=True), sign(left=False, frames=40), sign(left=False, frames=40), sign(left=True)]
    for part in carried(parts)[1:3]:
        steps = np.linalg.norm(np.diff(part.pose[:, 4], axis=0), axis=-1)
        assert steps.max() * 25 < 2.5  # shoulder widths a second


def test_after_the_last_use_the_hand_goes_to_the_side_and_before_the_first_it_comes_from_there():
    *_, last = carried([sign(left=True), sign(left=False, frames=80)])
    np.testing.assert_allclose(last.pose[-1, 4], CANONICAL.rest[4], atol=1e-5)
    first, *_ = carried([sign(left=False, frames=80), sign(left=True)])
    np.testing.assert_allclose(first.pose[0, 4], CANONICAL.rest[4], atol=1e-5)


def test_pauses_take_time():
    def height(pause_s):
        parts = [sign(left=True), *([Pause(pause_s)] if pause_s else []), sign(left=False, frames=8)]
        return carried(parts)[-1].pose[0, 4, 1]

    assert height(1.0) < height(0.0)


def test_mirrored_signs_give_mirrored_arms():
    parts = [sign(left=True), sign(left=False, frames=20), sign(left=True)]
    one = [part.mirrored() for part in carried(parts)]
    other = carried([part.mirrored() for part in parts])
    for a, b in zip(one, other, strict=True):
        np.testing.assert_allclose(a.pose, b.pose, atol=1e-5)
