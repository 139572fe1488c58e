"""Errors of hand shape and palm orientation, and which gaps join different signs."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.transitions.changes import CHANGED_DEG, LONGEST, _transitions, change_windows, changes_shape
from benchmarks.transitions.hands import bones, shape_angles, shape_error, turn_angles, turn_error
from benchmarks.transitions.recordings import Recorded
from benchmarks.transitions.windows import Window
from signsynth.motion import Motion, Segment
from signsynth.motion.rigid import hand_directions, place_hands
from signsynth.rotations import exponential
from signsynth.skeleton import CANONICAL, LEFT_HAND, RIGHT_HAND, hand_lengths_sw


def rest(frames: int) -> np.ndarray:
    return np.repeat(CANONICAL.rest[None], frames, axis=0)


def turned(pose: np.ndarray, degrees: float, hand: slice = RIGHT_HAND) -> np.ndarray:
    """One hand turned about its wrist."""
    pose = pose.copy()
    turn = exponential(np.radians(degrees) * np.array([0.0, 0.6, 0.8]))
    pose[:, hand] = (pose[:, hand] - pose[:, hand.start, None]) @ turn.T + pose[:, hand.start, None]
    return pose


def bent(pose: np.ndarray, degrees: float) -> np.ndarray:
    """The right index finger's last bone turned."""
    wrists, directions = hand_directions(pose)
    axis = np.cross(directions[:, 1, 7], [0.3, 0.5, 0.2])
    axis = axis / np.linalg.norm(axis, axis=-1, keepdims=True) * np.radians(degrees)
    directions[:, 1, 7] = (exponential(axis) @ directions[:, 1, 7, :, None])[..., 0]
    pose = pose.copy()
    pose[:, LEFT_HAND.start : RIGHT_HAND.stop] = place_hands(wrists, directions)
    return pose


@pytest.mark.parametrize("degrees", [0.0, 5.0, 90.0, 170.0])
def test_a_turned_hand_keeps_its_shape(degrees):
    pose = rest(3)
    np.testing.assert_allclose(turn_angles(turned(pose, degrees), pose)[:, 1], degrees, atol=1e-4)
    np.testing.assert_allclose(shape_angles(turned(pose, degrees), pose), 0.0, atol=1e-4)
    np.testing.assert_allclose(turn_angles(turned(pose, degrees), pose)[:, 0], 0.0, atol=1e-4)


def test_one_bent_bone_of_twenty():
    pose = place_rigid(rest(2))
    np.testing.assert_allclose(shape_angles(bent(pose, 40.0), pose), [[0.0, 2.0]] * 2, atol=1e-4)
    np.testing.assert_allclose(turn_angles(bent(pose, 40.0), pose), 0.0, atol=1e-4)


def place_rigid(pose: np.ndarray) -> np.ndarray:
    pose[:, LEFT_HAND.start : RIGHT_HAND.stop] = place_hands(*hand_directions(pose))
    return pose


def test_only_hands_that_were_seen_count():
    confidence = np.ones((20, len(CANONICAL)))
    window = Window("a", Motion(rest(20), confidence, 25.0), 8, (True, False))
    made = Motion(turned(rest(4), 30.0), confidence[:4], 25.0)
    assert turn_error(window, made) == pytest.approx(0.0, abs=1e-3)
    both = Window("a", Motion(rest(20), confidence, 25.0), 8, (True, True))
    assert turn_error(both, made) == pytest.approx(15.0, abs=1e-3)
    assert shape_error(both, made) == pytest.approx(0.0, abs=1e-2)


def test_lengths_of_bones():
    np.testing.assert_allclose(
        bones(place_rigid(rest(2))), np.broadcast_to(hand_lengths_sw()[1:], (2, 2, 20)), atol=1e-9
    )


def test_labelled_transitions_become_gaps():
    segments = (Segment(0, 12, "sign", "A"), Segment(12, 18, "transition"), Segment(18, 40, "sign", "B"))
    motion = Motion(rest(40), np.ones((40, len(CANONICAL))), 25.0, segments=segments)
    (window,) = _transitions([Recorded("a", motion)])
    assert (len(window.before), len(window.truth), len(window.after)) == (8, 6, 8)
    assert _transitions([Recorded("a", motion)], LONGEST) == []  # 30 frames and 16 beside them do not fit into 40
    (wide,) = _transitions([Recorded("a", motion)], 8)
    assert len(wide.truth) == 8


def test_real_gaps(shared_data):
    cells = change_windows(shared_data, 20)
    for cell, windows in cells.items():
        assert len(windows) == 20, cell
        assert max(len(w.truth) for w in windows) <= LONGEST
        if cell.startswith("shapes"):
            assert all(changes_shape(w) for w in windows) and CHANGED_DEG > 0
