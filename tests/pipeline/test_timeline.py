"""Segments in columns are the segments that they were made of, at a fraction of their size."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signsynth.motion import Segment
from signsynth.pipeline.timeline import Segments, Timeline

ONE = st.builds(
    lambda length, kind, label, gloss: Segment(0, length, kind, label, gloss),
    st.integers(1, 90),
    st.sampled_from(["sign", "transition", "pause"]),
    st.sampled_from(["", "HOUSE", "A"]),
    st.integers(-1, 5),
)


def in_a_row(segments: list[Segment]) -> list[Segment]:
    """One after the other, and no two alike beside each other."""
    out: list[Segment] = []
    for segment in segments:
        segment = segment.shifted(out[-1].end if out else 0)
        if not out or (out[-1].kind, out[-1].label, out[-1].gloss) != (segment.kind, segment.label, segment.gloss):
            out.append(segment)
    return out


@given(st.lists(ONE, max_size=12).map(in_a_row), st.data())
def test_as_a_tuple_of_them(segments, data):
    kept = Segments(segments)
    assert kept == tuple(segments) and tuple(kept) == tuple(segments) and len(kept) == len(segments)
    assert hash(kept) == hash(Segments(segments)) and kept == Segments(segments)
    index = data.draw(st.slices(len(segments)))
    assert kept[index] == tuple(segments[index])
    for number in range(-len(segments), len(segments)):
        assert kept[number] == segments[number]
    with pytest.raises(IndexError):
        kept[len(segments)]


@given(st.lists(ONE, min_size=1, max_size=12).map(in_a_row), st.data())
def test_those_that_were_cut_come_out_whole(segments, data):
    cut = []
    for segment in segments:
        at = data.draw(st.integers(segment.start, segment.end))
        cut += filter(None, (segment.clipped(segment.start, at), segment.clipped(at, segment.end)))
    assert Segments(cut) == segments


def test_others_are_others():
    one = Segment(0, 5, "sign", "A", 1)
    for name, value in (("start", 1), ("end", 6), ("kind", "pause"), ("label", "B"), ("gloss", 2)):
        assert Segments([one]) != [replace(one, **{name: value})]
    assert Segments([one]) != [one, one] and Segments([one]) != 5


def test_a_gap_is_no_cut():
    apart = [Segment(0, 5, "sign", "A", 1), Segment(6, 9, "sign", "A", 1)]
    assert Segments(apart) == apart


def test_they_are_small():
    """At most 24 bytes each where as many again are made ready; a tuple of them takes 150."""
    tracemalloc.start()
    kept = Segments(Segment(9 * n, 9 * n + 9, "sign", f"S{n % 50}", n) for n in range(20_000))
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(kept) == 20_000 and held < 24 * 20_000 + 20_000


def test_a_timeline_lasts_as_long_as_its_frames():
    assert Timeline(50, 25.0).duration_s == 2.0 and len(Timeline(50, 25.0)) == 50
