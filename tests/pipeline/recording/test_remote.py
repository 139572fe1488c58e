"""A lexicon behind a URL is built here and goes up whole."""

from __future__ import annotations

import pytest

from signsynth.errors import LexiconError
from signsynth.lexicon import Lexicon
from signsynth.pipeline.recording import remote
from tests.pipeline.recording.faking import films
from tests.pipeline.recording.test_build import build


@pytest.fixture
def url(tmp_path, monkeypatch):
    import fsspec

    monkeypatch.setenv("SIGNSYNTH_CACHE", str(tmp_path / "cache"))
    system = fsspec.filesystem("memory")
    if system.exists("/lexicons"):
        system.rm("/lexicons", recursive=True)
    return "memory://lexicons/mine"


def names(url):
    import fsspec

    return {path.rpartition("/")[2] for path in fsspec.filesystem("memory").find(url.removeprefix("memory:/"))}


def test_two_builds_into_a_url(url, tmp_path):
    assert build(films(tmp_path / "a", 2), url).recordings == 2
    assert build(films(tmp_path / "b", 1, start=2), url).recordings == 1
    assert len(build(tmp_path / "a", url).of("there")) == 2
    lexicon = Lexicon.open(url)
    assert set(lexicon) == {"SIGN-AA", "SIGN-AB", "SIGN-AC"}
    assert all(len(lexicon.motion(entry)) == 30 for entry in lexicon.entries())
    assert names(url) == {"index.csv", "lexicon.json", *(entry.path for entry in lexicon.entries())}
    assert not list((tmp_path / "cache" / "building").iterdir())


def test_again_takes_old_files_away(url, tmp_path):
    build(films(tmp_path / "a", 2), url, licence="old")
    build(tmp_path / "a", url, licence="new", resume=False)
    lexicon = Lexicon.open(url)
    assert {entry.licence for entry in lexicon.entries()} == {"new"}
    assert names(url) == {"index.csv", "lexicon.json", *(entry.path for entry in lexicon.entries())}


def test_a_build_that_ends_before_it_goes_up_goes_on(url, tmp_path, monkeypatch):
    log = tmp_path / "log"
    home = films(tmp_path / "a", 2, f"capture of {log}")
    with monkeypatch.context() as patch:
        patch.setattr(remote, "_push", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            build(home, url)
    build(home, url)
    assert len(log.read_text().split()) == 2 and len(Lexicon.open(url)) == 2


def test_what_another_machine_has_changed_is_not_overwritten(url, tmp_path, monkeypatch):
    real = remote._push

    def late(*arguments):
        monkeypatch.setattr(remote, "_push", real)
        monkeypatch.setenv("SIGNSYNTH_CACHE", str(tmp_path / "other"))
        build(films(tmp_path / "b", 1, start=5), url)
        monkeypatch.setenv("SIGNSYNTH_CACHE", str(tmp_path / "cache"))
        real(*arguments)

    monkeypatch.setattr(remote, "_push", late)
    with pytest.raises(LexiconError, match="changed by somebody else"):
        build(films(tmp_path / "a", 1), url)
    assert list(Lexicon.open(url)) == ["SIGN-AF"]
    assert len(list((tmp_path / "cache" / "building").glob("*/sign-aa*.pose"))) == 1


def test_a_url_is_no_folder_to_create():
    with pytest.raises(LexiconError, match="behind a URL"):
        Lexicon.create("memory://x", spoken="en", signed="ase")
