"""Gesture and mesh through joins: signs bit for bit, between them the body follows the pose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.body.fit import body_points, body_pose, fit
from signsynth.body.fit.fit import bundled
from signsynth.body.fit.rig import Rig
from signsynth.motion import Gesture, MeshTrack, Motion
from signsynth.rotations import from_6d
from signsynth.skeleton import CANONICAL
from signsynth.transition import TRANSITIONS, Linear, Pause, carried, join, join_stream, shorten_holds, slid
from signsynth.transition.arms import Reach
from signsynth.transition.rest import resting
from signsynth.transition.tables import table
from tests.transition.made import signing, still
from tests.transition.test_idle import sign

few = settings(max_examples=15, deadline=None)
methods = st.sampled_from(list(TRANSITIONS))


@pytest.fixture(scope="module")
def signs() -> list[Motion]:
    return [fit(signing(seed, 10)) for seed in range(4)]


def tracks(motion: Motion) -> tuple[np.ndarray, ...]:
    gesture, mesh = motion.gesture, motion.mesh
    return gesture.fingers, gesture.wrists, gesture.confidence, mesh.rotations, mesh.actions, mesh.root


def same(a: Motion, b: Motion) -> bool:
    return a.gesture.equals(b.gesture) and a.mesh.equals(b.mesh)


def close(a: Motion, b: Motion, atol: float) -> None:
    for one, other in zip(tracks(a), tracks(b), strict=True):
        np.testing.assert_allclose(one, other, atol=atol)


def off(motion: Motion) -> np.ndarray:
    """How far the body's hands are from the pose's ``(frames, 2)``, mean over points, all three dimensions."""
    apart = np.linalg.norm(body_points(motion) - motion.pose, axis=-1)
    return np.stack([apart[:, 8:29].mean(1), apart[:, 29:50].mean(1)], 1)


@few
@given(
    order=st.lists(st.integers(0, 3), min_size=1, max_size=4),
    pause=st.sampled_from([0.0, 0.2]),
    rest=st.booleans(),
    name=methods,
)
def test_sign_frames_come_out_bit_for_bit_and_all_frames_have_tracks(signs, order, pause, rest, name):
    parts = [signs[k] for k in order]
    joined = join([parts[0], Pause(pause), *parts[1:]], TRANSITIONS[name](), rest=rest)
    assert len(joined.gesture) == len(joined.mesh) == len(joined)
    spans = [joined[s.start : s.end] for s in joined.segments if s.kind == "sign"]
    assert all(same(span, part) for span, part in zip(spans, parts, strict=True))
    turns = from_6d(np.concatenate([part.reshape(-1, 6) for part in (joined.gesture.fingers, joined.mesh.rotations)]))
    np.testing.assert_allclose(turns @ turns.swapaxes(-1, -2), np.broadcast_to(np.eye(3), turns.shape), atol=1e-5)


@pytest.mark.parametrize("name", TRANSITIONS)
def test_the_body_agrees_with_the_pose_in_transitions(signs, name):
    joined = join(signs, TRANSITIONS[name](), rest=False)
    between = np.ones(len(joined), bool)
    for segment in joined.segments:
        between[segment.start : segment.end] = segment.kind == "transition"
    apart = off(joined)
    assert between.any() and apart[between].max() < apart[~between].max() + 0.02


@pytest.mark.parametrize("name", ["hermite", "gaussian-process"])
def test_nothing_jumps_at_the_seams(signs, name):
    """No joint of the body steps farther in one frame than the pose and a little."""
    joined = join(signs, TRANSITIONS[name](), rest=False)
    points = body_points(joined)[:, 4:50]
    steps = np.linalg.norm(np.diff(points, axis=0), axis=-1).max(1)
    posed = np.linalg.norm(np.diff(joined.pose[:, 4:50], axis=0), axis=-1).max(1)
    assert (steps < 1.5 * posed + 0.05).all()


@few
@given(name=methods, frames=st.integers(1, 9), seed=st.integers(0, 3))
def test_between_equal_frames_nothing_moves(signs, name, frames, seed):
    held = signs[seed].taken(np.zeros(4, int))
    made = TRANSITIONS[name]()(held, held, frames)
    # What is drawn strays by less than what one sees.
    close(made, held.taken(np.zeros(frames, int)), 5e-3 if name == "diffusion" else 2e-6)


@few
@given(
    name=st.sampled_from(["linear", "hermite", "gaussian-process"]), first=st.integers(0, 3), second=st.integers(0, 3)
)
def test_transitions_commute_with_the_mirror(signs, name, first, second):
    a, b = signs[first], signs[second]
    made = TRANSITIONS[name]()(a, b, 6).mirrored()
    close(made, TRANSITIONS[name]()(a.mirrored(), b.mirrored(), 6), 1e-5)


def test_a_bridge_that_knows_no_body_gets_one(signs):
    def bare(before, after, frames=None, seed=0):
        return replace(Linear()(before, after, frames), gesture=None, mesh=None)

    joined = join(signs[:2], bare, rest=True)
    assert len(joined.mesh) == len(joined)


def test_no_frames_between_keep_the_tracks(signs):
    assert len(Linear()(signs[0], signs[1], 0).mesh) == 0


@pytest.mark.parametrize("lacking", ["gesture", "mesh"])
def test_one_sign_without_leaves_the_whole_without(signs, lacking):
    bare = replace(signs[1], **{lacking: None})
    joined = join([signs[0], bare, signs[2]], Linear())
    assert getattr(joined, lacking) is None


def test_signs_of_two_bodies_have_no_common_track(signs):
    other = signs[1].mesh
    other = MeshTrack(other.rotations[:, :5], other.actions, other.root, other.joints[:5], other.action_names)
    pieces = list(join_stream([signs[0], replace(signs[1], mesh=other)], Linear(), rest=False))
    assert [piece.mesh is None for piece in pieces] == [False, True, False]


def test_the_tables_are_the_bundled_body():
    rig = Rig.of(bundled())
    for name, place in table("heads").items():
        joint = rig.joint(name if name in rig.names else f"{name}.L")
        np.testing.assert_allclose(place, (rig.heads[joint] - rig.origin_m) / rig.width_m, atol=2e-5)
    rest = resting(fit(still(0)), 0.4)
    again = fit(Motion(rest.pose, np.ones_like(rest.confidence), rest.fps))
    np.testing.assert_allclose(rest.mesh.rotations, again.mesh.rotations, atol=0.02)
    np.testing.assert_allclose(rest.gesture.wrists, again.gesture.wrists, atol=0.02)
    np.testing.assert_allclose(rest.gesture.fingers, again.gesture.fingers, atol=0.02)


def test_places_of_the_arms_are_the_bodys(signs):
    motion = signs[0]
    reach = Reach.of(from_6d(motion.mesh.rotations), motion.mesh.root, motion.mesh.joints)
    body = bundled().to("cpu").to(torch.float64)
    pose, rig = body_pose(motion, body), Rig.of(bundled())
    joints = [rig.joint(f"{name}.{side}") for name in ("lowerarm01", "wrist") for side in "LR"]
    placed = body(pose.rotations, root=pose.root).joints
    places = (placed[:, joints].numpy() - rig.origin_m) / rig.width_m
    np.testing.assert_allclose(reach.places[:, 1:].reshape(-1, 4, 3), places, atol=5e-4)


@pytest.mark.parametrize("frames", [8, 21])
def test_only_unused_arms_of_the_body_move(frames):
    parts = [fit(sign(left=left, frames=frames)) for left in (True, False, True)]
    moved = carried(parts)
    assert moved[0] is parts[0] and moved[2] is parts[2]
    before, after = parts[1], moved[1]
    right = [k for k, name in enumerate(before.mesh.joints) if not name.endswith(".L")]
    np.testing.assert_array_equal(after.mesh.rotations[:, right], before.mesh.rotations[:, right])
    np.testing.assert_array_equal(after.gesture.wrists[:, 1], before.gesture.wrists[:, 1])
    np.testing.assert_array_equal(after.gesture.fingers[:, 1], before.gesture.fingers[:, 1])
    assert np.abs(after.mesh.rotations - before.mesh.rotations).max() > 0.1
    free = (after.pose[:, 4] != before.pose[:, 4]).any(-1)
    assert np.linalg.norm(body_points(after)[free, 4] - after.pose[free, 4], axis=-1).max() < 0.35


def test_a_slide_moves_the_bodys_arm_and_only_that(signs):
    motion, way = signs[0], 0.12
    moved = slid(motion)
    np.testing.assert_array_equal(moved.gesture.fingers, motion.gesture.fingers)
    arm = [motion.mesh.joints.index(f"{name}.R") for name in ("upperarm01", "lowerarm01")]
    rest = np.setdiff1d(np.arange(len(motion.mesh.joints)), arm)
    np.testing.assert_array_equal(moved.mesh.rotations[:, rest], motion.mesh.rotations[:, rest])
    shift = (body_points(moved) - body_points(motion))[:, 29:50]
    wanted = (moved.pose - motion.pose)[:, 29:50]
    np.testing.assert_allclose(shift, wanted, atol=0.2 * way)


def test_shortened_holds_keep_the_tracks_of_the_frames_that_stay(signs):
    held = signs[0].taken(np.r_[np.arange(10), np.full(40, 9)])
    short = shorten_holds(held, 0.3)
    assert len(short) < len(held) and len(short.mesh) == len(short.gesture) == len(short)
    found = [next(k for k in range(len(held)) if np.array_equal(held.pose[k], pose)) for pose in short.pose]
    assert same(short, held.taken(np.array(found)))


def test_rest_without_arms_or_tracks_has_none(signs):
    bare = replace(signs[0], gesture=None, mesh=None)
    assert resting(bare[:1], 0.2).mesh is None
    np.testing.assert_array_equal(resting(signs[0][:1], 0.2).pose[0], CANONICAL.rest.astype(np.float32))
    hands = Gesture(*(getattr(signs[0].gesture, name) for name in ("fingers", "wrists", "confidence")))
    legs = MeshTrack(np.tile([1, 0, 0, 0, 1, 0], (10, 1, 1)), np.zeros((10, 1)), np.zeros((10, 3)), ("hip",), ("jaw",))
    assert resting(replace(bare, gesture=hands, mesh=legs)[:1], 0.2).mesh is None
