"""Holds of recordings."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.transition import shorten_holds
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
