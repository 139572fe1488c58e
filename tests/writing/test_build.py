"""A folder of written signs to a lexicon: nothing lost, nothing half-written, the same bytes each time."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from signsynth.body.fit import measure
from signsynth.errors import FileError
from signsynth.files import load_motion
from signsynth.files.index import read_index
from signsynth.files.tracks import load_tracks
from signsynth.lexicon import Lexicon
from signsynth.writing import build, read_folder
from signsynth.writing.source import word_of

LEXICON = Path(__file__).parents[2] / "lexicon" / "ase"
HELLO = (LEXICON / "writing" / "hello.sigml").read_text("utf-8")


@pytest.fixture
def folder(tmp_path):
    """A letter, a sign, and a sign that nobody can make."""
    signs = tmp_path / "signs"
    signs.mkdir()
    shutil.copy(LEXICON / "writing" / "v.toml", signs)
    (signs / "hello.sigml").write_text(HELLO, "utf-8")
    (signs / "wrong.sigml").write_text(HELLO.replace('handshape="flat"', 'handshape="flap"'), "utf-8")
    return signs


def test_what_can_be_made_is_made_and_the_rest_is_named(folder, tmp_path):
    built = build(folder, tmp_path / "lexicon", signed="ase")
    index = read_index(tmp_path / "lexicon" / "index.csv")
    assert built.signs == 2 and set(index.column("glosses")) == {"HELLO", "V"}
    assert len(built.problems) == 1 and "wrong.sigml" in built.problems[0] and "flap" in built.problems[0]
    assert "flat" in built.problems[0], "the nearest valid choice"
    assert {"hello", "hi", "greetings"} <= set(index.column("words"))
    for path in built.files:
        assert path.exists()
    assert {path.name for path in (tmp_path / "lexicon").iterdir()} == {path.name for path in built.files}


def test_a_second_build_replaces_its_own_rows_and_keeps_others(folder, tmp_path):
    build(folder, tmp_path / "lexicon", signed="ase")
    first = {path.name: path.read_bytes() for path in (tmp_path / "lexicon").iterdir()}
    build(folder, tmp_path / "lexicon", signed="ase")
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "lexicon").iterdir()}
    more = folder.with_name("more")
    more.mkdir()
    (more / "hi.sigml").write_text(HELLO, "utf-8")
    build(more, tmp_path / "lexicon", signed="ase")
    index = read_index(tmp_path / "lexicon" / "index.csv")
    assert sorted(set(index.column("path"))) == ["hello.pose", "hi.pose", "v.pose"]


def test_another_language_is_refused_and_nothing_changes(folder, tmp_path):
    build(folder, tmp_path / "lexicon", signed="ase")
    before = {path.name: path.read_bytes() for path in (tmp_path / "lexicon").iterdir()}
    with pytest.raises(FileError, match="dse"):
        build(folder, tmp_path / "lexicon", signed="dse")
    assert before == {path.name: path.read_bytes() for path in (tmp_path / "lexicon").iterdir()}


def test_a_folder_without_signs_is_refused(tmp_path):
    with pytest.raises(FileError, match="no written sign"):
        build(tmp_path, tmp_path / "lexicon", signed="ase")
    assert not (tmp_path / "lexicon").exists()


def test_a_letter_gives_way_to_a_sign_of_its_name(folder, tmp_path):
    me = HELLO.replace('gloss="HELLO"', 'gloss="ME"').replace('words="hello,hi,greetings"', 'words="v,me"')
    (folder / "me.sigml").write_text(me, "utf-8")
    build(folder, tmp_path / "lexicon", signed="ase")
    index = read_index(tmp_path / "lexicon" / "index.csv")
    ranks = {(row["glosses"], row["words"]): row["priority"] for row in map(index.row, range(len(index)))}
    assert ranks["ME", "v"] == ranks["ME", "me"] == "0" and ranks["V", "v"] == "1"
    lexicon = Lexicon.open(tmp_path / "lexicon")
    assert lexicon.gloss_of("v", "en") == "ME" and lexicon.letter("v") == "V"


def test_files_of_one_plain_name_do_not_overwrite_each_other(tmp_path):
    signs = tmp_path / "signs"
    signs.mkdir()
    for name in ("a b.sigml", "a-b.sigml", "집.sigml", "学校.sigml"):
        (signs / name).write_text(HELLO, "utf-8")
    built = build(signs, tmp_path / "lexicon", signed="ase")
    index = read_index(tmp_path / "lexicon" / "index.csv")
    assert built.signs == 4 and len(set(index.column("path"))) == 4
    assert sorted(set(index.column("priority"))) == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    ("gloss", "word"),
    [
        ("HUIS", "huis"),
        ("AARDIG-AM{NIET_SLECHT}", "aardig"),
        ("EEN_1", "een"),
        ("LATEN_ZIEN", "laten zien"),
        ("1", "1"),
    ],
)
def test_words_of_glosses(gloss, word):
    assert word_of(gloss) == (word,)


def test_the_bundled_lexicon_is_what_its_writing_makes(tmp_path):
    made = build(LEXICON / "writing", tmp_path, signed="ase")
    assert not made.problems
    ours = {path.name for path in LEXICON.iterdir() if path.is_file()}
    assert {path.name for path in made.files} == ours
    for path in made.files:
        if path.suffix != ".npz":
            assert path.read_bytes() == (LEXICON / path.name).read_bytes(), path.name
    assert sum(path.stat().st_size for path in made.files) < 12 * 2**20


def test_the_bundled_lexicon_has_three_modalities_that_agree():
    for name in dict.fromkeys(read_index(LEXICON / "index.csv").column("path")):
        motion = load_tracks(load_motion(LEXICON / name), (LEXICON / name).with_suffix(".npz"))
        report = measure(motion)
        hands = report.hands[np.isfinite(report.hands)]
        assert np.median(hands) < 0.03, name


def test_every_sign_has_words_licence_and_an_honest_status():
    for written in read_folder(LEXICON / "writing"):
        assert written.words and written.licence == "Apache-2.0"
        assert written.status.startswith("written") and "not reviewed by a Deaf signer" in written.status
