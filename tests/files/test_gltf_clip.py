"""glTF clips: interpolation, buffers, and files that are not what they say."""

from __future__ import annotations

import base64
import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation, Slerp

from signsynth.errors import FileError
from signsynth.files import read_recording
from signsynth.files.glb import glb_bytes
from signsynth.files.gltf_clip import read_gltf
from tests.files.moving_body import small


def document(times, rotations, **changes) -> dict:
    """One node that turns, its buffer inside the JSON."""
    data = np.asarray(times, "<f4").tobytes() + np.asarray(rotations, "<f4").tobytes()
    start = 4 * len(times)
    made = {
        "asset": {"version": "2.0"},
        "nodes": [{"name": "a", "children": [1]}, {"name": "b", "translation": [0, 1, 0]}],
        "buffers": [
            {"byteLength": len(data), "uri": "data:application/octet-stream;base64," + base64.b64encode(data).decode()}
        ],
        "bufferViews": [
            {"buffer": 0, "byteLength": start},
            {"buffer": 0, "byteOffset": start, "byteLength": len(data) - start},
        ],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "type": "SCALAR", "count": len(times)},
            {"bufferView": 1, "componentType": 5126, "type": "VEC4", "count": (len(data) - start) // 16},
        ],
        "animations": [
            {
                "samplers": [{"input": 0, "output": 1}],
                "channels": [{"sampler": 0, "target": {"node": 0, "path": "rotation"}}],
            }
        ],
    }
    return made | changes


def written(tmp_path, content, name="a.gltf"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


TURNS = Rotation.from_euler("zyx", [[0, 0, 0], [80, 10, 0], [100, -50, 20], [-170, 0, 10]], degrees=True)


def test_rotations_run_along_great_arcs(tmp_path):
    times = [0.0, 0.1, 0.2, 1.0]
    clip = read_gltf(written(tmp_path, document(times, TURNS.as_quat())))
    expected = Slerp(times, TURNS)(np.clip(np.arange(len(clip)) / clip.fps, 0, 1)).apply([0, 1, 0])
    assert len(clip) == 11 and clip.fps == 10.0
    assert np.abs(clip.places[:, 1] - expected).max() < 1e-6


def test_steps_and_splines(tmp_path):
    times = [0.0, 0.1, 0.2, 0.4]
    made = document(times, TURNS.as_quat())
    made["animations"][0]["samplers"][0]["interpolation"] = "STEP"
    clip = read_gltf(written(tmp_path, made))
    assert np.abs(clip.axes[:, 0] - TURNS[[0, 1, 2, 2, 3]].as_matrix()).max() < 1e-6
    keys = np.zeros((4, 3, 4))
    keys[:, 1] = TURNS.as_quat()
    made = document(times, keys)
    made["animations"][0]["samplers"][0]["interpolation"] = "CUBICSPLINE"
    clip = read_gltf(written(tmp_path, made))
    middle = TURNS[2].as_quat() + TURNS[3].as_quat()  # flat tangents: halfway is the mean
    assert np.abs(clip.axes[[0, 1, 2, 4], 0] - TURNS.as_matrix()).max() < 1e-6
    assert np.abs(clip.axes[3, 0] - Rotation.from_quat(middle).as_matrix()).max() < 1e-6


def test_nodes_with_matrices_and_scales_stand_where_they_should(tmp_path):
    made = document([0.0, 1.0], TURNS[:2].as_quat())
    matrix = np.eye(4)
    matrix[:3] = np.c_[Rotation.from_euler("y", 30, degrees=True).as_matrix() * 2.0, [1, 2, 3]]
    made["nodes"] = [{"children": [1], "scale": [2, 3, 4]}, {"matrix": matrix.T.ravel().tolist()}]
    clip = read_gltf(written(tmp_path, made))
    for frame in (0, -1):
        axes = TURNS[[0, 1][frame]].as_matrix() * [2, 3, 4]
        assert np.allclose(clip.places[frame, 1], axes @ [1, 2, 3]) and np.allclose(
            clip.axes[frame, 1], axes @ matrix[:3, :3]
        )
    assert clip.names == ("node0", "node1")


def test_a_buffer_beside_the_file_is_read_and_none_elsewhere(tmp_path):
    home = tmp_path / "in"
    home.mkdir()
    made = document([0.0, 1.0], TURNS[:2].as_quat())
    data = base64.b64decode(made["buffers"][0]["uri"].partition(",")[2])
    for place in (home / "my data.bin", tmp_path / "secret.bin"):
        place.write_bytes(data)
    made["buffers"][0]["uri"] = "my%20data.bin"
    assert len(read_gltf(written(home, made))) == 2
    (home / "link.bin").symlink_to(tmp_path / "secret.bin")
    for uri in (
        "../secret.bin",
        "..%2Fsecret.bin",
        str(tmp_path / "secret.bin"),
        "link.bin",
        "file:///etc/passwd",
        "http://x/y",
        "a\0b",
        "\ud800",
    ):
        made["buffers"][0]["uri"] = uri
        with pytest.raises(FileError, match="outside the folder"):
            read_gltf(written(home, made))
    made["buffers"][0]["uri"] = "none.bin"
    with pytest.raises(FileError, match="no such file"):
        read_gltf(written(home, made))


def bad(**changes) -> dict:
    return document([0.0, 1.0], TURNS[:2].as_quat(), **changes)


def accessor(index, **changes) -> dict:
    made = bad()
    made["accessors"][index] |= changes
    return made


def channel(**changes) -> dict:
    made = bad()
    made["animations"][0]["channels"][0]["target"] |= changes
    return made


BAD = {
    "empty": (b"", "empty"),
    "text": (b"hello", "not glTF"),
    "list": (b"[]", "not glTF 2.0"),
    "deep": (b"[" * 100_000, "not glTF"),
    "version 1": (bad(asset={"version": "1.0"}), "not glTF 2.0"),
    "NaN in JSON": (b'{"asset": {"version": "2.0"}, "x": NaN}', "NaN is not JSON"),
    "no nodes": (bad(nodes=[]), "0 nodes"),
    "many nodes": (bad(nodes=[{}] * 5000), "5000 nodes"),
    "cycle": (bad(nodes=[{"children": [1]}, {"children": [0]}]), "cycle"),
    "own child": (bad(nodes=[{"children": [0]}, {}]), "cycle"),
    "two parents": (bad(nodes=[{"children": [1]}, {}, {"children": [1]}]), "two parents"),
    "child beyond": (bad(nodes=[{"children": [7]}]), r"nodes\[7\] does not exist"),
    "negative child": (bad(nodes=[{"children": [-1]}]), r"nodes\[-1\]"),
    "no animation": (bad(animations=[]), "no animation"),
    "nothing moves": (channel(path="weights"), "moves no joint"),
    "node beyond": (channel(node=9), r"nodes\[9\]"),
    "matrix moves": (bad(nodes=[{"matrix": [1.0] * 16}, {}]), "has a matrix and is animated"),
    "count beyond": (accessor(0, count=10**12), "beyond its view"),
    "zeros beyond": ({**accessor(0, count=10**12), "bufferViews": []}, r"bufferViews\[0\]"),
    "count negative": (accessor(0, count=-1), "whole number"),
    "count true": (accessor(0, count=True), "whole number"),
    "kind": (accessor(1, type="VEC3"), "expected VEC4"),
    "component": (accessor(0, componentType=1), "componentType"),
    "view beyond": (bad(bufferViews=[{"buffer": 0, "byteLength": 10**9}] * 2), "cut short"),
    "buffer short": (bad(buffers=[{"byteLength": 99, "uri": "data:;base64,AAAA"}]), "expected 99; cut short"),
    "not base64": (bad(buffers=[{"byteLength": 9, "uri": "data:;base64,?"}]), "not base64"),
    "no data": (bad(buffers=[{"byteLength": 9}]), "no data"),
    "times fall": (document([1.0, 0.0], TURNS[:2].as_quat()), "do not rise"),
    "times NaN": (document([0.0, np.nan], TURNS[:2].as_quat()), "NaN"),
    "too long": (document([0.0, 0.001, 0.002, 9e6], TURNS.as_quat()), "declares"),
    "rotation 0": (document([0.0, 1.0], np.zeros((2, 4))), "length 0"),
    "keys": (document([0.0, 1.0], TURNS[:3].as_quat()), "3 values for 2 keys"),
    "translation": (bad(nodes=[{"translation": [0, 1]}]), "3 finite numbers"),
    "infinity": (bad(nodes=[{"translation": [1e300, 0, 0]}]), "3 finite numbers"),
    "nodes a number": (bad(nodes=7), "not a list"),
    "glb cut": (glb_bytes(small())[:-8], "cut short"),
    "glb head": (glb_bytes(small())[:15], "cut short"),
    "glb version": (struct.pack("<4sII", b"glTF", 1, 20) + b"\0" * 8, "version 1"),
    "glb no JSON": (struct.pack("<4sIIII", b"glTF", 2, 20, 0, 7), "without its JSON"),
    "glb chunk": (struct.pack("<4sIIII", b"glTF", 2, 20, 99, 0x4E4F534A), "beyond the file"),
}


@pytest.mark.parametrize("name", BAD)
def test_damaged_files_are_one_clear_line(tmp_path, name):
    content, said = BAD[name]
    path = written(tmp_path, content, "bad.gltf")
    with pytest.raises(FileError, match=said) as error:
        read_gltf(path)
    assert "bad.gltf" in str(error.value) and "\n" not in str(error.value)


def test_zeros_without_data_are_not_allocated_without_limit(tmp_path):
    made = accessor(1, count=10**12)
    del made["accessors"][1]["bufferView"]
    with pytest.raises(FileError, match="without data"):
        read_gltf(written(tmp_path, made))


def leaves(value, path=()):
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key)
            yield from leaves(inner, (*path, key))


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.integers(-2, 6), st.floats(), st.text(max_size=5),
    st.lists(st.integers(-2, 6), max_size=4), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_fuzzed_json_never_fails_otherwise(tmp_path_factory, data):
    made = bad(extensions={"VRMC_vrm": {"humanoid": {"humanBones": {"hips": {"node": 0}}}}})
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(leaves(made))))
        holder = made
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = data.draw(JUNK)
    try:
        clip = read_gltf(written(tmp_path_factory.mktemp("fuzz"), made))
    except FileError:
        return
    assert np.isfinite(clip.places).all() and np.isfinite(clip.axes).all()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_fuzzed_bytes_never_fail_otherwise(tmp_path_factory, data):
    good = bytearray(glb_bytes(small()))
    for _ in range(data.draw(st.integers(1, 8))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(good)), st.integers(0, len(good))))
    path = written(tmp_path_factory.mktemp("fuzz"), bytes(good[:cut]), "f.glb")
    with pytest.raises(FileError):  # whatever is left of it, it is no person
        read_recording(path)
