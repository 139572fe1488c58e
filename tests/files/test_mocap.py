"""Motion capture: true joints, our names, and files that are not what they say."""

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
from signsynth.files import load_motion, read_recording
from signsynth.files.bvh import write_bvh
from signsynth.files.glb import glb_bytes, write_glb
from signsynth.files.gltf_clip import read_gltf
from signsynth.files.joint_clip import JointClip
from signsynth.files.mocap import recording_of
from signsynth.files.mocap_names import point_joints, simple
from signsynth.skeleton import CANONICAL, HAND_PARENTS, LEFT_HAND, RIGHT_HAND
from tests.files.moving_body import small

SAMPLE = "mocap_sample/SG ASL Antigravity 1 2023-7-10 No Mesh Mixamo.vrma"


def about_y(degrees: float) -> np.ndarray:
    return Rotation.from_euler("y", degrees, degrees=True).as_matrix()


def turned(clip: JointClip, matrix: np.ndarray, scale: float = 1.0) -> JointClip:
    """The same clip in another frame of the world."""
    return JointClip(
        clip.names, scale * clip.places @ matrix.T, matrix @ clip.axes, scale * clip.rest_places @ matrix.T,
        matrix @ clip.rest_axes, clip.fps, {k: scale * end @ matrix.T for k, end in clip.ends.items()}, clip.roles,
    )  # fmt: skip


def gestures():
    """A body that signs: arms, fingers and head move as people's do; with its rotations."""
    import torch

    from signsynth.body import Body
    from signsynth.pipeline.figure import animation_of

    body, t = Body.load(), np.linspace(0, 6, 20)
    angles = torch.zeros(20, body.joints, 3)
    for side in "LR":
        angles[:, body.joint(f"lowerarm01.{side}"), 0] = torch.tensor(0.6 + 0.3 * np.sin(t))
        angles[:, body.joint(f"upperarm01.{side}"), 0] = torch.tensor(0.3 * np.cos(t))
        angles[:, body.joint(f"wrist.{side}"), 1] = torch.tensor(0.3 * np.cos(t))
        for finger in range(1, 6):
            for bone in (1, 2, 3):
                angles[:, body.joint(f"finger{finger}-{bone}.{side}"), 0] = torch.tensor(0.5 + 0.4 * np.sin(t + finger))
    angles[:, body.joint("head"), 0] = torch.tensor(0.2 * np.sin(t))
    rotations = body.from_angles(angles)
    animation = animation_of(body, rotations.numpy(), np.zeros((20, 3)), np.zeros((20, 52)), 25.0)
    return body, rotations, animation


def test_two_implementations_of_the_kinematics_agree(shared_data):
    clip = read_gltf(shared_data / SAMPLE)
    with np.load(shared_data / "mocap_sample/antigravity_joints.npz", allow_pickle=False) as true:
        assert clip.names == tuple(true["names"]) and clip.fps == 24.0
        height = np.ptp(true["pos"][0, :, 1])
        assert np.abs(clip.places - true["pos"]).max() < 1e-6 * height


def test_the_real_clip_becomes_a_canonical_motion(shared_data):
    clip, motion = read_gltf(shared_data / SAMPLE), load_motion(shared_data / SAMPLE)
    assert len(motion) == len(clip) - 1 and motion.fps == 24.0  # frame 0 is the calibration pose
    assert (motion.confidence[:, :50] == 1).all()
    # Every bone of arms and hands keeps the direction that the capture had, in the person's frame.
    joints, _ = point_joints(clip.names, clip.roles)
    places = clip.places[1:]
    across = np.median(places[:, joints[0]] - places[:, joints[1]], axis=0)
    yaw = about_y(np.rad2deg(np.arctan2(across[2], across[0])))
    bones = [(0, 2), (2, 4), (1, 3), (3, 5)]
    bones += [(h.start + p, h.start + c) for h in (LEFT_HAND, RIGHT_HAND) for c, p in enumerate(HAND_PARENTS) if p > 0]
    for parent, child in bones:
        if child in joints:
            true = (places[:, joints[child]] - places[:, joints[parent]]) @ yaw.T
            ours = motion.pose[:, child] - motion.pose[:, parent]
            cosine = (true * ours).sum(1) / np.linalg.norm(true, axis=1) / np.linalg.norm(ours, axis=1)
            assert np.rad2deg(np.arccos(np.clip(cosine, -1, 1))).max() < 1.0, (parent, child)
    assert motion.pose[-1, 4, 1] < -1.2 and motion.pose[-1, 5, 1] < -1.2  # it ends with the arms down
    assert motion.pose[:, 4:6, 1].max() > -0.6  # and has them up in between


@pytest.mark.parametrize("suffix", ["glb", "bvh"])
def test_a_body_written_and_read_is_the_motion_it_made(tmp_path, suffix):
    import torch

    from signsynth.body import CanonicalFrame
    from signsynth.motion.canonical import canonicalise
    from signsynth.motion.recording import Recording

    body, rotations, animation = gestures()
    (write_glb if suffix == "glb" else write_bvh)(animation, tmp_path / f"a.{suffix}")
    marks = body.landmarks(rotations)
    points = CanonicalFrame.of(marks).to_canonical(marks).numpy()
    points = np.concatenate([points, np.zeros((20, 11, 3))], 1)
    seen = np.ones(points.shape[:2])
    seen[:, 178:] = 0
    expected = canonicalise(Recording(points, seen, 25.0, arm_depth=True)).pose
    found = load_motion(tmp_path / f"a.{suffix}").pose
    away = np.linalg.norm(found - expected, axis=-1)
    # Trackers see the shoulder between two joints of the body; fingertips are guessed from their last bones.
    assert away[:, :50].max() < 0.1 and away[:, 50:].max() < 0.05
    assert torch.is_tensor(marks)


@settings(max_examples=20, deadline=None)
@given(yaw=st.floats(-180, 180), scale=st.floats(1e-3, 1e3), z_up=st.booleans())
def test_where_the_person_stands_and_faces_does_not_matter(yaw, scale, z_up):
    clip = upright_clip()
    lying = Rotation.from_euler("x", 90, degrees=True).as_matrix() if z_up else np.eye(3)
    moved = recording_of(turned(clip, lying @ about_y(yaw), scale), "moved")
    still = recording_of(clip, "still")
    assert np.abs(moved.points - still.points).max() < 1e-6
    assert np.array_equal(moved.confidence, still.confidence)


def upright_clip() -> JointClip:
    _, _, animation = gestures()
    axes, places = animation.placed()
    eye = np.broadcast_to(np.eye(3), (len(animation.names), 3, 3))
    return JointClip(animation.names, places, axes, animation.heads, eye, 25.0)


def test_the_face_turns_with_the_head_and_the_fingertips_with_their_bones():
    clip = upright_clip()
    recording = recording_of(clip, "clip")
    head = clip.names.index("head")
    face = recording.points[:, 50:178]
    rest = CANONICAL.rest[50:178]
    for frame in (0, 7, 19):
        expected = (rest - rest.mean(0)) @ clip.axes[frame, head].T
        assert np.abs(face[frame] - face[frame].mean(0) - expected).max() < 1e-6
    assert (recording.confidence[:, 50:178] == 0.5).all()
    last = clip.names.index("finger2-3.L")
    tip = LEFT_HAND.start + 8
    bone = recording.points[:, tip] - recording.points[:, tip - 1]
    back = np.einsum("tji,tj->ti", clip.axes[:, last], bone)  # in the axes of the last bone it never moves
    assert np.abs(back - back[0]).max() < 1e-5


def test_frames_of_the_calibration_pose_are_left_out_only_at_the_beginning():
    clip = upright_clip()
    joints, _ = point_joints(clip.names, clip.roles)
    places = clip.places.copy()
    for frame in (0, 1, 10):
        for side, out in ((0, 1), (1, -1)):
            shoulder = places[frame, joints[side]]
            places[frame, joints[2 + side]] = shoulder + [0.3 * out, 0, 0]
            places[frame, joints[4 + side]] = shoulder + [0.6 * out, 0, 0]
    held = JointClip(clip.names, places, clip.axes, clip.rest_places, clip.rest_axes, 25.0)
    assert len(recording_of(held, "held")) == len(clip) - 2
    only = JointClip(clip.names, places[:2], clip.axes[:2], clip.rest_places, clip.rest_axes, 25.0)
    assert len(recording_of(only, "only")) == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mixamorig1:LeftHandIndex1", ("left", "handindex1")), ("mixamorig:RightForeArm", ("right", "forearm")),
        ("upperarm01.L", ("left", "upperarm01")), ("rightLittleDistal", ("right", "littledistal")),
        ("thigh_r", ("right", "thigh")), ("left_elbow", ("left", "elbow")), ("Head", ("", "head")),
        ("J_Bip_L_UpperArm", ("", "jbiplupperarm")),
    ],
)  # fmt: skip
def test_names_are_read_as_side_and_joint(name, said):
    assert simple(name) == said


VRM1 = ["Metacarpal", "Proximal", "Distal"]
RIGS = {
    "mixamo": ("Arm", "ForeArm", "Hand", "UpLeg", "mixamorig:{}HandThumb{}", "mixamorig:{}HandPinky{}", (1, 2, 3)),
    "vrm": (
        "UpperArm",
        "LowerArm",
        "Hand",
        "UpperLeg",
        "{}Thumb{}",
        "{}Little{}",
        ("Proximal", "Intermediate", "Distal"),
    ),
}


@pytest.mark.parametrize("rig", RIGS)
def test_rigs_have_all_our_joints(rig):
    arm, fore, hand, leg, thumb, little, numbers = RIGS[rig]
    names = ["Head"]
    for side in ("Left", "Right"):
        names += [side + part for part in ("Shoulder", arm, fore, hand, leg)]
        names += [thumb.format(side, k) for k in numbers] + [little.format(side, k) for k in numbers]
        for finger in ("Index", "Middle", "Ring"):
            names += [little.replace("Pinky", finger).replace("Little", finger).format(side, k) for k in numbers]
    joints, head = point_joints(names, {})
    tips = {h.start + tip for h in (LEFT_HAND, RIGHT_HAND) for tip in range(4, 21, 4)}
    assert set(joints) == set(range(50)) - tips and head == 0
    assert names[joints[0]] == "Left" + arm and names[joints[7]] == "Right" + leg
    assert names[joints[LEFT_HAND.start + 2]] == thumb.format("Left", numbers[1])
    assert names[joints[RIGHT_HAND.start + 19]] == little.format("Right", numbers[2])


def test_vrm_1_counts_the_thumb_from_the_metacarpal():
    joints, _ = point_joints([], {f"leftThumb{bone}": k for k, bone in enumerate(VRM1)})
    assert joints == {LEFT_HAND.start + 1 + k: k for k in range(3)}


def test_a_hand_without_all_its_fingers_is_not_seen():
    clip = upright_clip()
    names = tuple("other" if name == "finger5-2.R" else name for name in clip.names)
    recording = recording_of(
        JointClip(names, clip.places, clip.axes, clip.rest_places, clip.rest_axes, 25.0), "no little finger"
    )
    assert (recording.confidence[:, RIGHT_HAND] == 0).all() and (recording.confidence[:, LEFT_HAND] == 1).all()
    assert (recording.confidence[:, 4:6] == 1).all()


def test_a_skeleton_that_is_no_person_is_refused(tmp_path):
    write_glb(small(skinned=False), tmp_path / "chain.glb")
    with pytest.raises(FileError, match="no joint for left shoulder.*Mixamo or VRM"):
        load_motion(tmp_path / "chain.glb")


# -- glTF from outside -------------------------------------------------------------------------------------------


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
    matrix[:3] = np.c_[about_y(30) * 2.0, [1, 2, 3]]
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
