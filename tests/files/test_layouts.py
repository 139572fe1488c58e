"""Flat arrays and JSON of published sets."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError, InputError, SignsynthError
from signsynth.files import load_motion, read_recording
from signsynth.files.layouts import LAYOUTS, detect_layout, read_layout
from signsynth.files.tracker import MEDIAPIPE_BODY, recorded_index
from signsynth.motion import Motion
from signsynth.motion.canonical import canonicalise
from tests.files.made import filmed

WIDTH, HEIGHT = 400.0, 300.0  # pixels; 4:3


def flat(body: int, face: int) -> np.ndarray:
    """The made-up film as MediaPipe arrays of a 4:3 picture, 80 pixels a shoulder width."""
    recording, index = filmed(5), recorded_index()
    pixels = recording.points * [80, -80, -80] + [200, 120, 0]
    normal = pixels / [WIDTH, HEIGHT, WIDTH]
    pose = np.zeros((5, body, 4))
    for k, name in enumerate(MEDIAPIPE_BODY):
        if name in index:
            pose[:, k] = np.concatenate([normal[:, index[name]], np.ones((5, 1))], -1)
    mesh = np.zeros((5, face, 3))
    for name, k in index.items():
        if face and name.isdigit():
            mesh[:, int(name)] = normal[:, k]
    parts = (pose, mesh, normal[:, 8:29], normal[:, 29:50])
    return np.concatenate([part.reshape(5, -1) for part in parts], 1)


@pytest.mark.parametrize("name, body, face", [("ksl13", 33, 0), ("asl_selfrecorded", 33, 468), ("msl150", 25, 0)])
def test_anisotropic_normalisation_is_undone(name, body, face):
    """Read with its aspect, the array gives the motion that the film itself gives."""
    clip = flat(body, face)
    assert detect_layout(clip) == name and clip.shape[1] == LAYOUTS[name].values
    recording = read_layout(clip, name, aspect=WIDTH / HEIGHT)
    direct = filmed(5)
    manual = canonicalise(recording, fps=25).pose[:, :50]
    assert np.allclose(manual, canonicalise(direct, fps=25).pose[:, :50], atol=1e-5)
    if face:  # the aspect is found from the body alone
        assert np.allclose(read_layout(clip).points, recording.points)


def test_zeros_are_not_seen():
    clip = flat(33, 0)
    clip[1:3, 132:195] = 0
    level = read_layout(clip).confidence[:, 8:29]
    assert (level[[0, 3, 4]] == 1).all() and (level[1:3] == 0).all()


def test_phoenix_is_upright_with_the_signers_right_on_the_left_of_the_picture(shared_data):
    for line in (shared_data / "phoenix14t/skels/dev.skels").read_text().splitlines():
        clip = np.array(line.split(), float).reshape(-1, 151)[:, :150]
        assert detect_layout(clip) == "phoenix150"
        recording = read_layout(clip)
        assert recording.arm_depth and recording.fps == 25
        points = recording.points
        assert (points[:, 0, 0] > points[:, 1, 0]).all()  # left shoulder to the right
        assert (points[:, 178, 1] > points[:, 0, 1]).all()  # nose above shoulders
        for wrist, hand in ((4, 8), (5, 29)):
            assert np.abs(points[:, wrist] - points[:, hand]).max() < 0.1
            assert np.abs(points[:, wrist] - points[:, 37 - hand]).max() > 0.1


def test_slrtp_order_and_orientation():
    """Right before left; any orientation comes back upright and right-handed."""
    made = filmed(4).points[:, :178]
    order = np.r_[1, 3, 5, 0, 2, 4, 7, 6, 29:50, 8:29, 50:178]
    for turn in ([1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]):
        recording = read_layout(made[:, order] * turn)
        assert np.allclose(recording.points[:, :178], made)
        assert recording.arm_depth


def test_real_sets_are_found_by_themselves(shared_data):
    with np.load(shared_data / "ksl13/clips.npz") as archive:
        clip = archive["clips"][0]
    assert detect_layout(clip) == "ksl13"
    for folder, name in (("asl_selfrecorded", "asl_selfrecorded"), ("msl150", "msl150")):
        with np.load(shared_data / folder / "clips.npz") as archive:
            keys = [row["key"] for row in csv.DictReader(open(shared_data / folder / "index.csv"))]
            for key in keys[::30]:
                assert detect_layout(archive[key]) == name
                assert len(canonicalise(read_layout(archive[key]), fps=15)) == 30


def test_json_from_the_shared_set(shared_data):
    motion = load_motion(shared_data / "asl100/signs/a.json")
    assert (len(motion), motion.fps) == (28, 29.97)
    raw = json.loads((shared_data / "asl100/signs/a.json").read_text())["frames"]
    recording = read_recording(shared_data / "asl100/signs/a.json")
    assert [bool(level) for level in recording.confidence[:, 29]] == [bool(frame["right_hand"]) for frame in raw]
    left, right = np.array([frame["pose"][11] for frame in raw]), np.array([frame["pose"][12] for frame in raw])
    assert np.allclose(recording.points[:, 0, 0] - recording.points[:, 1, 0], (left - right)[:, 0] * 16 / 9)


@pytest.mark.parametrize(
    "content, message",
    [
        ("{", "not a readable JSON"),
        ("[1, 2]", "array of shape"),
        ("{}", "JSON with nothing; expected 'frames'"),
        ('{"frames": []}', "at least one frame"),
        ('{"frames": [3]}', "frame 0 is int"),
        ('{"frames": [{"pose": [1]}]}', "expected null or 33 points"),
        ('{"frames": [{"left_hand": ' + str([[1, 2]] * 21) + "}]}", r"expected \[x, y, z\]"),
        ('{"frames": [{"left_hand": ' + json.dumps([[1, "a", 2]] * 21) + "}]}", "expected numbers"),
        ('{"frames": [{}]}', "shoulders are never seen"),
    ],
)
def test_json_of_another_shape(tmp_path, content, message):
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(FileError, match=message) as caught:
        load_motion(tmp_path / "x.json")
    assert "x.json" in str(caught.value)


def test_wrong_arrays_and_names(tmp_path):
    with pytest.raises(InputError, match=r"array of shape \(30, 77\).*258 \(ksl13\)"):
        read_layout(np.zeros((30, 77)))
    with pytest.raises(InputError, match="layout 'ksl'; did you mean 'ksl13'"):
        read_layout(np.zeros((30, 258)), "ksl")
    with pytest.raises(InputError, match="expected \\(frames, 226\\)"):
        read_layout(np.zeros((30, 258)), "msl150")
    with pytest.raises(InputError, match="0 frames"):
        read_layout(np.zeros((0, 258)))
    with pytest.raises(InputError, match="aspect"):
        read_layout(np.zeros((3, 258)), aspect=float("nan"))
    np.save(tmp_path / "o.npy", np.array([{}], object), allow_pickle=True)
    with pytest.raises(FileError, match=r"o\.npy: not a readable"):
        load_motion(tmp_path / "o.npy")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed)),
    odd=st.sampled_from([np.nan, np.inf, -np.inf, 1e300, 0.0]),
    share=st.floats(0, 1),
)
def test_any_numbers_give_a_motion_or_one_clear_error(tmp_path, values, odd, share):
    clip = np.where(values.random((4, 258)) < share, odd, flat(33, 0)[:4])
    np.save(tmp_path / "x.npy", clip)
    try:
        assert isinstance(load_motion(tmp_path / "x.npy"), Motion)
    except SignsynthError as error:
        assert "x.npy" in str(error)
