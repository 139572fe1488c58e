"""Fingers of the body follow fingers of the pose through a gap, joint by joint."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.motion.rigid import hand_directions, place_hands
from signsynth.rotations import exponential
from signsynth.transition.fingers import follow_fingers
from signsynth.transition.tracks import finger_frames, palms
from tests.transition.made import signing

few = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 2**16)
counts = st.integers(1, 9)
JOINTS = 7
"""Of the body, in front of wrists and fingers; any number will do."""
WRISTS = slice(JOINTS, JOINTS + 2)


def rotations(seed: int, *shape: int, angle: float = 1.0) -> np.ndarray:
    return exponential(angle * np.random.default_rng(seed).standard_normal((*shape, 3)))


def share_of(count: int) -> np.ndarray:
    return np.arange(1, count + 1)[:, None] / (count + 1)


def frames_of(turns: np.ndarray) -> np.ndarray:
    """Orientations ``(frames, 2, 5, 3, 3, 3)`` of all phalanges: wrists, then joint by joint."""
    local = turns[:, JOINTS + 2 :].reshape(-1, 2, 5, 3, 3, 3)
    out, base = np.empty_like(local), turns[:, WRISTS, None]
    for joint in range(3):
        base = out[:, :, :, joint] = base @ local[:, :, :, joint]
    return out


def worn(pose: np.ndarray, hold: np.ndarray) -> np.ndarray:
    """Turns of a body that wears the pose: each phalanx as in it, then turned by ``hold (2, 5, 3, 3, 3)``."""
    directions = hand_directions(pose)[1]
    palm = palms(directions)
    turns = np.broadcast_to(np.eye(3), (len(pose), JOINTS + 32, 3, 3)).copy()
    turns[:, WRISTS] = palm
    wanted = finger_frames(directions, palm) @ hold
    above = np.concatenate([np.broadcast_to(palm[:, :, None, None], wanted[:, :, :, :1].shape), wanted[:, :, :, :2]], 3)
    turns[:, JOINTS + 2 :] = (above.swapaxes(-1, -2) @ wanted).reshape(len(pose), 30, 3, 3)
    return turns


@few
@given(seed=seeds, count=counts)
def test_a_body_that_wears_the_pose_at_both_ends_wears_it_all_the_way(seed, count) -> None:
    pose = signing(seed, 2 + count).pose
    wanted = worn(pose, rotations(seed, 2, 5, 3))
    turns = wanted.copy()
    turns[2:, JOINTS + 2 :] = rotations(seed + 1, count, 30)
    follow_fingers(turns, pose, JOINTS, share_of(count), (0, 1))
    np.testing.assert_allclose(turns, wanted, atol=1e-6)


@few
@given(seed=seeds, count=counts)
def test_hands_that_move_as_one_do_not_bend(seed, count) -> None:
    """Body and pose turn alike; whatever the body's fingers do, they go on doing it."""
    turned = rotations(seed, 2 + count)
    directions = np.einsum("tij,hbj->thbi", turned, hand_directions(signing(seed, 1).pose)[1][0])
    pose = np.repeat(signing(seed, 1).pose.astype(float), 2 + count, 0)
    pose[:, 8:50] = place_hands(pose[:, 4:6], directions)
    turns = np.repeat(rotations(seed + 1, 1, JOINTS + 32), 2 + count, 0)
    turns[:, WRISTS] = turned[:, None] @ turns[:, WRISTS]
    wanted = turns.copy()
    turns[2:, JOINTS + 2 :] = np.eye(3)
    follow_fingers(turns, pose, JOINTS, share_of(count), (0, 1))
    np.testing.assert_allclose(turns, wanted, atol=1e-6)


@few
@given(seed=seeds, count=counts, hands=st.sampled_from([(), (0,), (1,), (0, 1)]))
def test_only_fingers_of_those_hands_are_touched_and_they_are_rotations(seed, count, hands) -> None:
    pose = signing(seed, 2 + count).pose
    turns = rotations(seed, 2 + count, JOINTS + 32)
    before = turns.copy()
    follow_fingers(turns, pose, JOINTS, share_of(count), hands)
    touched = np.zeros(JOINTS + 32, bool)
    for hand in hands:
        touched[JOINTS + 2 + 15 * hand : JOINTS + 17 + 15 * hand] = True
    assert np.array_equal(turns[:2], before[:2]) and np.array_equal(turns[:, ~touched], before[:, ~touched])
    np.testing.assert_allclose(turns @ turns.swapaxes(-1, -2), np.broadcast_to(np.eye(3), turns.shape), atol=1e-6)
    np.testing.assert_allclose(np.linalg.det(turns), 1, atol=1e-6)


@few
@given(seed=seeds)
def test_at_both_ends_of_the_way_fingers_are_those_beside_the_gap(seed) -> None:
    pose = signing(seed, 2).pose[[0, 1, 0, 1]]
    ends = rotations(seed, 2, JOINTS + 32)
    turns = ends[[0, 1, 0, 1]]
    turns[2:, JOINTS + 2 :] = np.eye(3)
    follow_fingers(turns, pose, JOINTS, np.array([[0.0], [1.0]]), (0, 1))
    np.testing.assert_allclose(turns[2:], ends, atol=1e-6)


@few
@given(seed=seeds, count=counts)
def test_phalanges_turn_as_the_poses_do(seed, count) -> None:
    """With one hold at both ends, what turns a phalanx from frame 0 on is what turns the pose's."""
    pose = signing(seed, 2 + count).pose
    directions = hand_directions(pose)[1]
    shown = finger_frames(directions, palms(directions))
    turns = worn(pose, rotations(seed, 2, 5, 3))
    turns[2:, WRISTS] = rotations(seed + 2, count, 2)
    follow_fingers(turns, pose, JOINTS, share_of(count), (0, 1))
    found = frames_of(turns)
    np.testing.assert_allclose(found @ found[:1].swapaxes(-1, -2), shown @ shown[:1].swapaxes(-1, -2), atol=1e-6)
