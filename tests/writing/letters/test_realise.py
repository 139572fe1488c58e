"""Written signs to motion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.geometry import minimum_jerk
from signsynth.motion.rigid import hand_directions
from signsynth.skeleton import CANONICAL, FACE, HAND_PARENTS, LEFT_HAND, RIGHT_HAND, hand_lengths_sw
from signsynth.writing.hand import HandShape
from signsynth.writing.hand.orientation import direction, rotation
from signsynth.writing.letters import Keyframe, WrittenSign, realise

UP = rotation(direction("forward"), direction("up"))
PLACE = np.array([-0.05, -0.34, 0.42])


def sign(*keys: Keyframe, duration_s: float = 0.16) -> WrittenSign:
    return WrittenSign("X", ("x",), keys, duration_s, "Apache-2.0", "written")


def moved(at_s: float | None, x: float, y: float = 0.0) -> Keyframe:
    return Keyframe(at_s, PLACE + [x, y, 0], UP, HandShape())


def test_a_hold_is_still_and_as_long_as_written():
    motion = realise(sign(moved(0, 0)), fps=25)
    assert len(motion) == 4 and np.ptp(motion.pose, axis=0).max() == 0
    assert [(s.start, s.end, s.label) for s in motion.segments] == [(0, 4, "X")]


def test_only_the_right_arm_signs():
    motion = realise(sign(moved(0, 0)))
    still = np.ones(178, bool)
    still[1:8] = still[LEFT_HAND] = still[RIGHT_HAND] = False
    assert np.allclose(motion.pose[:, still], CANONICAL.rest[still], atol=0.03)
    assert (motion.pose[:, LEFT_HAND, 1] < -1).all(), "the left hand hangs"
    assert motion.confidence[:, LEFT_HAND].max() == 0
    assert motion.confidence[:, RIGHT_HAND].min() == 1
    assert (motion.confidence[:, FACE] == 0.5).all()


def test_the_hand_is_on_the_arm_where_it_was_written():
    motion = realise(sign(moved(0, 0)))
    assert np.allclose(motion.pose[0, 5], CANONICAL.rest[1] + PLACE, atol=1e-3)
    assert np.array_equal(motion.pose[:, 5], motion.pose[:, RIGHT_HAND.start])


def test_palm_forward_fingers_up_has_the_thumb_to_the_signers_left():
    hand = realise(sign(moved(0, 0))).pose[0, RIGHT_HAND]
    assert hand[1, 0] > hand[9, 0] and hand[5, 0] > hand[9, 0] > hand[13, 0] > hand[17, 0]
    assert hand[12, 1] > hand[9, 1] > hand[0, 1]


def test_mirrored_is_the_left_hand():
    motion = realise(sign(moved(0, 0)))
    other = motion.mirrored()
    assert np.array_equal(other.pose[:, LEFT_HAND], motion.pose[:, RIGHT_HAND] * np.float32([-1, 1, 1]))
    assert other.confidence[:, RIGHT_HAND].max() == 0


@given(st.lists(st.tuples(st.floats(-0.2, 0.2), st.floats(-0.2, 0.1)), min_size=2, max_size=5), st.integers(10, 60))
def test_stops_are_reached_and_bones_stay_rigid(places, fps):
    keys = [moved(0.2 * i if i % 2 == 0 or i == len(places) - 1 else None, *at) for i, at in enumerate(places)]
    motion = realise(sign(*keys, duration_s=keys[-1].at_s), fps=fps)
    hand = motion.pose[:, RIGHT_HAND].astype(float)
    lengths = np.linalg.norm(hand[:, 1:] - hand[:, list(HAND_PARENTS[1:])], axis=-1)
    assert np.allclose(lengths, hand_lengths_sw()[1:], atol=1e-5)
    for end, key in ((0, keys[0]), (-1, keys[-1])):
        assert np.allclose(motion.pose[end, 5], key.wrist + CANONICAL.rest[1], atol=1e-3)


def test_a_stroke_is_a_straight_bell():
    motion = realise(sign(moved(0, 0), moved(1.0, 0.4, 0.2), duration_s=1.0), fps=100)
    wrist = motion.pose[:, 5].astype(float)
    way = wrist - wrist[0]
    assert np.abs(way[:, 0] * 0.5 - way[:, 1]).max() < 1e-3
    speed = np.linalg.norm(np.diff(wrist, axis=0), axis=1) * 100
    # Flash and Hogan: the peak is 1.875 times the mean speed, in the middle; the ends are at rest.
    assert speed.max() == pytest.approx(1.875 * np.linalg.norm([0.4, 0.2]), rel=1e-2)
    assert abs(int(speed.argmax()) - 49.5) < 1 and speed[[0, -1]].max() < 0.02


def test_a_passed_keyframe_is_on_the_way_without_a_stop():
    passing = realise(sign(moved(0, 0), moved(None, 0.1, 0.1), moved(1.0, 0.2), duration_s=1.0), fps=100)
    stopping = realise(sign(moved(0, 0), moved(0.5, 0.1, 0.1), moved(1.0, 0.2), duration_s=1.0), fps=100)
    middle = CANONICAL.rest[1] + PLACE + [0.1, 0.1, 0]
    for motion, stops in ((passing, False), (stopping, True)):
        assert np.allclose(motion.pose[50, 5], middle, atol=1e-3)
        speed = np.linalg.norm(motion.pose[51, 5] - motion.pose[49, 5]) * 50
        assert (speed < 0.05) == stops


def test_turning_half_way_round_takes_the_same_way_back():
    """Quaternions are blended on one side of their sphere: the wrist never swings the long way."""
    turned_keys = [
        Keyframe(0.0, PLACE, UP, HandShape()),
        Keyframe(1.0, PLACE, rotation(direction("left"), direction("up")), HandShape()),
    ]
    bones = hand_directions(realise(sign(*turned_keys, duration_s=1.0), fps=50).pose)[1][:, 1]
    assert np.allclose(bones[:, 8], [0, 1, 0], atol=1e-5)
    assert (np.diff(bones[:, 4, 0] - bones[:, 16, 0]) < 1e-6).all()


@given(st.floats(0, 1))
def test_minimum_jerk_is_symmetric(share):
    assert minimum_jerk(np.array([share, 1 - share])).sum() == pytest.approx(1)


def test_what_the_arm_cannot_reach_names_the_file():
    far = replace(sign(moved(0, 3.0)), file="far.toml")
    with pytest.raises(InputError, match=r"far\.toml: the wrist is \d\.\d+ shoulder widths out of"):
        realise(far)
