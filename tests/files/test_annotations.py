"""EAF opens in ELAN, VTT in browsers: checked against the formats' own rules."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import FileError
from signsynth.files.eaf import write_eaf
from signsynth.files.tiers import Annotation, Tier
from signsynth.files.vtt import clock, write_vtt

TIERS = (
    Tier("gloss", (Annotation(0.0, 0.5, "HELLO"), Annotation(0.7, 1.2004, "A & B <c>"))),
    Tier("transition", (Annotation(0.5, 0.7, "transition"),)),
    Tier("pause"),
)


def read_back(path):
    root = ET.parse(path).getroot()
    slots = {slot.get("TIME_SLOT_ID"): int(slot.get("TIME_VALUE")) for slot in root.iter("TIME_SLOT")}
    tiers = {}
    for tier in root.iter("TIER"):
        rows = []
        for a in tier.iter("ALIGNABLE_ANNOTATION"):
            rows.append(
                (slots[a.get("TIME_SLOT_REF1")], slots[a.get("TIME_SLOT_REF2")], a.findtext("ANNOTATION_VALUE"))
            )
        tiers[tier.get("TIER_ID")] = rows
    return root, tiers


def test_eaf_holds_what_was_written(tmp_path):
    write_eaf(TIERS, tmp_path / "x.eaf", media=tmp_path / "x.mp4")
    root, tiers = read_back(tmp_path / "x.eaf")
    assert tiers == {
        "gloss": [(0, 500, "HELLO"), (700, 1200, "A & B <c>")],
        "transition": [(500, 700, "transition")],
        "pause": [],
    }
    assert root.find("HEADER/MEDIA_DESCRIPTOR").get("RELATIVE_MEDIA_URL") == "./x.mp4"


def test_eaf_keeps_the_rules_of_its_schema(tmp_path):
    """EAF 2.8: order of children, unique ids, references that exist, times in order."""
    write_eaf(TIERS, tmp_path / "x.eaf", media="x.mp4")
    root, _ = read_back(tmp_path / "x.eaf")
    assert root.tag == "ANNOTATION_DOCUMENT"
    assert {"DATE", "AUTHOR", "VERSION"} <= set(root.attrib)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", root.get("DATE"))
    order = ["LICENSE", "HEADER", "TIME_ORDER", "TIER", "LINGUISTIC_TYPE", "LOCALE", "LANGUAGE", "CONSTRAINT"]
    places = [order.index(child.tag) for child in root]
    assert places == sorted(places) and places.count(1) == places.count(2) == 1
    ids = [a.get("ANNOTATION_ID") for a in root.iter("ALIGNABLE_ANNOTATION")]
    slots = [s.get("TIME_SLOT_ID") for s in root.iter("TIME_SLOT")]
    assert len(set(ids)) == len(ids) and len(set(slots)) == len(slots)
    types = {t.get("LINGUISTIC_TYPE_ID") for t in root.iter("LINGUISTIC_TYPE")}
    assert {t.get("LINGUISTIC_TYPE_REF") for t in root.iter("TIER")} <= types
    for annotation in root.iter("ALIGNABLE_ANNOTATION"):
        assert annotation.get("TIME_SLOT_REF1") in slots and annotation.get("TIME_SLOT_REF2") in slots


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=30))
def test_eaf_survives_any_text(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("eaf") / "x.eaf"
    write_eaf((Tier("words", (Annotation(0, 1, text),)),), path)
    value = read_back(path)[1]["words"][0][2] or ""
    assert len(value) == len(text.replace("\r\n", "\n"))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, 5000), st.text("ab& <>\"'안", max_size=4)), max_size=4), max_size=3))
def test_another_reader_finds_what_was_written(tmp_path_factory, rows):
    pympi = pytest.importorskip("pympi")
    path = tmp_path_factory.mktemp("eaf") / "x.eaf"
    tiers = [
        Tier(
            f'tier "{n}" & <co>',
            tuple(Annotation(k, k + 1 + length / 1000, text) for k, (length, text) in enumerate(row)),
        )
        for n, row in enumerate(rows)
    ]
    write_eaf(tiers, path, media="a b&c.mp4")
    found = pympi.Elan.Eaf(str(path))
    assert list(found.get_tier_names()) == [tier.name for tier in tiers]
    for tier in tiers:
        wanted = [(round(a.start_s * 1000), round(a.end_s * 1000), a.value) for a in tier.annotations]
        assert [
            (start, end, value or "") for start, end, value, *_ in found.get_annotation_data_for_tier(tier.name)
        ] == wanted
    assert found.get_linked_files()[0]["RELATIVE_MEDIA_URL"] == "./a b&c.mp4"


def test_eaf_leaves_out_what_has_no_length(tmp_path):
    write_eaf((Tier("gloss", (Annotation(1.0, 1.0001, "x"),)),), tmp_path / "x.eaf")
    assert read_back(tmp_path / "x.eaf")[1] == {"gloss": []}


def test_nothing_but_the_file_is_left(tmp_path):
    for _ in range(2):
        write_eaf(TIERS, tmp_path / "x.eaf")
    assert [p.name for p in tmp_path.iterdir()] == ["x.eaf"]


def test_missing_folder_is_named(tmp_path):
    with pytest.raises(FileError, match="does not exist"):
        write_eaf(TIERS, tmp_path / "no" / "x.eaf")


def test_vtt_by_hand(tmp_path):
    write_vtt(TIERS[0], tmp_path / "x.vtt")
    assert (tmp_path / "x.vtt").read_text("utf-8") == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:00.500\nHELLO\n\n00:00:00.700 --> 00:00:01.200\nA &amp; B &lt;c&gt;\n"
    )


@given(st.floats(0, 360_000))
def test_clock_is_read_back(seconds):
    hours, minutes, rest = clock(seconds).split(":")
    assert abs(int(hours) * 3600 + int(minutes) * 60 + float(rest) - seconds) <= 0.00051
