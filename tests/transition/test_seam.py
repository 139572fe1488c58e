"""What lies between two motions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.motion import Motion
from signsynth.motion.rigid import hand_directions
from signsynth.skeleton import LEFT_HAND
from signsynth.transition.seam import LEVER_SW, Seam, activity_sw_s
from tests.transition.made import moved, placed, signing, still

few = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 200)


def turned(motion: Motion, degrees: float, side: int) -> Motion:
    """One hand turned as a whole about the axis to the viewer."""
    _, directions = hand_directions(motion.pose)
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    directions[:, side] = directions[:, side] @ turn.T
    return placed(motion.pose, directions, motion.fps)


@few
@given(one=seeds, other=seeds)
def test_a_seam_does_not_depend_on_which_hand_is_which(one, other):
    a, b = signing(one), signing(other)
    np.testing.assert_allclose(Seam.between(a.mirrored(), b.mirrored()), Seam.between(a, b), atol=2e-4)


@few
@given(one=seeds, other=seeds, shift=st.tuples(*[st.floats(-2, 2)] * 3))
def test_a_seam_does_not_depend_on_where_the_signer_stands(one, other, shift):
    a, b = signing(one), signing(other)
    found = Seam.between(moved(a, np.array(shift)), moved(b, np.array(shift)))
    np.testing.assert_allclose(found, Seam.between(a, b), atol=2e-4)


@few
@given(one=seeds, other=seeds)
def test_backwards_it_is_the_same_seam_with_its_speeds_exchanged(one, other):
    a, b = signing(one), signing(other)
    back = Seam.between(*(Motion(m.pose[::-1], m.confidence[::-1], m.fps) for m in (b, a)))
    there = Seam.between(a, b)
    np.testing.assert_allclose(back, [*there[:4], there.arriving_sw_s, there.leaving_sw_s], atol=2e-4)


@few
@given(one=seeds, other=seeds, fps=st.sampled_from([30.0, 50.0, 60.0, 120.0]))
def test_the_frame_rate_does_not_matter(one, other, fps):
    """Six tenths of a second on either side at two rates: the ends are the same, speeds nearly so."""
    make = lambda rate: [signing(seed, round(0.6 * rate) + 1, fps=rate) for seed in (one, other)]  # noqa: E731
    np.testing.assert_allclose(Seam.between(*make(fps))[:4], Seam.between(*make(300.0))[:4], atol=1e-3)
    np.testing.assert_allclose(Seam.between(*make(fps))[4:], Seam.between(*make(300.0))[4:], rtol=0.1, atol=0.05)


@few
@given(way=st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1)))
def test_ways_by_hand(way):
    """Everything shifted: both wrists go the same way, depth counts 0.4, and no hand turns or changes."""
    a = still(3, 5)
    found = Seam.between(a, moved(a, np.array(way)))
    expected = np.hypot(np.hypot(way[0], way[1]), 0.4 * way[2])
    np.testing.assert_allclose(found, [expected, expected, 0, 0, 0, 0], atol=2e-3)


@few
@given(degrees=st.floats(1, 175), side=st.integers(0, 1))
def test_a_turn_by_hand(degrees, side):
    """A hand turned as a whole: the turn is its angle, and the fingers seen from the palm are the same."""
    a = still(3, 5)
    found = Seam.between(a, turned(a, degrees, side))
    assert found.turn == pytest.approx(np.radians(degrees), abs=2e-3)
    assert found.shape == pytest.approx(0, abs=1e-4) and found.far_sw == pytest.approx(0, abs=1e-6)


def test_a_bent_finger_changes_the_shape_and_turns_nothing():
    a = still(3, 5)
    _, directions = hand_directions(a.pose)
    directions[:, 1, 17:20] = directions[:, 1, [16]] * -1  # the little finger folded back onto its first bone
    found = Seam.between(a, placed(a.pose, directions))
    chords = np.linalg.norm(directions[0, 1, 17:20] - hand_directions(a.pose)[1][0, 1, 17:20], axis=-1)
    assert found.shape == pytest.approx(chords.sum() / 20, abs=1e-4)
    assert found.turn == pytest.approx(0, abs=1e-6)


def test_a_hand_that_one_side_has_not_seen_neither_turns_nor_changes():
    a, b = still(1), turned(still(2), 80, 0)
    unseen = b.confidence.copy()
    unseen[:, LEFT_HAND] = 0
    b = Motion(b.pose, unseen, b.fps)
    mirrored = Seam.between(a.mirrored(), b.mirrored())
    assert Seam.between(a, b).turn == pytest.approx(mirrored.turn, abs=1e-4)
    both = Motion(b.pose, np.zeros_like(unseen), b.fps)
    assert Seam.between(a, both)[2:4] == (0, 0) and Seam.between(a, both).far_sw > 0


@pytest.mark.parametrize("fps", [20.0, 25.0, 60.0])
def test_speeds_by_hand(fps):
    """Both wrists at 0.5 shoulder widths a second in the picture; depth is no speed. One frame has none."""
    base = still(1, 20, fps=fps)
    moving = moved(base, np.arange(20)[:, None] * np.array([0.3, 0.4, 2.0]) / fps)
    found = Seam.between(moving, base[:1])
    assert found.leaving_sw_s == pytest.approx(0.5, rel=0.35)  # smoothing repeats the last frame
    assert np.isnan(found.arriving_sw_s)
    middle = activity_sw_s(moving.pose, moving.confidence, fps)[8:12]
    np.testing.assert_allclose(middle, 0.5, rtol=1e-3)


def test_fingers_count_as_their_lever():
    base = still(1, 30, fps=50)
    spinning = Motion(np.concatenate([turned(base[:1], 2.0 * k, 1).pose for k in range(30)]), base.confidence, base.fps)
    radians = np.radians(2.0) * 50
    _, directions = hand_directions(base.pose[:1])
    lever = np.linalg.norm(directions[0, 1, :, :2], axis=-1).mean() * LEVER_SW  # what lies in the plane of the turn
    found = activity_sw_s(spinning.pose, spinning.confidence, 50)[12:18]
    np.testing.assert_allclose(found, radians * lever, rtol=0.03)
    unseen = np.zeros_like(spinning.confidence)
    np.testing.assert_allclose(activity_sw_s(spinning.pose, unseen, 50), 0, atol=1e-5)
