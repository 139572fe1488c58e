"""Laws of our own ``.pose``: exact on a grid, stable, and readable by the library that defined the format."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError
from signsynth.files import canonical_pose, load_motion, save_motion
from signsynth.skeleton import CANONICAL
from tests.files.made import moving, on_grid


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), frames=st.integers(1, 6), fps=st.sampled_from([24.0, 25.0, 29.97, 59.94, 120.0]))
def test_on_the_grid_the_round_trip_is_exact(seed, frames, fps):
    motion = on_grid(moving(frames, fps=fps, seed=seed))
    assert canonical_pose.decode(canonical_pose.encode(motion), "x").equals(motion)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), scale=st.floats(0.01, 100))
def test_off_the_grid_it_is_within_half_a_line_and_stable(seed, scale):
    motion = moving(3, seed=seed)
    motion = type(motion)(motion.pose * scale, motion.confidence, motion.fps)
    data = canonical_pose.encode(motion)
    back = canonical_pose.decode(data, "x")
    rounding = np.spacing(np.abs(motion.pose)).astype(np.float64)  # the motion itself is float32
    assert (np.abs(back.pose.astype(np.float64) - motion.pose) <= 2.0**-17 + rounding).all()
    assert np.array_equal(back.confidence, motion.confidence)
    assert canonical_pose.encode(back) == data


def test_pose_format_reads_it_as_pixels_with_the_same_names(tmp_path):
    from pose_format import Pose

    motion = on_grid(moving(5))
    path = tmp_path / "m.pose"
    save_motion(motion, path)
    pose = Pose.read(path.read_bytes())
    assert [c.name for c in pose.header.components] == [
        "POSE_LANDMARKS", "FACE_LANDMARKS", "LEFT_HAND_LANDMARKS", "RIGHT_HAND_LANDMARKS",
    ]  # fmt: skip
    assert (pose.header.dimensions.width, pose.header.dimensions.height) == (1024, 1024)
    assert pose.body.fps == 25
    for component, part in CANONICAL.components:
        for k, name in enumerate(CANONICAL.points[part]):
            x, y, z = pose.body.data.data[2, 0, pose.header._get_point_index(component, name)]
            where = motion.pose[2, part.start + k]
            assert (x, y, z) == (512 + 256 * where[0], 400 - 256 * where[1], -256 * where[2])
    for component in pose.header.components:  # viewers draw these
        assert component.limbs and max(max(limb) for limb in component.limbs) < len(component.points)


def test_pose_formats_own_copy_is_read_as_the_same_motion(tmp_path):
    """The library rewrites header and body; what it wrote still opens exactly."""
    from pose_format import Pose

    motion = on_grid(moving(4))
    ours, theirs = tmp_path / "a.pose", tmp_path / "b.pose"
    save_motion(motion, ours)
    with open(theirs, "wb") as out:
        Pose.read(ours.read_bytes()).write(out)
    assert load_motion(theirs).equals(motion)


@pytest.mark.parametrize("cut", [1, 4, 700, 5000])
def test_a_cut_file_names_itself(tmp_path, cut):
    path = tmp_path / "cut.pose"
    path.write_bytes(canonical_pose.encode(moving(4))[:-cut])
    with pytest.raises(FileError, match=r"cut\.pose.*bytes, expected"):
        load_motion(path)


def test_declared_frames_are_not_believed(tmp_path):
    data = bytearray(canonical_pose.encode(moving(1)))
    head = len(data) - 178 * 16 - 6
    data[head : head + 4] = (0xFFFFFFFF).to_bytes(4, "little")
    (tmp_path / "huge.pose").write_bytes(bytes(data))
    with pytest.raises(FileError, match="declares 4294967295 frames"):
        load_motion(tmp_path / "huge.pose")
