"""Laws of working ahead: order, how far, held frames cost nothing, errors arrive where they belong."""

from __future__ import annotations

import itertools
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.render.mesh.ahead import ahead, held


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 3), max_size=20), st.integers(1, 3))
def test_it_is_map(numbers, workers):
    assert list(ahead(lambda n: 2 * n, numbers, workers=workers)) == [2 * n for n in numbers]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 2), max_size=20))
def test_the_very_same_item_is_worked_on_once(numbers):
    """As often as another one comes: for every run of the same object the same result, made once."""
    things, seen, lock = [np.full(2, n) for n in range(3)], [], threading.Lock()

    def work(thing):
        with lock:
            seen.append(thing[0])
        return thing.copy()

    made = list(ahead(work, (things[n] for n in numbers)))
    runs = [number for number, _ in itertools.groupby(numbers)]
    assert sorted(seen) == sorted(runs)
    assert [result[0] for result in made] == numbers
    for (a, b), (first, second) in zip(itertools.pairwise(made), itertools.pairwise(numbers), strict=True):
        assert (a is b) == (first == second)


def test_no_more_than_asked_for_is_taken():
    taken = []
    stream = ahead(lambda n: n, (taken.append(n) or n for n in itertools.count()), workers=2)
    assert next(stream) == 0
    assert taken == [0, 1, 2]
    stream.close()


def test_an_error_comes_in_its_turn():
    stream = ahead(lambda n: 1 // n, [1, 0, 1])
    assert next(stream) == 1
    with pytest.raises(ZeroDivisionError):
        next(stream)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 2), max_size=20))
def test_held_changes_no_frame(numbers):
    frames = [np.full(3, n, np.float32) for n in numbers]
    found = list(held(iter(frames)))
    assert all(np.array_equal(a, b) for a, b in zip(found, frames, strict=True))
    for (a, b), (first, second) in zip(itertools.pairwise(found), itertools.pairwise(numbers), strict=True):
        assert (a is b) == (first == second)
