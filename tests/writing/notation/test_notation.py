"""Directions and tiers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.writing.notation import Direction, Expression, NonManual
from signsynth.writing.notation.direction import LETTERS

OPPOSITE = {"l": "r", "u": "d", "o": "i"} | {"r": "l", "d": "u", "i": "o"}


def test_directions_by_hand():
    assert Direction("u").vector.tolist() == [0, 1, 0]
    assert np.allclose(Direction("ol").vector, np.array([1, 0, 1]) / np.sqrt(2))
    assert np.allclose(Direction("uul").vector, np.array([1, 2, 0]) / np.sqrt(5))  # steeper than "ul"
    assert np.allclose(Direction("u", "l").vector, Direction("ul").vector)
    assert np.allclose(Direction("u", "d").vector, [0, 1, 0])  # nothing is half way: the first


@given(st.text("".join(LETTERS), min_size=1, max_size=6))
def test_opposite_letters_look_the_other_way(letters):
    other = "".join(OPPOSITE[letter] for letter in letters)
    try:
        vector = Direction(letters).vector
    except InputError:
        with pytest.raises(InputError, match="cancel out"):
            Direction(other)
    else:
        assert np.isclose(np.linalg.norm(vector), 1)
        assert np.allclose(Direction(other).vector, -vector)
        assert np.allclose(Direction(letters[::-1]).vector, vector)


@pytest.mark.parametrize("letters", ["", "x", "U", "ud", "lr", "uldr"])
def test_no_direction(letters):
    with pytest.raises(InputError, match="expected"):
        Direction(letters)
    with pytest.raises(InputError, match="expected"):
        Direction("u", letters)


def test_tiers():
    nod = Expression("head", "head_movement", "NO")
    nonmanual = NonManual((("head", ((nod,),)),))
    assert nonmanual.tier("head") == ((nod,),)
    assert nonmanual.tier("mouth") == ()
