"""Signs become one motion."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.motion import Motion, concatenate
from signsynth.skeleton import CANONICAL
from signsynth.transition import TRANSITIONS, Duration, Hermite, Linear, Pause, join, join_stream
from tests.transition.made import hand_stretch, labelled, signing

few = settings(max_examples=20, deadline=None)
methods = st.sampled_from(list(TRANSITIONS))
parts_of = st.lists(
    st.one_of(
        st.builds(lambda seed, frames: signing(seed, frames), st.integers(0, 99), st.integers(1, 14)),
        st.builds(Pause, st.sampled_from([0.0, 0.1, 0.5])),
    ),
    min_size=1,
    max_size=6,
).filter(lambda parts: any(isinstance(part, Motion) for part in parts))


def signs(motion: Motion) -> list[Motion]:
    return [motion[s.start : s.end] for s in motion.segments if s.kind == "sign"]


@few
@given(parts=parts_of, rest=st.booleans(), pace=st.sampled_from([0.5, 1.0, 3.0]), name=methods)
def test_sign_frames_come_out_bit_for_bit(parts, rest, pace, name):
    joined = join(parts, TRANSITIONS[name](), rest=rest, pace=pace)
    given_signs = [part for part in parts if isinstance(part, Motion)]
    assert len(signs(joined)) == len(given_signs)
    for made, part in zip(signs(joined), given_signs, strict=True):
        np.testing.assert_array_equal(made.pose, part.pose)
        np.testing.assert_array_equal(made.confidence, part.confidence)
    assert hand_stretch(joined) < 1e-4


@few
@given(parts=parts_of, rest=st.booleans())
def test_segments_cover_every_frame_once_and_alternate(parts, rest):
    joined = join(parts, Linear(), rest=rest)
    ends = [0, *(segment.end for segment in joined.segments)]
    assert [segment.start for segment in joined.segments] == ends[:-1] and ends[-1] == len(joined)
    kinds = [segment.kind for segment in joined.segments]
    assert kinds.count("transition") == kinds.count("sign") - 1 + 2 * rest
    for first, second in zip(kinds, kinds[1:], strict=False):
        assert (first, second) not in {("sign", "sign"), ("transition", "transition"), ("pause", "pause")}


@few
@given(parts=parts_of, rest=st.booleans(), seed=st.integers(0, 3))
def test_the_stream_is_the_whole_in_pieces(parts, rest, seed):
    pieces = list(join_stream(iter(parts), Hermite(), rest=rest, seed=seed))
    assert concatenate(pieces).equals(join(parts, Hermite(), rest=rest, seed=seed))


def test_the_stream_reads_no_further_than_it_must():
    read = []

    def endless():
        while True:
            read.append(len(read))
            yield signing(len(read) % 7)

    stream = join_stream(endless(), Linear())
    for _ in range(101):  # rest, then transition and sign
        next(stream)
    assert len(read) == 50


def test_without_rest_joining_is_associative():
    a, b, c = (labelled(signing(seed, 20), str(seed)) for seed in (1, 2, 3))
    whole = join([a, b, c], Linear(), rest=False)
    start = join([a, b], Linear(), rest=False)
    assert whole[: len(start)].equals(start)
    end = join([b, c], Linear(), rest=False)
    assert whole[len(whole) - len(end) :].equals(end)


def test_same_seed_same_bits_and_each_join_its_own_seed():
    class Noted:
        def __init__(self):
            self.seeds = []

        def __call__(self, before, after, frames=None, seed=0):
            self.seeds.append(seed)
            return Linear()(before, after, frames)

    noted = Noted()
    parts = [signing(1), signing(2), signing(3)]
    assert join(parts, noted, seed=5).equals(join(parts, Linear(), seed=9))
    assert len(set(noted.seeds)) == 4


def test_labels_and_gloss_indices_stay():
    joined = join([labelled(signing(1), "HELLO"), Pause(0.2), labelled(signing(2), "HOME")], Linear())
    assert [(s.label, s.gloss) for s in joined.segments if s.kind == "sign"] == [("HELLO", 0), ("HOME", 0)]
    assert {s.label for s in joined.segments if s.kind != "sign"} == {""}


def test_hands_rise_from_rest_and_return_to_it():
    joined = join([signing(1)], Hermite())
    for frame in (0, -1):
        np.testing.assert_allclose(joined.pose[frame], CANONICAL.rest, atol=1e-6)
    lead, back = (s for s in joined.segments if s.kind == "transition")
    for segment in (lead, back):
        assert 0.25 <= (segment.end - segment.start) / joined.fps <= 0.6


def test_an_unseen_hand_stays_unseen_at_rest():
    sign = signing(1)
    confidence = sign.confidence.copy()
    confidence[:, 8:29] = 0
    joined = join([Motion(sign.pose, confidence, sign.fps)], Linear())
    assert (joined.confidence[:, 8:29] == 0).all() and (joined.confidence[:, 29:50] == 1).all()


def test_a_pause_holds_the_last_pose_for_its_time():
    a, b = signing(1), signing(2)
    joined = join([a, Pause(0.2), Pause(0.32), b], Linear(), rest=False)
    (pause,) = (s for s in joined.segments if s.kind == "pause")
    assert pause.end - pause.start == 13 and pause.start == len(a)
    assert (joined.pose[pause.start : pause.end] == a.pose[-1]).all()


def test_pace_shortens_transitions_only():
    parts = [signing(1), signing(5)]
    slow, fast = join(parts, Linear(), rest=False), join(parts, Linear(), rest=False, pace=2)
    duration = Duration()
    assert len(slow) - 24 == duration.frames(*parts) and len(fast) - 24 == duration.frames(*parts, pace=2)
    assert len(fast) < len(slow)


def test_a_duration_of_ones_own_is_used():
    class Seven(Duration):
        def frames(self, before, after, pace=1.0):
            return 7

    assert len(join([signing(1), signing(2)], Linear(), rest=False, duration=Seven())) == 24 + 7


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([], "no sign"),
        ([Pause(1)], "no sign"),
        ([signing(1), signing(2)[:0]], "part 1 has no frames"),
        ([signing(1), None], "part 1 has a NoneType"),
        ([signing(1), signing(2, fps=30)], "25 frames a second before, 30 after"),
    ],
)
def test_what_cannot_be_joined_is_said(parts, message):
    with pytest.raises(InputError, match=message):
        join(parts, Linear())


@pytest.mark.parametrize("seconds", [-0.1, float("nan"), 1e9])
def test_impossible_pauses_are_refused(seconds):
    with pytest.raises(InputError, match="pause"):
        Pause(seconds)
