"""Time warping: exact against every path, against FastDTW, and what must hold for any sequences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.metrics.warping import distances, fast_paths, warping_path, warping_paths


def cost(first, second, path):
    return np.linalg.norm(first[path[:, 0]] - second[path[:, 1]], axis=-1).sum()


def textbook(first, second):
    """The least cost of all paths by the textbook's recursion, and the path: both sides, then first, then second."""
    best = np.full((len(first) + 1, len(second) + 1), np.inf)
    best[0, 0] = 0.0
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            best[i + 1, j + 1] = np.linalg.norm(a - b) + min(best[i, j], best[i, j + 1], best[i + 1, j])
    i, j = len(first), len(second)
    path = [(i, j)]
    while (i, j) != (1, 1):
        i, j = min([(i - 1, j - 1), (i - 1, j), (i, j - 1)], key=lambda at: best[at])
        path.append((i, j))
    return best[-1, -1], np.array(path[::-1]) - 1


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
    least, path = textbook(*pair)
    assert cost(*pair, warping_path(*pair)) == pytest.approx(least, rel=1e-9, abs=1e-9)
    assert cost(*pair, path) == pytest.approx(least)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.integers(1, 9), st.sampled_from([1, 40]))
def test_equal_ways_are_chosen_by_one_rule(seed, n, m, values):
    """Whole numbers, all values of a frame equal: many ways cost the same."""
    rng = np.random.default_rng(seed)
    first, second = (np.repeat(rng.integers(0, 3, (k, 1)).astype(float), values**2, axis=1) for k in (n, m))
    assert warping_path(first, second).tolist() == textbook(first, second)[1].tolist()


@settings(max_examples=20, deadline=None)
@given(st.lists(pairs(), min_size=1, max_size=5), st.floats(0.1, 1000))
def test_many_pairs_at_once_come_out_as_each_alone(many, away):
    together = warping_paths(many)
    assert [path.tolist() for path in together] == [warping_path(*pair).tolist() for pair in many]
    moved = [tuple(side + away for side in pair) for pair in many]  # far from the origin products lose digits
    for pair, path, other in zip(many, together, warping_paths(moved), strict=True):
        assert cost(*pair, other) == pytest.approx(cost(*pair, path), rel=1e-9, abs=1e-7)


def test_more_pairs_than_are_made_at_once():
    rng = np.random.default_rng(0)
    many = [tuple(rng.normal(size=(n, 4)) for n in rng.integers(1, 9, 2)) for _ in range(150)]
    for pair, path in zip(many, warping_paths(many), strict=True):
        assert cost(*pair, path) == pytest.approx(textbook(*pair)[0])


@settings(max_examples=20, deadline=None)
@given(pairs(), st.sampled_from([0.0, 1e3, 1e6]))
def test_distances_keep_their_digits(pair, away):
    first, second = (side + away for side in pair)
    expected = np.linalg.norm(first[:, None] - second[None], axis=-1)
    assert distances(first, second) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_the_c_code_of_others_finds_the_same_cost():
    dtw = pytest.importorskip("dtaidistance.dtw")
    rng = np.random.default_rng(3)
    for n, m in ((40, 57), (80, 31), (1, 9)):
        first, second = rng.normal(size=(n, 60)).cumsum(0), rng.normal(size=(m, 60)).cumsum(0)
        theirs = dtw.warping_paths_fast(first, second, use_ndim=True, inner_dist="euclidean")[0]
        assert cost(first, second, warping_path(first, second)) == pytest.approx(theirs)


@settings(max_examples=10, deadline=None)
@given(pairs())
def test_fastdtw_of_a_large_radius_is_exact_too(pair):
    pytest.importorskip("fastdtw")
    (theirs,) = fast_paths([pair], radius=30)
    assert cost(*pair, warping_path(*pair)) == pytest.approx(cost(*pair, theirs), abs=1e-9)


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
    assert cost(first, second, warping_path(first, second)) <= cost(first, second, fast_paths([pair])[0]) + 1e-9


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
        (np.full((2, 300), np.inf), np.zeros((2, 300))),
        (np.zeros(3), np.zeros(3)),
        (np.zeros((2, 0)), np.zeros((2, 0))),
    ],
)
def test_what_cannot_be_aligned(first, second):
    with pytest.raises(InputError):
        warping_path(first, second)
