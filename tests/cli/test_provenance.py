"""``signsynth provenance``, ``--label`` and long texts as a user meets them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from signsynth.cli import main
from signsynth.signer import Appearance, Provenance, Signer
from tests.pipeline.conftest import ROWS, make_lexicon, sign


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_lexicon(tmp_path / "small", ROWS)
    return tmp_path


SAY = ["say", "Hello xyzzy", "--lexicon", "small", "--transition", "linear", "--size", "64", "--fingerspell", "never"]


def test_what_a_video_says(folder, capsys):
    assert main([*SAY, "-o", "a.mp4", "--seed", "3"]) == 0
    capsys.readouterr()
    assert main(["provenance", "a.mp4"]) == 0
    said = capsys.readouterr().out
    assert "synthetic: yes" in said and "renderer: skeleton" in said and "lexicon: small (ase)" in said
    assert "words signed: 50 %" in said
    assert main(["provenance", "a.mp4", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["coverage"] == 0.5


@pytest.mark.parametrize("ending", [".pose", ".npz"])
def test_a_motion_carries_it_to_what_is_made_of_it(folder, capsys, ending):
    """say, then join with a motion of unknown origin, then render: each step names what it knows."""

    def told(name: str) -> str:
        capsys.readouterr()
        assert main(["provenance", name]) == 0
        return capsys.readouterr().out

    assert main([*SAY, "--motion", f"a{ending}"]) == 0
    sign(0, frames=30).save(f"b{ending}")
    assert "lexicon: small (ase)" in told(f"a{ending}") and "words signed: 50 %" in told(f"a{ending}")
    small = ["--size", "64"]
    assert main(["render", f"a{ending}", "-o", "a.gif", *small]) == 0
    assert "lexicon: small (ase)" in told("a.gif") and "renderer: skeleton" in told("a.gif")
    assert "words signed: 50 %" in told("a.gif") and "unknown" not in told("a.gif")
    assert main(["render", f"b{ending}", "-o", "b.gif", *small]) == 0
    assert "lexicon: unknown\n" in told("b.gif")
    join = ["join", f"a{ending}", f"b{ending}", "--transition", "linear", "--whole"]
    assert main([*join, "-o", f"c{ending}"]) == 0
    assert main(["render", f"c{ending}", "-o", "c.gif", *small]) == 0
    assert main([*join, "-o", "d.gif", *small]) == 0
    for name in (f"c{ending}", "c.gif", "d.gif"):
        assert "lexicon: small (ase)\nlexicon: unknown\n" in told(name) and "words signed" not in told(name)


def test_a_consent_is_checked_against_its_digest(folder, capsys):
    consent = "self, 2026"
    person = Signer("zoe", consent=consent, appearance=Appearance(), provenance=Provenance(image_sha256="ab" * 32))
    person.save("zoe.signer")
    sign(0, frames=2).save("m.npz")
    assert main(["render", "m.npz", "--signer", "zoe.signer", "-o", "a.gif", "--size", "64"]) == 0
    assert main(["provenance", "a.gif", "--consent", consent]) == 0
    assert "likeness of a person: yes" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main(["provenance", "a.gif", "--consent", "another"])
    assert ended.value.code == 1
    assert consent.encode() not in (folder / "a.gif").read_bytes()


def test_files_without_one_are_one_line(folder, capsys):
    (folder / "x.txt").write_text("hello")
    for name in ("none.mp4", "x.txt"):
        assert main(["provenance", name]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_labels(folder):
    import cv2

    for name, options in {
        "a": [],
        "b": ["--label", "synthetic"],
        "c": ["--label", "gebärdet"],
        "d": ["--no-label"],
    }.items():
        assert main([*SAY, "-o", f"{name}/", *options]) == 0
    first = {name: cv2.imread(f"{name}/000000.png") for name in "abcd"}
    assert np.array_equal(first["a"], first["b"])
    assert (first["a"] != first["c"]).any() and (first["a"] != first["d"]).any()
    with pytest.raises(SystemExit):
        main([*SAY, "-o", "e.mp4", "--label", "x", "--no-label"])


def test_half_of_a_signature_is_an_error(folder, capsys):
    assert main([*SAY, "-o", "a.mp4", "--c2pa-cert", "x.pem"]) == 2
    assert "expected both" in capsys.readouterr().err and not (folder / "a.mp4").exists()


def test_reports_are_the_same_whether_the_motion_was_kept_or_not(folder):
    sides = ["--report", "{}.json", "--eaf", "{}.eaf", "--vtt", "{}.vtt", "-o", "{}.mp4"]
    assert main([*SAY, *(side.format("a") for side in sides)]) == 0
    assert main([*SAY, *(side.format("b") for side in sides), "--motion", "b.pose"]) == 0
    for ending in ("json", "vtt"):
        assert (folder / f"a.{ending}").read_bytes() == (folder / f"b.{ending}").read_bytes()
    assert (folder / "a.eaf").read_text().count("ANNOTATION_ID") == (folder / "b.eaf").read_text().count(
        "ANNOTATION_ID"
    )
