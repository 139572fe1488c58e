"""Reading what researchers have: folders, patterns, lists, dictionaries, OpenPose frames."""

from __future__ import annotations

import json

import numpy as np
import pytest

from signsynth.errors import FileError, InputError
from signsynth.files.openpose import read_openpose
from signsynth.metrics import read_corpus
from signsynth.metrics.corpus import read_texts
from signsynth.motion import Motion
from signsynth.skeleton import CANONICAL


@pytest.fixture
def motion():
    pose = np.repeat(CANONICAL.rest[None], 4, 0)
    pose[:, 5, 0] += np.linspace(0, 0.3, 4)
    return Motion(pose.astype(np.float32), np.ones((4, 178), np.float32), 25)


def test_a_folder_is_read_by_name(tmp_path, motion):
    (tmp_path / "deep").mkdir()
    motion.save(tmp_path / "a.pose")
    motion.save(tmp_path / "deep" / "b.pose")
    (tmp_path / "c.pose").write_bytes(b"broken")
    (tmp_path / "notes.json").write_text("{}")
    found = read_corpus(tmp_path)
    assert sorted(found.sequences) == ["a", "deep/b"] and list(found.left_out) == ["c"]
    assert found.sequences["a"].fps == 25 and len(found.sequences["a"]) == 4


def test_a_pattern_names_by_its_star(tmp_path, motion):
    for name in ("x_made.pose", "y_made.pose", "x_real.pose"):
        motion.save(tmp_path / name)
    assert sorted(read_corpus(tmp_path / "*_made.pose").sequences) == ["x", "y"]
    with pytest.raises(FileError, match="matches no file"):
        read_corpus(tmp_path / "*_other.pose")
    with pytest.raises(InputError, match="one"):
        read_corpus(tmp_path / "*_*.pose")


def test_a_list_names_texts_and_stays_inside(tmp_path, motion):
    motion.save(tmp_path / "a.pose")
    (tmp_path / "list.csv").write_text("path,name,text\na.pose,one,Hallo\n../secret.pose,two,x\n", "utf-8")
    found = read_corpus(tmp_path / "list.csv")
    assert found.texts == {"one": "Hallo"} and "outside" in found.left_out["two"] and list(found.sequences) == ["one"]
    (tmp_path / "bad.csv").write_text("file\na.pose\n", "utf-8")
    with pytest.raises(FileError, match="expected path"):
        read_corpus(tmp_path / "bad.csv")


def test_a_dictionary_of_the_challenge(tmp_path):
    import torch

    poses = torch.arange(2 * 178 * 3, dtype=torch.float32).reshape(2, 178, 3)
    held = {"1": {"name": "dev/1", "text": "regen", "gloss": "REGEN", "poses_3d": poses, "speaker": "S1"}}
    torch.save(held, tmp_path / "dev.pt")
    found = read_corpus(tmp_path / "dev.pt")
    assert found.texts == {"dev/1": "regen"} and found.sequences["dev/1"].order.name == "slrtp178"
    assert (found.sequences["dev/1"].points == poses.numpy()).all() and found.sequences["dev/1"].fps == 25


class Evil:
    def __reduce__(self):
        return print, ("executed",)


@pytest.mark.parametrize(
    "held", [{"1": Evil()}, ["list"], {}, {"1": {"name": "a"}}], ids=["code", "list", "empty", "no poses"]
)
def test_dictionaries_that_are_refused(tmp_path, held, capsys):
    import torch

    torch.save(held, tmp_path / "x.pt")
    with pytest.raises(FileError, match="x.pt"):
        read_corpus(tmp_path / "x.pt")
    assert "executed" not in capsys.readouterr().out


def test_skels_text(tmp_path):
    frames = np.arange(2 * 151, dtype=float).reshape(2, 151)
    (tmp_path / "dev.skels").write_text(" ".join(map(str, frames.ravel())) + "\n")
    (tmp_path / "dev.files").write_text("dev/one\n")
    (tmp_path / "dev.text").write_text("es regnet\n")
    found = read_corpus(tmp_path / "dev.skels")
    assert found.texts == {"dev/one": "es regnet"}
    assert (found.sequences["dev/one"].points.reshape(2, 150) == frames[:, :150]).all()
    (tmp_path / "dev.text").write_text("es regnet\nzu viel\n")
    with pytest.raises(FileError, match="2 lines, expected 1"):
        read_corpus(tmp_path / "dev.skels")
    for bad, why in (("1 2 3", "3 numbers"), ("a b", "no number"), ("", "empty")):
        (tmp_path / "bad.skels").write_text(bad)
        with pytest.raises(FileError, match=why):
            read_corpus(tmp_path / "bad.skels")


def openpose_frame(x: float) -> dict:
    body = np.zeros((25, 3))
    body[[2, 5]] = [[400, 300, 1], [600, 300, 1]]  # right and left shoulder
    body[[3, 6, 4, 7]] = [[390, 450, 1], [610, 450, 1], [390 + x, 580, 1], [610, 580, 1]]
    body[[9, 12]] = [[440, 600, 1], [560, 600, 1]]
    parts = {"pose_keypoints_2d": body.ravel().tolist(), "face_keypoints_2d": [0.0] * 210}
    parts |= {f"hand_{side}_keypoints_2d": [0.0] * 63 for side in ("left", "right")}
    return {"version": 1.3, "people": [parts]}


def test_frames_of_openpose(tmp_path):
    clip = tmp_path / "clip-1"
    clip.mkdir()
    for number in (0, 1, 3):  # one file is missing
        (clip / f"clip-1_{number:012d}_keypoints.json").write_text(json.dumps(openpose_frame(20.0 * number)))
    recording = read_openpose(clip, fps=24)
    assert len(recording) == 4 and recording.fps == 24
    right_wrist = CANONICAL.points.index("RIGHT_WRIST")
    assert recording.confidence[2, right_wrist] == 0 < recording.confidence[3, right_wrist]
    steps = np.diff(recording.points[[0, 1, 3], right_wrist, 0])
    assert steps[1] == pytest.approx(2 * steps[0]) and steps[0] > 0
    found = read_corpus(tmp_path, fps=24)
    assert list(found.sequences) == ["clip-1"] and found.sequences["clip-1"].fps == 24


@pytest.mark.parametrize(
    "text", ["{", "{}", '{"people": [{}]}', '{"people": [{"pose_keypoints_2d": [1]}]}', '{"people": []}']
)
def test_frames_that_are_none(tmp_path, text):
    (tmp_path / "a_000000000000_keypoints.json").write_text(text)
    with pytest.raises(FileError):
        read_openpose(tmp_path)


def test_texts(tmp_path):
    (tmp_path / "t.csv").write_text("name,text\na,Hallo\n,leer\n", "utf-8")
    assert read_texts(tmp_path / "t.csv") == {"a": "Hallo"}


@pytest.mark.parametrize("name", ["nowhere", "nowhere.pt", "x.txt"])
def test_nothing_there(tmp_path, name):
    (tmp_path / "x.txt").write_text("x")
    with pytest.raises(FileError, match=name):
        read_corpus(tmp_path / name)
    with pytest.raises(FileError, match="holds no recording"):
        read_corpus(tmp_path)
