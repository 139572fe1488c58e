"""Arms that reach for wrists and palms."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.body import Body
from signsynth.body.fit.arms import JOINTS
from signsynth.body.fit.fit import bundled, fit
from signsynth.body.fit.pose import body_pose
from signsynth.body.fit.rig import Rig
from signsynth.body.fit.turns import exponential, from_6d, logarithm
from signsynth.body.reach import hanging, reach
from signsynth.body.reach.elbow import easy_swivel, upper_turn, wrist_angles
from signsynth.body.reach.limb import Limb
from signsynth.body.reach.turning import turn_about, twist_about
from signsynth.errors import InputError
from signsynth.files import load_motion
from tests.body.reaching import MIRROR, placed, wander

IN_REACH = {"centre": (-0.35, -0.25, 0.7), "size": (0.3, 0.4, 0.18)}
MM_SW = 1e-3 / 0.31


@pytest.fixture(scope="module")
def body() -> Body:
    return bundled()


def _wrists(transforms: np.ndarray, body: Body, name: str = "wrist") -> np.ndarray:
    return transforms[:, [body.joint(f"{name}.{side}") for side in "LR"]]


@pytest.mark.parametrize("seed", range(4))
def test_forward_kinematics_agree(body: Body, seed: int):
    wrists, palms = wander(120, seed, **IN_REACH, turn=1.5)
    reached = reach(wrists, palms, body=body)
    found = _wrists(placed(reached, body), body)
    assert reached.missed_sw.max() < 0.4 * MM_SW
    np.testing.assert_allclose(found[..., 3], wrists, atol=0.4 * MM_SW)
    np.testing.assert_allclose(found[..., :3], palms, atol=1e-6)
    elbows = _wrists(placed(reached, body), body, "lowerarm01")[..., 3]
    np.testing.assert_allclose(elbows, reached.elbows, atol=0.1 * MM_SW)


def test_a_leaning_chest_carries_the_arms(body: Body):
    wrists, palms = wander(40, 5, **IN_REACH, turn=1.0)
    base = np.tile(np.eye(3), (40, body.joints, 1, 1))
    base[:, body.joint("spine03")] = exponential(np.linspace([0, 0, 0], [0.15, 0.2, -0.1], 40))[0]
    chest = body.to(torch.float64).place(torch.from_numpy(base)).numpy()[:, body.joint("spine01")]
    reached = reach(wrists, palms, chest=chest, body=body)
    found = _wrists(placed(reached, body, base), body)
    np.testing.assert_allclose(found[..., 3], wrists, atol=0.4 * MM_SW)
    np.testing.assert_allclose(found[..., :3], palms, atol=1e-6)
    np.testing.assert_allclose(reached.wrists, wrists, atol=0.4 * MM_SW)


def test_mirrored_goals_are_the_mirrored_pose(body: Body):
    wrists, palms = wander(50, 6, **IN_REACH, turn=1.2)
    one = reach(wrists, palms, body=body, fps=25)
    other = reach(wrists[:, ::-1] @ MIRROR, MIRROR @ palms[:, ::-1] @ MIRROR, body=body, fps=25)
    np.testing.assert_allclose(other.local, MIRROR @ one.local[:, ::-1] @ MIRROR, atol=1e-12)
    np.testing.assert_allclose(other.elbows, one.elbows[:, ::-1] @ MIRROR, atol=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_joints_are_not_faster_than_the_hand_allows(body: Body, seed: int):
    """No swivel jumps: between frames close in time a joint turns in proportion to what the hand does."""
    wrists, palms = wander(400, seed, **IN_REACH, turn=0.6, fps=100)
    reached = reach(wrists, palms, body=body)
    hand = np.linalg.norm(np.diff(wrists, axis=0), axis=-1)
    spun = np.linalg.norm(logarithm(np.swapaxes(palms[:-1], -1, -2) @ palms[1:]), axis=-1)
    turned = np.linalg.norm(logarithm(np.swapaxes(reached.local[:-1], -1, -2) @ reached.local[1:]), axis=-1).max(-1)
    elbow = np.linalg.norm(np.diff(reached.elbows, axis=0), axis=-1)
    joints, elbows = turned / (hand / 0.4 + spun), elbow / (hand + 0.3 * spun)
    easy = reached.strain[1:] < np.deg2rad(20)
    assert easy.mean() > 0.1
    assert joints[easy].max() < 1.5
    assert elbows[easy].max() < 3.0
    assert joints.max() < 10.0  # palms that no wrist can have
    assert elbows.max() < 12.0


@given(seed=st.integers(0, 10_000), step=st.floats(1e-5, 1e-3))
@settings(max_examples=25, deadline=None)
def test_a_small_step_of_the_goal_is_a_small_step_of_the_arm(seed: int, step: float):
    rng = np.random.default_rng(seed)
    wrists, palms = wander(1, seed, **IN_REACH, turn=0.8)
    near = wrists + step * rng.uniform(-1, 1, wrists.shape)
    one, other = (reach(goal, palms) for goal in (wrists, near))
    assert np.abs(one.local - other.local).max() < 25 * step


def test_out_of_reach_is_told_and_the_arm_points_there(body: Body):
    wrists = np.array([[[3.0, 0.5, 1.0], [-0.4, 0.3, 2.5]]])
    palms = np.tile(np.eye(3), (1, 2, 1, 1))
    reached = reach(wrists, palms, body=body)
    assert (reached.missed_sw > 0.5).all()
    np.testing.assert_allclose(reached.missed_sw, np.linalg.norm(reached.wrists - wrists, axis=-1))
    shoulders = _wrists(placed(reached, body), body, "upperarm01")[..., 3]
    toward = np.cross(reached.wrists - shoulders, wrists - shoulders)
    assert np.abs(toward).max() < 0.01
    straight = np.linalg.norm(reached.elbows - shoulders, axis=-1) + np.linalg.norm(
        reached.wrists - reached.elbows, axis=-1
    )
    np.testing.assert_allclose(np.linalg.norm(reached.wrists - shoulders, axis=-1) / straight, 0.998, atol=5e-3)


def test_a_goal_in_the_shoulder_bends_the_elbow_no_further_than_it_goes(body: Body):
    reached = reach(np.array([[[0.6, 0.0, 0.02], [-0.6, 0.0, 0.02]]]), np.tile(np.eye(3), (1, 2, 1, 1)), body=body)
    shoulders = _wrists(placed(reached, body), body, "upperarm01")[..., 3]
    upper, fore = reached.elbows - shoulders, reached.wrists - reached.elbows
    cosine = (upper * fore).sum(-1) / np.linalg.norm(upper, axis=-1) / np.linalg.norm(fore, axis=-1)
    assert np.rad2deg(np.arccos(cosine)).max() < 151


def test_unused_arms_hang(body: Body):
    wrists, palms = wander(10, 7, **IN_REACH, turn=0.5)
    used = np.tile([False, True], (10, 1))
    reached = reach(wrists, palms, used, body=body)
    rest, turn = hanging(body)
    np.testing.assert_allclose(reached.wrists[:, 0], np.broadcast_to(rest[0], (10, 3)), atol=MM_SW)
    np.testing.assert_allclose(reached.palms[:, 0], np.broadcast_to(turn[0], (10, 3, 3)), atol=1e-12)
    np.testing.assert_allclose(reached.wrists[:, 1], wrists[:, 1], atol=MM_SW)
    assert (reached.missed_sw[:, 0] == 0).all()
    assert reached.strain[:, 0].max() == 0
    elbow = reached.elbows[0, 0]
    assert elbow[1] < -0.7
    assert abs(elbow[0]) > 0.55


def test_elbows_of_signing_hands_are_low_and_outside(body: Body):
    wrists = np.array([[[0.25, -0.4, 0.6], [-0.25, -0.4, 0.6]]])
    palms = reach(wrists, np.tile(np.eye(3), (1, 2, 1, 1)), np.zeros((1, 2), bool), body=body).palms
    elbows = reach(wrists, palms, body=body).elbows[0]
    assert (elbows[:, 1] < -0.5).all()
    assert (np.abs(elbows[:, 0]) > 0.55).all()


def test_the_elbow_gives_way_to_the_palm(body: Body):
    limb = Limb.of(body)
    wrists, turned = wander(300, 11, **IN_REACH, turn=0.6)
    palms = turned @ exponential(np.array([-np.pi / 2, 0, 0]))[0] @ hanging(body)[1]  # fingers about ahead, thumb up
    reached = reach(wrists, palms, body=body)
    away = wrists[:, 1] - placed(reached, body)[:, body.joint("upperarm01.R"), :, 3]
    far = np.linalg.norm(away, axis=-1)
    easy = upper_turn(away / far[:, None], easy_swivel(away, limb), far, limb)[1]
    twist, flex, side = wrist_angles(np.swapaxes(easy, -1, -2) @ palms[:, 1], limb)
    (flex_low, flex_high), (side_low, side_high) = limb.wrist_limits[:2]
    beyond = [np.abs(twist) - np.deg2rad(110), flex - flex_high, flex_low - flex, side - side_high, side_low - side]
    assert reached.strain[:, 1].mean() < 0.9 * np.max(beyond, axis=0).clip(0).mean()


def test_elbows_are_where_real_signers_have_them(shared_data, body: Body):
    """Fitted recordings: their wrists and palms alone give their elbows back, in the image, where they were seen."""
    apart, strain = [], []
    for sign in ("book", "car", "hello", "mother", "school"):
        motion = load_motion(shared_data / "asl100" / "signs" / f"{sign}.json", fps=25)
        fitted = fit(motion, body)
        pose = body_pose(fitted, body)
        transforms = body.place(pose.rotations, root=pose.root).double().numpy()
        rig = Rig.of(body)
        places = (transforms[..., 3] - rig.origin_m) / rig.width_m
        elbows, wrists = (places[:, [body.joint(f"{n}.{s}") for s in "LR"]] for n in ("lowerarm01", "wrist"))
        palms = from_6d(fitted.gesture.wrists)
        reached = reach(wrists, palms, chest=transforms[:, body.joint("spine01")], body=body)
        raised = (wrists[..., 1] > -1.0) & (wrists[..., 2] > 0.1) & (reached.missed_sw < 0.02)
        apart.append(np.linalg.norm((reached.elbows - elbows)[..., :2], axis=-1)[raised])
        strain.append(reached.strain[raised])
    apart, strain = np.concatenate(apart), np.rad2deg(np.concatenate(strain))
    assert len(apart) > 100
    assert np.median(apart) < 0.12
    assert np.percentile(apart, 75) < 0.25
    assert np.percentile(strain, 90) < 15


@pytest.mark.parametrize("joint", ["clavicle", "shoulder01", "upperarm02", "lowerarm02"])
def test_joints_stay_within_their_limits(body: Body, joint: str):
    rig = Rig.of(body)
    wrists, palms = wander(300, 8, **IN_REACH, turn=1.0)
    reached = reach(wrists, palms, body=body)
    for side, suffix in enumerate("LR"):
        index = rig.joint(f"{joint}.{suffix}")
        vectors = logarithm(reached.local[:, side, JOINTS.index(joint)]) @ rig.axes[index]
        assert (vectors > rig.limits[index, :, 0] - np.deg2rad(9)).all()
        assert (vectors < rig.limits[index, :, 1] + np.deg2rad(9)).all()


def test_joints_that_do_not_move_stay():
    reached = reach(*wander(5, 9, **IN_REACH, turn=1.0))
    palm = JOINTS.index("metacarpal1")
    np.testing.assert_array_equal(reached.local[:, :, palm:], np.broadcast_to(np.eye(3), (5, 2, 4, 3, 3)))


@given(st.floats(-3.1, 3.1), st.floats(0, 2.9), st.integers(0, 999))
@settings(max_examples=60, deadline=None)
def test_twist_is_what_was_put_in(twist: float, bend: float, seed: int):
    rng = np.random.default_rng(seed)
    axis = rng.normal(size=3)
    axis /= np.linalg.norm(axis)
    across = np.cross(axis, rng.normal(size=3))
    across /= np.linalg.norm(across)
    matrix = turn_about(across, np.array(bend)) @ turn_about(axis, np.array(twist))
    np.testing.assert_allclose(twist_about(axis, matrix), twist, atol=1e-6)


@pytest.mark.parametrize(
    ("wrists", "palms", "words"),
    [
        (np.zeros((4, 3)), np.zeros((4, 3, 3)), "wrists: shape"),
        (np.zeros((4, 2, 3)), np.zeros((4, 2, 3)), "palms: shape"),
        (np.full((4, 2, 3), np.nan), np.zeros((4, 2, 3, 3)), "not finite in frame 0"),
    ],
)
def test_bad_goals(wrists: np.ndarray, palms: np.ndarray, words: str):
    with pytest.raises(InputError, match=words):
        reach(wrists, palms)


def test_a_chest_of_another_length():
    with pytest.raises(InputError, match="chest"):
        reach(np.zeros((2, 2, 3)) + 0.5, np.tile(np.eye(3), (2, 2, 1, 1)), chest=np.zeros((3, 3, 4)))


def _sunk(reached, body: Body) -> np.ndarray:
    """Deepest point of each forearm's axis in trunk or head ``(n, 2)``, metres."""
    rig, share = Rig.of(body), np.linspace(0, 0.8, 5)[:, None]
    arms = reached.elbows[:, :, None] + share * (reached.wrists - reached.elbows)[:, :, None]
    depth, _ = rig.solid.depth_m(rig.to_metres(arms).reshape(len(arms), -1, 3))
    return depth.reshape(arms.shape[:3]).max(-1)


def test_elbows_swing_out_of_the_trunk(body: Body):
    """Wrists that wander close before the belly, palms any way."""
    wrists, palms = wander(200, 3, centre=(-0.3, -0.75, 0.5), size=(0.25, 0.2, 0.05), turn=1.5)
    calm, aside = reach(wrists, palms, body=body), reach(wrists, palms, body=body, fps=25.0)
    assert (_sunk(calm, body) > 0).mean() > 0.03
    assert (_sunk(aside, body) > 0).mean() < 0.2 * (_sunk(calm, body) > 0).mean()
    np.testing.assert_allclose(aside.wrists, wrists, atol=0.4 * MM_SW)
    steps = [np.linalg.norm(np.diff(r.elbows, axis=0), axis=-1).max() for r in (calm, aside)]
    assert steps[1] < 2 * steps[0]


def test_raised_shoulders_leave_signing_hands_and_take_hanging_arms_along(body: Body):
    wrists, palms = wander(40, 6, **IN_REACH, turn=1.0)
    used = np.tile([False, True], (40, 1))
    turns = exponential(np.array([[0.0, 0.0, 0.3], [0.0, 0.0, -0.3]]))[0]
    shrugs = np.tile(turns, (40, 1, 1, 1))
    plain, raised = (reach(wrists, palms, used, body=body, shrugs=shrugged) for shrugged in (None, shrugs))
    found = _wrists(placed(raised, body), body)
    np.testing.assert_allclose(found[:, 1, :, 3], wrists[:, 1], atol=0.4 * MM_SW)
    shoulder = [_wrists(placed(r, body), body, "upperarm01")[:, :, 1, 3] for r in (plain, raised)]
    assert (shoulder[1] > shoulder[0] + 0.05).all()
    hung = found[:, 0, 1, 3] - plain.wrists[:, 0, 1]
    np.testing.assert_allclose(hung, shoulder[1][:, 0] - shoulder[0][:, 0], atol=0.02)
