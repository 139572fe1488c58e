"""Which sign is in which video, and whose it is."""

from __future__ import annotations

from datetime import date

import pytest

from signsynth.errors import FileError, InputError
from signsynth.lexicon import Lexicon
from signsynth.pipeline.recording.labelled import labelled
from tests.pipeline.recording.faking import films
from tests.pipeline.recording.test_build import build


def signs(videos, labels=None):
    jobs, unused = labelled(videos, labels)
    return {(job.source, film.gloss, film.span_ms, film.signer) for job in jobs for film in job.signs}, unused


def test_names_and_folders_tell(tmp_path):
    for name in ("ambulancia_001.mp4", "HOUSE/03.mp4", "deep/er/thank you (2).mov", "notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    found, _ = signs(tmp_path)
    assert {(source, gloss) for source, gloss, *_ in found} == {
        ("ambulancia_001.mp4", "ambulancia"),
        ("HOUSE/03.mp4", "HOUSE"),
        ("deep/er/thank you (2).mov", "thank you"),
    }
    assert len(labelled([tmp_path / "HOUSE" / "03.mp4", str(tmp_path / "*.mp4")])[0]) == 2


def test_a_table_tells_spans_words_and_rights(tmp_path):
    films(tmp_path / "v", 3, "frames=60")
    (tmp_path / "labels.csv").write_text(
        "file,gloss,start_s,end_s,words,signer,licence,consent\n"
        "sign-aa.mp4,UNO,0,1,uno; 1,ana,CC0,Ana says yes\n"
        "sign-aa,DOS,1.2,2.4,dos,ana,,\n"
        "sign-ab.mp4,TRES,,,tres,ben,,\n"
        "elsewhere.mp4,CUATRO,,,,,,\n",
        "utf-8",
    )
    found, unused = signs(tmp_path / "v", tmp_path / "labels.csv")
    assert found == {
        ("sign-aa.mp4", "UNO", (0, 1000), "ana"),
        ("sign-aa.mp4", "DOS", (1200, 2400), "ana"),
        ("sign-ab.mp4", "TRES", None, "ben"),
    }
    assert len(unused) == 1 and "elsewhere.mp4" in unused[0]
    report = build(tmp_path / "v", tmp_path / "l", labels=tmp_path / "labels.csv")
    assert report.recordings == 3 and len(report.lines) == 2 and "elsewhere.mp4" in str(report)
    lexicon = Lexicon.open(tmp_path / "l")
    assert lexicon.gloss_of("1", "es") == "UNO" and len(lexicon.motion(lexicon.best("DOS"))) == 30
    assert (lexicon.best("UNO").licence, lexicon.best("UNO").consent) == ("CC0", "Ana says yes")
    assert (lexicon.best("TRES").licence, lexicon.best("TRES").signer) == ("MIT", "ben")


def test_labels_may_state_all_rights_themselves(tmp_path):
    films(tmp_path / "v", 2)
    rows = ["sign-aa,UNO,CC0,Ana; 2025-05-06", "sign-ab,DOS,MIT,Ben says yes"]
    (tmp_path / "labels.csv").write_text("\n".join(["file,gloss,licence,consent", *rows]), "utf-8")
    build(tmp_path / "v", tmp_path / "l", labels=tmp_path / "labels.csv", licence="", consent="")
    lexicon = Lexicon.open(tmp_path / "l")
    uno, dos = lexicon.best("UNO"), lexicon.best("DOS")
    assert (uno.licence, uno.consent, uno.consent_date) == ("CC0", "Ana; 2025-05-06", "2025-05-06")
    assert (dos.licence, dos.consent_date) == ("MIT", date.today().isoformat())
    (tmp_path / "labels.csv").write_text(
        "\n".join(["file,gloss,licence,consent", rows[0], "sign-ab,DOS,MIT,"]), "utf-8"
    )
    with pytest.raises(InputError, match="^consent: not given"):
        build(tmp_path / "v", tmp_path / "m", labels=tmp_path / "labels.csv", licence="", consent="")


def test_subtitles_belong_to_the_video_of_their_name(tmp_path):
    films(tmp_path / "v", 2, "frames=100")
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "sign-ab.srt").write_text(
        "1\n00:00:00,000 --> 00:00:01,000\nHOLA\n\n2\n00:00:02,000 --> 00:00:03,000\nADIOS\n", "utf-8"
    )
    found, unused = signs(tmp_path / "v", tmp_path / "t")
    assert found == {("sign-ab.mp4", "HOLA", (0, 1000), ""), ("sign-ab.mp4", "ADIOS", (2000, 3000), "")} and not unused


def test_labels_that_match_nothing_are_an_error(tmp_path):
    films(tmp_path / "v", 1)
    (tmp_path / "labels.csv").write_text("file,gloss\nsing-aa.mp4,UNO\n", "utf-8")
    with pytest.raises(InputError, match="no label in it is of these videos.*did you mean 'sign-aa.mp4'"):
        labelled(tmp_path / "v", tmp_path / "labels.csv")
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match="no files of labels"):
        labelled(tmp_path / "v", tmp_path / "none")
    with pytest.raises(FileError):
        labelled(tmp_path / "v", tmp_path / "nowhere.csv")
