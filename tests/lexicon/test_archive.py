"""A lexicon in one file: what goes in comes out, and nothing else does."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError, LexiconError, SignsynthError
from signsynth.lexicon import Lexicon, archive
from signsynth.lexicon.archive import pack, unpack
from tests.lexicon.making import HEADER, signing

GOOD = f"{HEADER}\na.pose,en,ase,0,0,a,A,0\n"


@pytest.fixture
def lexicon(tmp_path):
    lexicon = Lexicon.create(tmp_path / "l", spoken=["en", "ko"], signed="ase", licence="MIT")
    lexicon.add("YES", signing(), words={"en": ["yes"], "ko": ["네"]}, signer="ana", consent="oral")
    lexicon.add("가자", signing(12), words={"ko": ["가자"]})
    (tmp_path / "l" / "yes.npz").write_bytes(b"gesture")
    (tmp_path / "l" / "private.txt").write_text("not part of it")
    return lexicon


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def test_what_goes_in_comes_out(lexicon, tmp_path):
    names = pack(lexicon, tmp_path / "l.zip")
    again = unpack(tmp_path / "l.zip", tmp_path / "new" / "m")
    expected = files(lexicon.folder)
    assert expected.pop("private.txt")
    assert files(again.folder) == expected and set(names) == set(expected)
    assert again.best("YES").consent == "oral" and again.info == lexicon.info
    pack(again, tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == (tmp_path / "l.zip").read_bytes()
    with pytest.raises(LexiconError, match="is there already"):
        unpack(tmp_path / "l.zip", tmp_path / "new" / "m")
    (tmp_path / "empty").mkdir()
    assert len(unpack(tmp_path / "l.zip", tmp_path / "empty")) == 2


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def test_a_folder_around_it_is_left_away(lexicon, tmp_path):
    around = {f"my lexicon/{name}": data for name, data in files(lexicon.folder).items()}
    got = unpack(zipped(tmp_path / "a.zip", {**around, "__MACOSX/._x": b""}), tmp_path / "m")
    assert set(got) == {"YES", "가자"} and "private.txt" not in files(got.folder)


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({}, "no index.csv"),
        ({"index.csv": "hello"}, "column"),
        ({"index.csv": GOOD}, "names 'a.pose', which is not in it"),
        ({"index.csv": f"{HEADER}\n../a.pose,en,ase,0,0,a,A,0\n", "../a.pose": b"x"}, "inside the lexicon"),
        ({"index.csv": f"{HEADER}\n/tmp/a.pose,en,ase,0,0,a,A,0\n", "/tmp/a.pose": b"x"}, "inside the lexicon"),
        ({"index.csv": GOOD, "a.pose": b"0" * 3_000_000}, "unpacks to more"),
        ({"index.csv": GOOD + "x" * 3_000_000}, "unpacks to more"),
    ],
)
def test_what_is_refused_leaves_nothing(tmp_path, monkeypatch, members, words):
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 2_000_000)
    with pytest.raises(SignsynthError, match=words):
        unpack(zipped(tmp_path / "a.zip", members), tmp_path / "sub" / "m")
    assert not (tmp_path / "a.pose").exists()
    assert [path.name for path in tmp_path.rglob("*")] in (["a.zip"], ["a.zip", "sub"], ["sub", "a.zip"])


def test_members_that_lead_out_are_not_taken(tmp_path):
    data = io.BytesIO()
    Lexicon.create(tmp_path / "l", spoken="en", signed="ase").add("A", signing(5))
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("index.csv", (tmp_path / "l" / "index.csv").read_bytes())
        file.writestr("a.pose", (tmp_path / "l" / "a.pose").read_bytes())
        for name in ("../evil.txt", "/evil.txt", "a/../../evil.txt", "..\\evil.txt"):
            file.writestr(name, b"evil")
    (tmp_path / "a.zip").write_bytes(data.getvalue())
    got = unpack(tmp_path / "a.zip", tmp_path / "in" / "m")
    assert set(files(got.folder)) == {"index.csv", "a.pose"}
    assert not list(tmp_path.rglob("*evil*"))


def test_links_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("index.csv", GOOD)
        link = zipfile.ZipInfo("a.pose")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    with pytest.raises(FileError, match="is a link"):
        unpack(tmp_path / "a.zip", tmp_path / "m")
    assert not (tmp_path / "m").exists()


@settings(max_examples=40, deadline=None)
@given(at=st.floats(0, 1), value=st.integers(0, 255), cut=st.booleans())
def test_damaged_files_are_errors_or_whole(tmp_path_factory, at, value, cut):
    home = tmp_path_factory.mktemp("z")
    Lexicon.create(home / "l", spoken="en", signed="ase").add("A", signing(3))
    pack(Lexicon.open(home / "l"), home / "a.zip")
    data = bytearray((home / "a.zip").read_bytes())
    place = min(int(at * len(data)), len(data) - 1)
    if cut:
        del data[place:]
    else:
        data[place] = value
    (home / "a.zip").write_bytes(data)
    try:
        got = unpack(home / "a.zip", home / "m")
    except SignsynthError:
        assert sorted(path.name for path in home.iterdir()) == ["a.zip", "l"]
    else:
        assert list(got) == ["A"] and (got.folder / "a.pose").read_bytes() == (home / "l" / "a.pose").read_bytes()


def test_what_is_no_zip_says_so(tmp_path):
    (tmp_path / "a.zip").write_text("hello")
    with pytest.raises(FileError, match="a.zip: not a .zip"):
        unpack(tmp_path / "a.zip", tmp_path / "m")
    with pytest.raises(FileError, match="no such file"):
        unpack(tmp_path / "b.zip", tmp_path / "m")
