"""``Lexicon.record`` and ``Lexicon.remove``: one sign in, one person out."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError, InputError, LexiconError
from signsynth.lexicon import Lexicon, eraser
from signsynth.motion import Gesture
from tests.lexicon.making import signing
from tests.pipeline.recording.faking import NAME, films
from tests.pipeline.recording.test_build import build

FAST = {"licence": "MIT", "body": False, "capture": NAME}


@pytest.fixture
def lexicon(tmp_path):
    return Lexicon.create(tmp_path / "l", spoken="es", signed="mfs")


def test_a_video_is_recorded(lexicon, tmp_path):
    (tmp_path / "ambulancia_001.mp4").write_text("x")
    video = tmp_path / "ambulancia_001.mp4"
    entry = lexicon.record("AMBULANCIA", video, words=["ambulancia"], signer="ana", consent="oral, 2026-03-04", **FAST)
    assert (entry.label, entry.signer, entry.consent_date) == ("AMBULANCIA", "ana", "2026-03-04")
    assert lexicon.gloss_of("ambulancia", "es") == "AMBULANCIA" and len(lexicon.motion(entry)) == 30
    assert lexicon.record("AMBULANCIA", video, words=["ambulancia"], **FAST) == entry  # known by its content
    assert len(list(lexicon.entries())) == 1
    part = lexicon.record("PARTE", video, words={"es": ["parte"], "en": ["part"]}, span_ms=(0, 800), **FAST)
    assert part.consent == "unknown" and len(lexicon.motion(part)) == 20 and lexicon.gloss_of("part", "en") == "PARTE"


def test_a_video_that_cannot_be_used_says_why(lexicon, tmp_path):
    (tmp_path / "bad.mp4").write_text("bad")
    with pytest.raises(FileError, match="bad.mp4: not a video"):
        lexicon.record("X", tmp_path / "bad.mp4", words=["x"], **FAST)
    with pytest.raises(FileError, match="no such file"):
        lexicon.record("X", tmp_path / "none.mp4", words=["x"], **FAST)
    with pytest.raises(InputError, match="unknown option 'wokers'"):
        lexicon.record("X", tmp_path / "bad.mp4", words=["x"], wokers=3, **FAST)
    with pytest.raises(InputError, match="expected a list"):
        lexicon.record("X", tmp_path / "bad.mp4", words="x", **FAST)
    with pytest.raises(InputError, match="no licence"):
        lexicon.record("X", tmp_path / "bad.mp4", words=["x"], **{**FAST, "licence": ""})
    assert len(lexicon) == 0


def traces(folder, *needles):
    """Files in a lexicon's folder whose name or content holds a needle."""
    found = []
    for path in folder.rglob("*"):
        data = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
        found += [path.name for needle in needles if needle.encode() in data]
    return found


def test_one_person_is_erased_without_a_trace(tmp_path):
    to = tmp_path / "l"
    build(films(tmp_path / "a", 3), to, signer="ana-7")
    build(films(tmp_path / "b", 2, start=3), to, signer="ben-8")
    lexicon = Lexicon.open(to)
    ana = [entry.path for entry in lexicon.entries() if entry.signer == "ana-7"]
    (to / "previews").mkdir()
    for path in ana:
        (to / path).with_suffix(".npz").write_bytes(b"mesh")
        (to / "previews" / path).with_suffix(".mp4").write_bytes(b"film")
    for left in (".index-abcdefgh.csv", "..pending-abcdefgh"):  # a writer was killed here
        (to / left).write_text("ana-7")
    keep = {path: (to / path).read_bytes() for path in (e.path for e in lexicon.entries()) if path not in ana}
    erased = lexicon.remove(signer="ana-7")
    assert erased.rows == 3 and set(erased.gone) == {"SIGN-AA", "SIGN-AB", "SIGN-AC"}
    stems = [path.removesuffix(".pose") for path in ana]
    assert set(erased.files) == {n for s in stems for n in (f"{s}.pose", f"{s}.npz", f"previews/{s}.mp4")}
    assert "9 files removed" in str(erased)
    assert not traces(to, "ana-7", *stems)
    assert {path: (to / path).read_bytes() for path in keep} == keep and len(lexicon) == 2
    with pytest.raises(LexiconError, match="no entry of signer 'ben-7'; did you mean 'ben-8'"):
        lexicon.remove(signer="ben-7")


def test_what_waits_for_the_index_is_erased_too(tmp_path, monkeypatch):
    from signsynth.pipeline.recording import desk

    to = tmp_path / "l"
    with monkeypatch.context() as patch:
        patch.setattr(desk, "add_all", lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            build(films(tmp_path / "a", 1), to, signer="ana-7")
    assert traces(to, "ana-7")
    assert Lexicon.open(to).remove(signer="ana-7").rows == 0
    assert not traces(to, "ana-7", "facts.json", "0.npz")


@pytest.mark.parametrize("moment", ["note", "write_index", "settle"])
def test_an_erasure_that_is_killed_is_finished_by_the_next_writer(lexicon, monkeypatch, moment):
    lexicon.add("A", signing(), signer="ana-7")
    lexicon.add("B", signing(), signer="ben-8")
    with monkeypatch.context() as patch:
        patch.setattr(eraser, moment, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            lexicon.remove(signer="ana-7")
    lexicon.refresh()
    before = moment != "settle"
    assert ("A" in lexicon) == before and all(len(lexicon.motion(entry)) for entry in lexicon.entries())
    if before:
        assert lexicon.remove(signer="ana-7").files == ("a.pose",)
    else:
        lexicon.add("C", signing())
    assert not (lexicon.folder / "a.pose").exists() and (lexicon.folder / "b.pose").exists()
    assert not (lexicon.folder / ".pending").exists()


def test_a_file_that_others_use_stays(lexicon):
    lexicon.add("A", signing(50), signer="ana")
    index = lexicon.folder / "index.csv"
    row = next(line for line in index.read_text().splitlines() if line.startswith("a.pose"))
    index.write_text(index.read_text() + row.replace(",A,", ",B,").replace("ana", "ben") + "\n")
    lexicon.refresh()
    erased = lexicon.remove(signer="ana")
    assert erased.files == () and erased.shared == ("a.pose",) and "other entries lie in it" in str(erased)
    assert lexicon.remove(gloss="B", signer="ben").files == ("a.pose",)


def test_a_half_written_file_goes_with_its_note(lexicon):
    lexicon.add("YES", signing())
    for name in ("new.pose", "new.npz", ".new-a1b2c3d4.pose", ".new-a_b2c3d4.npz", ".yes-a1b2c3d4.txt"):
        (lexicon.folder / name).write_bytes(b"half")
    (lexicon.folder / ".pending").write_text(json.dumps(["new.npz", "new.pose", "yes.pose"]))
    lexicon.add("NO", signing())
    names = {path.name for path in lexicon.folder.iterdir()} - {".lock"}
    assert names == {"index.csv", "lexicon.json", "yes.pose", "no.pose", ".yes-a1b2c3d4.txt"}


def test_only_what_meets_everything_is_removed(lexicon):
    for label, signer, source in (("A", "x", "1"), ("A", "y", "1"), ("B", "x", "2")):
        lexicon.add(label, signing(), signer=signer, source=source)
    assert lexicon.remove(gloss="A", signer="x").rows == 1
    assert sorted((entry.label, entry.signer) for entry in lexicon.entries()) == [("A", "y"), ("B", "x")]
    assert lexicon.remove(source="2").gone == ("B",)
    with pytest.raises(InputError, match="expected a signer"):
        lexicon.remove()


def test_a_note_cannot_erase_what_lies_outside(lexicon, tmp_path):
    (tmp_path / "precious.txt").write_text("mine")
    (lexicon.folder / ".pending").write_text(json.dumps(["../precious.txt", str(tmp_path / "precious.txt")]))
    lexicon.add("A", signing())
    assert (tmp_path / "precious.txt").exists()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz")), min_size=1, max_size=8), st.data())
def test_removing_leaves_exactly_the_others(tmp_path_factory, entries, data):
    lexicon = Lexicon.create(tmp_path_factory.mktemp("l"), spoken="en", signed="ase")
    motion = signing(5)
    for label, signer in entries:
        lexicon.add(label, motion, signer=signer)
    signer = data.draw(st.sampled_from([signer for _, signer in entries]))
    lexicon.remove(signer=signer)
    assert [(e.label, e.signer) for e in lexicon.entries()] == [pair for pair in entries if pair[1] != signer]
    assert {p.name for p in lexicon.folder.glob("*.pose")} == {e.path for e in lexicon.entries()}


def test_gesture_and_mesh_are_kept(lexicon):
    from dataclasses import replace

    motion = signing(5)
    fingers = np.tile(np.eye(3)[:, :2].T.reshape(6), (5, 2, 15, 1))
    gesture = Gesture(fingers, np.tile(np.eye(3)[:, :2].T.reshape(6), (5, 2, 1)), np.ones((5, 2)))
    entry = lexicon.add("A", replace(motion, gesture=gesture))
    assert lexicon.motion(entry).gesture is not None and (lexicon.folder / "a.npz").is_file()
    lexicon.remove(gloss="A")
    assert not (lexicon.folder / "a.npz").exists()
