"""Gesture and mesh at another rate: the same laws as the pose's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from signsynth.errors import InputError
from signsynth.motion import Gesture, MeshTrack, Motion, concatenate
from signsynth.rotations import from_6d, to_6d
from signsynth.skeleton import CANONICAL

JOINTS = ("root", "upperarm01.L", "upperarm01.R")
ACTIONS = ("jawOpen", "eyeBlinkLeft", "eyeBlinkRight")
few = settings(max_examples=40, deadline=None)
lengths, seeds, rates = st.integers(1, 12), st.integers(0, 2**16), st.sampled_from([10.0, 20.0, 30.0, 50.0, 60.0])


def turning(rng: np.random.Generator, frames: int, *shape: int) -> np.ndarray:
    """Smooth random rotations ``(frames, *shape, 6)``."""
    first = Rotation.random(int(np.prod(shape)), random_state=int(rng.integers(2**31)))
    speed = rng.normal(size=(len(first), 3)) * 0.3
    turns = [(Rotation.from_rotvec(speed * k) * first).as_matrix() for k in range(frames)]
    return to_6d(np.stack(turns)).reshape(frames, *shape, 6)


def moving(frames: int, seed: int, fps: float = 25.0) -> Motion:
    rng = np.random.default_rng(seed)
    gesture = Gesture(turning(rng, frames, 2, 15), turning(rng, frames, 2), rng.random((frames, 2)))
    mesh = MeshTrack(turning(rng, frames, 3), rng.random((frames, 3)), rng.normal(size=(frames, 3)), JOINTS, ACTIONS)
    pose = np.broadcast_to(CANONICAL.rest, (frames, 178, 3))
    return Motion(pose, np.ones((frames, 178)), fps, gesture=gesture, mesh=mesh)


def same(a: Motion, b: Motion) -> bool:
    return a.gesture.equals(b.gesture) and a.mesh.equals(b.mesh)


def close(a: Motion, b: Motion, atol: float) -> None:
    for track, names in (("gesture", ("fingers", "wrists", "confidence")), ("mesh", ("rotations", "actions", "root"))):
        for name in names:
            one, other = (getattr(getattr(motion, track), name) for motion in (a, b))
            np.testing.assert_allclose(one, other, atol=atol, err_msg=name)


@few
@given(lengths, seeds, rates)
def test_to_the_same_rate_is_the_identity(frames, seed, fps):
    motion = moving(frames, seed, fps)
    assert motion.resample(fps) is motion


@few
@given(lengths, seeds, rates)
def test_commutes_with_the_mirror(frames, seed, fps):
    motion = moving(frames, seed)
    close(motion.mirrored().resample(fps), motion.resample(fps).mirrored(), 1e-6)


@few
@given(lengths, seeds, rates)
def test_rotations_stay_rotations_and_actions_amounts(frames, seed, fps):
    made = moving(frames, seed).resample(fps)
    assert len(made.gesture) == len(made.mesh) == len(made)
    for columns in (made.gesture.fingers, made.gesture.wrists, made.mesh.rotations):
        a, b = columns[..., :3].astype(float), columns[..., 3:].astype(float)
        for found, wanted in (((a * a).sum(-1), 1), ((b * b).sum(-1), 1), ((a * b).sum(-1), 0)):
            np.testing.assert_allclose(found, wanted, atol=1e-5)
    assert made.mesh.actions.min() >= 0 and made.mesh.actions.max() <= 1


@few
@given(st.integers(2, 12), seeds, st.sampled_from([3, 5]))
def test_bit_for_bit_at_coinciding_times(frames, seed, times):
    """At an odd multiple of the rate every frame's own time is met, in the middle of its share."""
    motion = moving(frames, seed)
    dense = motion.resample(25.0 * times)
    at = np.arange(frames) * times + times // 2
    assert same(dense.taken(at), motion)
    np.testing.assert_array_equal(dense.pose[at][:, :8], motion.pose[:, :8])


@few
@given(seeds, rates)
def test_between_equal_rotations_nothing_turns(seed, fps):
    one = moving(1, seed)
    held = one.taken(np.zeros(9, int))
    made = held.resample(fps)
    close(made, one.taken(np.zeros(len(made), int)), 1e-6)


@given(seeds)
def test_a_steady_turn_stays_steady(seed):
    """Half-way between two of many frames of one turn lies half the angle."""
    motion = moving(9, seed)
    made = motion.resample(75.0)
    turns = Rotation.from_matrix(from_6d(made.mesh.rotations[6:21]).reshape(-1, 3, 3))
    turns = turns.as_matrix().reshape(15, 3, 3, 3)
    steps = Rotation.from_matrix((turns[:-1].swapaxes(-1, -2) @ turns[1:]).reshape(-1, 3, 3)).magnitude()
    steps = steps.reshape(14, 3)
    np.testing.assert_allclose(steps, np.broadcast_to(steps.mean(0), steps.shape), atol=0.02)


@few
@given(*[st.tuples(st.integers(1, 5), seeds)] * 3)
def test_concatenation_is_associative(a, b, c):
    a, b, c = (moving(*each) for each in (a, b, c))
    left, right = concatenate([concatenate([a, b]), c]), concatenate([a, concatenate([b, c])])
    assert same(left, right) and left.equals(right)


@few
@given(lengths, seeds, st.data())
def test_taken_frames_are_those_frames(frames, seed, data):
    motion = moving(frames, seed)
    at = data.draw(st.lists(st.integers(0, frames - 1), min_size=1, max_size=6))
    assert same(motion.taken(np.array(at)), concatenate([motion[k : k + 1] for k in at]))
    mask = np.isin(np.arange(frames), at)
    assert same(motion.taken(mask), motion.taken(np.flatnonzero(mask)))


@given(lengths, seeds, st.data())
def test_other_turns_of_a_joint_leave_all_else_bit_for_bit(frames, seed, data):
    mesh = moving(frames, seed).mesh
    at = np.array(sorted(data.draw(st.sets(st.integers(0, frames - 1), min_size=1))))
    turns = Rotation.random(len(at), random_state=seed).as_matrix()
    made = mesh.turned({"root": turns}, at)
    np.testing.assert_allclose(made.turns(["root"])[at, 0], turns, atol=1e-6)
    others = np.setdiff1d(np.arange(frames), at)
    assert made.taken(others).equals(mesh.taken(others)) if len(others) else True
    np.testing.assert_array_equal(made.rotations[:, 1:], mesh.rotations[:, 1:])


def test_half_a_turn_and_degenerate_columns_stay_finite():
    motion = moving(2, 0)
    rotations = np.zeros((2, 3, 6))
    rotations[0, 0], rotations[1, 0] = [1, 0, 0, 0, 1, 0], [-1, 0, 0, 0, -1, 0]
    flipped = replace(motion, mesh=replace(motion.mesh, rotations=rotations))
    assert np.isfinite(flipped.resample(75.0).mesh.rotations).all()


def test_unknown_joints_are_an_error():
    with pytest.raises(InputError, match="elbow"):
        moving(1, 0).mesh.turns(["elbow"])
