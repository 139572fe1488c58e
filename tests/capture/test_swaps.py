"""Laws of putting hands on the sides they belong to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.capture.swaps import exchanged, unswapped
from signsynth.motion.recording import Recording
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from tests.capture.made import mirrored, seen

masks = st.lists(st.booleans(), min_size=30, max_size=30).map(np.array)


def same(a: Recording, b: Recording) -> bool:
    return np.array_equal(a.points, b.points) and np.array_equal(a.confidence, b.confidence)


@given(masks, st.booleans())
def test_exchanging_twice_is_the_identity(frames, arms):
    recording = seen()
    assert same(exchanged(exchanged(recording, frames, arms=arms), frames, arms=arms), recording)


def test_what_is_right_stays():
    recording = seen()
    out, notes = unswapped(recording)
    assert out is recording and notes == []


@settings(max_examples=25, deadline=None)
@given(masks)
def test_hands_exchanged_in_any_frames_are_put_back(frames):
    out, notes = unswapped(exchanged(seen(), frames))
    assert same(out, seen())
    assert notes == ([f"left and right put back in {frames.sum()} frames"] if frames.any() else [])


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 20), st.integers(1, 9))
def test_arms_that_flip_and_flip_back_are_put_back(start, length):
    frames = np.zeros(30, bool)
    frames[start : start + length] = True
    out, notes = unswapped(exchanged(seen(), frames, arms=True))
    assert same(out, seen()) and notes


@settings(max_examples=15, deadline=None)
@given(masks)
def test_repairs_are_idempotent_and_know_no_side(frames):
    broken = exchanged(seen(), frames)
    once, _ = unswapped(broken)
    assert same(unswapped(once)[0], once)
    assert same(unswapped(mirrored(broken))[0], mirrored(once))


@pytest.mark.parametrize(("real", "ghost"), [(LEFT_HAND, RIGHT_HAND), (RIGHT_HAND, LEFT_HAND)])
def test_a_hand_seen_twice_is_seen_once(real, ghost):
    recording = seen()
    points = recording.points.copy()
    points[10:15, ghost] = points[10:15, real] + [2, 1, 0]
    out, notes = unswapped(Recording(points, recording.confidence, 25.0))
    assert (out.confidence[10:15, ghost] == 0).all() and (out.confidence[:, real] == 1).all()
    assert notes == ["one hand taken for two in 5 frames, put right"]


def test_hands_that_really_touch_are_both_kept():
    recording = seen()
    points = recording.points.copy()
    points[:, [2, 4]] = points[:, [3, 5]]
    points[:, LEFT_HAND] = points[:, RIGHT_HAND]
    out, _ = unswapped(Recording(points, recording.confidence, 25.0))
    assert (out.confidence == 1).all()
