"""Laws that every in-betweening method obeys."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.stages import Transition
from signsynth.transition import DEFAULT, TRANSITIONS
from signsynth.transition.tracks import Tracks
from tests.transition.made import hand_stretch, moved, reversed_in_time, signing, still

each_method = pytest.mark.parametrize("name", TRANSITIONS)
calculated_methods = pytest.mark.parametrize("name", ["linear", "hermite", "gaussian-process"])
"""What is learned knows places, and that movements have a direction in time."""
smooth_methods = pytest.mark.parametrize("name", ["hermite", "gaussian-process"])
NEAR = {"diffusion": 2e-3}
"""Shoulder widths by which what is drawn may stray where nothing moves: less than a millimetre."""
seeds = st.integers(0, 10_000)
gaps = st.integers(1, 20)
few = settings(max_examples=15, deadline=None)


def bridge(name: str, *arguments, **options) -> Motion:
    return TRANSITIONS[name]()(*arguments, **options)


def test_names_that_the_command_line_knows():
    assert list(TRANSITIONS) == ["linear", "hermite", "gaussian-process", "diffusion"]
    assert DEFAULT in TRANSITIONS


@each_method
@few
@given(seed=seeds, frames=st.integers(0, 40), sides=st.tuples(st.integers(1, 12), st.integers(1, 12)))
def test_exactly_the_frames_between_as_one_transition(name, seed, frames, sides):
    before, after = signing(seed, sides[0]), signing(seed + 1, sides[1])
    made = bridge(name, before, after, frames)
    assert len(made) == frames and made.fps == before.fps
    assert [(s.start, s.end, s.kind) for s in made.segments] == ([(0, frames, "transition")] if frames else [])
    assert ((made.confidence >= 0) & (made.confidence <= 1)).all()


@each_method
@few
@given(seed=seeds, frames=gaps)
def test_hands_stay_rigid_and_on_their_wrists(name, seed, frames):
    made = bridge(name, signing(seed), signing(seed + 1), frames)
    assert hand_stretch(made) < 1e-4
    np.testing.assert_array_equal(made.pose[:, 8], made.pose[:, 4])
    np.testing.assert_array_equal(made.pose[:, 29], made.pose[:, 5])


@each_method
@few
@given(seed=seeds, frames=gaps)
def test_arm_bones_keep_lengths_between_those_of_both_sides(name, seed, frames):
    before, after = still(seed), still(seed + 1)
    lengths = lambda pose: np.linalg.norm(pose[:, 2:6] - pose[:, 0:4], axis=-1)  # noqa: E731
    ends = np.stack([lengths(before.pose)[-1], lengths(after.pose)[0]])
    made = lengths(bridge(name, before, after, frames).pose)
    assert (made > ends.min(0) - 1e-4).all() and (made < ends.max(0) + 1e-4).all()


@each_method
def test_same_seed_same_bits(name):
    before, after = signing(1), signing(2)
    assert bridge(name, before, after, 9, seed=3).equals(bridge(name, before, after, 9, seed=3))


@calculated_methods
@few
@given(seed=seeds, frames=gaps)
def test_time_reversed_inputs_give_the_reversed_bridge(name, seed, frames):
    before, after = signing(seed, 10), signing(seed + 1, 7)
    forward = bridge(name, before, after, frames)
    backward = bridge(name, reversed_in_time(after), reversed_in_time(before), frames)
    np.testing.assert_allclose(backward.pose[::-1], forward.pose, atol=2e-5)
    np.testing.assert_allclose(backward.confidence[::-1], forward.confidence, atol=1e-6)


@calculated_methods
@few
@given(seed=seeds, frames=gaps)
def test_mirrored_inputs_give_the_mirrored_bridge(name, seed, frames):
    before, after = signing(seed), signing(seed + 1)
    made = bridge(name, before.mirrored(), after.mirrored(), frames)
    np.testing.assert_allclose(made.pose, bridge(name, before, after, frames).mirrored().pose, atol=2e-5)


@calculated_methods
@few
@given(seed=seeds, frames=gaps, offset=st.tuples(*[st.floats(-2, 2)] * 3))
def test_shifted_inputs_give_the_shifted_bridge(name, seed, frames, offset):
    before, after = signing(seed), signing(seed + 1)
    made = bridge(name, moved(before, offset), moved(after, offset), frames)
    np.testing.assert_allclose(made.pose, bridge(name, before, after, frames).pose + np.float32(offset), atol=5e-5)


@calculated_methods
@few
@given(seed=seeds, frames=gaps, velocity=st.tuples(*[st.floats(-0.05, 0.05)] * 3))
def test_constant_velocity_goes_on(name, seed, frames, velocity):
    total = 8 + frames + 8
    whole = moved(still(seed, total), np.arange(total)[:, None] * np.array(velocity))
    made = bridge(name, whole[:8], whole[8 + frames :], frames)
    np.testing.assert_allclose(made.pose, whole.pose[8 : 8 + frames], atol=2e-5)


@each_method
def test_a_pose_held_on_both_sides_stays(name):
    pose = still(4)
    np.testing.assert_allclose(bridge(name, pose, pose, 7).pose, pose.pose[:7], atol=NEAR.get(name, 1e-5))


@smooth_methods
@few
@given(seed=seeds, frames=st.integers(4, 20))
def test_both_sides_are_met_in_position_and_velocity(name, seed, frames):
    """Slow motion at a high rate: what a step at the seam adds to the neighbouring steps is of second order."""
    before, after = signing(seed, 12, fps=200), signing(seed + 1, 12, fps=200)
    after = moved(after, (before.pose[-1] - after.pose[0])[4:6].mean(0))
    many = frames * 10
    made = bridge(name, before, after, many)
    for outside, inside in (
        (before.pose[-1] - before.pose[-2], made.pose[0] - before.pose[-1]),
        (after.pose[1] - after.pose[0], after.pose[0] - made.pose[-1]),
    ):
        change = np.linalg.norm((inside - outside)[4:6].astype(float), axis=-1)
        assert (change < 0.004).all()  # a stop or a start from rest would change it by the whole step of 0.005 to 0.01


@each_method
@few
@given(seed=seeds, frames=gaps)
def test_no_jump_at_the_seams(name, seed, frames):
    before, after = signing(seed), signing(seed + 1)
    made = bridge(name, before, after, frames).pose[:, 4:6].astype(float)
    path = np.concatenate([before.pose[-2:, 4:6], made, after.pose[:2, 4:6]])
    steps = np.linalg.norm(np.diff(path, axis=0), axis=-1)
    straight = np.linalg.norm(path[-2] - path[1], axis=-1) / (frames + 1)
    most = 1.6 * straight + 3 * np.maximum(steps[0], steps[-1])
    assert (steps[1] <= most + 1e-5).all() and (steps[-2] <= most + 1e-5).all()


@each_method
@pytest.mark.parametrize("hand", [slice(8, 29), slice(29, 50)])
def test_a_hand_unseen_on_one_side_takes_the_other_sides_shape_and_fades(name, hand):
    before, after = signing(1), still(2)
    unseen = before.confidence.copy()
    unseen[:, hand] = 0
    hidden = Motion(before.pose, unseen, before.fps)
    made = bridge(name, hidden, after, 9)
    shape = lambda pose: pose[:, hand] - pose[:, hand][:, :1]  # noqa: E731
    np.testing.assert_allclose(shape(made.pose), np.repeat(shape(after.pose[:1]), 9, 0), atol=NEAR.get(name, 1e-5))
    np.testing.assert_allclose(made.confidence[:, hand.start], np.arange(1, 10) / 10, atol=1e-6)


@each_method
def test_a_hand_unseen_on_both_sides_stays_unseen(name):
    hidden = []
    for motion in (signing(1), signing(2)):
        confidence = motion.confidence.copy()
        confidence[:, 8:29] = 0
        hidden.append(Motion(motion.pose, confidence, motion.fps))
    made = bridge(name, *hidden, 6)
    assert (made.confidence[:, 8:29] == 0).all() and (made.confidence[:, 29:50] == 1).all()


@each_method
def test_fingers_that_fold_by_half_a_turn_bend_at_their_joints(name):
    """From a flat hand to a fist the tips pass in front of the palm; straight lines would pull them through it."""
    flat, fist = still(3), still(3)
    pose = fist.pose.astype(float)
    palm = pose[0, 29 + 9] - pose[0, 29]
    out = np.cross(palm, pose[0, 29 + 5] - pose[0, 29 + 17])
    out /= np.linalg.norm(out)
    along = palm / np.linalg.norm(palm)
    for base in (5, 9, 13, 17):
        for joint, direction in enumerate((out, -along, -out * 0.3 - along * 0.95), start=1):
            child = 29 + base + joint
            length = np.linalg.norm(flat.pose[0, child] - flat.pose[0, child - 1])
            pose[:, child] = pose[:, child - 1] + length * direction / np.linalg.norm(direction)
    fist = Motion(pose, fist.confidence, fist.fps)
    made = bridge(name, flat, fist, 9)
    height = ((made.pose[:, 29 + 12] - made.pose[:, 29 + 9]).astype(float) * out).sum(-1)
    assert height.max() > 0.15 and hand_stretch(made) < 1e-4


@each_method
def test_what_cannot_be_bridged_is_said(name):
    sign = signing(1)
    with pytest.raises(InputError, match="before has no frames"):
        bridge(name, sign[:0], sign)
    with pytest.raises(InputError, match="after has no frames"):
        bridge(name, sign, sign[:0])
    with pytest.raises(InputError, match="25 frames a second before, 30 after"):
        bridge(name, sign, signing(2, fps=30.0))
    with pytest.raises(InputError, match="-1 frames"):
        bridge(name, sign, sign, -1)


@each_method
def test_meets_the_protocol(name):
    method: Transition = TRANSITIONS[name]()
    assert len(method(signing(1), signing(2))) >= 1


@few
@given(seed=seeds)
def test_numbers_and_poses_are_each_others_inverse(seed):
    before, after = signing(seed), signing(seed + 1)
    tracks = Tracks.of(before.pose, after.pose, np.ones((2, 2), bool))
    np.testing.assert_allclose(tracks.poses(tracks.before), before.pose, atol=2e-6)
    np.testing.assert_allclose(tracks.poses(tracks.after), after.pose, atol=2e-6)
