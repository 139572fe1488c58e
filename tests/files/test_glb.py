"""A .glb is valid glTF, and whoever evaluates it sees the body as it was."""

from __future__ import annotations

import io
import json
import shutil
import struct
import subprocess
from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

from signsynth.errors import FileError, InputError
from signsynth.files.glb import glb_bytes, write_glb
from signsynth.files.gltf_clip import read_gltf
from signsynth.lexicon.place import cache_folder
from tests.files.moving_body import small, waving

WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}
TYPES = {5121: np.uint8, 5123: np.uint16, 5125: np.uint32, 5126: np.float32}


def parsed(data: bytes):
    """JSON and binary chunk, read as the specification says; nothing of the package takes part."""
    magic, version, total = struct.unpack_from("<4sII", data)
    assert (magic, version, total) == (b"glTF", 2, len(data))
    size, kind = struct.unpack_from("<I4s", data, 12)
    assert kind == b"JSON" and size % 4 == 0
    length, kind = struct.unpack_from("<I4s", data, 20 + size)
    assert kind == b"BIN\0" and length % 4 == 0 and 28 + size + length == total
    return json.loads(data[20 : 20 + size]), data[28 + size :]


def values(document, binary, index):
    about = document["accessors"][index]
    kind, width = TYPES[about["componentType"]], WIDTHS[about["type"]]

    def view(holder, count, dtype, columns):
        place = document["bufferViews"][holder["bufferView"]]
        start = place["byteOffset"] + holder.get("byteOffset", 0)
        assert start % np.dtype(dtype).itemsize == 0
        assert count * columns * np.dtype(dtype).itemsize <= place["byteLength"]
        return np.frombuffer(binary, dtype, count * columns, start).reshape(count, columns)

    if "bufferView" in about:
        out = view(about, about["count"], kind, width).astype(float)
    else:
        out = np.zeros((about["count"], width))
    if sparse := about.get("sparse"):
        at = view(sparse["indices"], sparse["count"], TYPES[sparse["indices"]["componentType"]], 1)[:, 0]
        assert (np.diff(at.astype(int)) > 0).all()
        out[at] = view(sparse["values"], sparse["count"], kind, width)
    if "min" in about:
        assert np.array_equal(out.min(0), about["min"]) and np.array_equal(out.max(0), about["max"])
    return out / np.iinfo(kind).max if about.get("normalized") else out


def frame_vertices(document, binary, frame):
    """Every primitive's skinned vertices and triangles at a frame: the glTF specification, section 3.7.3, by hand."""
    nodes = [dict(node) for node in document["nodes"]]
    weights = {}
    animation = document["animations"][0]
    for channel in animation["channels"]:
        sampler, target = animation["samplers"][channel["sampler"]], channel["target"]
        keys, track = (values(document, binary, sampler[name]) for name in ("input", "output"))
        at = min(frame, len(keys) - 1)
        if target["path"] == "weights":
            weights[target["node"]] = track.reshape(len(keys), -1)[at]
        else:
            nodes[target["node"]][target["path"]] = track[at]
    world = {}

    def walk(index, above):
        local = np.eye(4)
        local[:3, :3] = Rotation.from_quat(nodes[index].get("rotation", [0, 0, 0, 1])).as_matrix()
        local[:3, 3] = nodes[index].get("translation", [0, 0, 0])
        world[index] = above @ local
        for child in nodes[index].get("children", ()):
            walk(child, world[index])

    for index in document["scenes"][0]["nodes"]:
        walk(index, np.eye(4))
    for index, node in enumerate(nodes):
        if "mesh" not in node:
            continue
        skin = document["skins"][node["skin"]]
        inverse = values(document, binary, skin["inverseBindMatrices"]).reshape(-1, 4, 4).transpose(0, 2, 1)
        matrices = np.array([world[joint] for joint in skin["joints"]]) @ inverse
        for primitive in document["meshes"][node["mesh"]]["primitives"]:
            attributes = primitive["attributes"]
            place = values(document, binary, attributes["POSITION"])
            for weight, target in zip(weights.get(index, ()), primitive.get("targets", ()), strict=True):
                place = place + weight * values(document, binary, target["POSITION"])
            blended = 0
            for k in range(4):
                if f"JOINTS_{k}" in attributes:
                    bones = values(document, binary, attributes[f"JOINTS_{k}"]).astype(int)
                    share = values(document, binary, attributes[f"WEIGHTS_{k}"])
                    blended = blended + (matrices[bones] * share[..., None, None]).sum(1)
            posed = (blended[:, :3, :3] @ place[..., None])[..., 0] + blended[:, :3, 3]
            yield posed, values(document, binary, primitive["indices"]).astype(int).reshape(-1, 3)


def test_skinning_the_file_by_the_specification_gives_the_body():
    body, rotations, root, actions, animation = waving()
    document, binary = parsed(glb_bytes(animation))
    expected = body(rotations, root=root, actions=actions).vertices.numpy()
    for frame in (0, 4, len(animation) - 1):
        corners = np.concatenate([posed[faces] for posed, faces in frame_vertices(document, binary, frame)])
        wanted = expected[frame][body.faces.numpy()]
        # Triangles lie in another order: each must be one of the body, and together they must be all of them.
        away, nearest = cKDTree(wanted.reshape(-1, 9)).query(corners.reshape(-1, 9))
        assert len(corners) == len(wanted)
        assert away.max() < 1e-4 and len(np.unique(nearest)) > 0.999 * len(wanted)


@pytest.mark.parametrize("skinned", [True, False])
def test_structure_is_what_the_specification_asks_for(skinned):
    animation = small(skinned=skinned)
    document, binary = parsed(glb_bytes(animation))
    assert document["asset"]["version"] == "2.0" and document["asset"]["extras"]["synthetic"] is True
    assert (
        document["buffers"] == [{"byteLength": len(binary)}] or len(binary) - document["buffers"][0]["byteLength"] < 4
    )
    for view in document["bufferViews"]:
        assert (
            view["byteOffset"] % 4 == 0
            and view["byteOffset"] + view["byteLength"] <= document["buffers"][0]["byteLength"]
        )
    everything = [values(document, binary, k) for k in range(len(document["accessors"]))]
    assert all(np.isfinite(array).all() for array in everything)
    for channel in document["animations"][0]["channels"]:
        if channel["target"]["path"] == "rotation":
            turns = everything[document["animations"][0]["samplers"][channel["sampler"]]["output"]]
            assert np.allclose(np.linalg.norm(turns, axis=1), 1, atol=1e-6)
            assert ((turns[1:] * turns[:-1]).sum(1) >= 0).all()
    for mesh in document.get("meshes", ()):
        for primitive in mesh["primitives"]:
            attributes = primitive["attributes"]
            sums = sum(everything[attributes[name]].sum(1) for name in attributes if name.startswith("WEIGHTS"))
            assert np.abs(sums - 1).max() < 1e-9
            normals = everything[attributes["NORMAL"]]
            assert np.allclose(np.linalg.norm(normals, axis=1), 1, atol=1e-6)
            assert everything[primitive["indices"]].max() < len(normals)
    assert ("meshes" in document) == skinned


def test_an_empty_morph_is_kept_in_its_place():
    document, binary = parsed(glb_bytes(small()))
    face = next(mesh for mesh in document["meshes"] if mesh["name"] == "face")
    assert face["extras"]["targetNames"] == ["up", "none"]
    for primitive in face["primitives"]:
        assert (values(document, binary, primitive["targets"][1]["POSITION"]) == 0).all()


def test_our_reader_finds_the_joints_where_the_body_had_them(tmp_path):
    body, rotations, root, _, animation = waving()
    write_glb(animation, tmp_path / "a.glb")
    clip = read_gltf(tmp_path / "a.glb")
    assert clip.fps == 25.0 and clip.names[: body.joints] == body.joint_names
    expected = body.place(rotations, root=root).numpy()
    assert np.abs(clip.places[:, : body.joints] - expected[..., 3]).max() < 1e-5
    assert np.abs(clip.axes[:, : body.joints] - expected[..., :3]).max() < 1e-5
    assert np.abs(clip.rest_places[: body.joints] - body.heads.numpy()).max() < 1e-6


def test_the_same_animation_gives_the_same_bytes():
    assert glb_bytes(small()) == glb_bytes(small())


def test_trimesh_opens_it_as_the_body_at_rest(tmp_path):
    trimesh = pytest.importorskip("trimesh")
    body, *_, animation = waving()
    write_glb(animation, tmp_path / "a.glb")
    scene = trimesh.load(io.BytesIO((tmp_path / "a.glb").read_bytes()), file_type="glb")
    assert sum(len(geometry.faces) for geometry in scene.geometry.values()) == len(body.faces)
    template = body.mesh.template.numpy()
    low, high = scene.bounds
    assert np.allclose([low, high], [template.min(0), template.max(0)], atol=1e-5)


def test_one_frame_is_enough(tmp_path):
    write_glb(small(1), tmp_path / "one.glb")
    assert len(read_gltf(tmp_path / "one.glb")) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fps": 0.0}, "frames a second"),
        ({"root": np.full((4, 3), np.nan)}, "root has NaN"),
        ({"rotations": np.zeros((4, 6, 4))}, "unit quaternions"),
        ({"rotations": np.zeros((0, 6, 4)), "root": np.zeros((0, 3)), "morph_weights": np.zeros((0, 2))}, "no frames"),
        ({"parents": (-1, 2, 1, 0, 0, 0)}, "parents"),
        ({"parents": (-1, -1, 1, 0, 0, 0)}, "one root"),
        ({"morph_weights": np.zeros((4, 1))}, r"expected \(4, 2\)"),
    ],
)
def test_what_is_no_animation_is_refused(change, said):
    with pytest.raises(InputError, match=said):
        replace(small(), **change)


def test_a_folder_that_is_not_there_is_one_clear_line(tmp_path):
    with pytest.raises(FileError, match="does not exist"):
        write_glb(small(), tmp_path / "no" / "a.glb")


@pytest.mark.slow
@pytest.mark.parametrize("which", ["body", "small", "skeleton", "one frame"])
def test_the_khronos_validator_finds_no_error(tmp_path, which):
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("npm and node are needed for the Khronos validator")
    home = cache_folder() / "tests" / "gltf-validator"
    if not (home / "node_modules" / "gltf-validator").is_dir():
        home.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["npm", "install", "--prefix", str(home), "gltf-validator@2.0.0-dev.3.10"], capture_output=True
        )
        if done.returncode:
            pytest.skip("gltf-validator cannot be installed here")
    made = {
        "body": lambda: waving()[-1],
        "small": small,
        "skeleton": lambda: small(skinned=False),
        "one frame": lambda: small(1),
    }
    write_glb(made[which](), tmp_path / "a.glb")
    script = (
        "require('gltf-validator').validateBytes(new Uint8Array(require('fs').readFileSync(process.argv[1])))"
        ".then(report => console.log(JSON.stringify(report)))"
    )
    run = subprocess.run(
        ["node", "-e", script, str(tmp_path / "a.glb")], cwd=home, capture_output=True, text=True, check=True
    )
    issues = json.loads(run.stdout)["issues"]
    assert issues["numErrors"] == 0, issues
    assert issues["numWarnings"] == 0, issues
