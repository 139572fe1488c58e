"""Accounts of long texts: what is written is what is told, and nothing of it stays in memory."""

from __future__ import annotations

import gc
import json
import tracemalloc
from itertools import pairwise

import pytest

from signsynth.files.eaf import write_eaf
from signsynth.files.tiers import Annotation, Tier
from signsynth.files.vtt import write_vtt
from signsynth.gloss import Gloss, NonManual, Token, Utterance
from signsynth.lexicon import Lexicon
from signsynth.motion import Segment
from signsynth.pipeline import Translator
from signsynth.pipeline.account import Account
from signsynth.pipeline.coverage import Spans
from signsynth.pipeline.timeline import Segments, Timeline

TEXT = "Hello Anna! Where is the hospital? Not where? Thank you. Is it not Bob's hospital, hello? Zoë. "


@pytest.fixture(scope="module")
def translate(small_lexicon):
    return Translator(Lexicon.open(small_lexicon), transition="hermite")


def made_up(tokens: int) -> Account:
    """Signs of ten frames, five apart; every second token is missing, every tenth sign asks."""
    text = " ".join(f"word{number}" for number in range(tokens))
    glosses = tuple(
        Gloss(f"SIGN{number % 50}", words=(f"word{2 * number}",), token=2 * number) for number in range(tokens // 2)
    )
    told = tuple(
        Token(f"word{n}", 0, 1, "missing", (), "not in the lexicon")
        if n % 2
        else Token(f"word{n}", 0, 1, "lexicon", (n // 2,))
        for n in range(tokens)
    )
    marks = tuple(NonManual("question", "yes-no", n, n) for n in range(0, tokens // 2, 10))
    segments = Segments()
    for number, gloss in enumerate(glosses):
        segments.append(Segment(15 * number, 15 * number + 10, "sign", gloss.label, number))
        segments.append(Segment(15 * number + 10, 15 * number + 15, "transition"))
    timeline = Timeline(15 * len(glosses), 25.0, segments)
    return Account(Utterance(text, "en", "ase", glosses, told, marks), timeline)


@pytest.mark.parametrize("long", [False, True])
def test_files_hold_what_is_told(translate, tmp_path, long):
    account = made_up(200) if long else translate.stream(TEXT).account
    account.save_report(tmp_path / "a.json")
    written = (tmp_path / "a.json").read_text("utf-8")
    assert written == json.dumps(account.report(), ensure_ascii=False, indent=2) + "\n"
    assert account.report()["tokens"] == account.coverage.as_dicts()
    assert account.report()["glosses"] == list(account.glosses)
    assert account.missing == account.coverage.missing and tuple(account.covered()) == account.coverage
    tiers = account.tiers()
    account.save_vtt(tmp_path / "a.vtt")
    write_vtt(next(tier for tier in tiers if tier.name == "words"), tmp_path / "b.vtt")
    assert (tmp_path / "a.vtt").read_bytes() == (tmp_path / "b.vtt").read_bytes()
    account.save_eaf(tmp_path / "a.eaf")
    write_eaf(tiers, tmp_path / "b.eaf")
    one, other = ((tmp_path / name).read_text("utf-8").splitlines() for name in ("a.eaf", "b.eaf"))
    assert one[2:] == other[2:] and len(one) > 40  # the second line has the time of day


def test_tiers_by_hand():
    by_name = {tier.name: tier.annotations for tier in made_up(4).tiers()}
    assert list(by_name) == ["gloss", "words", "transition", "pause", "nonmanual-question"]
    assert by_name["gloss"] == (Annotation(0.0, 0.4, "SIGN0"), Annotation(0.6, 1.0, "SIGN1"))
    assert by_name["words"] == (Annotation(0.0, 0.4, "word0"), Annotation(0.6, 1.0, "word2"))
    assert by_name["transition"] == (Annotation(0.4, 0.6, "transition"), Annotation(1.0, 1.2, "transition"))
    assert by_name["pause"] == () and by_name["nonmanual-question"] == (Annotation(0.0, 0.4, "yes-no"),)


def test_subtitles_in_any_order_come_in_that_of_time(tmp_path):
    cues = [Annotation(start, start + 0.5, f"at {start}") for start in (3.0, 1.0, 2.0)]
    write_vtt(Tier("words", tuple(cues)), tmp_path / "a.vtt")
    write_vtt(Tier("words", tuple(sorted(cues, key=lambda cue: cue.start_s))), tmp_path / "b.vtt")
    assert (tmp_path / "a.vtt").read_text() == (tmp_path / "b.vtt").read_text()


def test_spans_are_a_mapping():
    spans = Spans(4)
    spans.widen(2, 5, 9)
    spans.widen(2, 3, 7)
    spans.widen(0, 1, 2)
    assert dict(spans) == {0: (1, 2), 2: (3, 9)} and len(spans) == 2
    assert all(index not in spans for index in (1, 3, 4, -1, -2))


@pytest.mark.parametrize("save", ["save_report", "save_eaf", "save_vtt"])
def test_a_token_costs_less_than_its_row(tmp_path, save):
    """At the peak under 40 bytes a token: from when to when its sign lasts. Its rows take a thousand."""

    def peak(account: Account) -> int:
        tracemalloc.start()
        getattr(account, save)(tmp_path / "file")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    few, many = made_up(500), made_up(2000)
    peak(few)
    assert peak(many) - peak(few) < 40 * 1500


def test_signing_leaves_nothing_behind(translate):
    """After a text as many objects are alive as after one four times as long: what was told is in columns."""

    def left(times: int) -> int:
        stream = translate.stream(TEXT * times)
        gc.collect()
        before = len(gc.get_objects())
        for _ in stream:
            pass
        gc.collect()
        return len(gc.get_objects()) - before

    left(2)
    counts = [left(times) for times in (2, 8)]
    assert all(abs(after - before) <= 5 for before, after in pairwise(counts))
