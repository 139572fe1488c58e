"""A lexicon's problems are found, each with what to do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.lexicon import Lexicon
from signsynth.skeleton import RIGHT_HAND
from tests.lexicon.making import HEADER, folder_of, signing


def problems(lexicon: Lexicon, severity: str = "") -> list[str]:
    return [str(problem) for problem in lexicon.check() if severity in ("", problem.severity)]


def test_a_good_lexicon_has_none(tmp_path):
    lexicon = Lexicon.create(tmp_path / "l", spoken="en", signed="ase", licence="CC0")
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        lexicon.add(letter, signing(), words=[letter.lower()])
    found = problems(lexicon)
    assert len(found) == 26 and all("looks like" in one for one in found)  # as they do: one motion 26 times


def turned(motion, number: int):
    """A hand that looks another way for every number: with other fingers bent, elsewhere."""
    pose = motion.pose.copy()
    rng = np.random.default_rng(number)
    hand = pose[:, RIGHT_HAND] - pose[:, RIGHT_HAND.start, None]
    turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    pose[:, RIGHT_HAND] = pose[:, RIGHT_HAND.start, None] + hand @ turn.astype(np.float32)
    return replace(motion, pose=pose)


def test_recordings_of_two_glosses_that_look_alike_are_a_note(tmp_path):
    lexicon = Lexicon.create(tmp_path / "l", spoken="en", signed="ase", licence="CC0")
    for gloss, number in (("SIX", 1), ("W", 1), ("HOUSE", 2)):
        lexicon.add(gloss, turned(signing(), number))
    notes = problems(lexicon, "note")
    assert len(notes) == 2 and "'SIX' looks like 'W'" in notes[0] and "'W' looks like 'SIX'" in notes[1]


def test_problems_are_sorted_by_severity_then_kind_then_place(tmp_path):
    lexicon = Lexicon.create(tmp_path / "l", spoken="en", signed="ase")
    for gloss in ("C", "A", "B"):
        lexicon.add(gloss, signing())
    (tmp_path / "l" / "b.pose").write_bytes(b"torn")
    found = lexicon.check()
    keys = [(("error", "warning", "note").index(one.severity), one.kind, one.where) for one in found]
    assert keys == sorted(keys) and found[0].where == "b.pose"


def test_each_problem_is_found(tmp_path):
    rows = [
        "gone.pose,en,ase,0,0,gone,GONE,0,25,",
        "torn.pose,en,ase,0,0,torn,TORN,0,25,MIT",
        "rate.pose,en,ase,0,0,rate,RATE,0,30,MIT",
        "blind.pose,en,ase,0,0,blind,BLIND,0,25,MIT",
        "ok.pose,en,ase,0,0,twice,ONE,0,25,MIT",
        "ok.pose,en,ase,0,0,twice,TWO,0,25,MIT",
        "ok.pose,en,ase,0,0,x,Two,0,25,MIT",
        "ok.pose,en,ase,0,0,a,A,0,25,MIT",
        *(f"ok.pose,en,ase,0,0,{c},{c.upper()},0,25,MIT" for c in "bcde"),
    ]
    lexicon = Lexicon.open(folder_of(tmp_path / "l", "\n".join(rows) + "\n", HEADER + ",fps,licence"))
    motion = signing()
    for name in ("rate", "ok", "unlisted"):
        motion.save(tmp_path / "l" / f"{name}.pose")
    blind = signing()
    confidence = blind.confidence.copy()
    confidence[5:25, 29:50] = 0
    type(blind)(blind.pose, confidence, blind.fps).save(tmp_path / "l" / "blind.pose")
    (tmp_path / "l" / "torn.pose").write_bytes((tmp_path / "l" / "ok.pose").read_bytes()[:2000])
    (tmp_path / "l" / ".torn-abc.pose").write_bytes(b"")

    errors, warnings, notes = (problems(lexicon, severity) for severity in ("error", "warning", "note"))
    assert len(errors) == 2 and "gone.pose" in errors[0] and "torn.pose" in errors[1]
    for found in (
        "rate.pose: 30 frames a second in the index, 25 in the file",
        "blind.pose: 'BLIND': quality",
        "'twice': en phrase is claimed by the glosses ONE, TWO",
        "TWO, Two differ only in capitals",
        "no sign for the letters f, g, h",
    ):
        assert sum(found in warning for warning in warnings) == 1, found
    assert len(warnings) == 5
    for found in (
        "unlisted.pose: is not in index.csv",
        ".torn-abc.pose: is left from a write",
        "1 of 12 entries state no licence",
    ):
        assert sum(found in note for note in notes) == 1, found
    assert lexicon.check()[0].severity == "error"


def test_languages_that_disagree_are_an_error(tmp_path):
    lexicon = Lexicon.create(tmp_path / "l", spoken="en", signed="ase", licence="CC0")
    lexicon.add("G", signing())
    (tmp_path / "l" / "lexicon.json").write_text('{"signed": "gsg", "licence": "CC0"}')
    assert any("says signed language 'gsg'" in error for error in problems(Lexicon.open(tmp_path / "l"), "error"))


def test_the_broken_signs_of_asl100_are_reported(imported):
    poor = " ".join(problems(imported("asl100"), "warning"))
    assert all(f"{name}.pose" in poor for name in ("hospital", "stand", "school"))
