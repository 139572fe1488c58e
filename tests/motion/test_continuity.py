"""Joins ÷ inside, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.motion import Motion, Segment
from signsynth.motion.continuity import wrist_derivatives
from signsynth.skeleton import CANONICAL
from signsynth.transition import joins_over_inside


def along_x(positions, segments, fps=10.0) -> Motion:
    """Both wrists at these places on x."""
    pose = np.broadcast_to(CANONICAL.rest, (len(positions), *CANONICAL.rest.shape)).copy()
    pose[:, 4:6] = 0
    pose[:, 4:6, 0] = np.array(positions, float)[:, None]
    segments = tuple(Segment(*segment) for segment in segments)
    return Motion(pose, np.ones(pose.shape[:2]), fps, segments=segments)


PLACES = (0, 1, 3, 6, 10, 12, 13, 13, 14)
SIGN_TRANSITION_SIGN = ((0, 4), (4, 5, "transition"), (5, 9))


def test_every_stencil_by_hand():
    joins, inside = wrist_derivatives(along_x(PLACES, SIGN_TRANSITION_SIGN))
    # Steps: 1 2 3 | 4 2 | 1 0 1; second differences: 1 1 | 1 -2 -1 | -1 1; third: 0 | 0 -3 1 0 | 2.
    assert joins[0].tolist() == [40, 20] and inside[0].tolist() == [10, 20, 30, 10, 0, 10]
    assert joins[1].tolist() == [100, 200, 100] and inside[1].tolist() == [100, 100, 100, 100]
    assert joins[2].tolist() == [0, 3000, 1000, 0] and inside[2].tolist() == [0, 2000]


def test_ratios_by_hand():
    ratio = joins_over_inside(along_x(PLACES, SIGN_TRANSITION_SIGN))
    assert ratio["speed"] == pytest.approx(30 / (80 / 6), rel=1e-6)
    assert ratio["acceleration"] == pytest.approx((400 / 3) / 100, rel=1e-6)
    assert ratio["jerk"] == pytest.approx(1.0, rel=1e-6)


def test_pauses_and_what_lies_outside_the_signs_do_not_count():
    joined = along_x(PLACES, SIGN_TRANSITION_SIGN)
    wild = (50, -9, 4, 99)
    segments = ((0, 2, "pause"), (2, 4, "transition"), (4, 8), (8, 9, "transition"), (9, 13), (13, 15, "transition"))
    framed = along_x((*wild, *PLACES, *wild), (*segments, (15, 17, "pause")))
    assert joins_over_inside(framed) == joins_over_inside(joined)


def test_a_stencil_that_touches_a_pause_is_left_out():
    motion = along_x((0, 1, 2, 50, 3, 4, 5), ((0, 3), (3, 4, "pause"), (4, 7)))
    joins, inside = wrist_derivatives(motion)
    assert [len(values) for values in joins] == [0, 0, 0]
    assert inside[0].tolist() == [10, 10, 10, 10]


def test_a_stencil_over_two_signs_without_transition_is_neither():
    joins, inside = wrist_derivatives(along_x((0, 1, 9, 10), ((0, 2), (2, 4))))
    assert len(joins[0]) == 0 and inside[0].tolist() == [10, 10]


def test_the_wrists_are_averaged_and_depth_is_ignored():
    motion = along_x((0, 1, 2), ((0, 3),))
    pose = motion.pose.copy()
    pose[:, 4, 0] = [0, 3, 6]
    pose[:, 5, 2] = [0, 7, 1]
    _, inside = wrist_derivatives(Motion(pose, motion.confidence, motion.fps, segments=motion.segments))
    assert inside[0].tolist() == [20, 20]


def test_nothing_to_compare_is_not_a_number():
    assert all(np.isnan(value) for value in joins_over_inside(along_x((0, 1), ())).values())
