"""Folders of videos as their publishers lay them out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from signsynth.errors import LexiconError
from signsynth.lexicon import Lexicon
from signsynth.lexicon.sources.films import open_films
from tests.pipeline.recording.test_build import build


def put(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"frames=100 {name}", "utf-8")
    return folder


def table(films, folder):
    return {(Path(f.video).relative_to(folder).as_posix(), f.gloss, f.span_ms, f.signer) for f in films}


def wlasl(folder: Path, videos: str) -> Path:
    one = {"bbox": [385, 37, 885, 720], "fps": 25, "instance_id": 0, "source": "aslbrick", "split": "train"}
    one |= {"url": "http://example.org/book.mp4", "variation_id": 0}
    instances = [
        one | {"video_id": "69241", "signer_id": 118, "frame_start": 1, "frame_end": -1},
        one | {"video_id": "07069", "signer_id": 4, "frame_start": 26, "frame_end": 75},
        one | {"video_id": "99999", "signer_id": 4, "frame_start": 1, "frame_end": -1},  # link rot: most are missing
    ]
    put(folder, f"{videos}/69241.mp4", f"{videos}/07069.mp4")
    (folder / "WLASL_v0.3.json").write_text(json.dumps([{"gloss": "book", "instances": instances}]))
    return folder


def test_wlasl(tmp_path):
    cut = wlasl(tmp_path / "cut", "videos")
    assert table(open_films(cut), cut) == {
        ("videos/69241.mp4", "book", None, "118"),
        ("videos/07069.mp4", "book", None, "4"),
    }
    raw = wlasl(tmp_path / "raw", "raw_videos_mp4")
    assert table(open_films(raw), raw) == {
        ("raw_videos_mp4/69241.mp4", "book", (0, 0), "118"),
        ("raw_videos_mp4/07069.mp4", "book", (1000, 3000), "4"),
    }


def test_asl_citizen(tmp_path):
    put(tmp_path, "videos/15890366051589533-ART 1.mp4", "videos/2-EAT.mp4")
    (tmp_path / "splits").mkdir()
    head = "Participant ID,Video file,Gloss,ASL-LEX Code\n"
    (tmp_path / "splits" / "train.csv").write_text(f"{head}P52,15890366051589533-ART 1.mp4,ART1,C_02_048\n")
    (tmp_path / "splits" / "test.csv").write_text(f"{head}P9,2-EAT.mp4,EAT,D_03_079\nP9,gone.mp4,EAT,D_03_079\n")
    assert table(open_films(tmp_path), tmp_path) == {
        ("videos/15890366051589533-ART 1.mp4", "ART", None, "P52"),
        ("videos/2-EAT.mp4", "EAT", None, "P9"),
    }


def test_how2sign_sentences_are_phrases(tmp_path):
    put(tmp_path, "raw_videos/--7E2sU6zP4_10-5-rgb_front.mp4", "lectures/-d5dN54tH2E-1-rgb_front.mp4")
    head = "VIDEO_ID\tVIDEO_NAME\tSENTENCE_ID\tSENTENCE_NAME\tSTART_REALIGNED\tEND_REALIGNED\tSENTENCE\n"
    (tmp_path / "how2sign_realigned_val.csv").write_text(
        head + "--7E2sU6zP4\t--7E2sU6zP4-5-rgb_front\t--7E2sU6zP4_10\t--7E2sU6zP4_10-5-rgb_front\t129.06\t142.48\t"
        'Hi, "Anna"!\n'
        "-d5dN54tH2E\t-d5dN54tH2E-1-rgb_front\t-d5dN54tH2E_0\t-d5dN54tH2E_0-1-rgb_front\t1.5\t3.25\tThank you.\n"
    )
    films = open_films(tmp_path)
    assert table(films, tmp_path) == {
        ("raw_videos/--7E2sU6zP4_10-5-rgb_front.mp4", "hi anna", None, "5"),
        ("lectures/-d5dN54tH2E-1-rgb_front.mp4", "thank you", (1500, 3250), "1"),
    }
    build(tmp_path, tmp_path / "l", signed="ase", spoken="en")
    lexicon = Lexicon.open(tmp_path / "l")
    assert lexicon.gloss_of("thank you", "en") == "THANK-YOU"
    assert len(lexicon.motion(lexicon.best("THANK-YOU"))) == 81 - 38


def test_lsa64(tmp_path):
    put(tmp_path, "all/001_004_003.mp4", "all/064_010_001.mp4")
    assert table(open_films(tmp_path), tmp_path) == {
        ("all/001_004_003.mp4", "opaque", None, "004"),
        ("all/064_010_001.mp4", "find", None, "010"),
    }
    (tmp_path / "signs.csv").write_text("number,gloss\n1,opaco\n65,nuevo\n", "utf-8")
    put(tmp_path, "all/065_001_001.mp4")
    assert {film.gloss for film in open_films(tmp_path)} == {"opaco", "find", "nuevo"}
    put(tmp_path, "all/066_001_001.mp4")
    with pytest.raises(LexiconError, match="sign 66, expected 1 to 64"):
        open_films(tmp_path)


def test_other_folders_are_none_of_them_and_damaged_ones_say_so(tmp_path):
    assert open_films(put(tmp_path / "plain", "hello.mp4", "001_002_003.mp4")) is None
    assert open_films(tmp_path / "nowhere") is None
    for text in ('[{"gloss": "book"}]', "{", "[1]", '[{"gloss": "a", "instances": [{"video_id": "../../x"}]}]'):
        (tmp_path / "w").mkdir(exist_ok=True)
        (tmp_path / "w" / "WLASL_v0.3.json").write_text(text)
        with pytest.raises(LexiconError):
            open_films(tmp_path / "w")


def test_a_set_becomes_a_lexicon_by_its_own_tables(tmp_path):
    folder = wlasl(tmp_path / "set", "videos")
    report = build(folder, tmp_path / "l", signed="ase", spoken="en")
    assert report.recordings == 2
    entries = Lexicon.open(tmp_path / "l").variants("BOOK")
    assert {(entry.signer, entry.source) for entry in entries} == {
        ("118", "videos/69241.mp4"),
        ("4", "videos/07069.mp4"),
    }
