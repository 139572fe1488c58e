"""Time warping: exact against every path, against FastDTW, and what must hold for any sequences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.metrics.warping import fast_path, warping_path

pytest.importorskip("dtaidistance")


def cost(first, second, path):
    return np.linalg.norm(first[path[:, 0]] - second[path[:, 1]], axis=-1).sum()


def least(first, second):
    """The least cost of all paths, by the textbook's recursion."""
    best = np.full((len(first) + 1, len(second) + 1), np.inf)
    best[0, 0] = 0.0
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            best[i + 1, j + 1] = np.linalg.norm(a - b) + min(best[i, j], best[i, j + 1], best[i + 1, j])
    return best[-1, -1]


@st.composite
def pairs(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, m, values = draw(st.integers(1, 12)), draw(st.integers(1, 12)), draw(st.sampled_from([1, 2, 3, 30, 60]))
    first, second = rng.normal(size=(n, values)), rng.normal(size=(m, values))
    if draw(st.booleans()):  # equal frames make the Gram matrix singular
        second[:] = first[rng.integers(0, n, m)]
    return first, second


@settings(max_examples=60, deadline=None)
@given(pairs())
def test_no_path_is_cheaper(pair):
    first, second = pair
    path = warping_path(first, second)
    assert cost(first, second, path) == pytest.approx(least(first, second), rel=1e-6, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(pairs())
def test_paths_join_both_ends_one_step_at_a_time(pair):
    path = warping_path(*pair)
    assert tuple(path[0]) == (0, 0) and tuple(path[-1]) == (len(pair[0]) - 1, len(pair[1]) - 1)
    steps = np.diff(path, axis=0)
    assert ((steps >= 0) & (steps <= 1)).all() and (steps.sum(1) >= 1).all()


@settings(max_examples=15, deadline=None)
@given(pairs())
def test_never_worse_than_fastdtw(pair):
    pytest.importorskip("fastdtw")
    first, second = pair
    assert cost(first, second, warping_path(first, second)) <= cost(first, second, fast_path(first, second)) + 1e-5


def test_a_slowed_copy_is_found_again():
    first = np.arange(20.0)[:, None] * np.ones(700)
    second = np.repeat(first, 3, axis=0)
    path = warping_path(first, second)
    assert cost(first, second, path) == 0 and len(path) == 60


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (np.zeros((0, 3)), np.zeros((2, 3))),
        (np.zeros((2, 3)), np.zeros((2, 4))),
        (np.full((2, 3), np.nan), np.zeros((2, 3))),
        (np.zeros(3), np.zeros(3)),
        (np.zeros((2, 0)), np.zeros((2, 0))),
    ],
)
def test_what_cannot_be_aligned(first, second):
    with pytest.raises(InputError):
        warping_path(first, second)
