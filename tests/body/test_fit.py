"""Laws of the fit, on poses of the body itself, on made-up motions and on real recordings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from signsynth.body.fit import body_points, body_pose, fit, measure  # noqa: E402
from signsynth.body.fit.rig import FINGERS, SIDES, Rig  # noqa: E402
from signsynth.body.fit.touch import touched  # noqa: E402
from signsynth.errors import InputError  # noqa: E402
from signsynth.motion import Motion, concatenate  # noqa: E402
from signsynth.motion.rigid import hand_directions, place_hands  # noqa: E402
from signsynth.skeleton import CANONICAL, FACE, LEFT_HAND, RIGHT_HAND  # noqa: E402

STILL = ("upperleg", "lowerleg", "foot", "toe", "eye", "pelvis")


def own_poses(body, frames: int, share: float, seed: int = 0) -> Motion:
    """Random poses of the body itself, in ``share`` of every joint's range."""
    generator = torch.Generator().manual_seed(seed)
    body = body.to(torch.float64)
    moving = torch.tensor([not name.startswith(STILL) for name in body.joint_names])
    limits = body.limits.clone()
    limits[0] *= 0.1
    spread = torch.rand(frames, body.joints, 3, generator=generator, dtype=torch.float64)
    angles = (limits[..., 0] + spread * (limits[..., 1] - limits[..., 0])) * share * moving[:, None]
    actions = torch.rand(frames, 52, generator=generator, dtype=torch.float64)
    actions *= torch.rand(frames, 52, generator=generator, dtype=torch.float64) < 0.15
    rig = Rig.of(body)
    points = body.landmarks(body.from_angles(angles), actions=actions).numpy()
    return Motion((points - rig.origin_m) / rig.width_m, np.ones(points.shape[:2]), 25)


def made_up(frames: int = 12, seed: int = 0, *, still: bool = False) -> Motion:
    """Canonical hands that move before the chest."""
    rng = np.random.default_rng(seed)
    phase = np.zeros(frames) if still else np.linspace(0, 2, frames)
    pose = np.repeat(CANONICAL.rest[None], frames, 0)
    for side in range(2):
        way = 1 - 2 * side
        pose[:, 4 + side] = [way * 0.35, -0.5, 0.6] + 0.1 * np.sin(phase[:, None] + rng.uniform(0, 3, 3))
        pose[:, 2 + side] = pose[:, side] + [way * 0.3, -0.75, 0.2]
    _, directions = hand_directions(pose)
    directions = directions * [1, -1, 1] + 0.2 * rng.normal(size=(1, 2, 20, 3))
    pose[:, 8:50] = place_hands(pose[:, 4:6], directions)
    return Motion(pose, np.ones((frames, 178)), 25)


def finger_angles(fitted: Motion, rig: Rig) -> tuple[np.ndarray, np.ndarray]:
    """Angles ``(frames, 2, 15, 3)`` about the joints' axes, and their limits."""
    from signsynth.body.fit.turns import from_6d, logarithm

    names = [[rig.joint(f"{bone}.{side}") for finger in FINGERS for bone in finger] for side in SIDES]
    axes = rig.axes[np.array(names)]
    turns = from_6d(fitted.gesture.fingers)
    return logarithm(np.swapaxes(axes, -1, -2) @ turns @ axes), rig.limits[np.array(names)]


@pytest.mark.parametrize(("share", "worst_mm"), [(0.3, 3.0), (0.6, 8.0), (1.0, 20.0)])
def test_a_posed_body_is_found_again(body, share, worst_mm):
    motion = own_poses(body, 60, share)
    apart = np.linalg.norm(body_points(fit(motion, body), body) - motion.pose, axis=-1) * Rig.of(body).width_m * 1000
    assert apart.mean() <= 1
    assert np.percentile(apart, 95) <= 3
    assert apart.max() <= worst_mm


def test_pose_is_untouched_and_everything_is_filled(body):
    motion = made_up()
    fitted = fit(motion, body)
    assert fitted.equals(motion)
    assert len(fitted.gesture) == len(fitted.mesh) == len(motion)
    assert fitted.mesh.action_names == body.action_names


def test_the_bundled_body_is_the_default(body):
    motion = made_up(3)
    assert fit(motion).gesture.equals(fit(motion, body).gesture)


def test_mirrored_motion_gives_mirrored_rotations(body):
    motion = made_up(8)
    one, other = fit(motion.mirrored(), body), fit(motion, body).mirrored()
    np.testing.assert_allclose(body_points(one, body), body_points(other, body), atol=2e-3)
    np.testing.assert_allclose(one.gesture.fingers, other.gesture.fingers, atol=0.05)


def test_constant_motion_gives_constant_rotations(body):
    fitted = fit(made_up(7, still=True), body)
    for array in (fitted.gesture.fingers, fitted.gesture.wrists, fitted.mesh.rotations, fitted.mesh.root):
        np.testing.assert_allclose(array, np.broadcast_to(array[:1], array.shape), atol=1e-6)


def test_time_order_does_not_matter(body):
    motion = own_poses(body, 8, 0.4)
    back = replace(motion, pose=motion.pose[::-1], confidence=motion.confidence[::-1])
    there, again = fit(motion, body), fit(back, body)
    np.testing.assert_allclose(again.gesture.fingers[::-1], there.gesture.fingers, atol=1e-5)
    np.testing.assert_allclose(again.mesh.actions[::-1], there.mesh.actions, atol=1e-5)


def test_a_single_frame_is_fitted_as_a_still_clip(body):
    still = made_up(5, still=True)
    np.testing.assert_allclose(fit(still[:1], body).gesture.fingers[0], fit(still, body).gesture.fingers[2], atol=1e-4)


def test_limits_are_kept(body):
    for motion in (own_poses(body, 20, 1.0), made_up(10, 3)):
        angles, limits = finger_angles(fit(motion, body), Rig.of(body))
        assert (angles >= limits[..., 0] - 1e-3).all() and (angles <= limits[..., 1] + 1e-3).all()


def test_fingers_keep_their_length(body):
    points = body_points(fit(made_up(10), body), body)[:, RIGHT_HAND]
    for tip in (4, 8, 12, 16, 20):
        length = np.linalg.norm(points[:, tip] - points[:, tip - 1], axis=-1)
        np.testing.assert_allclose(length / np.median(length), 1, atol=1e-4)


def test_a_hand_that_is_not_seen_is_relaxed_and_flagged(body):
    motion = made_up(10)
    confidence = motion.confidence.copy()
    confidence[:, LEFT_HAND] = 0
    fitted = fit(replace(motion, confidence=confidence), body)
    assert (fitted.gesture.confidence[:, 0] == 0).all() and (fitted.gesture.confidence[:, 1] == 1).all()
    assert np.isnan(measure(fitted, body).hands[:, 0]).all()
    # Relaxed does not depend on what was guessed there.
    other = replace(made_up(10, 5), confidence=confidence)
    np.testing.assert_allclose(fit(other, body).gesture.fingers[:, 0], fitted.gesture.fingers[:, 0], atol=1e-6)
    angles, limits = finger_angles(fitted, Rig.of(body))
    assert (angles[:, 0, 3::3, 0] > limits[0, 3::3, 0, 0] + 0.1).all()


def test_nothing_seen_has_no_quality(body):
    motion = made_up(3)
    report = measure(fit(replace(motion, confidence=np.zeros_like(motion.confidence)), body), body)
    assert (report.quality == 0).all() and "never seen" in str(report)


@pytest.mark.parametrize("scale", [0.0, 0.02, 3.0, 10.0])
def test_absurd_poses_do_not_explode(body, scale):
    rng = np.random.default_rng(1)
    motion = Motion(scale * rng.uniform(-1, 1, (5, 178, 3)), np.ones((5, 178)), 25)
    fitted = fit(motion, body)
    pose = body_pose(fitted, body)
    posed = body(pose.rotations, root=pose.root, actions=pose.actions).vertices.numpy()
    assert np.isfinite(posed).all()
    rest = np.abs(body.rest().numpy()).max()
    assert np.abs(posed - pose.root.numpy()[:, None]).max() < 2.5 * rest
    if scale >= 3:
        assert (measure(fitted, body).quality < 0.1).all()


def test_unusable_motions_are_refused(body):
    motion = made_up(2)
    with pytest.raises(InputError, match="without frames"):
        fit(motion[:0], body)
    with pytest.raises(InputError, match="shoulder widths away, expected at most 20"):
        fit(replace(motion, pose=motion.pose * 100), body)
    with pytest.raises(InputError, match="axes and limits"):
        fit(motion, object())
    with pytest.raises(InputError, match="fit it first"):
        measure(motion, body)


def test_noise_moves_fingers_little(body):
    motion = made_up(10)
    rng = np.random.default_rng(0)
    shaken = replace(motion, pose=motion.pose + rng.normal(scale=0.003, size=motion.pose.shape))
    clean, noisy = (body_points(fit(m, body), body)[:, 8:50] for m in (motion, shaken))
    # A hand that no arm can hold so may be met from either side: most frames, not all.
    moved = np.sqrt(((clean - noisy) ** 2).sum(-1).mean(1))
    assert np.median(moved) < 0.02
    assert (moved < 0.2).all()


def test_hands_before_the_chest_stay_outside_it(body):
    motion = made_up(6)
    pose = motion.pose.copy()
    pose[:, :50, 2] -= 0.55
    inside = replace(motion, pose=pose)
    rig = Rig.of(body)
    hands = rig.to_metres(body_points(fit(inside, body), body)[:, 8:50])
    assert (rig.to_metres(pose[:, 8:50])[..., 2] < rig.front.at(rig.to_metres(pose[:, 8:50]))).any()
    assert (hands[..., 2] > rig.front.at(hands) - 0.01).all()


def test_a_touch_of_the_thumb_is_kept():
    rng = np.random.default_rng(0)
    hands = rng.uniform(0, 0.2, (3, 2, 21, 3))
    hands[:, :, 8] = hands[:, :, 4] + [0.004, 0, 0]
    goal = hands[:, :, 1:].reshape(3, 2, 5, 4, 3)[..., 1:, :].copy()
    np.testing.assert_allclose(touched(goal, hands), goal, atol=1e-12)
    goal[:, :, 1] += [0.0, 0.02, 0.0]
    kept = touched(goal, hands)
    np.testing.assert_allclose(kept[:, :, 0, 2] - kept[:, :, 1, 2], hands[:, :, 4] - hands[:, :, 8], atol=2e-3)


def test_parts_are_fitted_as_the_whole(body):
    """But for easing over a few frames, a motion's parts have the rotations of the whole."""
    one, other = made_up(20, 1, still=True), made_up(20, 2, still=True)
    whole = fit(concatenate([one, other]), body)
    np.testing.assert_allclose(whole.gesture.fingers[:10], fit(one, body).gesture.fingers[:10], atol=1e-3)


@pytest.mark.parametrize("sign", ["angry", "please", "finished"])
def test_real_recordings_agree_with_their_pose(body, shared_data, sign):
    from signsynth.files import load_motion

    motion = load_motion(shared_data / "asl100" / "signs" / f"{sign}.json", fps=25)
    fitted = fit(motion, body)
    report = measure(fitted, body)
    assert np.nanmedian(report.hands) < 0.06
    assert report.quality.mean() > 0.8
    # Nothing pops: no point of the body moves much farther in a frame than the pose does.
    points = body_points(fitted, body)
    steps = np.linalg.norm(np.diff(points[:, 2:6], axis=0), axis=-1).max(0)
    assert (steps < np.linalg.norm(np.diff(motion.pose[:, 2:6], axis=0), axis=-1).max(0) + 0.2).all()


def test_face_actions_follow_the_mouth(body):
    """A canonical face whose lower lip drops opens the jaw; one that does not move makes no face."""
    rig = Rig.of(body)
    motion = made_up(4)
    assert fit(motion, body).mesh.actions.max() < 0.02
    pose = motion.pose.copy()
    jaw = rig.action_names.index("jawOpen")
    pose[2:, FACE] += (0.5 * rig.actions[jaw] / rig.width_m).astype(np.float32)
    actions = fit(replace(motion, pose=pose), body).mesh.actions
    assert (actions[2:, jaw] > 0.3).all() and (actions[:2, jaw] < 0.02).all()
