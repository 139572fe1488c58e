"""Directions in words, and rotations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.writing.hand.orientation import DIRECTIONS, direction, matrices, quaternion, rotation, turned

VECTORS = st.tuples(*[st.floats(-1, 1)] * 3).map(np.array).filter(lambda v: np.linalg.norm(v) > 0.1)


def test_palm_forward_fingers_up_is_the_hands_own_frame():
    assert np.allclose(rotation(direction("forward"), direction("up")), np.eye(3))


@pytest.mark.parametrize(
    ("palm", "fingers", "thumb"),
    [("forward", "up", "left"), ("back", "up", "right"), ("back", "left", "up"), ("left", "forward", "up")],
)
def test_where_the_right_thumb_is(palm, fingers, thumb):
    assert np.allclose(rotation(direction(palm), direction(fingers))[:, 0], DIRECTIONS[thumb])


def test_words_add_up_and_slightly_is_less():
    assert np.allclose(direction("up, left"), np.array([1, 1, 0]) / np.sqrt(2))
    lean = np.rad2deg(np.arccos(direction("up slightly left") @ direction("up")))
    assert lean == pytest.approx(16.7, abs=0.05)
    assert np.allclose(direction([0.0, 3.0, 0.0]), direction("up"))


@pytest.mark.parametrize(
    ("written", "says"),
    [("upp", "did you mean 'up'"), ("up down", "leads nowhere"), ("", "leads nowhere"), ([0, 0, 0], "leads nowhere")],
)
def test_bad_directions_are_named(written, says):
    with pytest.raises(InputError, match=says):
        direction(written)


def test_a_palm_along_the_fingers_is_refused():
    with pytest.raises(InputError, match="same way"):
        rotation(direction("up"), direction("up"))


@given(VECTORS, VECTORS)
def test_rotations_are_proper_and_fingers_exact(palm, fingers):
    palm, fingers = palm / np.linalg.norm(palm), fingers / np.linalg.norm(fingers)
    assume(np.linalg.norm(np.cross(palm, fingers)) > 0.25)
    turn = rotation(palm, fingers)
    assert np.allclose(turn @ turn.T, np.eye(3), atol=1e-9)
    assert np.linalg.det(turn) == pytest.approx(1)
    assert np.allclose(turn[:, 1], fingers)
    assert turn[:, 2] @ palm > 0


@given(VECTORS, st.floats(-180, 180))
def test_quaternions_and_matrices_agree(axis, degrees):
    turn = turned(axis / np.linalg.norm(axis), degrees)
    assert np.allclose(matrices(quaternion(turn)[None])[0], turn, atol=1e-9)


def test_a_turn_by_hand():
    assert np.allclose(turned(np.array([0, 0, 1.0]), 90) @ [1, 0, 0], [0, 1, 0])
