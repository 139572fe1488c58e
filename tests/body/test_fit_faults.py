"""Jumps, hands in the body and in each other: what is found where it was put, and not where it was not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

from signsynth.body.fit import body_points, faults, fit  # noqa: E402
from signsynth.body.fit.apart import SOFT_M, bone_radii, kept_apart  # noqa: E402
from signsynth.body.fit.branches import jumps, moved, smoothest, turn_between  # noqa: E402
from signsynth.body.fit.elbows import placed_elbows  # noqa: E402
from signsynth.body.fit.faults import INSIDE_M, POP_DEG  # noqa: E402
from signsynth.body.fit.rig import Rig  # noqa: E402
from signsynth.body.fit.turns import exponential, from_6d, logarithm, to_6d  # noqa: E402
from signsynth.motion import Gesture, MeshTrack, Motion  # noqa: E402
from signsynth.skeleton import HAND_PARENTS, LEFT_HAND, RIGHT_HAND  # noqa: E402

from .test_fit import made_up  # noqa: E402

FPS = 25.0


@pytest.fixture(scope="module")
def rig(body):
    return Rig.of(body)


@pytest.fixture(scope="module")
def upright(rig) -> np.ndarray:
    """Transforms of chest and head at rest ``(2, 3, 4)``."""
    return np.concatenate([np.repeat(np.eye(3)[None], 2, 0), rig.solid.heads[..., None]], -1)


def flat_hands(rig: Rig, frames: int) -> np.ndarray:
    """Bones of both hands at rest ``(frames, 2, 20, 3)``."""
    hands = np.stack([rig.points[hand] for hand in (LEFT_HAND, RIGHT_HAND)])
    return np.repeat((hands[:, 1:] - hands[:, np.array(HAND_PARENTS[1:])])[None], frames, 0)


def with_mesh(motion: Motion, rotations: np.ndarray) -> Motion:
    mesh = motion.mesh
    return replace(motion, mesh=MeshTrack(rotations, mesh.actions, mesh.root, mesh.joints, mesh.action_names))


def shifted(motion: Motion, shift: np.ndarray) -> Motion:
    """Arms and hands moved by ``shift (3,)`` shoulder widths, elbows half the way."""
    pose = motion.pose.copy()
    pose[:, 4:50] += shift
    pose[:, 2:4] += np.asarray(shift) / 2
    return replace(motion, pose=pose)


def test_a_quiet_motion_has_no_faults(body):
    wrong = faults(fit(shifted(made_up(10), [0, 0, 0.2]), body), body)
    assert not wrong.popping.any() and not wrong.inside.any()
    assert (wrong.pops_deg[0] == 0).all()


def test_a_joint_that_jumps_is_found(body):
    fitted = fit(made_up(9, still=True), body)
    turns = from_6d(fitted.mesh.rotations.astype(np.float64))
    joint = fitted.mesh.joints.index("lowerarm01.R")
    turns[5:, joint] = turns[5:, joint] @ exponential(np.array([0.0, 0.0, np.deg2rad(POP_DEG + 5)]))[0]
    wrong = faults(with_mesh(fitted, to_6d(turns)), body)
    assert np.flatnonzero(wrong.popping).tolist() == [5]
    assert wrong.pops_deg[5, 1] == pytest.approx(POP_DEG + 5, abs=0.5) and wrong.pops_deg[5, 0] < 1
    assert "1 of 9 frames pop" in str(wrong)


def test_a_hand_in_the_body_is_found(body):
    fitted = fit(shifted(made_up(4, still=True), [0, 0, 0.2]), body)
    # The whole trunk leans far forward, the hands stay where they were in space.
    mesh = fitted.mesh
    root = mesh.root.copy()
    far = replace(fitted, mesh=MeshTrack(mesh.rotations, mesh.actions, root, mesh.joints, mesh.action_names))
    assert not faults(far, body).inside.any()
    turns = from_6d(mesh.rotations.astype(np.float64))
    for side, name in enumerate(("upperarm01.L", "upperarm01.R")):
        inwards = (1 - 2 * side) * 1.2
        joint = mesh.joints.index(name)
        turns[:, joint] = exponential(np.array([0.0, -inwards, 0.0]))[0] @ turns[:, joint]
    wrong = faults(with_mesh(fitted, to_6d(turns)), body)
    assert wrong.inside.all()


def test_what_was_not_seen_is_not_judged(body):
    motion = made_up(4)
    confidence = motion.confidence.copy()
    confidence[:, LEFT_HAND] = 0
    wrong = faults(fit(replace(motion, confidence=confidence), body), body)
    assert np.isnan(wrong.body_m[:, 0]).all() and np.isnan(wrong.palm_deg[:, 0]).all()
    assert np.isfinite(wrong.body_m[:, 1]).all() and (wrong.hands_m == -1).all()


@pytest.mark.parametrize("way", [(0.0, 0.0, 0.0), (0.02, 0.0, 0.03), (0.0, 0.05, 0.0)])
def test_hands_in_each_other_come_apart(rig, upright, way):
    frames = 6
    bones = flat_hands(rig, frames)
    middle = rig.to_metres(np.array([0.0, -0.5, 1.2]))
    wrists = np.repeat((middle + np.array([way, [0, 0, 0]]))[None], frames, 0)
    carried = np.repeat(upright[None], frames, 0)
    apart = kept_apart(wrists, bones, rig.solid, carried, FPS)
    assert _between(apart, bones, rig) < SOFT_M + 0.004
    assert _between(wrists, bones, rig) > 0.01
    # No farther than two hands are thick, half the way each; what one round leaves is the front one's.
    assert np.linalg.norm(apart - wrists, axis=-1).max() < 0.08
    np.testing.assert_allclose((apart - wrists).sum(1), 0, atol=1.5e-2)


def test_hands_that_are_free_stay_where_they_are(rig, upright):
    bones = flat_hands(rig, 4)
    wrists = np.repeat(rig.to_metres(np.array([[0.8, -0.5, 1.2], [-0.8, -0.5, 1.2]]))[None], 4, 0)
    np.testing.assert_array_equal(kept_apart(wrists, bones, rig.solid, np.repeat(upright[None], 4, 0), FPS), wrists)


@settings(max_examples=15, deadline=None)
@given(st.floats(-0.3, 0.3), st.floats(-0.9, 0.4), st.floats(-0.1, 0.25))
def test_hands_come_out_of_trunk_and_head(body, x, y, z):
    rig = Rig.of(body)
    carried = np.concatenate([np.repeat(np.eye(3)[None], 2, 0), rig.solid.heads[..., None]], -1)[None]
    bones = flat_hands(rig, 1)
    wrists = rig.to_metres(np.array([[[x, y, z], [-3.0, 0.0, 2.0]]]))
    moved_to = kept_apart(wrists, bones, rig.solid, carried, FPS)
    assert _deepest(moved_to, bones, rig, carried) < max(0.012, 0.25 * _deepest(wrists, bones, rig, carried))
    np.testing.assert_allclose(moved_to[:, 1], wrists[:, 1], atol=1e-6)


def _points(wrists: np.ndarray, bones: np.ndarray) -> np.ndarray:
    points = np.repeat(wrists[:, :, None], 21, 2)
    for point, parent in enumerate(HAND_PARENTS[1:], 1):
        points[:, :, point] = points[:, :, parent] + bones[:, :, point - 1]
    return points


def _deepest(wrists, bones, rig: Rig, carried) -> float:
    """Of the knuckles and finger joints of the left hand, with their thickness."""
    which = [point for point in range(1, 21) if point % 4]
    depth = rig.solid.depth_m(_points(wrists, bones)[:, 0, which], carried)[0]
    return float((depth + bone_radii(rig.solid)[np.array(which) - 1]).max())


def _between(wrists, bones, rig: Rig) -> float:
    """Brute force: points along the bones of both hands."""
    points = _points(wrists, bones)
    steps = np.linspace(0.0, 1.0, 7)[:, None]
    ends = points[:, :, 1:]
    starts = points[:, :, list(HAND_PARENTS[1:])]
    radii = bone_radii(rig.solid)
    tips = np.arange(20) % 4 == 3
    ends = ends - np.where(tips, radii, 0.0)[:, None] * bones / np.linalg.norm(bones, axis=-1, keepdims=True)
    along = (starts[..., None, :] + steps * (ends - starts)[..., None, :]).reshape(len(points), 2, -1, 3)
    thick = np.repeat(radii, len(steps))
    distance = np.linalg.norm(along[:, 0, :, None] - along[:, 1, None], axis=-1)
    return float((thick[:, None] + thick - distance).max())


def test_an_arm_through_the_chest_takes_its_elbow_out(rig, upright):
    """The hand before the other shoulder, the elbow guessed behind the back."""
    shoulder = np.array([rig.heads[rig.joint(f"upperarm01.{side}")] for side in "LR"])
    elbow, wrist = (rig.heads[rig.joint(f"{name}.R")] for name in ("lowerarm01", "wrist"))
    upper, fore = np.linalg.norm(elbow - shoulder[1]), np.linalg.norm(wrist - elbow)
    place = shoulder[1] + [0.2, -0.1, 0.17]
    along = (place - shoulder[1]) / (far := np.linalg.norm(place - shoulder[1]))
    foot = (far**2 + upper**2 - fore**2) / (2 * far)
    back = np.array([0.3, -0.3, -1.0])
    back -= (back @ along) * along
    out = back / np.linalg.norm(back) * np.sqrt(upper**2 - foot**2)
    arms = np.stack(
        [shoulder, shoulder + [[0.0, -0.2, 0.0], along * foot], np.stack([shoulder[0] - [0, 0.4, 0], place])], 1
    )
    outs = np.stack([[0.1, 0.0, -0.02], out])
    frames = 5

    def many(array: np.ndarray) -> np.ndarray:
        return np.repeat(np.asarray(array, float)[None], frames, 0)

    placed = placed_elbows(many(arms), many(outs), many(np.zeros((2, 3))), rig.solid, many(upright), FPS)
    np.testing.assert_allclose(placed, placed[:1].repeat(frames, 0), atol=1e-9)
    np.testing.assert_allclose(np.linalg.norm(placed[:, 1] - shoulder[1], axis=-1), upper, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(placed[:, 1] - place, axis=-1), fore, atol=1e-6)
    steps = np.linspace(0.1, 0.9, 9)[:, None]

    def deepest(at: np.ndarray) -> float:
        return float(rig.solid.depth_m(at + steps * (place - at))[0].max())

    assert deepest(shoulder[1] + along * foot + out) > 0.03
    assert deepest(placed[0, 1]) < 0.0


def test_an_elbow_that_is_outside_stays(rig, upright):
    shoulder = np.array([rig.heads[rig.joint(f"upperarm01.{side}")] for side in "LR"])
    away = np.array([[1.0, 0, 0], [-1.0, 0, 0]])
    arms = np.stack([shoulder, shoulder + 0.2 * away, shoulder + 0.4 * away], 1)[None]
    out = np.array([[[0.0, -0.1, 0.0]] * 2])
    placed = placed_elbows(arms, out, np.zeros((1, 2, 3)), rig.solid, upright[None], FPS)
    np.testing.assert_array_equal(placed, arms[:, :, 1] + out)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.0, 3.0))
def test_the_smoothest_path_is_that_of_brute_force(seed, weight):
    from itertools import product

    rng = np.random.default_rng(seed)
    cost, places = rng.uniform(size=(4, 1, 3)), rng.normal(size=(4, 1, 3, 2))

    def price(path) -> float:
        steps = np.diff([places[t, 0, k] for t, k in enumerate(path)], axis=0)
        return sum(cost[t, 0, k] for t, k in enumerate(path)) + weight * (steps**2).sum()

    best = min(product(range(3), repeat=4), key=price)
    assert price(smoothest(cost, places, weight)[:, 0]) == pytest.approx(price(best))


def test_turns_between_bundles_are_found():
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(5, 3))
    turns = exponential(vectors)[0]
    bundle = rng.normal(size=(5, 4, 3))
    np.testing.assert_allclose(turn_between(bundle, bundle @ np.swapaxes(turns, -1, -2)), turns, atol=1e-9)


def test_a_rigid_turn_moves_three_parts_by_its_angle():
    rng = np.random.default_rng(1)
    arms, palms = rng.normal(size=(1, 2, 3, 3)), rng.normal(size=(1, 2, 4, 3))
    axis = np.cross(arms[0, 0, 1] - arms[0, 0, 0], arms[0, 0, 2] - arms[0, 0, 1])
    turn = exponential(0.3 * axis / np.linalg.norm(axis))[0]  # about the normal of the left arm's plane
    both = [np.concatenate([array, array @ turn.T]) for array in (arms, palms)]
    assert moved(*both)[0, 0] == pytest.approx(0.9, abs=1e-6)
    assert (moved(np.repeat(arms, 3, 0), np.repeat(palms, 3, 0)) < 1e-6).all()


def test_jumps_are_those_that_the_points_do_not_explain():
    angles = np.zeros((40, 2, 3))
    angles[20:, 1, 2] = 1.0
    still = np.zeros((39, 2))
    found = jumps(angles, still, FPS)
    assert (found[:, 0] == 0).all() and found[19:21, 1].min() > 0.8 and (found[[0, 5, 34, 39], 1] == 0).all()
    still[19, 1] = 1.0
    assert (jumps(angles, still, FPS) == 0).all()


@pytest.mark.parametrize(("folder", "name"), [("asl100", "hospital"), ("asl100", "need"), ("asl100", "how")])
def test_real_recordings_neither_pop_nor_pierce(body, shared_data, folder, name):
    from signsynth.files import load_motion

    motion = load_motion(shared_data / folder / "signs" / f"{name}.json", fps=25)
    fitted = fit(motion, body)
    wrong = faults(fitted, body)
    assert (wrong.pops_deg > POP_DEG).any(1).mean() < 0.02 and wrong.popping.mean() < 0.12
    assert wrong.arms_m.max() < 0.03
    assert np.nanmax(wrong.body_m) < INSIDE_M + 0.02 and wrong.hands_m.max() < 0.04
    points = body_points(fitted, body)
    assert np.isfinite(points).all()


def test_a_finger_that_jumps_is_found(body):
    fitted = fit(made_up(9, still=True), body)
    turns = from_6d(fitted.gesture.fingers.astype(np.float64))
    turns[4, 0, 6] = turns[4, 0, 6] @ exponential(np.array([np.deg2rad(40.0), 0.0, 0.0]))[0]
    fingers = to_6d(turns).astype(np.float32)
    gesture = Gesture(fingers, fitted.gesture.wrists, fitted.gesture.confidence)
    wrong = faults(replace(fitted, gesture=gesture), body)
    assert np.flatnonzero(wrong.popping).tolist() == [4, 5]
    assert wrong.fingers_deg[4, 0] == pytest.approx(40, abs=0.5) and wrong.fingers_deg[4, 1] < 1


def test_fingers_that_hover_between_two_solutions_are_steadied(body):
    """Hands that shake by half a millimetre: no joint of a finger jumps."""
    motion = made_up(30, still=True)
    rng = np.random.default_rng(2)
    pose = motion.pose.copy()
    pose[:, 8:50] += rng.normal(scale=0.002, size=pose[:, 8:50].shape)
    fitted = fit(replace(motion, pose=pose), body)
    turns = from_6d(fitted.gesture.fingers.astype(np.float64))
    steps = np.linalg.norm(logarithm(np.swapaxes(turns[:-1], -1, -2) @ turns[1:]), axis=-1)
    assert np.rad2deg(steps).max() < 20
    assert not faults(fitted, body).popping.any()
