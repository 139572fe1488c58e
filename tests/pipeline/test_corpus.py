"""The corpus: every training set, nothing else, each clip as an import reads it, and whole."""

from __future__ import annotations

import csv
import re
import shutil

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.files.corpus import load_corpus
from signsynth.lexicon.importer import motion_of, session_rates
from signsynth.lexicon.sources import open_source
from signsynth.pipeline.corpus import LEXICON, RECORDED, WRITTEN, corpus, main, recorded


@pytest.fixture(scope="module")
def sample(shared_data):
    return list(corpus(shared_data, every=97))


def test_sets_are_those_that_may_be_trained_on(shared_data):
    """The data's own table says which: no set of another class is named here."""
    rows = re.findall(r"^\| `(\w+)` \|.*\| (train|test)\b.*\|$", (shared_data / "README.md").read_text("utf-8"), re.M)
    classes = dict(rows)
    assert len(classes) > 8
    assert {classes[name] for name in (*RECORDED, *WRITTEN)} == {"train"}


def test_nothing_else_is_read(shared_data, tmp_path):
    """Every other folder is missing here, and the takes are the same."""
    name = "mocap_sample"
    shutil.copytree(shared_data / name, tmp_path / name)
    (tmp_path / "dgs_sentences").mkdir()
    (tmp_path / "dgs_sentences" / "index.csv").write_text("this would be an error if it were read")
    takes = list(corpus(tmp_path))
    assert {take.source for take in takes} == {name, f"lexicon/{LEXICON}"}


def test_every_set_is_there(sample):
    assert {take.source for take in sample} == {*RECORDED, *WRITTEN, f"lexicon/{LEXICON}"}
    for take in sample:
        assert take.label and take.name and 5 <= take.fps <= 120


def test_clips_are_whole_and_canonical(shared_data):
    """As the importer makes them, before it cuts anything."""
    folder = shared_data / "asl_selfrecorded"
    clips = open_source(folder, signed="ase").clips
    rates = session_rates(clips, [])
    takes = list(recorded(folder, every=30))
    assert len(takes) == len(clips[::30])
    for take, clip in zip(takes, clips[::30], strict=True):
        motion = motion_of(clip, rates)
        assert len(take) == len(motion) == 30  # as many frames as the set's clips have
        assert take.fps == motion.fps == rates[clip.session] and take.name == clip.key
        assert np.array_equal(take.pose, motion.pose[:, :50])


def test_hands_out_of_sight_stay_so(sample):
    hands = np.concatenate([take.confidence[:, 8:50].reshape(-1, 2, 21).max(2) for take in sample])
    assert 0.02 < (hands == 0).mean() < 0.7


def test_a_clip_that_cannot_be_read_is_left_out(shared_data, tmp_path):
    folder = tmp_path / "msl150"
    folder.mkdir()
    with np.load(shared_data / "msl150" / "clips.npz") as file:
        inside = dict(file)
    with open(shared_data / "msl150" / "index.csv", encoding="utf-8") as file:
        rows = list(csv.reader(file))[:4]
    inside = {row[0]: inside[row[0]] for row in rows[1:]}
    inside[rows[1][0]] = np.zeros_like(inside[rows[1][0]])  # no shoulders
    np.savez(folder / "clips.npz", **inside)
    with open(folder / "index.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert [take.name for take in recorded(folder)] == [rows[2][0], rows[3][0]]


def test_the_command_writes_it(shared_data, tmp_path, capsys):
    out = tmp_path / "corpus.npz"
    shutil.copytree(shared_data / "mocap_sample", tmp_path / "data" / "mocap_sample")
    main([str(tmp_path / "data"), str(out), "--every", "60"])
    takes = load_corpus(out)
    assert [take.source for take in takes] == ["mocap_sample", "lexicon/ase", "lexicon/ase"]
    assert [path.name for path in tmp_path.glob("*.npz")] == ["corpus.npz"]


def test_a_folder_without_sets_says_which_are_wanted(tmp_path):
    with pytest.raises(InputError, match="ksl13"):
        list(corpus(tmp_path))


def test_every_is_a_count(shared_data):
    with pytest.raises(InputError, match="every 0"):
        list(corpus(shared_data, every=0))
