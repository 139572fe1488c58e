"""What researchers have, read in one command: real recordings in each published form give the same figures."""

from __future__ import annotations

import json

import numpy as np
import pytest

from signsynth.cli import main
from signsynth.files.openpose import ENDING, read_openpose
from signsynth.files.pose import read_pose
from signsynth.metrics import evaluate, read_corpus
from signsynth.metrics.evaluation import HYPOTHESES


def figures(out, *words) -> dict:
    assert main(["evaluate", *map(str, words), "--json", str(out)]) == 0
    return json.loads(out.read_text("utf-8"))


def test_phoenix_in_150_values(shared_data, tmp_path):
    own = shared_data / "phoenix14t" / "skels" / "dev.skels"
    held = figures(tmp_path / "o.json", own, own)
    assert held["rows"][HYPOTHESES]["pairs"] == 5 and held["rows"][HYPOTHESES]["dtw_mje"] == 0
    assert 0.1 < held["rows"]["static"]["dtw_mje"] < held["rows"]["shuffled"]["dtw_mje"] < 0.25
    assert all("_" in name for name in held["pairs"])  # names come from .files


def test_the_challenges_dictionaries_say_what_the_recordings_say(shared_data, tmp_path):
    """German sentences as ``.pose`` and as a dictionary of 178 × 3 in the challenge's order."""
    torch = pytest.importorskip("torch")
    folder = shared_data / "dgs_sentences" / "train"
    sides = [read_corpus(folder / f"train_1*_{kind}.pose") for kind in ("updated", "original")]
    for name, side in zip(("own", "real"), sides, strict=True):
        held = {
            key: {"name": key, "text": "", "poses_3d": torch.from_numpy(
                np.where(s.as_slrtp().seen[..., None], s.as_slrtp().points, np.nan))}
            for key, s in side.sequences.items()
        }  # fmt: skip
        torch.save(held, tmp_path / f"{name}.pt")
    fps = sides[0].sequences[next(iter(sides[0].sequences))].fps
    again = figures(tmp_path / "o.json", tmp_path / "own.pt", tmp_path / "real.pt", "--fps", fps)
    first = evaluate(*sides).as_json()
    for figure in ("dtw_mje", "total_distance", "duration", "speed", "npss", "hand_rigidity"):
        assert again["rows"][HYPOTHESES][figure] == pytest.approx(first["rows"][HYPOTHESES][figure], rel=1e-6), figure


def test_frames_of_openpose_say_what_the_pose_file_says(shared_data, tmp_path):
    """A ``.pose`` file of OpenPose, taken apart into the JSON files that How2Sign publishes."""
    from pose_format import Pose

    path = shared_data / "pose_files" / "openpose.pose"
    pose = Pose.read(path.read_bytes())
    points, level = np.asarray(pose.body.data.data)[:6, 0], np.asarray(pose.body.confidence)[:6, 0]
    names = [component.name for component in pose.header.components]
    starts = np.cumsum([0, *(len(component.points) for component in pose.header.components)])
    clip = tmp_path / "clip"
    clip.mkdir()
    for k in range(len(points)):
        person = {
            f"{name}": np.c_[points[k, a:b, :2], level[k, a:b]].ravel().tolist()
            for name, a, b in zip(names, starts, starts[1:], strict=False)
        }
        (clip / f"clip_{k:012d}{ENDING}").write_text(json.dumps({"people": [person]}))
    ours, theirs = read_openpose(clip), read_pose(path)
    seen = (ours.confidence > 0) & (theirs.confidence[:6] > 0)
    assert seen.any() and ((ours.confidence > 0) == (theirs.confidence[:6] > 0)).all()
    assert np.abs(ours.points[seen][:, :2] - theirs.points[:6][seen][:, :2]).max() < 1e-2
    held = figures(tmp_path / "o.json", tmp_path, tmp_path, "--fps", 25)
    assert held["rows"][HYPOTHESES]["pairs"] == 1 and held["rows"][HYPOTHESES]["dtw_mje"] == 0


def test_a_list_of_recordings(shared_data, tmp_path):
    index = shared_data / "peer_lexicon" / "index.csv"
    lists = [index] if index.exists() else sorted((shared_data / "peer_lexicon").rglob("index.csv"))[:1]
    held = figures(tmp_path / "o.json", lists[0], lists[0])
    assert held["rows"][HYPOTHESES]["pairs"] >= 1 and held["rows"][HYPOTHESES]["dtw_mje"] == 0
