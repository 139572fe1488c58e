"""Labels say what they were written to say, and what is wrong with a file in one line."""

from __future__ import annotations

import csv
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError, InputError, SignsynthError
from signsynth.files import labels as labels_module
from signsynth.files.eaf import write_eaf
from signsynth.files.labels import Label, check_labels, from_tier, label_from_name, read_labels, to_tier
from signsynth.files.labels_eaf import read_eaf
from signsynth.files.labels_match import labels_of_names, match_labels, media_of
from signsynth.files.labels_table import written_rows
from signsynth.files.tiers import Annotation, Tier
from signsynth.files.vtt import write_vtt

GLOSSES = st.text(
    st.characters(categories=("Lu", "Ll", "Lo", "Nd"), include_characters=" -^&<>'\"{}é안"), min_size=1, max_size=20
)
TIERS = st.lists(st.tuples(GLOSSES, st.integers(1, 5000), st.integers(0, 3000)), min_size=1, max_size=8)


def tier_of(rows):
    """Annotations one after the other: (gloss, length in ms, gap before it in ms)."""
    at, found = 0, []
    for gloss, length, gap in rows:
        found.append(Annotation((at + gap) / 1000, (at + gap + length) / 1000, gloss))
        at += gap + length
    return Tier("gloss", tuple(found))


def written(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    ("name", "gloss", "words"),
    [
        ("AMBULANCIA_001.mp4", "AMBULANCIA", "ambulancia"),
        ("HELLO-2.mp4", "HELLO", "hello"),
        ("HELLO (2).mov", "HELLO", "hello"),
        ("thank you 03.mp4", "thank you", "thank you"),
        ("THANK-YOU_take2.mp4", "THANK-YOU", "thank you"),
        ("HELLO.v2.mp4", "HELLO", "hello"),
        ("HELLO_1_2.mp4", "HELLO", "hello"),
        ("안녕하세요_1.mp4", "안녕하세요", "안녕하세요"),
        (unicodedata.normalize("NFD", "안녕하세요_1.mp4"), "안녕하세요", "안녕하세요"),
        ("HOUSE1A^.pose", "HOUSE1A^", "house1a^"),
        ("10.mp4", "10", "10"),
        ("videos/10_001.mp4", "videos", "videos"),
        ("HOUSE/03.mp4", "HOUSE", "house"),
        ("a folder/IX-1.mp4", "IX", "ix"),
    ],
)
def test_a_files_name_says_what_is_signed(name, gloss, words):
    label = label_from_name(name)
    assert (label.gloss, label.words, label.start_s) == (gloss, (words,), None)


@settings(max_examples=60, deadline=None)
@given(rows=TIERS)
def test_elan_gives_back_what_was_written(tmp_path_factory, rows):
    tier, path = tier_of(rows), tmp_path_factory.mktemp("eaf") / "x.eaf"
    write_eaf((tier, Tier("pause")), path, media="a film.mp4")
    assert read_labels(path) == from_tier(tier)
    assert media_of(path) == ("a film.mp4", "x")


@settings(max_examples=60, deadline=None)
@given(rows=TIERS)
def test_subtitles_give_back_what_was_written(tmp_path_factory, rows):
    tier, path = tier_of(rows), tmp_path_factory.mktemp("vtt") / "x.vtt"
    write_vtt(tier, path)
    found = read_labels(path)
    assert [(a.gloss, a.start_s, a.end_s) for a in found] == [
        (a.gloss, pytest.approx(a.start_s), pytest.approx(a.end_s)) for a in from_tier(tier)
    ]
    assert to_tier(found).annotations == tuple(Annotation(a.start_s, a.end_s, a.gloss) for a in found)


@settings(max_examples=60, deadline=None)
@given(rows=TIERS, signer=GLOSSES, consent=GLOSSES)
def test_tables_give_back_what_was_written(tmp_path_factory, rows, signer, consent):
    signer, consent = (labels_module.tidy(text) for text in (signer, consent))
    whole = Label("WHOLE", ("whole", "all of it"), video="b c.mp4", other={"consent": consent} if consent else {})
    timed = [Label(a.gloss, a.words, a.start_s, a.end_s, "안녕.mp4", signer) for a in from_tier(tier_of(rows), "x")]
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(written_rows((whole, *timed)))
    assert read_labels(path) == (whole, *timed)


TABLES = {
    "file,gloss\na.mp4,HELLO\n": [("HELLO", None, None, "a.mp4")],
    "\ufeffGloss;Start Time;End-Time\nHELLO;0,5;1,25\n": [("HELLO", 0.5, 1.25, "")],
    "gloss\tbegin\tstop\r\nHELLO\t00:00:01.5\t01:02\r\n": [("HELLO", 1.5, 62.0, "")],
    "label,start_ms,end_ms\nHELLO,500,1250\n\n": [("HELLO", 0.5, 1.25, "")],
    "filename\nHELLO_001.mp4\n": [("HELLO", None, None, "HELLO_001.mp4")],
    'gloss,note\n"A, B","two\nlines"\n': [("A, B", None, None, "")],
}


@pytest.mark.parametrize("text", TABLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_tables_of_many_programs_are_read(tmp_path, text, encoding):
    text = text.removeprefix("\ufeff") if encoding == "utf-16" else text
    found = read_labels(written(tmp_path / "x.csv", text, encoding))
    assert [(a.gloss, a.start_s, a.end_s, a.video) for a in found] == TABLES[
        text if text in TABLES else "\ufeff" + text
    ]


def test_words_signer_and_other_columns_are_kept(tmp_path):
    text = "file,gloss,words,Signer ID,Licence\na.mp4,HELLO,hello; good day|hi,s1,MIT\n"
    (label,) = read_labels(written(tmp_path / "x.csv", text))
    assert label == Label("HELLO", ("hello", "good day", "hi"), video="a.mp4", signer="s1", other={"licence": "MIT"})


BROKEN = {
    ("x.csv", "gloss,start_s,end_s\nA,1,2\nB,x,2\n"): r"x.csv: line 3, column 'start_s': 'x', expected seconds",
    ("x.csv", "gloss,start_ms,end_ms\nB,-1,2\n"): r"line 2, column 'start_ms': '-1', expected milliseconds",
    ("x.csv", "gloss,start_s,end_s\nA,2,1\n"): r"line 2: from 2 to 1 s, expected a start of at least 0 before the end",
    ("x.csv", "gloss,start_s,end_s\nA,2,\n"): r"line 2: a start alone, expected start and end or neither",
    ("x.csv", "gloss,start_s\nA,2\n"): r"line 1: a column start but no end",
    ("x.csv", "gloss,start_frame,end_frame\nA,2,3\n"): r"column 'start_frame' counts frames, expected seconds",
    ("x.csv", "glos,words\nA,b\n"): r"no column gloss or file among 'glos, words'; did you mean 'gloss'\?",
    ("x.csv", "gloss,sign\nA,B\n"): r"columns 'gloss' and 'sign' are both the gloss, expected one",
    ("x.csv", "gloss,words\nA\n"): r"line 2: 1 values, expected 2",
    ("x.csv", "gloss,words\n,b\n"): r"line 2, column 'gloss': empty, expected a gloss",
    ("x.csv", 'gloss\n"A\n'): r"line 2: not a table",
    ("x.csv", "gloss\nA\0\n"): r"line 2: a NUL",
    ("x.csv", "gloss\n" + "A" * 501): r"line 2: a gloss of 501 characters, expected at most 500",
    ("x.csv", "gloss\nA\x07B\n"): r"control characters",
    ("x.csv", "gloss\n"): r"holds no labels",
    ("x.csv", "gloss\n안녕\n".encode("cp949")): r"line 2: byte 0xbe is not UTF-8; save the file as UTF-8",
    ("x.csv", b""): r"the file is empty",
    ("x.vtt", "1\n00:00:01.000 --> 00:00:02.000\nA\n"): r"line 1: '1', expected WEBVTT",
    ("x.vtt", "WEBVTT\n\n00:00:01 --> 00:00:02\nA\n"): r"line 3: .*expected 00:00:01.000 --> 00:00:02.000",
    ("x.vtt", "WEBVTT\n\n00:02.000 --> 00:01.000\nA\n"): r"line 3: ends at 1 s, not after its start at 2 s",
    ("x.srt", "1\n2\n3\n00:00:01,000 --> 00:00:02,000\nA\n"): r"line 1: '1', expected a time",
    ("x.eaf", "<a><b></a>"): r"line 1: not XML",
    ("x.eaf", "<html/>"): r"<html> is no ELAN file",
    ("x.eaf", '<!DOCTYPE a [<!ENTITY b "c">]><ANNOTATION_DOCUMENT/>'): r"line 1: a DOCTYPE",
    ("x.eaf", "<a>" * 60): r"nested more than 40 deep",
    ("x.eaf", "<ANNOTATION_DOCUMENT/>"): r"no annotations on any tier",
    ("x.txt", "A"): r"labels in format .txt; ",
}


@pytest.mark.parametrize(("name", "text"), BROKEN)
def test_what_is_wrong_is_said_in_one_line(tmp_path, name, text):
    with pytest.raises(FileError, match=BROKEN[name, text]) as caught:
        read_labels(written(tmp_path / name, text))
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_files_that_are_too_large_are_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("signsynth.files.labels_text.MAX_BYTES", 10)
    with pytest.raises(FileError, match="expected at most 0 MiB"):
        read_labels(written(tmp_path / "x.csv", "gloss\nA long one\n"))
    with pytest.raises(FileError, match="no such file"):
        read_labels(tmp_path / "y.csv")


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=200), suffix=st.sampled_from([".csv", ".eaf", ".vtt", ".srt"]))
def test_any_bytes_are_labels_or_an_error_of_ours(tmp_path_factory, data, suffix):
    path = tmp_path_factory.mktemp("any") / f"x{suffix}"
    path.write_bytes(b"WEBVTT\n\n" + data if suffix == ".vtt" else data)
    try:
        assert all(isinstance(label, Label) for label in read_labels(path))
    except SignsynthError as error:
        assert "\n" not in str(error)


EAF = """<ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR MEDIA_URL="file:///c/My%20film.mpg"/></HEADER>
<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="a" TIME_VALUE="0"/><TIME_SLOT TIME_SLOT_ID="b"/><TIME_SLOT TIME_SLOT_ID="c"/>
<TIME_SLOT TIME_SLOT_ID="d" TIME_VALUE="3000"/></TIME_ORDER>
<TIER TIER_ID="meaning"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="4" ANNOTATION_REF="2">
<ANNOTATION_VALUE>house</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="5"
ANNOTATION_REF="2"><ANNOTATION_VALUE>home</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="RH gloss">{rows}</TIER></ANNOTATION_DOCUMENT>""".format(
    rows="".join(
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{n}" TIME_SLOT_REF1="{a}" TIME_SLOT_REF2="{b}">'
        f"<ANNOTATION_VALUE>{gloss}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
        for n, a, b, gloss in ((1, "a", "b", "A"), (2, "b", "c", "HOUSE"), (3, "c", "d", "B"))
    )
)


def test_elan_annotations_without_times_share_what_they_belong_to(tmp_path):
    path = written(tmp_path / "x.eaf", EAF)
    assert [(a.gloss, a.start_s, a.end_s) for a in read_labels(path)] == [("A", 0, 1), ("HOUSE", 1, 2), ("B", 2, 3)]
    meaning = read_labels(path, tier="meaning")
    assert [(a.gloss, a.start_s, a.end_s) for a in meaning] == [("house", 1, 1.5), ("home", 1.5, 2)]
    assert read_eaf(path).media == ("My film.mpg",)


def test_the_tier_is_chosen_or_the_nearest_is_named(tmp_path):
    path = written(tmp_path / "x.eaf", EAF)
    with pytest.raises(FileError, match=r"no tier 'RH glos'; did you mean 'RH gloss'\?"):
        read_labels(path, tier="RH glos")
    with pytest.raises(FileError, match="2 tiers have annotations; choose one of: RH text, meaning"):
        read_labels(written(path, EAF.replace("RH gloss", "RH text")))
    with pytest.raises(InputError, match="has no tiers"):
        read_labels(written(tmp_path / "x.csv", "gloss\nA\n"), tier="gloss")
    with pytest.raises(FileError, match="'meaning' refers to annotations that are not there"):
        read_labels(written(path, EAF.replace('ANNOTATION_REF="2"', 'ANNOTATION_REF="9"')))
    with pytest.raises(FileError, match="time slot 'd' is not there"):
        read_labels(written(path, EAF.replace('TIME_SLOT_ID="d"', 'TIME_SLOT_ID="e"')))
    with pytest.raises(FileError, match="begins or ends without a time"):
        read_labels(written(path, EAF.replace(' TIME_VALUE="3000"', "")))


def test_notes_styles_and_markup_of_subtitles_are_no_labels(tmp_path):
    text = (
        "WEBVTT - a title\n\nNOTE by\nme\n\nSTYLE\n::cue {}\n\nfirst\n00:01.000 --> 00:02.000 align:start\n"
        "<v Ana>HELLO <b>&amp; YOU</b>\n\n00:03.000 --> 00:04.000\n\n"
    )
    (label,) = read_labels(written(tmp_path / "x.vtt", text))
    assert (label.gloss, label.start_s, label.end_s) == ("HELLO & YOU", 1.0, 2.0)
    text = "1\r\n00:00:01,000 --> 01:00:02,500\r\n{\\an8}<i>HELLO</i>\r\nYOU\r\n\r\n"
    (label,) = read_labels(written(tmp_path / "x.srt", text))
    assert (label.gloss, label.start_s, label.end_s) == ("HELLO YOU", 1.0, 3602.5)


def test_labels_find_their_videos():
    videos = ["in/a/HELLO 1.mp4", "in/b/HELLO 1.mp4", f"in/{unicodedata.normalize('NFD', '안녕')}.MP4"]
    named = [Label("A", video="b/hello 1.MP4"), Label("B", video="안녕"), Label("C", video="C:\\x\\in\\a\\HELLO 1.mp4")]
    found = match_labels(named, videos)
    assert {video: [a.gloss for a in of] for video, of in found.items()} == dict(
        zip(videos, (["C"], ["A"], ["B"]), strict=True)
    )
    assert match_labels([Label("A")], ["x.mp4"], media=("y",)) == {"x.mp4": (Label("A"),)}
    assert match_labels([Label("A")], ["x.mp4", "y.en.mp4"], media=("z.mpg", "y.en")) == {"y.en.mp4": (Label("A"),)}
    assert labels_of_names(["a/HI_1.mp4"]) == {"a/HI_1.mp4": (Label("HI", ("hi",), video="HI_1.mp4"),)}


def test_labels_that_match_nothing_or_too_much_are_named():
    videos = ["a/HELLO.mp4", "b/HELLO.mp4"]
    lost = [Label("A", video="HELO.mp4", where="l.csv: line 2"), Label("A", video="HELLO.mp4"), Label("A")]
    expected = (
        r"l.csv: line 2: 'A': no video 'HELO.mp4'; did you mean 'HELLO.mp4'\?",
        "may be any of a/HELLO.mp4, b/HELLO.mp4; expected more of its path",
        "names no video, and there are 2",
    )
    for label, words in zip(lost, expected, strict=True):
        with pytest.raises(InputError, match=words):
            match_labels([label], videos)
    errors = []
    good = Label("B", video="a/HELLO.mp4")
    assert match_labels([*lost, good], videos, on_error=errors.append) == {"a/HELLO.mp4": (good,)} and len(errors) == 3
    with pytest.raises(InputError, match="no videos"):
        match_labels([], [])


def test_labels_of_one_video_are_checked_against_it():
    a, b = Label("A", start_s=0.0, end_s=1.0), Label("B", start_s=1.0, end_s=2.05)
    assert check_labels([b, a], 2.0) == (a, Label("B", start_s=1.0, end_s=2.0))
    assert check_labels([Label("A")], 2.0) == (Label("A"),)
    assert check_labels([a, Label("B", start_s=0.999, end_s=2.0)], 2.0)  # what rounding makes
    for labels, words in (
        ([a, Label("B", start_s=0.9, end_s=2.0)], r"'B' \(0.900 to 2.000 s\): overlaps label: 'A'"),
        ([a, Label("B", start_s=1.5, end_s=9.0)], "beyond the end of the video, which lasts 2.000 s"),
        ([a, Label("B", start_s=2.0, end_s=2.05)], "beyond the end of the video"),
        ([a, Label("B")], "'B': no start and end, but"),
    ):
        with pytest.raises(InputError, match=words):
            check_labels(labels, 2.0)
