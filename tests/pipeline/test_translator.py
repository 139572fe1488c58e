"""Text to motion: what must hold whatever the text, and what was worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError, SignsynthError
from signsynth.lexicon import Lexicon
from signsynth.pipeline import Translator
from signsynth.pipeline.clips import Clips
from tests.pipeline.conftest import make_lexicon

few = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def translate(small_lexicon):
    return Translator(Lexicon.open(small_lexicon))


def test_by_hand(translate):
    signed = translate("Hello Anna! Where is the hospital? Thank you.")
    assert signed.glosses == ("HELLO", "A", "N", "N", "A", "WHERE", "HOSPITAL", "THANK-YOU")
    statuses = {token.text: token.status for token in signed.coverage}
    assert statuses["Hello"] == "lexicon" and statuses["Anna"] == "fingerspelled" and statuses["?"] == "pause"
    assert statuses["is"] == statuses["the"] == "skipped"
    assert signed.coverage.share == 1.0 and signed.coverage.missing == ()


def test_segments_tile_the_motion(translate):
    motion = translate("Hello Anna, where is it?").motion
    edges = [(s.start, s.end) for s in motion.segments]
    assert edges[0][0] == 0 and edges[-1][1] == len(motion)
    assert all(a[1] == b[0] for a, b in zip(edges, edges[1:], strict=False))


def test_sign_frames_come_out_bit_for_bit(translate, small_lexicon):
    signed = translate("Hello. Where is the hospital?")
    clips = Clips(Lexicon.open(small_lexicon), 25.0)
    for segment in signed.motion.segments:
        if segment.kind == "sign":
            clip = clips(segment.label)
            np.testing.assert_array_equal(signed.motion.pose[segment.start : segment.end], clip.pose)
            np.testing.assert_array_equal(signed.motion.confidence[segment.start : segment.end], clip.confidence)


@pytest.mark.parametrize("transition", ["linear", "hermite", "gaussian-process"])
def test_same_seed_same_motion(small_lexicon, transition):
    text = "Hello hospital"
    one, other = (Translator(Lexicon.open(small_lexicon), transition=transition, seed=3)(text) for _ in range(2))
    assert one.motion.equals(other.motion)


@few
@given(st.text(max_size=60))
def test_any_text_gives_a_result_or_one_clear_error(translate, text):
    try:
        signed = translate(text)
    except SignsynthError as error:
        assert str(error)
        return
    assert len(signed.motion) > 0
    report = signed.report()
    visible = sum(not c.isspace() for c in signed.utterance.text)
    assert sum(sum(not c.isspace() for c in token["text"]) for token in report["tokens"]) == visible
    for token in report["tokens"]:
        if token["status"] in ("lexicon", "fingerspelled"):
            assert 0 <= token["start_s"] < token["end_s"] <= report["duration_s"]
        if token["status"] in ("skipped", "missing"):
            assert token["reason"]


def test_times_go_forward(translate):
    times = [t.start_s for t in translate("Hello Anna, where is the hospital? Thank you.").coverage if t.start_s]
    assert times == sorted(times)


def test_pauses_are_as_long_as_punctuation_says(translate):
    def pauses(text):
        motion = translate(text).motion
        inner = [s for s in motion.segments if s.kind == "pause"][1:-1]
        return [(s.end - s.start) / motion.fps for s in inner]

    assert pauses("Hello hospital") == []
    assert pauses("Hello, hospital") == pytest.approx([0.25], abs=0.04)
    assert pauses("Hello. Hospital")[0] == pytest.approx(0.5, abs=0.04)


@pytest.mark.parametrize("letters_per_s", [2, 4, 6])
def test_fingerspelling_speed(small_lexicon, letters_per_s):
    motion = Translator(Lexicon.open(small_lexicon), letters_per_s=letters_per_s, fps=50)("Benjamin").motion
    signs = [s for s in motion.segments if s.kind == "sign"]
    seconds = (signs[-1].end - signs[0].start) / motion.fps
    assert len(signs) / seconds == pytest.approx(letters_per_s, rel=0.35)


def test_no_return_to_rest_between_letters(translate):
    motion = translate("Benjamin").motion
    inside = motion.pose[motion.segments[2].start : motion.segments[-3].end, 5, 1]
    assert inside.min() > -1.2


def test_output_rate_is_that_asked_for(small_lexicon):
    lexicon = Lexicon.open(small_lexicon)
    lengths = [Translator(lexicon, fps=fps)("Hello hospital").motion.duration_s for fps in (25, 50)]
    assert lengths[0] == pytest.approx(lengths[1], rel=0.1)


def test_two_signed_languages_are_never_mixed(tmp_path, small_lexicon):
    other = make_lexicon(tmp_path / "other", {"HALLO": "hello", "NUR-HIER": "only here"}, signed="gsg")
    both = [Lexicon.open(small_lexicon), Lexicon.open(other)]
    with pytest.raises(InputError, match="ase, gsg"):
        Translator(both)
    assert Translator(both, signed="gsg")("hello").glosses == ("HALLO",)
    assert "NUR-HIER" not in Translator(both, signed="ase")("only here").glosses
    with pytest.raises(InputError, match="did you mean 'ase'"):
        Translator(both, signed="asi")


def test_several_lexicons_of_one_language(tmp_path, small_lexicon):
    more = make_lexicon(tmp_path / "more", {"TREE": "tree"})
    assert Translator([Lexicon.open(small_lexicon), Lexicon.open(more)])("hello tree").glosses == ("HELLO", "TREE")


def test_without_letters_names_are_missing_and_said_so(tmp_path):
    lexicon = Lexicon.open(make_lexicon(tmp_path / "words", {"HELLO": "hello"}))
    signed = Translator(lexicon)("Hello Anna")
    assert signed.coverage.missing == ("Anna",)
    assert signed.coverage.share == 0.5
    with pytest.raises(InputError, match="nothing of 'Anna' can be signed"):
        Translator(lexicon)("Anna")


def test_fingerspelling_can_be_forced_and_forbidden(small_lexicon):
    lexicon = Lexicon.open(small_lexicon)
    assert Translator(lexicon, fingerspell="always")("hello").glosses == tuple("HELLO")
    assert Translator(lexicon, fingerspell="never")("hello Anna").coverage.missing == ("Anna",)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"transition": "linaer"}, "did you mean 'linear'"),
        ({"fps": 0}, "expected 1 to 120"),
        ({"letters_per_s": 99}, "expected 0.5 to 12"),
        ({"pace": 0}, "expected 0.25 to 4"),
        ({"coarticulation": 1.5}, "coarticulation 1.5: expected 0 to 1"),
        ({"spoken": "xx"}, "xx"),
        ({"fingerspell": "sometimes"}, "sometimes"),
    ],
)
def test_bad_options_are_named(small_lexicon, options, words):
    with pytest.raises(InputError, match=words):
        Translator(Lexicon.open(small_lexicon), **options)("hello")


def test_neighbouring_signs_give_way_to_each_other_where_asked_to(small_lexicon):
    lexicon = Lexicon.open(small_lexicon)
    plain, none, some = (
        Translator(lexicon, **options)("Hello hospital").motion
        for options in ({}, {"coarticulation": 0}, {"coarticulation": 0.5})
    )
    assert none.equals(plain) and some.segments == plain.segments
    first = next(segment for segment in plain.segments if segment.kind == "sign")
    same = (some.pose == plain.pose).all((1, 2))
    assert same[: first.start + 2 * (first.end - first.start) // 3].all() and not same[first.end - 1]


def test_questions_mark_a_tier(translate):
    tiers = {tier.name: tier.annotations for tier in translate("Where is the hospital?").tiers()}
    assert [a.value for a in tiers["nonmanual-question"]] == ["content"]
    question = tiers["nonmanual-question"][0]
    assert question.start_s == tiers["gloss"][0].start_s and question.end_s == tiers["gloss"][-1].end_s


def test_tiers_do_not_overlap(translate):
    for tier in translate("Hello Anna! Where is the hospital, Anna? Thank you.").tiers():
        for one, other in zip(tier.annotations, tier.annotations[1:], strict=False):
            assert one.end_s <= other.start_s + 1e-9


def test_report_is_json_with_the_agreed_fields(translate, tmp_path):
    import json

    translate("Hello Anna").save_report(tmp_path / "r.json")
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert {"text", "status", "gloss", "start_s", "end_s", "reason"} == set(report["tokens"][0])
    assert {"start_s", "end_s"} == set(report["transitions"][0])
    assert report["synthetic"] is True and report["reviewed_by_deaf_signer"] is False
