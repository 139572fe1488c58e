"""SMPL-X's layout with made-up numbers: its own file is licensed and not here."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from signsynth.body import BodyModel, CanonicalFrame
from signsynth.body.rotations import from_axis_angle
from signsynth.body.smplx import SmplxBody
from signsynth.body.smplx_points import FACE_POINTS, JOINT_NAMES
from signsynth.errors import FileError, InputError
from signsynth.skeleton import CANONICAL
from tests.body.reference import rotation

VERTICES, COMPONENTS = 300, 400
PARENTS = [-1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19, 15, 15, 15]
PARENTS += [p for wrist in (20, 21) for f in range(5) for p in (wrist, 25 + (wrist - 20) * 15 + 3 * f, 0)]
for k in range(27, 55, 3):
    PARENTS[k] = k - 1
FINGERS = ("thumb", "index", "middle", "ring", "pinky")
NAMES = [f"{side}_{finger}" for side in ("left", "right") for finger in FINGERS]
TIPS = {name: 10 + k for k, name in enumerate(NAMES)}


@pytest.fixture(scope="module")
def arrays() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    weights = rng.random((VERTICES, 55)) ** 20
    weights[weights < 0.05] = 0
    weights[np.arange(VERTICES), rng.integers(0, 55, VERTICES)] += 0.5
    regressor = rng.random((55, VERTICES))
    return {
        "v_template": rng.normal(0, 0.5, (VERTICES, 3)),
        "shapedirs": rng.normal(0, 0.02, (VERTICES, 3, COMPONENTS)),
        "posedirs": rng.normal(0, 0.01, (VERTICES, 3, 54 * 9)),
        "J_regressor": regressor / regressor.sum(1, keepdims=True),
        "weights": weights / weights.sum(1, keepdims=True),
        "kintree_table": np.array([[2**32 - 1, *PARENTS[1:]], range(55)], dtype=np.uint32),
        "f": rng.integers(0, VERTICES, (500, 3)).astype(np.uint32),
        "hands_meanl": rng.normal(0, 0.2, 45),
        "hands_meanr": rng.normal(0, 0.2, 45),
        "lmk_faces_idx": rng.integers(0, 500, 51),
        "lmk_bary_coords": rng.dirichlet([1, 1, 1], 51),
    }


@pytest.fixture(scope="module")
def path(arrays, tmp_path_factory):
    path = tmp_path_factory.mktemp("smplx") / "SMPLX_MADE_UP.npz"
    np.savez(path, **arrays)
    return path


@pytest.fixture(scope="module")
def body(path):
    return SmplxBody.load(path, tips=TIPS)


def published(arrays, pose, shape, expression) -> tuple[np.ndarray, np.ndarray]:
    """Loper et al. 2015, eq. 2 to 4, written out for one frame."""
    v = arrays["v_template"] + arrays["shapedirs"][..., :10] @ shape + arrays["shapedirs"][..., 300:310] @ expression
    joints = arrays["J_regressor"] @ v
    turns = np.array([rotation(r) for r in pose])
    v = v + arrays["posedirs"] @ (turns[1:] - np.eye(3)).reshape(-1)
    world = []
    for k, parent in enumerate(PARENTS):
        local = np.eye(4)
        local[:3, :3], local[:3, 3] = turns[k], joints[k] - (joints[parent] if parent >= 0 else 0)
        world.append(local if parent < 0 else world[parent] @ local)
    out = np.zeros_like(v)
    for k in range(55):
        motion = world[k].copy()
        motion[:3, 3] -= world[k][:3, :3] @ joints[k]
        out += arrays["weights"][:, k : k + 1] * (v @ motion[:3, :3].T + motion[:3, 3])
    return out, np.array(world)[:, :3, 3]


def test_agrees_with_the_published_equations(arrays, body):
    rng = np.random.default_rng(1)
    pose, shape, expression = rng.normal(0, 0.4, (55, 3)), rng.normal(size=10), rng.normal(size=10)
    vertices, joints = published(arrays, pose, shape, expression)
    given = [torch.from_numpy(a.astype(np.float32)) for a in (pose, shape, expression)]
    found = body(given[0], shape=given[1], actions=given[2])
    np.testing.assert_allclose(found.vertices.numpy(), vertices, atol=2e-5)
    np.testing.assert_allclose(found.joints.numpy(), joints, atol=2e-5)


def test_meets_the_protocol(body):
    assert isinstance(body, BodyModel)
    assert body.joint_names == JOINT_NAMES and body.shapes == 10 and len(body.action_names) == 10


def test_forms_of_rotation_agree(body):
    vectors = torch.randn(2, 55, 3, generator=torch.Generator().manual_seed(0)) * 0.3
    a, b = body(vectors), body(from_axis_angle(vectors))
    torch.testing.assert_close(a.vertices, b.vertices, atol=1e-5, rtol=0)


def test_relaxed_hands_add_the_mean_pose(arrays, path):
    relaxed = SmplxBody.load(path, tips=TIPS, flat_hands=False)
    flat = SmplxBody.load(path, tips=TIPS)
    mean = torch.zeros(55, 3)
    mean[25:] = torch.from_numpy(np.concatenate([arrays["hands_meanl"], arrays["hands_meanr"]])).reshape(30, 3)
    torch.testing.assert_close(relaxed(torch.zeros(55, 3)).vertices, flat(mean).vertices)


def test_landmarks_say_what_they_do_not_know(body):
    points = body.landmarks(torch.zeros(4, 55, 3))
    assert points.shape == (4, 178, 3)
    assert body.points_known[:50].all() and body.points_known.sum() == 50 + sum(k >= 0 for k in FACE_POINTS)
    assert (torch.isfinite(points).all(-1) == body.points_known).all()
    known = [str(k) for k in FACE_POINTS if k >= 0]
    assert len(set(known)) == len(known) and set(known) <= set(CANONICAL.points)
    frame = CanonicalFrame.of(points)
    assert torch.isfinite(frame.width_m).all()


def test_joint_names_follow_the_tree():
    for k, name in enumerate(JOINT_NAMES[25:], start=25):
        if name[-1] in "23":
            assert JOINT_NAMES[PARENTS[k]] == name[:-1] + str(int(name[-1]) - 1)


def test_wrong_files_are_explained(arrays, tmp_path):
    path = tmp_path / "bad.npz"
    np.savez(path, **{k: v for k, v in arrays.items() if k != "posedirs"})
    with pytest.raises(FileError, match="lacks posedirs"):
        SmplxBody.load(path)
    np.savez(path, **(arrays | {"J_regressor": arrays["J_regressor"][:24]}))
    with pytest.raises(FileError, match="J_regressor has shape .* 55 joints"):
        SmplxBody.load(path)
    np.savez(path, **arrays)
    with pytest.raises(InputError, match="asked 500"):
        SmplxBody.load(path, shapes=500, tips=TIPS)
    with pytest.raises(InputError, match="name them in tips="):
        SmplxBody.load(path)


def test_pickled_arrays_are_refused(arrays, tmp_path):
    path = tmp_path / "pickled.npz"
    np.savez(path, **(arrays | {"v_template": np.array([{"a": 1}], dtype=object)}))
    with pytest.raises(FileError):
        SmplxBody.load(path)
