"""``.pose`` files as others write them, and damaged ones."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError, SignsynthError
from signsynth.files import canonical_pose, load_motion, save_motion
from signsynth.files.pose import read_pose
from signsynth.motion import Motion
from signsynth.skeleton import CANONICAL
from tests.files.made import filmed, moving, on_grid, pose_bytes


@pytest.fixture(scope="module")
def foreign() -> bytes:
    return pose_bytes(filmed(6))


def test_points_arrive_by_name_with_y_up_and_z_to_the_viewer(tmp_path, foreign):
    (tmp_path / "f.pose").write_bytes(foreign)
    recording, made = read_pose(tmp_path / "f.pose"), filmed(6)
    there = (recording.points[:, :178] - [320, -200, 0]) / 100
    assert np.allclose(there, made.points[:, :178], atol=1e-5)
    assert recording.fps == 25 and recording.hand_depth and not recording.arm_depth


def test_what_a_camera_films_becomes_the_same_motion_at_any_scale(tmp_path):
    motions = []
    for k, scale in enumerate((40.0, 100.0, 333.0)):
        (tmp_path / f"{k}.pose").write_bytes(pose_bytes(filmed(6), scale=scale))
        motions.append(load_motion(tmp_path / f"{k}.pose"))
    for other in motions[1:]:
        assert np.allclose(motions[0].pose, other.pose, atol=1e-4)


@pytest.mark.parametrize("fps", [0.0, float("nan"), float("inf"), -5.0])
def test_a_rate_that_is_none_is_estimated(tmp_path, foreign, fps):
    body = struct.pack("<fIH", 25.0, 6, 1)
    (tmp_path / "f.pose").write_bytes(foreign.replace(body, struct.pack("<fIH", fps, 6, 1)))
    assert read_pose(tmp_path / "f.pose").fps is None
    assert 10 <= load_motion(tmp_path / "f.pose").fps <= 60
    assert load_motion(tmp_path / "f.pose", fps=17).fps == 17


def test_coordinates_in_0_to_1_are_stretched_to_the_pictures_shape(tmp_path):
    """640 x 480: the same film once in pixels and once divided by width and height."""
    from pose_format import Pose

    pixels = pose_bytes(filmed(4), scale=120)
    pose = Pose.read(pixels)
    pose.body.data = pose.body.data / np.array([640, 480, 640])
    out = io.BytesIO()
    pose.write(out)
    (tmp_path / "a.pose").write_bytes(pixels)
    (tmp_path / "b.pose").write_bytes(out.getvalue())
    assert np.allclose(load_motion(tmp_path / "a.pose").pose, load_motion(tmp_path / "b.pose").pose, atol=1e-4)


def test_depth_in_picture_widths_is_brought_to_pixels(tmp_path):
    from pose_format import Pose

    pixels = pose_bytes(filmed(4))
    pose = Pose.read(pixels)
    pose.body.data = pose.body.data / np.array([1, 1, 640])
    out = io.BytesIO()
    pose.write(out)
    (tmp_path / "a.pose").write_bytes(pixels)
    (tmp_path / "b.pose").write_bytes(out.getvalue())
    assert np.allclose(load_motion(tmp_path / "a.pose").pose, load_motion(tmp_path / "b.pose").pose, atol=1e-4)


def test_the_first_person_is_taken_unless_never_seen(tmp_path):
    from numpy import ma
    from pose_format import Pose
    from pose_format.numpy import NumPyPoseBody

    one = Pose.read(pose_bytes(filmed(3)))
    data, level = one.body.data.data, one.body.confidence
    for empty_first in (False, True):
        first = np.zeros_like(level) if empty_first else level
        both = np.concatenate([first, level], 1)
        body = NumPyPoseBody(25, ma.array(np.concatenate([data, data + 50], 1)), both)
        out = io.BytesIO()
        Pose(one.header, body).write(out)
        (tmp_path / "two.pose").write_bytes(out.getvalue())
        shoulder = read_pose(tmp_path / "two.pose").points[0, 0, 0]
        assert shoulder == pytest.approx(320 + 50 + 50 * empty_first)


def test_a_canonical_file_with_other_colours_is_not_fitted_again(tmp_path):
    from pose_format import Pose

    motion = on_grid(moving(4))
    save_motion(motion, tmp_path / "a.pose")
    pose = Pose.read((tmp_path / "a.pose").read_bytes())
    for component in pose.header.components:
        component.colors = [(1, 2, 3)]
    with open(tmp_path / "b.pose", "wb") as out:
        pose.write(out)
    assert not canonical_pose.is_canonical((tmp_path / "b.pose").read_bytes())
    assert load_motion(tmp_path / "b.pose").equals(motion)


@pytest.mark.parametrize(
    "data, message",
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "readable"),
        (b"GIF89a", "readable"),
        (bytes(12), "not a .pose|no shoulders|readable"),
    ],
)
def test_other_files_are_refused_by_name(tmp_path, data, message):
    path = tmp_path / "odd.pose"
    path.write_bytes(data)
    with pytest.raises(FileError, match=message) as caught:
        load_motion(path)
    assert "odd.pose" in str(caught.value) and "\n" not in str(caught.value)


def test_missing_files_folders_and_suffixes(tmp_path):
    with pytest.raises(FileError, match="no such file"):
        load_motion(tmp_path / "none.pose")
    (tmp_path / "folder.pose").mkdir()
    with pytest.raises(FileError, match="folder"):
        load_motion(tmp_path / "folder.pose")
    with pytest.raises(FileError, match=r"\.poze; did you mean '\.pose'"):
        load_motion(tmp_path / "x.poze")


def test_no_frames_no_person_no_shoulders(tmp_path, foreign):
    path = tmp_path / "x.pose"
    start = foreign.index(struct.pack("<fIH", 25.0, 6, 1))
    many = 0xFFFFFFFF
    for shape, message in (((25.0, 0, 1), "no frames"), ((25.0, 6, 0), "no person"), ((25.0, many, 1), "readable")):
        path.write_bytes(foreign[:start] + struct.pack("<fIH", *shape) + foreign[start + 10 :])
        with pytest.raises(FileError, match=message):
            load_motion(path)
    path.write_bytes(foreign.replace(b"LEFT_SHOULDER", b"LEFT_SHOULDXX"))
    with pytest.raises(FileError, match="no shoulders"):
        load_motion(path)


def test_shoulders_at_one_point_are_refused_by_name(tmp_path):
    recording = filmed(3)
    recording.points[:, :2] = 0.1
    (tmp_path / "thin.pose").write_bytes(pose_bytes(recording))
    with pytest.raises(FileError, match=r"thin\.pose: both shoulders are at one point"):
        load_motion(tmp_path / "thin.pose")


def _opens(path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        motion = load_motion(path)
    except SignsynthError as error:
        assert "fuzz.pose" in str(error) and "\n" not in str(error)
    else:
        assert isinstance(motion, Motion) and motion.pose.shape[1:] == (len(CANONICAL), 3)


_fuzz = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_fuzz
@given(data=st.binary(max_size=300))
def test_random_bytes_give_a_motion_or_one_clear_error(tmp_path, data):
    _opens(tmp_path / "fuzz.pose", data)


@_fuzz
@given(which=st.sampled_from(["ours", "theirs"]), cut=st.integers(0, 40_000))
def test_truncation_gives_a_motion_or_one_clear_error(tmp_path, foreign, which, cut):
    data = canonical_pose.encode(moving(3)) if which == "ours" else foreign
    _opens(tmp_path / "fuzz.pose", data[: max(0, len(data) - cut)])


@_fuzz
@given(
    which=st.sampled_from(["ours", "theirs"]),
    flips=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 7), st.booleans()), min_size=1, max_size=8),
)
def test_flipped_bits_give_a_motion_or_one_clear_error(tmp_path, foreign, which, flips):
    data = bytearray(canonical_pose.encode(moving(3)) if which == "ours" else foreign)
    for where, bit, in_header in flips:
        reach = min(len(data), 2500 if in_header else len(data))
        data[int(where * (reach - 1))] ^= 1 << bit
    _opens(tmp_path / "fuzz.pose", bytes(data))


def test_every_recorded_file_opens_rigid_and_keeps_its_rate(shared_data, tmp_path):
    layouts = {
        "pose_files/openpose.pose": (93, 24.0),
        "pose_files/mediapipe.pose": (170, 24.0),
        "dgs_sentences/dictionary/HOUSE1A^.pose": (123, 50.0),
        "dgs_sentences/train/train_1_original.pose": (70, 25.0),
        "peer_lexicon/dummy_lexicon/sgg/essen.pose": (73, 24.0),
        "peer_lexicon/fingerspelling/ase/fs-sts13206cebad70790ee136a34c7a74af5e.pose": (24, 25.0),
    }
    parents = np.array(CANONICAL.parents)
    hands = np.flatnonzero((parents >= 0) & (np.arange(178) >= 8))
    for name, (frames, fps) in layouts.items():
        motion = load_motion(shared_data / name)
        assert (len(motion), motion.fps) == (frames, fps), name
        lengths = np.linalg.norm(motion.pose[:, hands] - motion.pose[:, parents[hands]], axis=-1)
        assert np.allclose(lengths, CANONICAL.lengths[hands], atol=1e-5), name
        assert (motion.confidence[:, [0, 1]] > 0).all(), name
        save_motion(motion, tmp_path / "m.pose")
        assert load_motion(tmp_path / "m.pose").pose == pytest.approx(motion.pose, abs=2**-16)
