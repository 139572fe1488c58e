"""Written signs on the command line: show, transcribe, build a lexicon, sign a text with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from signsynth.cli import main
from signsynth.motion import Motion
from signsynth.writing import read_sigml

WRITING = Path(__file__).parents[2] / "lexicon" / "ase" / "writing"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_show_writes_a_motion_or_a_picture_of_a_sign(folder, capsys):
    assert main(["writing", "show", str(WRITING / "thank-you.sigml"), "-o", "t.npz"]) == 0
    motion = Motion.load("t.npz")
    assert motion.gesture is not None and motion.mesh is not None
    arguments = ["-o", "t.gif", "--size", "64", "--renderer", "skeleton"]
    assert main(["writing", "show", str(WRITING / "thank-you.sigml"), *arguments]) == 0
    assert (folder / "t.gif").stat().st_size > 1000
    assert "THANK-YOU" in capsys.readouterr().out


def test_signs_of_one_file_are_joined_and_one_can_be_chosen(folder, capsys):
    signs = [(WRITING / f"{name}.sigml").read_text("utf-8") for name in ("water", "please")]
    body = "".join(text[text.index("<hamgestural_sign") : text.index("</sigml>")] for text in signs)
    Path("two.sigml").write_text(f"<sigml>{body}</sigml>", "utf-8")
    assert main(["writing", "show", "two.sigml", "-o", "both.npz"]) == 0
    assert [s.label for s in Motion.load("both.npz").segments if s.kind == "sign"] == ["WATER", "PLEASE"]
    assert main(["writing", "show", "two.sigml", "--gloss", "WATR", "-o", "one.npz"]) == 2
    assert "WATER" in capsys.readouterr().err and not Path("one.npz").exists()


def test_transcribe_proposes_sigml_that_can_be_shown(folder, capsys):
    main(["writing", "show", str(WRITING / "thank-you.sigml"), "-o", "t.npz"])
    assert main(["writing", "transcribe", "t.npz", "--gloss", "THANKS", "-o", "again.sigml"]) == 0
    assert read_sigml("again.sigml")[0].gloss == "THANKS"
    capsys.readouterr()
    assert main(["writing", "transcribe", "t.npz"]) == 0
    assert capsys.readouterr().out == Path("again.sigml").read_text("utf-8").replace("THANKS", "T")


def test_a_folder_of_signs_becomes_a_lexicon_that_signs_a_text(folder, capsys):
    signs = folder / "signs"
    signs.mkdir()
    for name in ("water.sigml", "please.sigml"):
        (signs / name).write_bytes((WRITING / name).read_bytes())
    (signs / "broken.sigml").write_text("<sigml><hamgestural_sign gloss='X'>", "utf-8")
    arguments = ["--to", "lexicon", "--signed", "ase", "--spoken", "en"]
    assert main(["lexicon", "build", "--from-writing", "signs", *arguments]) == 0
    out = capsys.readouterr().out
    assert "2 signs, 1 left out" in out and "broken.sigml" in out
    assert main(["say", "Water, please!", "--lexicon", "lexicon", "--motion", "m.npz"]) == 0
    assert [s.label for s in Motion.load("m.npz").segments if s.kind == "sign"] == ["WATER", "PLEASE"]
    assert main(["lexicon", "check", "lexicon"]) == 0


def test_what_is_no_sign_gets_one_line(folder, capsys):
    Path("x.sigml").write_text("<sigml><hamgestural_sgn/></sigml>", "utf-8")
    assert main(["writing", "show", "x.sigml", "-o", "x.npz"]) == 2
    assert main(["writing", "show", "missing.sigml", "-o", "x.npz"]) == 2
    assert (
        main(["lexicon", "build", "--from-writing", "nowhere", "--to", "l", "--signed", "ase", "--spoken", "en"]) == 2
    )
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 3 and all(line.startswith("signsynth: error:") for line in lines)
    assert not Path("l").exists() and not Path("x.npz").exists()
