"""SMPL-X files: layout, and rotations that point the bones where the body's point."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from signsynth.errors import InputError
from signsynth.files.smplx_npz import SmplxTrack, write_smplx
from signsynth.pipeline import retarget
from signsynth.pipeline.retarget import JOINTS, smplx_track
from tests.files.moving_body import waving


def track_of(path):
    with np.load(path, allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("smplx") / "a.smplx.npz"
    track = smplx_track(waving()[-1], np.linspace(0, 1, 9))
    write_smplx(track, path)
    return track, track_of(path)


def test_layout(written):
    track, file = written
    assert file["poses"].shape == (9, 165) and file["trans"].shape == (9, 3)
    assert (file["betas"] == 0).all() and str(file["gender"]) == "neutral" and file["mocap_frame_rate"] == 25.0
    parts = [file[name] for name in ("root_orient", "pose_body", "pose_jaw", "pose_eye", "pose_hand")]
    assert np.array_equal(np.concatenate(parts, 1), file["poses"])
    assert np.abs(file["poses"] - track.poses).max() < 1e-6
    assert "Synthetic" in str(file["notice"])
    assert np.allclose(file["pose_jaw"][-1], [np.deg2rad(20), 0, 0]) and (file["pose_jaw"][0] == 0).all()


def test_following_the_rotations_gives_the_loss_that_is_stated(written):
    """Forward kinematics by scipy, bone by bone, against the body's own joints."""
    track, file = written
    body, rotations, root, _, animation = waving()
    ours, parents = retarget._correspondence(animation)
    rest = retarget._rest(animation.heads[ours], parents, retarget._t_pose(animation, ours))
    wanted = body.place(rotations, root=root)[..., 3].numpy()[:, ours]
    turns, angles = {}, []
    for joint, parent in enumerate(parents):
        local = Rotation.from_rotvec(file["poses"][:, 3 * joint : 3 * joint + 3])
        turns[joint] = local if parent < 0 else turns[parent] * local
        if parent >= 0 and JOINTS[joint] not in ("jaw", "left_eye", "right_eye"):
            given, asked = turns[parent].apply(rest[joint] - rest[parent]), wanted[:, joint] - wanted[:, parent]
            cosine = (given * asked).sum(1) / np.linalg.norm(given, axis=1) / np.linalg.norm(asked, axis=1)
            angles.append(np.rad2deg(np.arccos(np.clip(cosine, -1, 1))))
    assert abs(np.mean(angles) - track.loss_deg) < 0.05 and abs(np.max(angles) - track.worst_deg) < 0.05
    # Every joint of the body turns at random here, palm bones too, which SMPL-X has not; chains stay exact.
    assert track.loss_deg < 10


def test_chains_are_exact_where_nothing_between_their_joints_moves():
    import torch

    from signsynth.pipeline.figure import animation_of

    body = waving()[0]
    angles = torch.zeros(3, body.joints, 3)
    rng = np.random.default_rng(1)
    for name in ("upperarm01", "lowerarm01", "wrist", "finger1-1", "finger2-1", "finger2-2", "finger5-3"):
        for side in "LR":
            angles[:, body.joint(f"{name}.{side}")] = torch.tensor(rng.normal(0, 0.7, (3, 3)), dtype=torch.float32)
    angles[:, body.joint("root")] = 0.3
    pose = body.from_angles(angles).numpy()
    track = smplx_track(animation_of(body, pose, np.zeros((3, 3)), np.zeros((3, 52)), 25.0))
    assert track.worst_deg < 1e-3


def test_the_t_pose_is_one():
    animation = waving()[-1]
    ours, parents = retarget._correspondence(animation)
    places = dict(
        zip(JOINTS, retarget._rest(animation.heads[ours], parents, retarget._t_pose(animation, ours)), strict=True)
    )
    for side, out in (("left", 1), ("right", -1)):
        arm = [places[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist", "middle1", "middle3")]
        assert np.allclose(np.array(arm)[:, 1:], arm[0][1:], atol=1e-4)
        assert (np.diff(np.array(arm)[:, 0]) * out > 0.01).all()
        # Palms down: the index finger in front of the little one, the thumb in front of both.
        z = [places[f"{side}_{finger}1"][2] for finger in ("pinky", "ring", "middle", "index")]
        assert z == sorted(z) and places[f"{side}_thumb3"][2] > z[-1]


def test_joints_of_a_model_are_used_where_they_are_given():
    animation = waving()[-1]
    ours, parents = retarget._correspondence(animation)
    rest = retarget._rest(animation.heads[ours], parents, retarget._t_pose(animation, ours))
    same = smplx_track(animation, rest_joints=rest * 1.3)
    assert np.abs(same.poses - smplx_track(animation).poses).max() < 1e-9
    lower = rest.copy()
    lower[:, 1] -= 0.2 * np.abs(lower[:, 0])  # a model whose arms hang a little in its T-pose
    assert np.abs(smplx_track(animation, rest_joints=lower).poses - same.poses).max() > 0.1


def test_values_that_are_not_finite_are_refused():
    with pytest.raises(InputError, match="165"):
        SmplxTrack(np.full((2, 165), np.nan), np.zeros((2, 3)), 25.0)
    with pytest.raises(InputError, match="165"):
        SmplxTrack(np.zeros((2, 72)), np.zeros((2, 3)), 25.0)
