"""A .bvh read by another implementation has every joint where the body had it."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from signsynth.errors import FileError
from signsynth.files.bvh import bvh_text, write_bvh, zxy_degrees
from signsynth.files.bvh_clip import read_bvh
from tests.files.moving_body import small, waving


def joint_positions(text: str) -> dict[str, np.ndarray]:
    """Metres by joint and frame: a small reader of its own, by recursion and scipy's Euler angles."""
    head, motion = text.split("MOTION\n")
    lines = [line.strip() for line in head.splitlines()[1:]]
    rows = np.array([[float(word) for word in line.split()] for line in motion.splitlines()[2:]])
    found: dict[str, np.ndarray] = {}
    column = 0

    def block(at, place, turn):
        nonlocal column
        name = lines[at].split()[-1]
        offset = np.array([float(word) for word in lines[at + 2].split()[1:]]) / 100
        if lines[at].startswith("End"):
            return at + 4
        place = place + turn.apply(offset)
        channels = lines[at + 3].split()[2:]
        track = rows[:, column : column + len(channels)]
        column += len(channels)
        if channels[0] == "Xposition":
            place = place + track[:, :3] / 100
        assert channels[-3:] == ["Zrotation", "Xrotation", "Yrotation"]
        turn = turn * Rotation.from_euler("ZXY", track[:, -3:], degrees=True)
        found[name] = place
        at += 4
        while lines[at] != "}":
            at = block(at, place, turn)
        return at + 1

    frames = len(rows)
    assert block(0, np.zeros((frames, 3)), Rotation.from_quat(np.tile([0, 0, 0, 1.0], (frames, 1)))) == len(lines)
    return found


def test_every_joint_of_the_body_within_a_tenth_of_a_millimetre():
    body, rotations, root, _, animation = waving()
    found = joint_positions(bvh_text(animation))
    expected = body.place(rotations, root=root)[..., 3].numpy()
    assert set(found) == set(body.joint_names)
    for joint, name in enumerate(body.joint_names):
        assert np.abs(found[name] - expected[:, joint]).max() < 1e-4, name


def test_our_reader_and_the_other_agree(tmp_path):
    animation = waving()[-1]
    write_bvh(animation, tmp_path / "a.bvh")
    clip, found = read_bvh(tmp_path / "a.bvh"), joint_positions((tmp_path / "a.bvh").read_text())
    assert clip.fps == 25.0 and len(clip) == len(animation)
    for joint, name in enumerate(clip.names):
        assert np.abs(clip.places[:, joint] / 100 - found[name]).max() < 1e-9


def test_fingers_end_at_the_fingertips(tmp_path):
    from signsynth.skeleton import LEFT_HAND

    body, rotations, root, actions, animation = waving()
    write_bvh(animation, tmp_path / "a.bvh")
    clip = read_bvh(tmp_path / "a.bvh")
    tips = body.landmarks(rotations, root=root, actions=actions)[:, LEFT_HAND].numpy()
    for finger in range(1, 6):
        end = clip.ends[clip.names.index(f"finger{finger}-3.L")] / 100
        # Tips are means of skin vertices that other bones move a little too.
        assert np.linalg.norm(end - tips[:, 4 * finger], axis=1).max() < 2e-3


@settings(max_examples=200)
@given(st.lists(st.floats(-180, 180), min_size=3, max_size=3))
def test_angles_give_back_the_rotation(angles):
    matrix = Rotation.from_euler("ZXY", angles, degrees=True).as_matrix()
    again = Rotation.from_euler("ZXY", zxy_degrees(matrix), degrees=True).as_matrix()
    assert np.abs(again - matrix).max() < 1e-5


@pytest.mark.parametrize("x", [90.0, -90.0, 89.9999999])
def test_angles_where_two_axes_are_one(x):
    matrix = Rotation.from_euler("ZXY", [[20, x, 50], [-130, x, 10]], degrees=True).as_matrix()
    again = Rotation.from_euler("ZXY", zxy_degrees(matrix), degrees=True).as_matrix()
    assert np.abs(again - matrix).max() < 1e-6


def test_angles_run_on_instead_of_jumping():
    from dataclasses import replace

    turn = Rotation.from_euler("Z", np.linspace(0, 720, 60)[:, None], degrees=True).as_quat()
    animation = small(60, skinned=False)
    rows = (
        bvh_text(replace(animation, rotations=np.repeat(turn[:, None], 6, 1))).split("Frame Time")[1].splitlines()[1:]
    )
    z = np.array([float(row.split()[3]) for row in rows])
    assert np.allclose(np.diff(z), 720 / 59, atol=1e-3)


@pytest.mark.parametrize("order", ["XYZ", "ZYX", "YXZ", "YZX", "XZY", "ZXY"])
def test_any_order_of_rotations_is_read(tmp_path, order):
    channels = " ".join(f"{axis}rotation" for axis in order)
    text = f"""HIERARCHY\nROOT Hips\n{{ OFFSET 1 2 3 CHANNELS 6 Xposition Yposition Zposition {channels}
      JOINT Left Arm {{ OFFSET 0 10 0 CHANNELS 3 {channels} End Site {{ OFFSET 0 5 0 }} }} }}
      MOTION\nFrames: 1\nFrame Time: 0.0083333\n4 5 6 10 20 30 -40 50 60\n"""
    (tmp_path / "a.bvh").write_text(text)
    clip = read_bvh(tmp_path / "a.bvh")
    first, second = (Rotation.from_euler(order, angles, degrees=True) for angles in ([10, 20, 30], [-40, 50, 60]))
    assert clip.names == ("Hips", "Left Arm") and clip.fps == 120.0
    assert np.allclose(clip.places[0], [[4, 5, 6], [4, 5, 6] + first.apply([0, 10, 0])])
    assert np.allclose(clip.axes[0, 1], (first * second).as_matrix())
    assert np.allclose(clip.ends[1][0], clip.places[0, 1] + (first * second).apply([0, 5, 0]))
    assert np.allclose(clip.rest_places, [[1, 2, 3], [1, 12, 3]])


GOOD = bvh_text(small(2, skinned=False))
BAD = {
    "empty": ("", "empty"),
    "not bvh": ("hello", "expected HIERARCHY"),
    "no motion": (GOOD.split("MOTION")[0], "expected HIERARCHY and MOTION"),
    "open brace": (GOOD.replace("}", "", 1).replace("MOTION", "\nMOTION"), "not closed"),
    "cut short": (GOOD[:-40], "values, expected 2 frames"),
    "NaN": (re.sub(r"\n\S+ (.*)\n$", r"\nnan \1\n", GOOD), "NaN"),
    "word": (GOOD.replace("OFFSET 0.00000", "OFFSET zero", 1), "zero"),
    "frames": (GOOD.replace("Frames: 2", "Frames: 99999999999"), "declares"),
    "no frames": (GOOD.replace("Frames: 2", "Frames: 0"), "no frames"),
    "time": (re.sub("Frame Time: .*", "Frame Time: 0", GOOD), "frame time 0"),
    "channel": (GOOD.replace("Yrotation", "Wrotation", 1), "Wrotation"),
    "end outside": ("HIERARCHY\nEnd Site { }\nMOTION\n", "outside"),
    "deep": ("HIERARCHY\nROOT a {" + "JOINT b {" * 5000 + "}" * 5001 + "\nMOTION\n", "more than"),
}


@pytest.mark.parametrize("name", BAD)
def test_damaged_files_are_one_clear_line(tmp_path, name):
    text, said = BAD[name]
    (tmp_path / "bad.bvh").write_text(text)
    with pytest.raises(FileError, match=said) as error:
        read_bvh(tmp_path / "bad.bvh")
    assert "bad.bvh" in str(error.value) and "\n" not in str(error.value)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_fuzzed_files_never_fail_otherwise(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("fuzz") / "f.bvh"
    text = bytearray(GOOD.encode())
    for _ in range(data.draw(st.integers(1, 8))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(text[: data.draw(st.integers(0, len(text)))]))
    try:
        clip = read_bvh(path)
    except FileError:
        return
    assert np.isfinite(clip.places).all()
