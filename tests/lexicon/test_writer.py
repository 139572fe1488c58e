"""Writing: whole or not at all, by several writers, whatever kills them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.errors import InputError, LexiconError
from signsynth.lexicon import Lexicon
from signsynth.lexicon.writer import file_stem
from tests.lexicon.making import signing

ROOT = Path(__file__).resolve().parents[2]
ADDING = """
import sys
from signsynth.lexicon import Lexicon
from tests.lexicon.making import signing
lexicon = Lexicon.open(sys.argv[1])
motion = signing()
for n in range(int(sys.argv[3])):
    lexicon.add(f"{sys.argv[2]}-{n}", motion, words=[f"{sys.argv[2]} {n}"])
    print(n, flush=True)
"""


def adder(folder: Path, name: str, count: int) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", ADDING, str(folder), name, str(count)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def whole(folder: Path) -> Lexicon:
    """Every row of the index can be read."""
    lexicon = Lexicon.open(folder)
    for entry in lexicon.entries():
        assert len(lexicon.motion(entry)) == 30
    return lexicon


@given(st.text(min_size=1, max_size=80))
def test_any_label_has_a_safe_file_name(label):
    stem = file_stem(label)
    assert stem.isascii() and 0 < len(stem) < 80
    assert all(c.isalnum() or c == "-" for c in stem)
    assert stem.lower() == stem


@given(st.text(min_size=1, max_size=8), st.text(min_size=1, max_size=8))
def test_different_labels_have_different_names(one, other):
    if one.lower() != other.lower():
        assert file_stem(one) != file_stem(other)


@pytest.mark.parametrize(
    "label", ["가자", "../../etc/passwd", "CON", "a/b\\c", "DON'T", "🤟", "Ä" * 200, " spaced  out "]
)
def test_labels_of_every_kind_are_kept(tmp_path, label):
    lexicon = Lexicon.create(tmp_path / "l", spoken="ko", signed="kvk")
    entry = lexicon.add(label, signing())
    assert entry.label == " ".join(label.split())
    assert (tmp_path / "l" / entry.path).parent == tmp_path / "l"
    assert list(whole(tmp_path / "l")) == [entry.label]


def test_variants_get_files_and_priorities_of_their_own(tmp_path):
    lexicon = Lexicon.create(tmp_path / "l", spoken=["en", "ko"], signed="kvk")
    added = [lexicon.add("YES", signing(), words={"en": ["yes", "yes"], "ko": ["네; 예"]}) for _ in range(3)]
    assert [entry.path for entry in added] == ["yes.pose", "yes-2.pose", "yes-3.pose"]
    assert [entry.priority for entry in lexicon.variants("YES")] == [0, 1, 2]
    assert len(list(lexicon.entries())) == 9
    assert lexicon.gloss_of("예", "ko") == "YES"


def test_creating_twice_keeps_what_is_there_but_not_for_another_language(tmp_path):
    Lexicon.create(tmp_path / "l", spoken="en", signed="ase", name="mine").add("G", signing())
    again = Lexicon.create(tmp_path / "l", spoken="en", signed="ase")
    assert list(again) == ["G"] and again.info["name"] == "mine"
    with pytest.raises(LexiconError, match="holds signs of ase, not of gsg"):
        Lexicon.create(tmp_path / "l", spoken="de", signed="gsg")


@pytest.mark.parametrize(("signed", "spoken"), [("asl!", "en"), ("en", "en"), ("ase", "english"), ("ase", [])])
def test_codes_that_are_none_are_refused(tmp_path, signed, spoken):
    with pytest.raises(InputError):
        Lexicon.create(tmp_path / "l", spoken=spoken, signed=signed)
    assert not (tmp_path / "l").exists()


@pytest.mark.parametrize(
    ("label", "facts"), [("", {}), (" ", {}), ("a\0b", {}), ("G", {"quality": 3.0}), ("G", {"words": ["\x1b"]})]
)
def test_nothing_is_left_of_what_is_refused(tmp_path, label, facts):
    lexicon = Lexicon.create(tmp_path / "l", spoken="en", signed="ase")
    before = (tmp_path / "l" / "index.csv").read_bytes()
    with pytest.raises((InputError, LexiconError)):
        lexicon.add(label, signing(), **facts)
    assert (tmp_path / "l" / "index.csv").read_bytes() == before
    assert not list((tmp_path / "l").glob("*.pose"))


def test_two_writers_at_once_lose_nothing(tmp_path):
    Lexicon.create(tmp_path / "l", spoken="en", signed="ase")
    writers = [adder(tmp_path / "l", name, 8) for name in ("ONE", "TWO")]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    assert set(whole(tmp_path / "l")) == {f"{name}-{n}" for name in ("ONE", "TWO") for n in range(8)}


def test_a_killed_writer_leaves_everything_that_it_had_added(tmp_path):
    Lexicon.create(tmp_path / "l", spoken="en", signed="ase")
    for delay_s in (0.0, 0.003, 0.011):
        writer = adder(tmp_path / "l", f"K{delay_s}", 10_000)
        for _ in range(3):
            last = int(writer.stdout.readline())
        time.sleep(delay_s)
        os.kill(writer.pid, signal.SIGKILL)
        rest = writer.communicate()[0].split()
        last = max([last, *(int(n) for n in rest if n.isdigit())])
        lexicon = whole(tmp_path / "l")
        assert {f"K{delay_s}-{n}" for n in range(last + 1)} <= set(lexicon)
    lexicon.add("AFTER", signing())  # the lock is free again
    assert all(problem.severity == "note" for problem in lexicon.check())


def test_a_folder_that_may_not_be_written_is_named(tmp_path):
    lexicon = Lexicon.create(tmp_path / "l", spoken="en", signed="ase")
    (tmp_path / "l" / ".lock").unlink()
    (tmp_path / "l" / ".lock").mkdir()
    with pytest.raises(LexiconError, match="may not be written"):
        lexicon.add("G", signing())
