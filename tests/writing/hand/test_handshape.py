"""Joint angles to bones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.motion.rigid import place_hands
from signsynth.skeleton import HAND_PARENTS, hand_lengths_sw
from signsynth.writing.hand import Finger, HandShape, Thumb
from signsynth.writing.hand.handshape import FINGERS, bone_directions

ANGLES = st.lists(st.floats(-180, 180), min_size=21, max_size=21).map(np.array)


@given(ANGLES)
def test_directions_are_unit_and_bones_rigid(angles):
    bones = bone_directions(angles)
    assert np.allclose(np.linalg.norm(bones, axis=1), 1, atol=1e-12)
    points = place_hands(np.zeros((1, 1, 3)), bones[None, None])[0]
    lengths = np.linalg.norm(points[1:] - points[list(HAND_PARENTS[1:])], axis=1)
    assert np.allclose(lengths, hand_lengths_sw()[1:], atol=1e-12)


def test_zero_angles_are_a_flat_hand():
    bones = HandShape().directions()
    for first in (5, 9, 13, 17):
        assert np.array_equal(bones[first : first + 3], [[0, 1, 0]] * 3)
    assert np.allclose(bones[1:4], [[0, 1, 0]] * 3)


def test_a_finger_bends_into_the_palm_joint_by_joint():
    bones = HandShape(ring=Finger(bend=(90, 90, 90))).directions()
    assert np.allclose(bones[13:16], [[0, 0, 1], [0, -1, 0], [0, 0, -1]])


def test_fingers_come_together_as_the_knuckles_bend():
    bent = HandShape(*[Finger(bend=(90, 0, 0))] * 4).directions()[5::4]
    assert (np.diff(bent[:, 0]) > 0).all() and bent[0, 0] < 0 < bent[3, 0]
    assert np.rad2deg(np.arcsin(bent[3, 0])) == pytest.approx(12)


def test_spread_leans_to_the_thumb():
    bones = HandShape(index=Finger(spread=30), pinky=Finger(spread=-30)).directions()
    assert np.allclose(bones[5], [0.5, np.sqrt(3) / 2, 0])
    assert np.allclose(bones[17], [-0.5, np.sqrt(3) / 2, 0])


def test_a_bent_finger_stays_in_its_own_plane():
    bones = HandShape(ring=Finger(bend=(40, 50, 60), spread=-20)).directions()[13:16]
    assert np.linalg.matrix_rank(bones, tol=1e-9) == 2


@pytest.mark.parametrize(
    ("thumb", "points"),
    [
        (Thumb(out=90), [(1, 0, 0)] * 3),
        (Thumb(forward=90), [(0, 0, 1)] * 3),
        (Thumb(bend=(90, 0)), [(0, 1, 0), (-1, 0, 0), (-1, 0, 0)]),
        (Thumb(turn=90, bend=(90, 0)), [(0, 1, 0), (0, 0, 1), (0, 0, 1)]),
        (Thumb(out=90, bend=(0, 90)), [(1, 0, 0), (1, 0, 0), (0, 1, 0)]),
    ],
)
def test_thumb_by_hand(thumb, points):
    assert np.allclose(HandShape(thumb=thumb).directions()[1:4], points, atol=1e-12)


@given(ANGLES)
def test_angles_round_trip(angles):
    assert np.array_equal(HandShape.from_angles(angles).angles, angles)


@given(ANGLES, ANGLES, st.floats(0, 1))
def test_blending_starts_at_one_and_ends_at_the_other(a, b, share):
    one, other = HandShape.from_angles(a), HandShape.from_angles(b)
    assert np.array_equal(one.blended(other, 0).angles, a)
    assert np.allclose(one.blended(other, 1).angles, b)
    assert np.allclose(one.blended(other, share).angles, other.blended(one, 1 - share).angles)


@given(ANGLES)
def test_a_batch_is_its_members(angles):
    other = angles[::-1].copy()
    assert np.allclose(bone_directions(np.stack([angles, other]))[1], bone_directions(other))


def test_each_finger_moves_only_its_own_bones():
    flat = HandShape().directions()
    for number, name in enumerate(FINGERS):
        moved = np.abs(HandShape(**{name: Finger((30, 30, 30), 10)}).directions() - flat).max(1) > 1e-9
        assert np.flatnonzero(moved).tolist() == [5 + 4 * number + joint for joint in range(3)]
