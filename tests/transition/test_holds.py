"""Holds of recordings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.transition import shorten_ends, shorten_holds
from signsynth.transition.holds import hand_activity
from tests.transition.made import labelled, moved, signing, still


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


def written(lead: int, tail: int, step: float = 0.05, move: int = 10) -> Motion:
    """Held exactly, moved, held exactly: as signs are that nobody had to track."""
    way = np.concatenate([np.zeros(lead), step * np.arange(move + 1), np.full(tail, step * move)])
    return labelled(moved(still(1, len(way)), way[:, None] * [1, 0, 0]), "GOOD")


@settings(max_examples=30, deadline=None)
@given(lead=st.integers(0, 12), tail=st.integers(0, 12), longest=st.floats(0, 0.4), step=st.floats(0.021, 0.2))
def test_ends_are_held_as_long_as_said_and_every_movement_stays(lead, tail, longest, step):
    motion = written(lead, tail, step)
    short = shorten_ends(motion, longest, 0.28)
    keep = max(1, round(longest * 25))
    assert len(short) == 9 + min(lead + 1, keep) + min(tail + 1, keep)
    start = max(0, lead + 1 - keep)
    np.testing.assert_array_equal(short.pose, motion.pose[start : start + len(short)])
    assert [(s.start, s.end, s.label) for s in short.segments] == [(0, len(short), "GOOD")]
    assert shorten_ends(short, longest, 0.28).equals(short)


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.floats(-0.03, 0.03), min_size=1, max_size=40), face=st.booleans(), longest=st.floats(0, 0.2))
def test_nothing_goes_that_is_not_like_a_frame_that_stays(steps, face, longest):
    """However small and slow a movement is, of hands or face alone."""
    one = still(1, len(steps))
    pose = one.pose.copy()
    pose[:, slice(60, 70) if face else slice(0, 50), 0] += np.cumsum(steps)[:, None]
    motion = Motion(pose, one.confidence, one.fps)
    short = shorten_ends(motion, longest, 0.28)
    assert 1 <= len(short) <= len(motion)
    away = np.linalg.norm(motion.pose[:, None] - short.pose[None], axis=-1).max(-1).min(1)
    assert away.max() <= 0.04 + 1e-6


def test_a_sign_that_is_only_held_is_held_for_as_long_as_said():
    motion = labelled(still(2, 40), "ME")
    short = shorten_ends(motion, 0.04, 0.28)
    assert len(short) == 7 and [(s.start, s.end) for s in short.segments] == [(0, 7)]
    assert shorten_ends(still(2, 4), 0.04, 0.28).equals(still(2, 4))
    assert len(shorten_ends(motion[:0], 0.04, 0.28)) == 0
    with pytest.raises(InputError, match="holds"):
        shorten_ends(motion, -1, 0.28)
