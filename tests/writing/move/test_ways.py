"""Ways and speeds: worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.writing.move import paths, profile
from signsynth.writing.notation import Circular, Directed, Direction, Repeat, Seq
from signsynth.writing.notation.movement import Manner
from tests.writing.move.standins import done, still

LETTERS = {"u": (0, 1, 0), "d": (0, -1, 0), "l": (1, 0, 0), "r": (-1, 0, 0), "o": (0, 0, 1), "i": (0, 0, -1)}
SHARE = np.linspace(0, 1, 41)


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("size", ["small", None, "big"])
def test_a_straight_way_is_straight_and_as_long_as_written(letter, size):
    way, performance = still(Directed(Direction(letter), size))
    along = np.array(LETTERS[letter])
    off = way - way[0]
    across = off - np.outer(off @ along, along)
    assert np.abs(across).max() < 1e-9
    np.testing.assert_allclose(
        performance.wrists[-1, 1] - performance.wrists[0, 1], paths.LENGTHS[size] * along, atol=1e-9
    )


def test_speed_is_a_bell_that_swings_over_a_little_and_settles():
    _, performance = still(Directed(Direction("r"), "big"), fps=500.0)
    first, last = performance.stroke
    x = -(performance.wrists[:, 1, 0] - performance.wrists[0, 1, 0])
    speed = np.diff(x) * 500
    assert np.all(speed[:first] == 0)
    assert speed[-1] == pytest.approx(0, abs=1e-3)
    assert np.argmax(speed) == pytest.approx((first + last) / 2, abs=0.12 * (last - first))
    assert 1.7 < speed.max() * (last - first) / 500 / 0.7 < 2.1
    assert 0.02 <= x.max() / 0.7 - 1 <= 0.04
    assert x[-1] == pytest.approx(0.7, abs=1e-9)


@pytest.mark.parametrize(
    ("axis", "start", "second"),
    [
        # seen by the signer who looks ahead: from the top to the right
        ("o", "u", "r"), ("o", "r", "d"), ("o", "l", "u"),
        # looking at oneself from before: from the top to the signer's left
        ("i", "u", "l"),
        # looking left: from the top on to the right of the looker, which is ahead
        ("l", None, "o"),
        # looking right: ahead is to the left there, so from the top to behind
        ("r", None, "i"),
    ],
)  # fmt: skip
def test_circles_run_clockwise_as_seen_along_their_axis(axis, start, second):
    """A quarter on, the hand is where the clock's quarter says."""
    way, _ = paths.circular(Circular(Direction(axis), start=start and Direction(start)))
    first = np.array(LETTERS[start or "u"])
    middle = -paths.RADII[None] * first
    np.testing.assert_allclose((way(np.array([0.25]))[0] - middle) / paths.RADII[None], LETTERS[second], atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([*LETTERS, "ul", "ol", "uo", "dir"]), st.sampled_from(["small", None, "big"]), st.integers(1, 3))
def test_a_circle_keeps_its_radius_and_comes_home(axis, size, turns):
    way, length = paths.circular(Circular(Direction(axis), size, turns=turns))
    points = way(np.linspace(0, 1, 12 * turns + 1))
    middle = points[:-1].mean(0)
    np.testing.assert_allclose(np.linalg.norm(points - middle, axis=1), paths.RADII[size], atol=1e-9)
    np.testing.assert_allclose(points[-1], 0, atol=1e-9)
    assert np.abs((points - middle) @ Direction(axis).vector).max() < 1e-9
    assert length == pytest.approx(2 * np.pi * turns * paths.RADII[size])


def test_a_circle_ends_where_its_end_is_written():
    half, length = paths.circular(Circular(Direction("o"), start=Direction("u"), end=Direction("d")))
    np.testing.assert_allclose(half(np.array([1.0]))[0], [0, -2 * paths.RADII[None], 0], atol=1e-9)
    np.testing.assert_allclose(half(np.array([0.5]))[0, 0], -paths.RADII[None], atol=1e-9)
    assert length == pytest.approx(np.pi * paths.RADII[None])


@pytest.mark.parametrize(
    ("direction", "curve", "bulge"),
    [
        ("o", "u", "u"), ("o", "l", "l"), ("r", "u", "u"), ("l", "d", "d"), ("i", "r", "r"), ("i", "u", "u"),
        # turned with the way, from ahead: a way to the right bulges "right" to the signer, "left" to the viewer
        ("r", "r", "i"), ("r", "l", "o"), ("l", "r", "o"),
        # of a way up, "up" is to the signer, of a way down to the viewer
        ("u", "u", "i"), ("d", "u", "o"), ("d", "r", "r"),
        # in the signing space where the letters leave no doubt
        ("r", "o", "o"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", ["small", None, "big"])
def test_curves_bulge_where_written(direction, curve, bulge, size):
    way, length = paths.directed(Directed(Direction(direction), curve=Direction(curve), curve_size=size))
    points = way(SHARE)
    along, up = np.array(LETTERS[direction]), np.array(LETTERS[bulge])
    np.testing.assert_allclose(points[-1], 0.4 * along, atol=1e-9)
    np.testing.assert_allclose(points[20], 0.2 * along + 0.4 * paths.SAGITTAS[size] * up, atol=1e-9)
    assert np.abs(points @ np.cross(along, up)).max() < 1e-9
    assert np.linalg.norm(np.diff(way(np.linspace(0, 1, 2001)), axis=0), axis=1).sum() == pytest.approx(
        length, rel=0.01
    )


def test_half_an_ellipse_obeys_the_two_thirds_power_law():
    """Speed is as curvature to the power of -1/3, at even time."""
    way, _ = paths.arc(np.array([0.4, 0, 0]), np.array([0, 0.5, 0]))
    t = np.linspace(0, 1, 4001)
    first = np.gradient(way(t), t, axis=0)
    second = np.gradient(first, t, axis=0)
    speed = np.linalg.norm(first, axis=1)
    curvature = np.linalg.norm(np.cross(first, second), axis=1) / speed**3
    slope = np.polyfit(np.log(curvature[50:-50]), np.log(speed[50:-50]), 1)[0]
    assert slope == pytest.approx(-1 / 3, abs=1e-3)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.05, 0.5), st.floats(0, 1), st.floats(0, 1))
def test_cruise_goes_from_0_to_1_without_turning_back(ramp, a, b):
    low, high = profile.cruise(np.array([min(a, b), max(a, b)]), ramp)
    assert 0 <= low <= high <= 1
    assert profile.cruise(np.array([0.0, 0.5, 1.0]), ramp) == pytest.approx([0, 0.5, 1])


def test_longer_ways_take_longer_but_less_than_in_proportion():
    times = [profile.way_seconds(length) for length in (0.1, 0.2, 0.4, 0.8)]
    ratios = np.divide(times[1:], times[:-1])
    assert np.all((ratios > 1) & (ratios < 1.4))
    assert 0.25 <= profile.way_seconds(paths.LENGTHS["small"]) <= 0.36


def test_fused_movements_do_not_stop_and_others_do():
    parts = (Directed(Direction("r")), Directed(Direction("d")))
    apart, fused = still(Seq(parts))[0], still(Seq(parts, fused=True))[0]
    slowest = [np.linalg.norm(np.diff(way, axis=0), axis=1)[20:-40].min() * 200 for way in (apart, fused)]
    assert slowest[0] < 0.02
    assert slowest[1] > 0.4
    assert len(fused) < len(apart)


def test_tense_is_sharper_slow_is_longer_and_rest_waits():
    usual, tense, slow, rest = (
        still(Directed(Direction("r"), manner=manner), fps=1000.0)[0]
        for manner in (Manner(), Manner(tense=True), Manner(slow=True), Manner(rest=True))
    )
    peak = [np.linalg.norm(np.diff(way, axis=0), axis=1).max() for way in (usual, tense)]
    assert peak[1] > 1.4 * peak[0]
    assert len(slow) / len(usual) == pytest.approx(1 / profile.SLOW, rel=0.01)
    assert len(rest) - len(usual) == pytest.approx(1000 * profile.PAUSE_S, abs=2)


def test_hands_that_are_behind_circle_on_opposite_sides():
    circle = Circular(Direction("l"))
    performance = done(Repeat(circle), both_hands=True, out_of_phase=True, fps=50.0)
    first, last = performance.stroke
    sides = performance.wrists[first : last + 1]
    middles = sides.mean(1)
    off = sides - middles[:, None]
    np.testing.assert_allclose(off[:, 0, 1:], -off[:, 1, 1:], atol=1e-9)
    np.testing.assert_allclose(middles, middles[:1] + 0 * middles, atol=1e-9)
    np.testing.assert_allclose(np.linalg.norm(off[:, 1, 1:], axis=1), paths.RADII[None], atol=1e-9)


def test_hands_that_alternate_meet_half_way():
    up = Directed(Direction("u"), "small")
    performance = done(Repeat(up, "fromstart_several"), both_hands=True, lr_symmetric=True, out_of_phase=True, fps=50.0)
    y = performance.wrists[: performance.stroke[1] - 10, :, 1]
    np.testing.assert_allclose(y.sum(1), y[0].sum(), atol=1e-9)
    assert np.ptp(y[:, 0]) == pytest.approx(0.2, abs=0.01)
