"""``signsynth lexicon build | add | remove | export | import`` as a user meets them."""

from __future__ import annotations

import sys

import pytest

from signsynth.cli import main
from signsynth.lexicon import Lexicon
from signsynth.pipeline.recording import build, record, take
from tests.pipeline.recording.faking import NAME, films

RIGHTS = ["--licence", "MIT", "--consent", "Ana, in writing, 2026-02-03", "--no-body"]
LANGUAGES = ["--spoken", "es", "--signed", "mfs"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    real = build.build_lexicon

    def faked(*arguments, **options):
        return real(*arguments, **{"capture": NAME, **options})

    monkeypatch.setattr(record, "build_lexicon", faked)
    monkeypatch.setattr(sys.modules["signsynth.pipeline.recording"], "build_lexicon", faked)
    assert take.CAPTURE != NAME
    return tmp_path


def run(capsys, *arguments):
    code = main(["lexicon", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_from_videos_to_a_zip_and_back(folder, capsys):
    films(folder / "v", 3)
    (folder / "v" / "bad.mp4").write_text("bad")
    code, out, _ = run(capsys, "build", "v", "--to", "l", *LANGUAGES, *RIGHTS, "--signer", "ana")
    assert code == 0 and "bad.mp4: not a video" in out and "4 videos: 3 added" in out and "1 failed" in out
    films(folder / "w", 1, start=7)
    more = ["--gloss", "HOLA", "--words", "hola", "buenas", "--signer", "ben"]
    code, out, _ = run(capsys, "add", "l", "w/sign-ah.mp4", *more, *RIGHTS)
    assert code == 0 and out.startswith("HOLA: hola.pose, quality")
    lexicon = Lexicon.open("l")
    assert lexicon.gloss_of("buenas", "es") == "HOLA" and lexicon.best("HOLA").consent_date == "2026-02-03"
    assert run(capsys, "export", "l", "-o", "l.zip")[0] == 0
    code, out, _ = run(capsys, "import", "l.zip", "--to", "m")
    assert code == 0 and "4 glosses" in out and set(Lexicon.open("m")) == set(lexicon)
    code, out, _ = run(capsys, "remove", "l", "--signer", "ana")
    assert code == 0 and "3 rows of 3 glosses and 3 files removed" in out and list(Lexicon.open("l")) == ["HOLA"]
    code, out, _ = run(capsys, "build", "v", "--to", "l", *LANGUAGES, *RIGHTS, "--workers", "2", "--again")
    assert code == 0 and "3 added" in out
    code, out, _ = run(capsys, "build", "v", "--to", "l", *LANGUAGES, *RIGHTS, "--resume")
    assert code == 0 and "3 there already" in out


def test_a_build_of_nothing_but_bad_videos_fails(folder, capsys):
    films(folder / "v", 2, "bad")
    with pytest.raises(SystemExit) as stop:
        main(["lexicon", "build", "v", "--to", "l", *LANGUAGES, *RIGHTS])
    assert stop.value.code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--to", "l", *LANGUAGES], "expected VIDEOS, or --from-writing"),
        (["build", "v", "--from-writing", "w", "--to", "l", *LANGUAGES], "expected VIDEOS, or --from-writing"),
        (["build", "v", "--to", "l", *LANGUAGES], "licence and consent: not given"),
        (["build", "v", "--to", "l", *LANGUAGES, "--licence", "MIT"], "consent: not given"),
        (["build", "nowhere", "--to", "l", *LANGUAGES, *RIGHTS], "no such file or folder"),
        (["build", "v", "--to", "l", "--spoken", "es", "--signed", "x", *RIGHTS], "ISO 639-3"),
        (["build", "v", "--to", "l", *LANGUAGES, *RIGHTS, "--workers", "0"], "workers 0"),
        (["build", "v", "--to", "l", *LANGUAGES, *RIGHTS, "--consent-date", "3rd of May"], "expected a day"),
        (["build", "v", "--to", "l", *LANGUAGES, *RIGHTS, "--labels", "none.csv"], "none.csv"),
        (["add", "nowhere", "v/sign-aa.mp4", "--gloss", "A", *RIGHTS], "there is no such"),
        (["add", "full", "v/sign-aa.mp4", "--gloss", "A", "--no-body"], "--rights-unknown"),
        (["add", "full", "nowhere.mp4", "--gloss", "A", *RIGHTS], "nowhere.mp4"),
        (["remove", "full"], "expected a signer"),
        (["remove", "full", "--signer", "anna"], "did you mean 'ana'"),
        (["export", "full", "-o", "l.tar"], "ends in .zip"),
        (["export", "full", "-o", "nowhere/l.zip"], "does not exist"),
        (["import", "nowhere.zip", "--to", "l"], "nowhere.zip: no such file"),
        (["import", "v", "--to", "l"], "--signed CODE"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(folder, capsys, arguments, words):
    films(folder / "v", 1)
    lexicon = Lexicon.create("full", spoken="es", signed="mfs")
    from tests.lexicon.making import signing

    lexicon.add("A", signing(), signer="ana")
    before = {path.name for path in folder.rglob("*")}
    code, _, err = run(capsys, *arguments)
    assert code == 2 and words in err and len(err.splitlines()) == 1
    assert {path.name for path in folder.rglob("*")} == before
    assert len(Lexicon.open("full")) == 1
