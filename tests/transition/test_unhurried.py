"""Transitions that move no faster than the signs beside them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.motion import Motion, Segment
from signsynth.transition import TIMINGS, Duration, Linear, Tempo, Unhurried, join
from tests.transition.made import moved, signing, still

few = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 200)
NEVER = Duration(least_s=1e-3, slowest_sw_s=1e6, fastest_sw_s=1e6)
"""A law that says nothing."""


def at_speed(sw_s: float, frames: int = 11, start: float = 0.0) -> Motion:
    """A pose that moves to the side without changing."""
    return moved(still(1, frames), (start + np.arange(frames)[:, None] * sw_s / 25) * np.array([1.0, 0, 0]))


def test_a_floor_by_hand():
    """0.4 s at 0.5 and 0.4 s at 1.0, and 0.25 s at 0.9: 0.825 in 1.05 s; a way of 0.44 at a detour of 1.15."""
    before, after = at_speed(0.5), at_speed(1.0, start=0.2 + 0.44)
    rule = Unhurried(NEVER)
    assert rule.speed_sw_s(before, after) == pytest.approx(0.825 / 1.05, rel=1e-4)
    assert rule.seconds(before, after) == pytest.approx(1.15 * 0.44 / (0.825 / 1.05), rel=1e-3)
    assert rule.frames(before, after) == round(25 * rule.seconds(before, after))


@few
@given(one=seeds, other=seeds, detour=st.floats(0, 2))
def test_it_is_never_shorter_than_its_law_and_never_makes_it_longer_than_the_longest(one, other, detour):
    a, b = signing(one), signing(other)
    for law in (Tempo.load(), Duration()):
        said, made = law.seconds(a, b), Unhurried(law, detour).seconds(a, b)
        assert said <= made <= max(said, Unhurried().longest_s)
    assert Unhurried(Tempo.load(), 0.0).seconds(a, b) == Tempo.load().seconds(a, b)


@few
@given(one=seeds, other=seeds, shift=st.floats(-1, 1))
def test_the_same_for_left_and_right_backwards_and_wherever_the_signer_stands(one, other, shift):
    a, b, rule = signing(one), signing(other), Unhurried(NEVER)
    made = rule.seconds(a, b)
    assert rule.seconds(a.mirrored(), b.mirrored()) == pytest.approx(made, rel=2e-3)
    assert rule.seconds(*(moved(m, np.array([shift, shift, 0])) for m in (a, b))) == pytest.approx(made, rel=2e-3)
    back = [replace(m, pose=m.pose[::-1], confidence=m.confidence[::-1]) for m in (b, a)]
    assert rule.seconds(*back) == pytest.approx(made, rel=1e-6)


@few
@given(seed=seeds, slow=st.floats(0.2, 1.5), quick=st.floats(0.2, 1.5))
def test_slower_signs_never_have_quicker_ways(seed, slow, quick):
    slow, quick = sorted((slow, quick))
    times = [Unhurried(NEVER).seconds(at_speed(v), at_speed(v, start=v * 10 / 25 + 0.3)) for v in (slow, quick)]
    assert times[0] >= times[1]


@few
@given(one=seeds, other=seeds, third=seeds)
def test_straight_ways_are_no_faster_than_the_signs(one, other, third):
    """Between quick signs, whose own speed counts most: what the joins' wrists do against the signs'."""
    signs = [replace(signing(seed, 40, speed=1.5), segments=(Segment(0, 40),)) for seed in (one, other, third)]
    rule = Unhurried()
    for a, b in zip(signs, signs[1:], strict=False):
        made = Linear()(a, b, rule.frames(a, b), seed=0)
        path = np.concatenate([a.pose[-1:], made.pose, b.pose[:1]])[:, 4:6, :2]
        speed = np.linalg.norm(np.diff(path, axis=0), axis=-1).mean() * 25
        assert rule.seconds(a, b) == rule.longest_s or speed <= rule.speed_sw_s(a, b) * 1.02


def test_a_pause_says_nothing_and_neither_does_what_is_far():
    rule, sign, after = Unhurried(NEVER), at_speed(0.8), at_speed(1.2)
    pause = replace(sign.taken(np.full(50, -1)), segments=(Segment(0, 50, "pause"),))
    assert rule.speed_sw_s(pause, after) == pytest.approx((0.48 + 0.225) / 0.65, rel=1e-4)
    long = at_speed(0.8, 101)
    assert rule.speed_sw_s(long, after) == rule.speed_sw_s(long[-25:], after)


def test_it_is_what_tempo_names_and_joins_with_it_leave_signs_alone():
    rule, parts = TIMINGS["tempo"](), [signing(seed) for seed in (1, 2, 3)]
    assert rule == Unhurried(Tempo.load())
    motion = join(parts, Linear(), duration=rule, rest=False)
    made = [s.end - s.start for s in motion.segments if s.kind == "transition"]
    assert made == [rule.frames(a, b) for a, b in zip(parts, parts[1:], strict=False)]
    signs = [motion.pose[s.start : s.end] for s in motion.segments if s.kind == "sign"]
    assert all(np.array_equal(shown, part.pose) for shown, part in zip(signs, parts, strict=True))


@pytest.mark.parametrize(
    "wrong", [{"detour": -1.0}, {"weight_s": 0.0}, {"usual_sw_s": float("nan")}, {"longest_s": float("inf")}]
)
def test_impossible_rules_are_refused(wrong):
    with pytest.raises(InputError, match="expected positive"):
        Unhurried(NEVER, **wrong)
    with pytest.raises(InputError, match="pace 0"):
        Unhurried(NEVER).frames(signing(1), signing(2), 0)
