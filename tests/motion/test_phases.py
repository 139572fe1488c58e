"""Phases fill the clip in order, are found where they were made, and near where a rater saw them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.spans import FROM_REST, MARKED, errors, measured
from signsynth.motion import Motion, concatenate
from signsynth.motion.phases import phases, takes
from signsynth.motion.span import Span
from signsynth.skeleton import RIGHT_HAND
from tests.transition.made import moved, raised_and_lowered, reversed_in_time, signing, still

PLACES = {"chest": [-0.1, -0.5, 0.6], "face": [-0.2, 0.4, 0.5], "side": [-0.8, -0.3, 0.5], "low": [-0.3, -0.8, 0.6]}


def held(place):
    return lambda t: np.repeat([place], len(t), 0)


def circles(place, times=1, radius=0.14, hold_s=0.2):
    """A stroke that begins and ends with a hold; ``times`` circles in between."""

    def path(t):
        s = np.clip((t - hold_s) / (t[-1] - 2 * hold_s), 0, 1)
        angle = 2 * np.pi * times * s * s * s * (10 - 15 * s + 6 * s * s)
        return np.array(place) + radius * np.stack([np.sin(angle), 1 - np.cos(angle), 0 * angle], 1)

    return path


def shaken(motion, size_sw, seed=0):
    noise = np.random.default_rng(seed).normal(0, size_sw, motion.pose.shape)
    return Motion(motion.pose + noise, motion.confidence, motion.fps)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("fps", [24.0, 25.0, 30.0, 50.0, 60.0])
def test_the_sign_lies_between_preparation_and_retraction(place, fps):
    motion, start, end = raised_and_lowered(circles(PLACES[place]), fps=fps, sign_s=1.0)
    found = phases(motion)
    # An eased hand is as good as there a tenth of a second before it stops.
    early = round(0.12 * fps)
    assert start - early <= found.sign.start <= start + 1
    assert end - 1 <= found.sign.end <= end + early
    assert len(found.strokes) == 1 and len(found.holds) == 2
    assert found.movement.start >= start + round(0.1 * fps) and found.movement.end <= end - round(0.1 * fps)


@pytest.mark.parametrize("place", PLACES)
def test_a_held_sign_is_one_hold(place):
    motion, start, end = raised_and_lowered(held(PLACES[place]))
    found = phases(motion)
    assert found.strokes == () and found.holds == (found.sign,) and found.repetitions == (found.sign,)
    assert abs(found.sign.start - start) <= 3 and abs(found.sign.end - end) <= 3


def test_a_stroke_that_begins_where_the_hand_turns_is_kept():
    """Up to the chin, and at once to the side and down again."""
    path = lambda t: np.array([-0.1, 0.0, 0.6]) + np.minimum(t / 0.4, 2 - t / 0.4)[:, None] * [-0.6, -0.05, 0]  # noqa: E731
    motion, start, end = raised_and_lowered(path)
    found = phases(motion)
    assert found.sign.start <= start + 2 and found.sign.end >= end - 2
    assert found.sign.start >= start - 4 and found.sign.end <= end + 4


@pytest.mark.parametrize("noise", [0.002, 0.005])
def test_a_trackers_noise_moves_the_ends_little(noise):
    motion, start, end = raised_and_lowered(circles(PLACES["chest"], radius=0.2), sign_s=1.2, fps=30.0)
    for seed in range(5):
        found = phases(shaken(motion, noise, seed)).sign
        assert abs(found.start - start) <= 5 and abs(found.end - end) <= 5


def test_a_lost_hand_changes_no_end():
    """Arms are tracked apart from hands: fingers lost for half the sign, and for all of it."""
    motion, _, _ = raised_and_lowered(circles(PLACES["chest"]))
    for lost in (slice(len(motion) // 2, None), slice(None)):
        confidence = motion.confidence.copy()
        confidence[lost, RIGHT_HAND] = 0
        assert phases(Motion(motion.pose, confidence, motion.fps)).sign == phases(motion).sign


@pytest.mark.parametrize("place", PLACES)
def test_left_and_right_and_both_are_alike(place):
    motion, _, _ = raised_and_lowered(circles(PLACES[place]))
    found = phases(motion)
    assert phases(motion.mirrored()) == found
    both = motion.pose.copy()
    other = motion.mirrored().pose
    for points in ([2, 4], slice(8, 29)):
        both[:, points] = other[:, points]
    assert phases(Motion(both, motion.confidence, motion.fps)) == found


@pytest.mark.parametrize("place", PLACES)
def test_backwards_preparation_is_retraction(place):
    motion, _, _ = raised_and_lowered(circles(PLACES[place]))
    found, back = phases(motion), phases(reversed_in_time(motion))
    assert back.sign == Span(len(motion) - found.sign.end, len(motion) - found.sign.start)
    assert len(back.strokes) == len(found.strokes)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 999), frames=st.integers(0, 70), speed=st.floats(0, 4), fps=st.sampled_from([10.0, 25.0, 60.0])
)
def test_phases_fill_the_clip_in_order(seed, frames, speed, fps):
    motion = signing(seed, frames, speed=speed, fps=fps)
    found = phases(motion)
    spans = [span for span in (found.preparation, found.retraction) if span] + [*found.strokes, *found.holds]
    assert sorted(k for span in spans for k in range(span.start, span.end)) == list(range(frames))
    assert len(found.sign) > 0 or frames == 0
    ends = [found.movement.start, *(span.end for span in found.repetitions)]
    assert ends == sorted(set(ends)) or frames == 0
    # Hands that are raised at both ends have nothing to cut.
    assert found.sign == Span(0, frames)


def test_a_clip_that_begins_or_ends_within_the_sign_keeps_that_end():
    motion, start, end = raised_and_lowered(circles(PLACES["chest"], hold_s=0.0))
    middle = (start + end) // 2
    assert phases(motion[:middle]).retraction is None
    assert phases(motion[middle:]).preparation is None
    assert phases(motion[start:end]).sign == Span(0, end - start)


@pytest.mark.parametrize("place", PLACES)
def test_a_sign_that_is_cut_out_has_nothing_more_to_cut(place):
    motion, _, _ = raised_and_lowered(circles(PLACES[place]))
    sign = motion[phases(motion).sign.slice]
    assert phases(sign).sign == Span(0, len(sign))


@pytest.mark.parametrize("begins", [1, 2, 3])
def test_a_clip_that_begins_in_the_preparation_loses_it(begins):
    """The hand is on its way up, from below the elbow."""
    motion, start, _ = raised_and_lowered(circles(PLACES["face"]), rest_s=0.0)
    assert abs(phases(motion[begins:]).sign.start - (start - begins)) <= 3


def test_frames_of_another_clip_are_no_sign():
    motion = still(1, 20, fps=25.0)
    stray = moved(still(1, 1, fps=25.0), [0.5, 0.1, 0.0])
    assert phases(concatenate([stray, motion])).sign == Span(1, 21)
    assert phases(concatenate([motion, stray])).sign == Span(0, 20)
    # A fast movement is none: it takes time to stop.
    fast = moved(still(1, 20), np.minimum(np.arange(20) ** 2 / 40, 0.8)[:, None] * [1, 0, 0])
    assert phases(fast).sign == Span(0, 20)


def test_hands_that_never_rise_are_left_alone():
    low = moved(still(1, 20), [0, -3, 0])
    assert phases(low).sign == Span(0, 20) and takes(low) == ()


@pytest.mark.parametrize("times", [1, 2, 3, 5])
@pytest.mark.parametrize("fps", [25.0, 50.0])
def test_repetitions_are_counted(times, fps):
    def even(t):
        angle = 2 * np.pi * times * t / t[-1]
        return np.array([-0.2, -0.3, 0.6]) + 0.14 * np.stack([np.sin(angle), np.cos(angle), 0 * t], 1)

    motion, start, end = raised_and_lowered(even, sign_s=0.6 * times, fps=fps)
    found = phases(motion[start:end])
    assert len(found.repetitions) == times
    lengths = [len(span) for span in found.repetitions]
    assert max(lengths) - min(lengths) <= 1 and sum(lengths) == len(found.movement)


def test_there_and_back_is_no_repetition():
    path = lambda t: np.array([-0.5, -0.3, 0.6]) + 0.5 * np.sin(np.pi * t / t[-1])[:, None] * [1, 0, 0]  # noqa: E731
    motion, start, end = raised_and_lowered(path, sign_s=1.0)
    assert len(phases(motion[start:end]).repetitions) == 1


@settings(max_examples=15, deadline=None)
@given(
    places=st.lists(st.sampled_from(sorted(PLACES)), min_size=1, max_size=5), rest_s=st.sampled_from([0.3, 0.5, 1.0])
)
def test_signs_with_rests_between_are_told_apart(places, rest_s):
    parts = [raised_and_lowered(circles(PLACES[place]), rest_s=rest_s) for place in places]
    found = takes(concatenate([motion for motion, _, _ in parts]))
    assert len(found) == len(places)
    at = 0
    for span, (motion, start, end) in zip(found, parts, strict=True):
        assert at <= span.start <= at + start and at + end <= span.end <= at + len(motion)
        alone = phases(motion).sign
        inside = phases(concatenate([m for m, _, _ in parts])[span.slice]).sign
        assert (
            abs(inside.start + span.start - at - alone.start) <= 2
            and abs(inside.end + span.start - at - alone.end) <= 2
        )
        at += len(motion)


def test_signs_with_stills_between_are_told_apart():
    motion, start, end = raised_and_lowered(circles(PLACES["chest"], hold_s=0.5), sign_s=1.6)
    sign = motion[start:end]
    found = takes(concatenate([sign, sign, sign]))
    assert len(found) == 3
    for k, span in enumerate(found):
        stroke = phases(sign).movement
        assert span.start <= k * len(sign) + stroke.start and span.end >= k * len(sign) + stroke.end
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert takes(sign) == (Span(0, len(sign)),)


def test_a_span_in_milliseconds():
    assert Span(3, 9).ms(30.0) == (100, 300) and len(Span(3, 9)) == 6
    assert Span(3, 9).shifted(2) == Span(5, 11)


def test_real_signs_are_found_near_the_marks(shared_data):
    for sources, most in ((MARKED, 2), (FROM_REST, 6)):
        off = errors(list(measured(sources, shared_data)))
        assert len(off["sign"]) >= 10
        assert (np.median(off["sign"], axis=0) <= 2).all()
        assert (np.percentile(off["sign"], 90, axis=0) <= most).all()
        assert (off["sign"].mean(0) < off["before"].mean(0)).all()
    assert (np.median(errors(list(measured(MARKED, shared_data)))["movement"], axis=0) <= 3).all()


def test_dictionary_clips_in_a_row_are_as_many_takes(shared_data):
    motions = [
        Motion.load(shared_data / "peer_lexicon/dummy_lexicon/sgg" / f"{name}.pose").resample(25.0)
        for name in ("essen", "kinder", "kleine", "pizza")
    ]
    found = takes(concatenate(motions))
    edges = np.cumsum([0, *map(len, motions)])
    assert len(found) == 4
    for span, start, end in zip(found, edges, edges[1:], strict=False):
        assert start - 12 <= span.start < span.end <= end + 12


def test_a_clip_that_comes_up_into_one_hold_and_goes_down_again_shows_a_held_sign():
    height = np.concatenate([np.linspace(-0.2, 0, 6), np.zeros(14), np.linspace(0, -0.2, 6)])
    found = phases(moved(still(1, len(height)), height[:, None] * [0, 1, 0]))
    assert not found.strokes
    assert abs(found.sign.start - 5) <= 1 and abs(found.sign.end - 21) <= 1


def test_a_movement_up_that_stays_up_is_a_stroke():
    height = np.concatenate([np.linspace(-0.2, 0, 6), np.zeros(20)])
    found = phases(moved(still(1, len(height)), height[:, None] * [0, 1, 0]))
    assert found.strokes and found.sign == Span(0, len(height))
