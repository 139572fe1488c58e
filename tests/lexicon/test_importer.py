"""Published sets become lexicons."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from signsynth.errors import InputError, LexiconError
from signsynth.lexicon import Lexicon
from signsynth.lexicon.importer import import_lexicon
from signsynth.motion.handedness import handedness
from signsynth.skeleton import RIGHT_HAND

KOREAN = {
    "가자": "LET'S-GO",
    "괜찮아": "I'M-FINE",
    "기쁘다": "GLAD",
    "나쁘다": "BAD",
    "네": "YES",
    "따라오세요": "FOLLOW-ME",
}
KOREAN |= {
    "미안합니다": "SORRY",
    "싫어": "HATE",
    "아니요": "NO",
    "안돼": "DON'T",
    "좋다": "GOOD",
    "하자": "DO-IT",
    "힘들다": "TIRED",
}
ENGLISH = {"let's go": "LET'S-GO", "follow me": "FOLLOW-ME", "i'm fine": "I'M-FINE", "do it": "DO-IT", "don't": "DON'T"}


def test_korean_signs_answer_to_korean_and_english(imported):
    lexicon = imported("ksl13")
    assert lexicon.languages() == {"kvk": ("en", "ko")}
    assert {word: lexicon.gloss_of(word, "ko") for word in KOREAN} == KOREAN
    assert {word: lexicon.gloss_of(word, "en") for word in ENGLISH} == ENGLISH
    assert set(lexicon) == set(KOREAN.values())


def test_the_best_repetitions_are_chosen(imported):
    lexicon = imported("ksl13")
    for label in lexicon:
        variants = lexicon.variants(label)
        assert [entry.priority for entry in variants] == [0, 1, 2]
        assert sorted((entry.quality for entry in variants), reverse=True) == [entry.quality for entry in variants]
        assert variants[0].quality > 0.7
        for entry in variants:
            motion = lexicon.motion(entry)
            assert entry.handedness in ("right", "left", "both")
            assert handedness(motion) in ("right", "both")
            seen = motion.confidence[:, RIGHT_HAND].max(1) > 0
            assert seen.mean() > 0.85
            # The first frame of these clips is left over from the take before: the wrist jumps from it.
            assert np.linalg.norm(np.diff(motion.pose[:3, 5, :2], axis=0), axis=1).max() < 0.4


@pytest.mark.parametrize(
    ("name", "signed", "spoken", "words", "signs"),
    [
        ("asl100", "ase", "en", {"thank you": "THANK-YOU", "10": "TEN", "ten": "TEN", "hospital": "HOSPITAL"}, 100),
        ("asl_selfrecorded", "ase", "en", {"i love you": "I-LOVE-YOU", "see you later": "SEE-YOU-LATER"}, 7),
        ("msl150", "mfs", "es", {"ambulancia": "AMBULANCIA", "dolor": "DOLOR"}, 5),
    ],
)
def test_each_set_comes_in_as_it_lies(imported, name, signed, spoken, words, signs):
    lexicon = imported(name)
    assert lexicon.languages() == {signed: (spoken,)}
    assert len(lexicon) == signs
    assert {word: lexicon.gloss_of(word, spoken) for word in words} == words
    for entry in lexicon.entries():
        assert entry.licence == "MIT" and entry.source.startswith(f"{name}:")
        assert 5 <= entry.fps <= 60 and entry.fps == pytest.approx(lexicon.motion(entry).fps, rel=1e-4)


def test_letters_of_asl100_are_letters(imported):
    lexicon = imported("asl100")
    assert [lexicon.letter(c) for c in "abcdefghijklmnopqrstuvwxyz"] == list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert [lexicon.letter(c) for c in "123456789"] == "ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE".split()


def test_a_spoken_to_signed_folder_comes_in(shared_data, tmp_path):
    report = import_lexicon(
        shared_data / "peer_lexicon" / "fingerspelling", tmp_path / "l", signed="ase", licence="test only"
    )
    theirs, ours = Lexicon.open(shared_data / "peer_lexicon" / "fingerspelling"), Lexicon.open(tmp_path / "l")
    assert (report.glosses, report.added) == (26, 26)
    for label in theirs:
        assert ours.gloss_of(label.lower(), "en") == label
        motion = theirs.motion(theirs.best(label))
        again = ours.motion(ours.best(label))
        assert any(  # up to two stray frames may go at either end
            len(again) == len(motion) - a - b and np.abs(motion.pose[a : a + len(again)] - again.pose).max() < 2**-15
            for a in range(3)
            for b in range(3)
        )


@pytest.fixture
def small(shared_data, tmp_path):
    """Five signs of asl100."""
    folder = tmp_path / "five"
    (folder / "signs").mkdir(parents=True)
    shutil.copy(shared_data / "asl100" / "metadata.json", folder)
    for name in ("book", "car", "one", "thank_you", "yes"):
        shutil.copy(shared_data / "asl100" / "signs" / f"{name}.json", folder / "signs")
    return folder


def test_an_import_that_was_cut_off_goes_on(small, tmp_path):
    whole = import_lexicon(small, tmp_path / "whole", signed="ase")

    def stops_after_two(labels):
        for count, label in enumerate(labels):
            if count == 2:
                raise KeyboardInterrupt
            yield label

    with pytest.raises(KeyboardInterrupt):
        import_lexicon(small, tmp_path / "part", signed="ase", progress=stops_after_two)
    assert len(Lexicon.open(tmp_path / "part")) == 2
    rest = import_lexicon(small, tmp_path / "part", signed="ase")
    assert (whole.added, rest.added, rest.there) == (5, 3, 2)
    assert (tmp_path / "part" / "index.csv").read_bytes() == (tmp_path / "whole" / "index.csv").read_bytes()


def test_words_come_from_a_file(small, tmp_path):
    (tmp_path / "words.csv").write_text("gloss,language,words\nthank_you,en,thanks; cheers\nCAR,de,Auto\n", "utf-8")
    import_lexicon(small, tmp_path / "l", signed="ase", words=tmp_path / "words.csv")
    lexicon = Lexicon.open(tmp_path / "l")
    assert [lexicon.gloss_of(w, "en") for w in ("thank you", "thanks", "cheers")] == ["THANK-YOU"] * 3
    assert lexicon.gloss_of("auto", "de") == "CAR"
    (tmp_path / "words.csv").write_text("gloss,language,words\nthank_yu,en,thanks\n", "utf-8")
    with pytest.raises(LexiconError, match="line 2: no gloss 'thank_yu'"):
        import_lexicon(small, tmp_path / "m", signed="ase", words=tmp_path / "words.csv")
    assert not (tmp_path / "m").exists()


def test_a_broken_recording_is_skipped_and_named(small, tmp_path):
    frames = {"frames": [{"pose": None, "left_hand": None, "right_hand": None, "face": None}] * 5, "fps": 30}
    (small / "signs" / "none.json").write_text(json.dumps(frames))
    (small / "signs" / "torn.json").write_text('{"frames": [')
    report = import_lexicon(small, tmp_path / "l", signed="ase")
    assert report.added == 5
    assert {key for key, _ in report.skipped} == {"none", "torn"}
    assert "skipped torn" in str(report)


def test_what_cannot_be_imported_is_said(tmp_path):
    with pytest.raises(LexiconError, match="there is no such folder"):
        import_lexicon(tmp_path / "nowhere", tmp_path / "l", signed="ase")
    with pytest.raises(LexiconError, match="not a set that is known"):
        import_lexicon(tmp_path, tmp_path / "l", signed="ase")
    (tmp_path / "index.csv").write_text("key,label\na,b\n")
    np.savez(tmp_path / "clips.npz", other=np.zeros((3, 258)))
    with pytest.raises(LexiconError, match="clips.npz has no 'a'"):
        import_lexicon(tmp_path, tmp_path / "l", signed="ase")
    (tmp_path / "clips.npz").write_bytes(b"not a zip file")
    with pytest.raises(LexiconError, match="not an .npz file"):
        import_lexicon(tmp_path, tmp_path / "l", signed="ase")
    np.savez(tmp_path / "clips.npz", a=np.array([{}], dtype=object))
    with pytest.raises(LexiconError, match="none of 1 recordings can be used"):
        import_lexicon(tmp_path, tmp_path / "l", signed="ase")
    with pytest.raises(InputError, match="best 0"):
        import_lexicon(tmp_path, tmp_path / "l", signed="ase", best=0)
