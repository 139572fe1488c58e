"""Videos become a lexicon, whatever some of them are like."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from signsynth.errors import FileError, InputError
from signsynth.lexicon import Lexicon
from signsynth.lexicon.sources.filmed import Filmed
from signsynth.pipeline.recording import build_lexicon
from tests.pipeline.recording.faking import NAME, capture, films

RIGHTS = {"licence": "MIT", "consent": "written, 2026-01-02"}


def build(videos, to, **more):
    more = {"spoken": "es", "signed": "mfs", "body": False, "capture": NAME, **RIGHTS, **more}
    return build_lexicon(videos, to, **more)


def test_a_folder_of_videos_becomes_a_lexicon(tmp_path):
    home = tmp_path / "mis vídeos 가자"
    home.mkdir()
    for name in ("ambulancia_001.mp4", "ambulancia_002.mp4", "buenos dias.MOV"):
        (home / name).write_text(name)
    (home / "notes.txt").write_text("no video")
    report = build(home, tmp_path / "l", signer="ana")
    assert [line.fate for line in report.lines] == ["added"] * 3 and report.recordings == 3
    lexicon = Lexicon.open(tmp_path / "l")
    assert {label: len(lexicon.variants(label)) for label in lexicon} == {"AMBULANCIA": 2, "BUENOS-DIAS": 1}
    assert lexicon.gloss_of("buenos dias", "es") == "BUENOS-DIAS"
    for entry in lexicon.entries():
        assert (entry.signer, entry.licence, entry.consent) == ("ana", "MIT", "written, 2026-01-02")
        assert entry.consent_date == "2026-01-02" and entry.handedness == "right" and entry.quality > 0
        assert entry.source in ("ambulancia_001.mp4", "ambulancia_002.mp4", "buenos dias.MOV")
        assert len(lexicon.motion(entry)) == 30
    assert not list((tmp_path / "l").glob(".building*")) and not (tmp_path / "l" / ".pending").exists()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_bad_video_costs_one_line(tmp_path, workers):
    home = films(tmp_path / "v", 3)
    for kind in ("bad", "raise") + (("die",) if workers > 1 else ()):
        (home / f"{kind}.mp4").write_text(kind)
    (home / "odd.mp4").write_text("note=dark")
    report = build(home, tmp_path / "l", workers=workers)
    failed = {line.video: line.what for line in report.of("failed")}
    assert "not a video" in failed.pop("bad.mp4") and "ZeroDivisionError" in failed.pop("raise.mp4")
    assert not failed or "signal 6" in failed.pop("die.mp4")
    assert not failed and len(report.of("added")) == 4
    assert any(line.notes == ("dark",) for line in report.lines)
    assert len(str(report).splitlines()) == len(report.lines) + 1
    assert len(Lexicon.open(tmp_path / "l")) == 4


@pytest.mark.parametrize("workers", [1, 2])
def test_without_a_tracker_the_run_ends_at_once(tmp_path, workers):
    log = tmp_path / "log"
    home = films(tmp_path / "v", 24, f"tracker capture of {log}\nsleep=0.3")
    with pytest.raises(FileError, match="^capture: no tracker is installed$"):
        build(home, tmp_path / "l", workers=workers)
    assert len(log.read_text().split()) < 24  # a busy machine hears of it late, but before all have been tried


def test_a_second_build_does_only_what_is_missing(tmp_path):
    log = tmp_path / "log"
    home = films(tmp_path / "v", 3, f"capture of {log}")
    build(home, tmp_path / "l")
    before = (tmp_path / "l" / "index.csv").read_bytes()
    report = build(home, tmp_path / "l")
    assert len(report.of("there")) == 3 and (tmp_path / "l" / "index.csv").read_bytes() == before
    films(home, 1, f"capture of {log}", start=3)
    shutil.copy(home / "sign-aa.mp4", home / "twin.mp4")  # the same video under another name
    report = build(home, tmp_path / "l")
    assert [line.fate for line in report.lines] == ["there"] * 3 + ["added", "there"]
    assert sorted(log.read_text().split()) == [f"sign-a{letter}.mp4" for letter in "abcd"]


def test_again_puts_new_recordings_in_the_place_of_old_ones(tmp_path):
    home = films(tmp_path / "v", 2)
    build(home, tmp_path / "l", licence="old")
    build(home, tmp_path / "l", licence="new", resume=False)
    entries = list(Lexicon.open(tmp_path / "l").entries())
    assert [entry.licence for entry in entries] == ["new", "new"]
    assert {path.name for path in (tmp_path / "l").glob("*.pose")} == {entry.path for entry in entries}


def test_spans_of_one_video_are_signs_of_their_own(tmp_path):
    (tmp_path / "long.mp4").write_text("frames=100")
    video = str(tmp_path / "long.mp4")
    signs = [Filmed(video, "uno", (0, 1000), "ana"), Filmed(video, "dos", (2000, 0), words={"es": ("dos", "2")})]
    report = build([*signs, Filmed(video, "tres", (9000, 9500))], tmp_path / "l")
    assert report.recordings == 2 and "expected a span inside" in report.lines[0].notes[0]
    lexicon = Lexicon.open(tmp_path / "l")
    lengths = {label: len(lexicon.motion(lexicon.best(label))) for label in lexicon}
    assert lengths == {"UNO": 25, "DOS": 50} and lexicon.gloss_of("2", "es") == "DOS"
    assert lexicon.best("UNO").signer == "ana"
    report = build([*signs, Filmed(video, "cuatro", (3000, 3500))], tmp_path / "l")
    assert report.recordings == 1 and set(Lexicon.open(tmp_path / "l")) == {"UNO", "DOS", "CUATRO"}


@pytest.mark.parametrize("missing", ["licence", "consent"])
def test_rights_that_are_not_known_must_be_admitted(tmp_path, missing):
    home = films(tmp_path / "v", 1)
    with pytest.raises(InputError, match=f"{missing}: not given.*--rights-unknown"):
        build(home, tmp_path / "l", **{missing: " "})
    assert not (tmp_path / "l").exists()
    build(home, tmp_path / "l", **{missing: ""}, rights_unknown=True)
    assert getattr(next(Lexicon.open(tmp_path / "l").entries()), missing) == "unknown"


def test_what_cannot_be_asked_for_is_refused(tmp_path):
    home = films(tmp_path / "v", 1)
    for more, words in (
        ({"workers": 0}, "workers 0"),
        ({"consent_date": "soon"}, "consent date 'soon'"),
        ({"workers": 2, "capture": lambda path: capture(path)}, "cannot import"),
    ):
        with pytest.raises(InputError, match=words):
            build(home, tmp_path / "l", **more)
    for place in (tmp_path / "nowhere", tmp_path / "*.mp4"):
        with pytest.raises(FileError, match="expected videos|no videos"):
            build(place, tmp_path / "l")
    assert not (tmp_path / "l").exists()
    assert build(home, tmp_path / "l", capture=lambda path: capture(path)).recordings == 1


def test_videos_behind_a_url(tmp_path):
    import fsspec

    system = fsspec.filesystem("memory")
    for name in ("hola.mp4", "adios.mp4"):
        system.pipe(f"/signs/{name}", name.encode())
    report = build("memory://signs", tmp_path / "l")
    assert report.recordings == 2 and set(Lexicon.open(tmp_path / "l")) == {"HOLA", "ADIOS"}
    assert len(build("memory://signs", tmp_path / "l").of("there")) == 2


def test_progress_knows_how_many_there_are(tmp_path):
    seen = []

    def progress(outcomes):
        seen.append(len(outcomes))
        return outcomes

    build(films(tmp_path / "v", 3), tmp_path / "l", progress=progress)
    assert seen == [3]


def test_many_videos_share_one_write_of_a_large_index(tmp_path, monkeypatch):
    from signsynth.pipeline.recording import desk

    real, writes = desk.add_all, []
    monkeypatch.setattr(desk, "add_all", lambda *a, **k: (writes.append(len(a[1])), real(*a, **k))[1])
    monkeypatch.setattr(desk, "_WRITING_SHARE", 1e-9)
    moment = iter(range(10**6))
    monkeypatch.setattr(desk.time, "monotonic", lambda: float(next(moment)))
    report = build(films(tmp_path / "v", 5), tmp_path / "l")
    assert writes == [1, 4] and report.recordings == 5
    assert len(Lexicon.open(tmp_path / "l")) == 5


def test_unusable_labels_fail_alone(tmp_path):
    home = films(tmp_path / "v", 2)
    signs = [Filmed(str(file), gloss) for file, gloss in zip(sorted(home.iterdir()), ("ok", "a\0b"), strict=True)]
    report = build(signs, tmp_path / "l")
    assert [line.fate for line in report.lines] == ["added", "failed"]
    assert list(Lexicon.open(tmp_path / "l")) == ["OK"]
    assert not Path(tmp_path / "l" / ".building").exists()
