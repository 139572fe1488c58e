"""Opening, finding and reading entries."""

from __future__ import annotations

import os
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.errors import FileError, InputError, LexiconError
from signsynth.lexicon import Lexicon, merge
from signsynth.lexicon.phrases import normal
from signsynth.motion import Motion
from signsynth.stages import Vocabulary
from tests.lexicon.making import HEADER, folder_of, signing


@pytest.fixture
def lexicon(tmp_path) -> Lexicon:
    return Lexicon.create(tmp_path / "lexicon", spoken="en", signed="ase")


@pytest.mark.parametrize(
    ("name", "signed", "spoken", "signs"), [("dummy_lexicon", "sgg", "de", 4), ("fingerspelling", "ase", "en", 26)]
)
def test_spoken_to_signed_folders_open_unchanged(shared_data, name, signed, spoken, signs):
    lexicon = Lexicon.open(shared_data / "peer_lexicon" / name)
    assert isinstance(lexicon, Vocabulary)
    assert (len(lexicon), lexicon.signed, lexicon.languages()) == (signs, signed, {signed: (spoken,)})
    for label in lexicon:
        entry = lexicon[label][0]
        motion = lexicon.motion(entry)
        assert lexicon.gloss_of(normal(entry.words[0]), spoken) == label
        if entry.end_ms:
            # The index tells the length of the videos; the recordings were trimmed later and are shorter.
            assert len(motion) == len(Motion.load(entry.folder / entry.path)[: int(entry.end_ms * motion.fps / 1000)])


def test_every_letter_of_the_fingerspelling_folder_is_found(shared_data):
    lexicon = Lexicon.open(shared_data / "peer_lexicon" / "fingerspelling")
    assert [lexicon.letter(c) for c in "abcdefghijklmnopqrstuvwxyz"] == list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert lexicon.letter("é") is None


def test_what_is_added_is_found_and_comes_back(lexicon):
    motion = signing()
    entry = lexicon.add(
        "THANK-YOU", motion, words=["thank you", "Thanks"], licence="CC0", signer="ada", source="mine", quality=0.9
    )
    assert lexicon["THANK-YOU"][0] == entry
    assert (entry.licence, entry.signer, entry.source, entry.quality, entry.fps) == ("CC0", "ada", "mine", 0.9, 25.0)
    assert lexicon.gloss_of("thank you", "en") == lexicon.gloss_of("thanks", "en") == "THANK-YOU"
    assert lexicon.gloss_of("thank you", "ko") is None
    assert lexicon.longest_phrase == 2
    again = Lexicon.open(lexicon.folder)
    assert np.abs(again.motion(again.best("THANK-YOU")).pose - motion.pose).max() <= 2**-16
    assert [e.words for e in again["THANK-YOU"]] == [("thank you",), ("Thanks",)]
    assert len(again.variants("THANK-YOU")) == 1


def test_a_gloss_answers_for_its_words_without_regard_to_case_and_hyphens(lexicon):
    lexicon.add("FOLLOW-ME", signing())
    assert lexicon.gloss_of("follow me", "en") == lexicon.gloss_of("follow-me", "en") == "FOLLOW-ME"


def test_words_answer_before_glosses(lexicon):
    lexicon.add("BANK", signing(), words=["money house"])
    lexicon.add("BANK-2", signing(), words=["bank"])
    assert lexicon.gloss_of("bank", "en") == "BANK-2"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_phrases_are_found_in_every_unicode_form(lexicon, form):
    lexicon.add("MUNCHEN", signing(), words=["MÜNCHEN  Straße", "가자"])
    assert lexicon.gloss_of(unicodedata.normalize(form, "münchen straße"), "en") == "MUNCHEN"
    assert lexicon.gloss_of(unicodedata.normalize(form, "가자"), "en") == "MUNCHEN"


@given(st.text(max_size=20))
def test_comparing_form_is_a_fixed_point(phrase):
    assert normal(normal(phrase)) == normal(phrase)


def test_letters_are_letters_and_no_pronouns(lexicon):
    lexicon.add("IX-1", signing(), words=["I", "me"])
    assert lexicon.letter("i") is None
    lexicon.add("FS-I", signing(), words=["I"])
    lexicon.add("FIVE", signing(), words=["five", "5"])
    assert (lexicon.letter("i"), lexicon.letter("5"), lexicon.letter("f")) == ("FS-I", "FIVE", None)


def test_lower_priority_wins_then_quality_then_the_empty_one_last(tmp_path):
    ranked = ((",0.9", "a"), ("2,0.1", "b"), ("1,0.2", "c"), ("1,0.8", "d"))
    rows = "".join(f"{name}.pose,en,ase,0,0,w,G,{rank}\n" for rank, name in ranked)
    lexicon = Lexicon.open(folder_of(tmp_path / "l", rows, HEADER + ",quality"))
    assert [entry.path for entry in lexicon["G"]] == ["d.pose", "c.pose", "b.pose", "a.pose"]


def test_the_entry_that_answers_to_the_words_goes_first(tmp_path):
    lexicon = Lexicon.open(
        folder_of(tmp_path / "l", "a.pose,en,ase,0,0,house,HOUSE,1\nb.pose,en,ase,0,0,home,HOUSE,0\n")
    )
    assert lexicon.best("HOUSE").path == "b.pose"
    assert lexicon.best("HOUSE", ["house"]).path == "a.pose"


@pytest.mark.parametrize("unit", [1, 1000])
def test_clips_are_cut_in_milliseconds_or_seconds(tmp_path, unit):
    motion = signing(frames=50)
    rows = f"a.pose,en,ase,{400 / unit:g},{1200 / unit:g},w,G,0\na.pose,en,ase,{1200 / unit:g},0,v,H,0\n"
    lexicon = Lexicon.open(folder_of(tmp_path / "l", rows))
    motion.save(tmp_path / "l" / "a.pose")
    assert np.abs(lexicon.motion(lexicon["G"][0]).pose - motion.pose[10:30]).max() <= 2**-16
    assert np.abs(lexicon.motion(lexicon["H"][0]).pose - motion.pose[30:]).max() <= 2**-16


def test_segment_bounds_become_a_segment_of_the_clip(tmp_path):
    header = "path,spoken_language,signed_language,start,end,segment_start,segment_end,words,glosses,priority"
    lexicon = Lexicon.open(folder_of(tmp_path / "l", "a.pose,en,ase,400,1600,800,1200,w,G,0\n", header))
    signing(frames=50).save(tmp_path / "l" / "a.pose")
    (segment,) = lexicon.motion(lexicon["G"][0]).segments
    assert (segment.start, segment.end, segment.label, segment.kind) == (10, 20, "G", "sign")


def test_a_left_handed_recording_comes_out_right_dominant(tmp_path):
    lexicon = Lexicon.open(folder_of(tmp_path / "l", "a.pose,en,ase,0,0,w,G,0\n"))
    motion = signing()
    motion.mirrored().save(tmp_path / "l" / "a.pose")
    assert np.abs(lexicon.motion(lexicon["G"][0]).pose[:, :50] - motion.pose[:, :50]).max() <= 2**-15


@pytest.mark.parametrize("hand", ["right", "left", "both"])
def test_what_is_stored_right_dominant_is_never_mirrored_again(lexicon, hand):
    stored = signing().mirrored()  # would be mirrored, if its handedness were not stated
    entry = lexicon.add("G", stored, handedness=hand)
    assert np.abs(lexicon.motion(entry).pose - stored.pose).max() <= 2**-16


def test_motions_are_kept_in_memory_up_to_a_bound(lexicon):
    entries = [lexicon.add(f"G{n}", signing(frames=40)) for n in range(5)]
    size = lexicon.motion(entries[0]).pose.nbytes + lexicon.motion(entries[0]).confidence.nbytes
    lexicon._cache.most_bytes = 3 * size
    motions = [lexicon.motion(entry) for entry in entries]
    assert len(lexicon._cache) == 3
    assert lexicon.motion(entries[-1]) is motions[-1]
    assert lexicon.motion(entries[0]) is not motions[0]


def test_two_signed_languages_are_never_one_vocabulary(tmp_path):
    lexicon = Lexicon.open(folder_of(tmp_path / "l", "a.pose,en,ase,0,0,w,G,0\nb.pose,de,gsg,0,0,w,G,0\n"))
    for ask in (lambda: lexicon.signed, lambda: lexicon.gloss_of("w", "en"), lambda: lexicon.letter("a")):
        with pytest.raises(LexiconError, match="ase, gsg"):
            ask()
    assert lexicon.restrict(signed="gsg").gloss_of("w", "de") == "G"
    assert lexicon.restrict(signed="gsg").gloss_of("w", "en") is None
    assert [entry.path for entry in lexicon.restrict(signed="gsg")["G"]] == ["b.pose"]
    assert lexicon.restrict(spoken="de").signed == "gsg"
    with pytest.raises(LexiconError, match="did you mean 'ase'"):
        lexicon.restrict(signed="asl")
    with pytest.raises(LexiconError, match="choose one of: de, en"):
        lexicon.restrict(spoken="fr")
    with pytest.raises(LexiconError, match="may not be mixed"):
        merge([lexicon.restrict(signed="ase"), lexicon.restrict(signed="gsg")])


def test_merged_lexicons_answer_as_one_and_the_first_wins_ties(tmp_path):
    first = Lexicon.open(folder_of(tmp_path / "1", "a.pose,en,ase,0,0,w,G,1\n"))
    second = Lexicon.open(
        folder_of(tmp_path / "2", "b.pose,en,ase,0,0,w,H,1\nc.pose,en,ase,0,0,v,G,0\nd.pose,en,ase,0,0,u,G,1\n")
    )
    both = merge([first, second])
    assert both.gloss_of("w", "en") == "G"
    assert merge([second, first]).gloss_of("w", "en") == "H"
    assert [entry.path for entry in both["G"]] == ["c.pose", "a.pose", "d.pose"]
    signing().save(tmp_path / "2" / "c.pose")
    assert len(both.motion(both.best("G"))) == 30


def test_unknown_glosses_name_the_nearest(lexicon):
    lexicon.add("HOSPITAL", signing())
    with pytest.raises(LexiconError, match="did you mean 'HOSPITAL'"):
        lexicon["HOSPITL"]
    assert lexicon.get("HOSPITL") is None


def test_what_cannot_be_opened_is_named(tmp_path):
    (tmp_path / "mylexicon").mkdir()
    folder_of(tmp_path / "mylexicon" / "ase", "")
    with pytest.raises(LexiconError, match="no index.csv.*mylexicon/ase"):
        Lexicon.open(tmp_path / "mylexicon")
    with pytest.raises(LexiconError, match="did you mean .*mylexicon/ase"):
        Lexicon.open(tmp_path / "mylexicon" / "asee")
    with pytest.raises(LexiconError, match="is a file"):
        Lexicon.open(tmp_path / "mylexicon" / "ase" / "index.csv")
    with pytest.raises(LexiconError, match="there is no such lexicon"):
        Lexicon.open("zzz-none")
    with pytest.raises(LexiconError, match="cannot be opened"):
        Lexicon.open("x" * 5000)
    with pytest.raises(LexiconError, match="nosuchscheme"):
        Lexicon.open("nosuchscheme://x")
    (tmp_path / "mylexicon" / "ase" / "lexicon.json").write_text("[1")
    with pytest.raises(LexiconError, match="lexicon.json: not JSON"):
        Lexicon.open(tmp_path / "mylexicon" / "ase")


def test_missing_broken_and_escaping_files_are_refused(tmp_path):
    spans = {"none": "0,0", "bad": "0,0", "out": "0,0", "late": "9000,9900"}
    rows = "".join(f"{name}.pose,en,ase,{span},w,{name.upper()},0\n" for name, span in spans.items())
    lexicon = Lexicon.open(folder_of(tmp_path / "l", rows))
    (tmp_path / "l" / "bad.pose").write_bytes(b"\1\2")
    signing().save(tmp_path / "secret.pose")
    os.symlink(tmp_path / "secret.pose", tmp_path / "l" / "out.pose")
    signing().save(tmp_path / "l" / "late.pose")
    for label, error, says in (
        ("NONE", LexiconError, "none.pose: no such file"),
        ("BAD", FileError, "bad.pose"),
        ("OUT", LexiconError, "a link leads out"),
        ("LATE", LexiconError, "holds no frame"),
    ):
        with pytest.raises(error, match=says):
            lexicon.motion(lexicon[label][0])


def test_bundled_lexicons_open_by_their_code(tmp_path, monkeypatch):
    package = tmp_path / "signsynth"
    folder_of(tmp_path / "lexicon" / "ase", "a.pose,en,ase,0,0,w,CHECKOUT,0\n")
    folder_of(package / "bundled" / "lexicon" / "ase", "a.pose,en,ase,0,0,w,PACKAGE,0\n")
    folder_of(package / "bundled" / "lexicon" / "gsg", "a.pose,de,gsg,0,0,w,PACKAGE,0\n")
    monkeypatch.setattr("signsynth.__file__", str(package / "__init__.py"))
    monkeypatch.chdir(package)
    assert list(Lexicon.open("ase")) == list(Lexicon.open("lexicon/ase")) == ["CHECKOUT"]
    assert list(Lexicon.open("gsg")) == ["PACKAGE"]
    with pytest.raises(LexiconError, match="choose one of: ase, gsg|did you mean 'ase'"):
        Lexicon.open("asf")
    folder_of(package / "lexicon" / "ase", "a.pose,en,ase,0,0,w,OWN,0\n")
    assert list(Lexicon.open("lexicon/ase")) == ["OWN"]


def test_a_lexicon_behind_a_url_is_mirrored_outside_it(tmp_path, monkeypatch):
    monkeypatch.setenv("SIGNSYNTH_CACHE", str(tmp_path / "cache"))
    local = Lexicon.create(tmp_path / "there", spoken="en", signed="ase", licence="CC0")
    local.add("G", signing(), words=["good day"])
    before = sorted(path.name for path in local.folder.iterdir())
    remote = Lexicon.open(f"file://{tmp_path / 'there'}")
    assert remote.gloss_of("good day", "en") == "G"
    assert remote.info["licence"] == "CC0"
    assert remote.motion(remote.best("G")).equals(local.motion(local.best("G")))
    assert sorted(path.name for path in local.folder.iterdir()) == before
    local.add("H", signing())
    assert "H" in Lexicon.open(f"file://{tmp_path / 'there'}")
    with pytest.raises(LexiconError, match="cannot be added to"):
        remote.add("I", signing())
    monkeypatch.setattr("signsynth.lexicon.place.MAX_FILE_BYTES", 10)
    monkeypatch.setenv("SIGNSYNTH_CACHE", str(tmp_path / "cache2"))
    with pytest.raises(LexiconError, match="expected at most 10"):
        Lexicon.open(f"file://{tmp_path / 'there'}")


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"words": "hello"}, "expected a list"),
        ({"licens": "MIT"}, "did you mean 'licence'"),
        ({"handedness": "lef"}, "did you mean 'left'"),
    ],
)
def test_what_cannot_be_added_is_refused(lexicon, facts, says):
    with pytest.raises(InputError, match=says):
        lexicon.add("G", signing(), **facts)
    assert list(lexicon) == []
