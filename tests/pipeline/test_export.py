"""From a motion to a file that shows it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from signsynth.errors import FileError
from signsynth.files import load_motion
from signsynth.files.bvh_clip import read_bvh
from signsynth.files.gltf_clip import read_gltf
from signsynth.motion import Motion, Segment
from signsynth.pipeline.export import export, format_of
from signsynth.skeleton import CANONICAL


@pytest.fixture(scope="module")
def fitted() -> Motion:
    from signsynth.body.fit import fit

    pose = np.repeat(CANONICAL.rest[None], 5, 0)
    raised = np.array([0.2, 0.9, 0.5]) * np.linspace(0, 1, 5)[:, None]
    for side, hand in ((0, slice(8, 29)), (1, slice(29, 50))):
        lift = raised * [1 if side else -1, 1, 1]
        pose[:, 4 + side] += lift
        pose[:, hand] += lift[:, None]
    motion = Motion(pose, np.ones(pose.shape[:2]), 25.0, segments=(Segment(0, 5, "sign", "LIFT"),))
    return fit(motion)


def test_joints_in_the_files_are_those_of_the_posed_body(fitted, tmp_path):
    from signsynth.body import Body
    from signsynth.body.fit import body_pose

    body = Body.load()
    pose = body_pose(fitted, body)
    expected = body.place(pose.rotations, root=pose.root)[..., 3].numpy()
    export(fitted, tmp_path / "a.glb")
    export(fitted, tmp_path / "a.bvh")
    glb, bvh = read_gltf(tmp_path / "a.glb"), read_bvh(tmp_path / "a.bvh")
    assert np.abs(glb.places[:, : body.joints] - expected).max() < 1e-5
    for joint, name in enumerate(bvh.names):
        assert np.abs(bvh.places[:, joint] / 100 - expected[:, body.joint(name)]).max() < 1e-4


def test_a_motion_without_a_body_is_fitted_first_and_not_changed(fitted, tmp_path):
    bare = replace(fitted, gesture=None, mesh=None)
    export(bare, tmp_path / "a.glb")
    export(fitted, tmp_path / "b.glb", title="LIFT")
    assert bare.mesh is None
    assert (tmp_path / "a.glb").read_bytes() == (tmp_path / "b.glb").read_bytes()


def test_a_signer_of_another_shape_signs_the_same(fitted, tmp_path):
    from signsynth.body import Body

    shape = np.linspace(-1, 1, Body.load().shapes)
    export(fitted, tmp_path / "a.glb", shape=shape)
    export(fitted, tmp_path / "b.glb")
    one, other = (read_gltf(tmp_path / f"{name}.glb") for name in "ab")
    assert np.abs(one.axes - other.axes).max() < 1e-5
    assert np.abs(one.rest_places - other.rest_places).max() > 0.005


def test_smplx_states_its_loss(fitted, tmp_path):
    track = export(fitted, tmp_path / "a.smplx.npz")
    assert 0 <= track.loss_deg < 3 and track.loss_deg <= track.worst_deg
    export(fitted, tmp_path / "b.npz", format="smplx")
    assert (tmp_path / "a.smplx.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    with np.load(tmp_path / "b.npz", allow_pickle=False) as file:
        assert file["poses"].shape == (5, 165) and float(file["retarget_loss_deg"]) == track.loss_deg


def test_what_was_captured_comes_back_from_the_body_that_followed_it(shared_data, tmp_path):
    """Capture, fit, export, import: the hands are where they were."""
    path = shared_data / "mocap_sample/SG ASL Antigravity 1 2023-7-10 No Mesh Mixamo.vrma"
    motion = load_motion(path)[20:50]
    export(motion, tmp_path / "a.glb")
    again = load_motion(tmp_path / "a.glb")
    away = np.linalg.norm(again.pose[:, :50] - motion.pose[:, :50], axis=-1)
    # The shoulder that trackers see lies beside the joint of the body: what is read back hangs a little differently.
    assert np.median(away) < 0.08 and away.max() < 0.2


@pytest.mark.parametrize(
    ("name", "chosen", "found"),
    [
        ("a.glb", None, "glb"),
        ("A.BVH", None, "bvh"),
        ("a.smplx.npz", None, "smplx"),
        ("a.npz", "smplx", "smplx"),
        ("a.glb", "glb", "glb"),
    ],
)
def test_the_format_follows_from_the_name(name, chosen, found):
    assert format_of(name, chosen) == found


@pytest.mark.parametrize(
    ("name", "chosen", "said"),
    [
        ("a.npz", None, "--format smplx"), ("a.fbx", None, ".bvh"), ("a", None, "without suffix"),
        ("a.usd", None, ".glb"), ("a.glb", "gbl", "did you mean 'glb'"), ("a.smplx.npz", "glb", "smplx"),
        ("a.glb", "bvh", r"needs a name in \.bvh"), ("a.glb", "smplx", r"needs a name in \.npz"),
    ],
)  # fmt: skip
def test_other_formats_are_refused_with_the_nearest(name, chosen, said):
    with pytest.raises(FileError, match=said):
        format_of(name, chosen)
