"""Motion as ``.npz``: exact, and nothing else gets in."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError, SignsynthError
from signsynth.files import load_motion, save_motion
from signsynth.motion import Gesture, MeshTrack, Motion
from tests.files.made import moving

_quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _arrays(motion: Motion) -> dict:
    segments = np.array(json.dumps([]))
    skeleton = np.array("canonical-178")
    fps = np.float64(25)
    return dict(pose=motion.pose, confidence=motion.confidence, fps=fps, segments=segments, skeleton=skeleton)


@_quick
@given(seed=st.integers(0, 2**32 - 1), fps=st.floats(0.5, 1000), frames=st.integers(1, 5))
def test_the_round_trip_is_exact_with_segments(tmp_path, seed, fps, frames):
    motion = moving(frames, fps=fps, seed=seed)
    save_motion(motion, tmp_path / "m.npz")
    back = load_motion(tmp_path / "m.npz")
    assert back.equals(motion) and back.segments == motion.segments
    first = (tmp_path / "m.npz").read_bytes()
    save_motion(back, tmp_path / "n.npz")
    assert (tmp_path / "n.npz").read_bytes() == first


def test_a_given_rate_keeps_frames_and_segments(tmp_path):
    motion = moving(6)
    motion.save(tmp_path / "m.npz")
    other = load_motion(tmp_path / "m.npz", fps=50)
    assert other.fps == 50 and other.segments == motion.segments and np.array_equal(other.pose, motion.pose)


@pytest.mark.parametrize(
    "change, message",
    [
        ({"pose": np.zeros((2, 3, 3), np.float32)}, r"pose of shape \(2, 3, 3\)"),
        ({"pose": np.full((12, 178, 3), np.nan, np.float32)}, "NaN"),
        ({"pose": np.zeros((12, 178, 3), "U4")}, "type <U4"),
        ({"pose": np.zeros((0, 178, 3), np.float32)}, "no frames"),
        ({"fps": np.float64(-1)}, "-1.0 frames a second"),
        ({"fps": np.zeros(3)}, "not a motion"),
        ({"segments": np.array("[1]")}, "not a motion"),
        ({"segments": np.array("{")}, "not a motion"),
        ({"segments": np.array('[{"start": 0, "end": 2, "kind": "dance"}]')}, "expected kind sign"),
        ({"segments": np.array('[{"start": 0.5, "end": 2}]')}, "whole frames"),
        ({"skeleton": np.array("coco-17")}, "skeleton 'coco-17', expected 'canonical-178'"),
    ],
)
def test_wrong_contents_are_named(tmp_path, change, message):
    np.savez(tmp_path / "m.npz", **(_arrays(moving(12)) | change))
    with pytest.raises(FileError, match=message) as caught:
        load_motion(tmp_path / "m.npz")
    assert "m.npz" in str(caught.value)


def test_other_keys_pickles_and_bombs_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "m.npz"
    np.savez(path, clips=np.zeros(3), index=np.zeros(2))
    with pytest.raises(FileError, match="holds clips, index; expected the arrays pose"):
        load_motion(path)
    np.savez(path, pose=np.array([{}], object))
    with pytest.raises(FileError, match="not a readable .npz"):
        load_motion(path)
    monkeypatch.setattr("signsynth.files.arrays.MAX_BYTES", 10_000)
    np.savez_compressed(path, pose=np.zeros(100_000))
    with pytest.raises(FileError, match="unpacks to"):
        load_motion(path)


@_quick
@given(data=st.data())
def test_damage_gives_the_motion_or_one_clear_error(tmp_path, data):
    save_motion(moving(1), tmp_path / "fuzz.npz")
    raw = bytearray((tmp_path / "fuzz.npz").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    raw = raw[: data.draw(st.sampled_from([len(raw), len(raw) // 2, 30]))]
    (tmp_path / "fuzz.npz").write_bytes(bytes(raw))
    try:
        assert isinstance(load_motion(tmp_path / "fuzz.npz"), Motion)
    except SignsynthError as error:
        assert "fuzz.npz" in str(error)


def test_nothing_is_left_where_writing_fails(tmp_path):
    with pytest.raises(FileError, match="does not exist"):
        save_motion(moving(1), tmp_path / "none" / "m.npz")
    with pytest.raises(FileError, match=r"format \.mp4; choose one of: \.npz, \.pose"):
        save_motion(moving(1), tmp_path / "m.mp4")
    assert list(tmp_path.iterdir()) == []


def test_another_rate_keeps_gesture_and_mesh(tmp_path):
    one = moving(4)
    gesture = Gesture(np.ones((4, 2, 15, 6)), np.ones((4, 2, 6)), np.ones((4, 2)))
    mesh = MeshTrack(np.ones((4, 1, 6)), np.ones((4, 1)), np.ones((4, 3)), ("root",), ("jawOpen",))
    save_motion(replace(one, gesture=gesture, mesh=mesh), tmp_path / "m.npz")
    back = load_motion(tmp_path / "m.npz", fps=50)
    assert back.fps == 50 and back.gesture.equals(gesture) and back.mesh.equals(mesh)
