"""Doubled letters slide."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.transition import slid
from signsynth.transition.slide import FARTHEST_SW, SLIDE_SW
from tests.transition.made import hand_stretch, signing


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 999), count=st.integers(1, 6))
def test_the_right_hand_moves_out_as_one_and_all_else_stays(seed, count):
    letter = signing(seed)
    moved = slid(letter, count)
    way = (moved.pose - letter.pose).astype(float)
    expected = -min(count * SLIDE_SW, FARTHEST_SW)
    hand = way[:, 29:50]
    np.testing.assert_allclose(hand, hand[:, :1].repeat(21, 1), atol=1e-6)
    reached = np.abs(hand[:, 0] - [expected, 0, 0]).max(-1) < 1e-5
    arm = np.linalg.norm(letter.pose[:, [3, 5]] - letter.pose[:, [1, 3]], axis=-1).sum(-1)
    far = np.linalg.norm(letter.pose[:, 5] + [expected, 0, 0] - letter.pose[:, 1], axis=-1)
    assert (reached == (far <= arm + 1e-5)).all()
    np.testing.assert_allclose(moved.pose[:, 29], moved.pose[:, 5], atol=1e-6)
    others = [i for i in range(178) if i not in {3, 5, *range(29, 50)}]
    np.testing.assert_array_equal(moved.pose[:, others], letter.pose[:, others])
    np.testing.assert_array_equal(moved.confidence, letter.confidence)
    assert hand_stretch(moved) < 1e-4


def test_arm_bones_keep_their_lengths_where_the_hand_can_reach():
    letter = signing(3)
    lengths = lambda motion: np.linalg.norm(motion.pose[:, 2:6] - motion.pose[:, 0:4], axis=-1)  # noqa: E731
    np.testing.assert_allclose(lengths(slid(letter)), lengths(letter), atol=1e-5)


def test_a_letter_of_the_left_hand_slides_to_the_left():
    letter = signing(1)
    confidence = letter.confidence.copy()
    confidence[:, 29:50] = 0
    left = Motion(letter.pose, confidence, letter.fps)
    np.testing.assert_allclose(slid(left).pose[:, 4, 0] - left.pose[:, 4, 0], SLIDE_SW, atol=1e-5)


def test_no_slide_is_the_motion_itself_and_less_is_refused():
    letter = signing(1)
    assert slid(letter, 0) is letter
    with pytest.raises(InputError, match="-1 times"):
        slid(letter, -1)
