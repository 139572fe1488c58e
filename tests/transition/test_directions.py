"""Places and directions of bones: there and back, sides that lost a hand, turns about the palm, the process's guess."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.motion.rigid import hand_directions, place_hands
from signsynth.rotations import exponential
from signsynth.transition.directions import guessed, known_sides, poses_of, turn_hands, values_of
from signsynth.transition.gap import CONTEXT
from signsynth.transition.mixture import mixed_ways
from signsynth.transition.parts import LEADING, LEFT_COLUMNS, RIGHT_COLUMNS
from signsynth.transition.training.lesson import window_values
from signsynth.transition.turning import share_of_turn
from tests.transition.learned import tiny
from tests.transition.made import signing

WEIGHTS = tiny().weights
few = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**16)
axes = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda axis: np.linalg.norm(axis) > 0.1)
hands_seen = st.lists(st.booleans(), min_size=4, max_size=4).map(lambda flags: np.array(flags).reshape(2, 2))
HANDS = (LEFT_COLUMNS, RIGHT_COLUMNS)


def bones(seed: int) -> np.ndarray:
    """Of both hands ``(2, 20, 3)``."""
    return hand_directions(signing(seed, 1).pose)[1][0]


def turned(pose: np.ndarray, rotation: np.ndarray) -> np.ndarray:
    """Poses ``(frames, 178, 3)`` whose hands are turned about their wrists."""
    out = pose.astype(float)
    out[:, 8:50] = place_hands(out[:, 4:6], hand_directions(pose)[1] @ rotation.T)
    return out


@few
@given(seed=seeds)
def test_rigid_poses_come_back(seed) -> None:
    pose = signing(seed).pose
    np.testing.assert_allclose(poses_of(values_of(pose)), pose, atol=2e-5)


@few
@given(seed=seeds)
def test_points_of_the_hands_and_body_alone_give_the_leading_numbers(seed) -> None:
    pose = signing(seed).pose
    assert np.array_equal(values_of(pose[:, :50]), values_of(pose)[:, :LEADING])


@few
@given(seed=seeds, shift=axes)
def test_only_places_depend_on_where_somebody_stands(seed, shift) -> None:
    pose = signing(seed).pose.astype(float)
    off = values_of(pose + np.array(shift)) - values_of(pose)
    np.testing.assert_allclose(off[:, :24].reshape(-1, 8, 3), np.broadcast_to(shift, (len(pose), 8, 3)), atol=1e-9)
    np.testing.assert_allclose(off[:, 24:LEADING], 0, atol=1e-9)


@few
@given(seed=seeds, seen=hands_seen)
def test_a_hand_that_one_side_lost_has_the_bones_beside_the_gap(seed, seen) -> None:
    values, cut = np.random.default_rng(seed).standard_normal((9, LEADING)), 4
    out = known_sides(values, cut, seen)
    for hand, columns in enumerate(HANDS):
        wanted = values[:, columns].copy()
        if seen[0, hand] and not seen[1, hand]:
            wanted[4:] = values[3, columns]
        if seen[1, hand] and not seen[0, hand]:
            wanted[:4] = values[4, columns]
        assert np.array_equal(out[:, columns], wanted)
    assert np.array_equal(out[:, : LEFT_COLUMNS.start], values[:, : LEFT_COLUMNS.start])


@few
@given(seed=seeds, frames=st.integers(1, 24))
def test_hands_that_hardly_turn_are_guessed_in_straight_lines(seed, frames) -> None:
    before, after = signing(seed, CONTEXT).pose, signing(seed + 1, CONTEXT).pose
    ends = [hand_directions(pose)[1][k] for pose, k in ((before, -1), (after, 0))]
    found = guessed(values_of(before), values_of(after), frames, WEIGHTS)
    sides = np.concatenate([values_of(before), values_of(after)])[None, :, :LEADING]
    plain = mixed_ways(WEIGHTS, sides, frames)[0]
    for hand, columns in enumerate(HANDS):
        straight = share_of_turn(*ends)[hand] == 0
        fingers = [values[:, columns].reshape(frames, 5, 12)[:, straight] for values in (found, plain)]
        np.testing.assert_allclose(*fingers, atol=1e-12)
    assert np.array_equal(found[:, : LEFT_COLUMNS.start], plain[:, : LEFT_COLUMNS.start])


@few
@given(
    data=st.data(),
    frames=st.integers(1, 30),
    angles=st.lists(st.sampled_from([0.0, 1.2, 1.6, 2.0, 2.8]), min_size=1, max_size=4),
)
def test_one_guess_and_a_batch_of_them_agree(data, frames, angles) -> None:
    """Use and training are two texts of one rule."""
    pose, seen = [], np.stack([data.draw(hands_seen) for _ in angles])
    for angle in angles:
        rotation = exponential(angle * np.array([0.6, 0.0, 0.8]))
        sides = [signing(data.draw(seeds), CONTEXT).pose for _ in range(2)]
        middle = np.zeros((frames, *sides[0].shape[1:]))
        pose.append(np.concatenate([sides[0], middle, turned(sides[1], rotation)]))
    pose, after = np.stack(pose), CONTEXT + frames
    values = window_values(pose[:, :, :50], seen, frames)
    sides = np.concatenate([values[:, :CONTEXT], values[:, after:]], 1)
    batch = mixed_ways(WEIGHTS, sides, frames)
    turn_hands(batch, sides)
    for row, whole in enumerate(pose):
        known = known_sides(values_of(np.concatenate([whole[:CONTEXT], whole[after:]])), CONTEXT, seen[row])
        one = guessed(known[:CONTEXT], known[CONTEXT:], frames, WEIGHTS)
        np.testing.assert_allclose(batch[row], one[:, :LEADING], atol=1e-4)
