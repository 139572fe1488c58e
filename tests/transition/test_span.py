"""What of a recording is the sign."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.transition import cut, shorten_holds, signing_span
from signsynth.transition.span import STATIC_S, hand_activity
from tests.transition.made import labelled, moved, raised_and_lowered, signing, still

PLACES = {"chest": [-0.1, -0.5, 0.6], "face": [-0.2, 0.4, 0.5], "side": [-0.8, -0.3, 0.5], "low": [-0.3, -0.8, 0.6]}


def circle(place):
    """A stroke of 1.0 shoulder widths a second that begins and ends with a short stop."""

    def path(t):
        s = t / t[-1]
        angle = 2 * np.pi * (10 * s**3 - 15 * s**4 + 6 * s**5)
        return np.array(place) + 0.14 * np.stack([np.sin(angle), 1 - np.cos(angle), 0 * angle], 1)

    return path


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("fps", [15.0, 25.0, 50.0])
def test_rest_preparation_and_retraction_go_and_the_stroke_stays(place, fps):
    motion, start, end = raised_and_lowered(circle(PLACES[place]), fps=fps)
    found = signing_span(motion)
    # The stroke is the middle of the sign: three quarters of its path lie there.
    core = start + 0.2 * (end - start), end - 0.2 * (end - start)
    assert found[0] <= core[0] and found[1] >= core[1]
    slack = round(0.12 * fps)
    assert found[0] >= start - slack and found[1] <= end + slack


@pytest.mark.parametrize("place", PLACES)
def test_a_held_sign_keeps_a_short_hold_at_its_place(place):
    motion, start, end = raised_and_lowered(lambda t: np.repeat([PLACES[place]], len(t), 0))
    found = signing_span(motion)
    assert start - 2 <= found[0] < found[1] <= end + 2
    assert found[1] - found[0] <= round(STATIC_S * motion.fps) + 2


@pytest.mark.parametrize("place", PLACES)
def test_a_sign_is_found_alike_backwards_and_on_the_other_hand(place):
    motion, _, _ = raised_and_lowered(circle(PLACES[place]))
    start, end = signing_span(motion)
    backwards = Motion(motion.pose[::-1], motion.confidence, motion.fps)
    found = signing_span(backwards)
    assert abs(found[0] - (len(motion) - end)) <= 1 and abs(found[1] - (len(motion) - start)) <= 1
    assert signing_span(motion.mirrored()) == (start, end)


def test_a_clip_that_begins_and_ends_within_the_sign_keeps_both_ends():
    stroke = moved(still(1, 20), np.sin(np.arange(20) / 3)[:, None] * [0.3, 0, 0])
    assert signing_span(stroke) == (0, 20)


def test_the_stroke_keeps_its_own_speed():
    motion, start, end = raised_and_lowered(circle(PLACES["chest"]))
    speed = lambda m: np.linalg.norm(np.diff(m.pose[:, 5, :2], axis=0), axis=-1).mean()  # noqa: E731
    assert speed(cut(motion)) == pytest.approx(speed(motion[start:end]), rel=0.15)


def test_hands_that_never_rise_are_not_cut_away():
    low = moved(still(1, 20), [0, -3, 0])
    assert 1 <= len(cut(low)) <= 20


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 999), frames=st.integers(1, 60), speed=st.floats(0, 4))
def test_the_span_is_never_empty_and_lies_in_the_clip(seed, frames, speed):
    start, end = signing_span(signing(seed, frames, speed=speed))
    assert 0 <= start < end <= frames


def test_a_clip_without_frames_has_an_empty_span():
    assert signing_span(signing(1)[:0]) == (0, 0)


def test_a_held_hand_is_still_and_a_moving_one_has_its_speed():
    pose = still(1, 12)
    assert hand_activity(pose).max() < 1e-6
    moving = moved(pose, np.arange(12)[:, None] * [0.03, 0.04, 0])
    np.testing.assert_allclose(hand_activity(moving)[4:-4], 0.05 * 25, rtol=1e-3)


def held(before: int, hold: int, after: int, drift: float = 0.0) -> Motion:
    way = np.cumsum([0.06] * before + [drift] * hold + [0.06] * after)
    return moved(still(1, len(way)), way[:, None] * [1, 0, 0])


def test_long_holds_shorten_to_the_length_and_nothing_else_changes():
    motion = labelled(held(10, 30, 10), "WAIT")
    short = shorten_holds(motion, 0.4)
    assert len(motion) - len(short) >= 18
    rows = {row.tobytes() for row in motion.pose}
    assert all(row.tobytes() in rows for row in short.pose)
    np.testing.assert_array_equal(short.pose[:8], motion.pose[:8])
    np.testing.assert_array_equal(short.pose[-8:], motion.pose[-8:])
    assert [(s.start, s.end, s.label) for s in short.segments] == [(0, len(short), "WAIT")]
    assert shorten_holds(short, 0.4).equals(short)


def test_a_drifting_hold_makes_no_step():
    motion = held(10, 40, 10, drift=0.008)
    short = shorten_holds(motion, 0.4)
    assert len(short) < len(motion)
    steps = np.linalg.norm(np.diff(short.pose[:, 5], axis=0), axis=-1)
    assert steps.max() < 0.07


def test_short_holds_stay():
    motion = held(10, 5, 10)
    assert shorten_holds(motion, 0.5) is motion


@pytest.mark.parametrize("longest", [0, -1, float("nan")])
def test_impossible_holds_are_refused(longest):
    with pytest.raises(InputError, match="hold"):
        shorten_holds(signing(1), longest)
