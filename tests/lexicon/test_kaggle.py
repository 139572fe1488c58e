"""Files of the exact layout of Kaggle's asl-signs, made of other recordings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from signsynth.cli import main
from signsynth.errors import FileError, LexiconError
from signsynth.files import read_recording
from signsynth.files.layouts import read_layout
from signsynth.files.parquet import PARTS, POINTS, read_landmarks
from signsynth.lexicon import Lexicon
from signsynth.lexicon.importer import import_lexicon
from signsynth.skeleton import FACE, MANUAL
from tests.lexicon.sets import asl_signs, write_parquet

pytest.importorskip("pyarrow", reason="pyarrow is not installed (the extra 'kaggle')")


@pytest.fixture(scope="module")
def competition(shared_data, tmp_path_factory):
    """Five labels by three signers; among the takes of HOSPITAL one that is another sign."""
    clips = {
        "hello": [("hello", 2044), ("good", 2044)],
        "thankyou": [("thank_you", 16069), ("thank_you", 2044)],
        "water": [("water", 62590)],
        "frenchfries": [("yes", 62590)],
        "why": [("why", 2044)] * 4 + [("hospital", 2044)],
    }
    return asl_signs(tmp_path_factory.mktemp("asl-signs"), shared_data / "asl100" / "signs", clips)


def test_one_command_makes_the_lexicon(competition, tmp_path, capsys):
    to = str(tmp_path / "asl")
    arguments = ["--to", to, "--signed", "ase", "--licence", "CC-BY-4.0", "--consent", "see the set", "--no-body"]
    assert main(["lexicon", "import", str(competition), *arguments, "--best", "2"]) == 0
    assert "11 recordings of 5 glosses read" in capsys.readouterr().out
    lexicon = Lexicon.open(to)
    assert set(lexicon) == {"HELLO", "THANK-YOU", "WATER", "FRENCH-FRIES", "WHY"}
    words = {"hello": "HELLO", "thank you": "THANK-YOU", "french fries": "FRENCH-FRIES", "water": "WATER"}
    assert {word: lexicon.gloss_of(word, "en") for word in words} == words
    assert lexicon.languages() == {"ase": ("en",)}
    for entry in lexicon.entries():
        assert entry.signer in ("2044", "16069", "62590") and entry.source.split(":")[1].startswith(entry.signer)
        assert (entry.licence, entry.consent) == ("CC-BY-4.0", "see the set") and entry.quality > 0
    assert len(lexicon.variants("WHY")) == 2
    assert not [problem for problem in lexicon.check() if problem.severity == "error"]


def test_the_numbers_come_through(competition, shared_data):
    """The parquet file and the JSON that it was made of are one recording."""
    path = min((competition / "train_landmark_files" / "62590").glob("*.parquet"))
    ours = read_layout(read_landmarks(path), "asl_selfrecorded", aspect=16 / 9)
    theirs = read_recording(shared_data / "asl100" / "signs" / "water.json", aspect=16 / 9)
    assert len(ours) == len(theirs)
    for part in (MANUAL, FACE):
        seen = (ours.confidence[:, part] > 0) & (theirs.confidence[:, part] > 0)
        assert seen.sum() > 100 and np.array_equal(theirs.confidence[:, part] > 0, seen)
        assert np.abs(ours.points[:, part] - theirs.points[:, part])[seen].max() < 1e-6


@settings(max_examples=10, deadline=None)
@given(
    points=arrays.arrays(np.float32, (2, POINTS, 3), elements=st.floats(-1, 2, width=32)),
    hidden=st.lists(st.sampled_from(list(PARTS)), unique=True),
)
def test_every_point_keeps_its_place(tmp_path_factory, points, hidden):
    starts = dict(zip(PARTS, np.cumsum([0, *PARTS.values()]), strict=False))
    shown = points.copy()
    for part in hidden:
        shown[:, starts[part] : starts[part] + PARTS[part]] = np.nan
    path = tmp_path_factory.mktemp("p") / "clip.parquet"
    write_parquet(path, shown)
    flat = read_landmarks(path)
    pose = flat[:, : 33 * 4].reshape(2, 33, 4)
    rest = np.split(flat[:, 33 * 4 :].reshape(2, -1, 3), [468, 489], axis=1)
    for part, values in zip(("pose", "face", "left_hand", "right_hand"), (pose[..., :3], *rest), strict=True):
        expected = np.nan_to_num(shown[:, starts[part] : starts[part] + PARTS[part]])
        assert np.array_equal(values, expected.astype(np.float64))
    assert (pose[..., 3] == (0 if "pose" in hidden else 1)).all()


def test_two_processes_choose_what_one_does(competition, tmp_path):
    one = import_lexicon(competition, tmp_path / "one", signed="ase")
    two = import_lexicon(competition, tmp_path / "two", signed="ase", workers=2)
    assert str(one) == str(two)
    files = [{path.name: path.read_bytes() for path in (tmp_path / name).glob("*.*")} for name in ("one", "two")]
    assert {**files[0], "lexicon.json": b""} == {**files[1], "lexicon.json": b""}


def test_an_import_that_is_done_reads_nothing_again(competition, tmp_path, monkeypatch):
    first = import_lexicon(competition, tmp_path / "l", signed="ase", best=1)
    monkeypatch.setattr("signsynth.files.parquet.read_bytes", lambda path: pytest.fail(f"{path} was read"))
    again = import_lexicon(competition, tmp_path / "l", signed="ase", best=1)
    assert (again.added, again.there) == (0, first.added)


def test_damaged_files_are_named(tmp_path, competition):
    import pyarrow
    from pyarrow import parquet

    (tmp_path / "torn.parquet").write_bytes(next(competition.rglob("*.parquet")).read_bytes()[:1000])
    (tmp_path / "text.parquet").write_text("hello")
    (tmp_path / "empty.parquet").write_bytes(b"")
    parquet.write_table(pyarrow.table({"frame": [1], "x": [0.0]}), tmp_path / "columns.parquet")
    one = {"frame": [1], "type": ["face"], "landmark_index": [468], "x": [0.0], "y": [0.0], "z": [0.0]}
    parquet.write_table(pyarrow.table(one), tmp_path / "index.parquet")
    parquet.write_table(pyarrow.table({k: v[:0] for k, v in one.items()}), tmp_path / "norows.parquet")
    parquet.write_table(pyarrow.table(one | {"frame": [None]}), tmp_path / "frame.parquet")
    parquet.write_table(pyarrow.table(one | {"x": ["a"]}), tmp_path / "words.parquet")
    for path in tmp_path.glob("*.parquet"):
        with pytest.raises(FileError, match=path.name):
            read_landmarks(path)


def test_a_table_that_leads_out_of_its_folder_is_refused(tmp_path):
    (tmp_path / "train.csv").write_text("path,participant_id,sequence_id,sign\n../../x.parquet,1,2,tv\n")
    with pytest.raises(LexiconError, match="line 2.*expected a file in the folder"):
        import_lexicon(tmp_path, tmp_path / "l", signed="ase")
    (tmp_path / "train.csv").write_text("path,participant_id,sequence_id,sign\nx.parquet,1,2,tv\n")
    with pytest.raises(LexiconError, match="none of the 1 files"):
        import_lexicon(tmp_path, tmp_path / "l", signed="ase")
