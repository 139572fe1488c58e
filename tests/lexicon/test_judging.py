"""Footage, siblings, near-duplicates and agreement: each fault is named, and unknown facts are no fault."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.lexicon.quality import Fault, Footage, Quality, measure, measure_siblings
from signsynth.lexicon.quality.agreement import agreement_faults
from signsynth.lexicon.quality.doubles import DOUBLE, doubles
from signsynth.motion import Motion
from signsynth.motion.likeness import SignCode, likeness
from signsynth.skeleton import LEFT_HAND
from tests.lexicon.making import signing


def two_handed(frames: int = 30, height: float = -0.3) -> Motion:
    """Both hands seen and alike."""
    one = signing(frames, height=height)
    other = one.mirrored()
    left = [0, 2, 4, *range(LEFT_HAND.start, LEFT_HAND.stop)]
    pose, confidence = one.pose.copy(), one.confidence.copy()
    pose[:, left], confidence[:, left] = other.pose[:, left], other.confidence[:, left]
    return replace(one, pose=pose, confidence=confidence)


@given(st.lists(st.floats(0, 1), max_size=6))
def test_the_score_is_what_all_faults_leave_and_the_worst_comes_first(severities):
    quality = Quality.of([Fault(f"f{n}", severity, "") for n, severity in enumerate(severities)])
    assert quality.score == pytest.approx(np.prod([1 - severity for severity in severities]), abs=6e-4)
    assert [fault.severity for fault in quality.faults] == sorted(severities, reverse=True)


def test_reasons_name_each_fault_once():
    faults = [Fault("jitter", 0.1, ""), Fault("teleports", 0.5, "right"), Fault("teleports", 0.2, "left")]
    assert Quality.of(faults).reasons == "teleports;jitter"
    assert Quality.of([]).reasons == ""


@pytest.mark.parametrize(
    ("footage", "name"),
    [
        (Footage(brightness=20), "low light"),
        (Footage(sharpness=3), "blur"),
        (Footage(outside=0.3), "out of frame"),
        (Footage(fps=12.5), "wrong frame rate"),
        (Footage(doubled=0.5), "wrong frame rate"),
    ],
)
def test_bad_pictures_are_named(footage, name):
    quality = measure(signing(), footage)
    assert quality.reasons == name and quality.score < 1


def test_good_pictures_and_unknown_ones_cost_nothing():
    assert measure(signing(), Footage(120.0, 300.0, 0.0, 25.0, 0.0)).score == measure(signing(), Footage()).score == 1.0


@given(st.floats(0, 49), st.floats(0, 1))
def test_less_light_is_never_better(light, share):
    less = measure(signing(), Footage(brightness=share * light)).score
    assert less <= measure(signing(), Footage(brightness=light)).score <= 1


def test_a_true_rate_that_is_slow_costs_little():
    quality = measure(signing(fps=15.0), Footage(fps=15.0))
    assert quality.reasons == "slow frame rate" and quality.score >= 0.9


def test_one_hand_of_two_is_named_where_the_siblings_show_both():
    whole = [two_handed(28 + n) for n in range(5)]
    confidence = whole[0].confidence.copy()
    confidence[:, LEFT_HAND] = 0
    reasons = [q.reasons.split(";") for q in measure_siblings([*whole, replace(whole[0], confidence=confidence)])]
    assert ["one hand of two" in names for names in reasons] == [False] * 5 + [True]


def test_another_form_that_several_show_is_no_outlier():
    motions = [signing(28 + n, height=-0.3) for n in range(6)] + [signing(28 + n, height=0.6) for n in range(3)]
    assert not any(quality.has("outlier") for quality in measure_siblings(motions))


def test_a_rate_that_makes_the_hands_thrice_as_fast_is_named():
    motions = [signing(30 + n, reach=0.3) for n in range(6)]
    wrong = Motion(motions[0].pose, motions[0].confidence, 3 * motions[0].fps)
    named = [quality.has("wrong frame rate") for quality in measure_siblings([*motions, wrong])]
    assert named == [False] * 6 + [True]


@given(st.lists(st.tuples(st.integers(0, 5), st.floats(-0.9, 0.9)), min_size=1, max_size=12))
@settings(max_examples=15, deadline=None)
def test_near_duplicates_are_those_that_a_look_at_all_pairs_finds(signs):
    # As few signs as candidates, so that nothing may be missed.
    codes = [SignCode.of(signing(20, height=height, reach=0.1 * kind)) for kind, height in signs[:7]]
    apart = np.array([likeness(code, codes) for code in codes])
    expected = {(a, b) for a in range(len(codes)) for b in range(a) if min(apart[a, b], apart[b, a]) < DOUBLE}
    found = list(doubles(codes))
    assert {(b, a) for a, b, _ in found} == expected
    assert [distance for *_, distance in found] == sorted(distance for *_, distance in found)


def test_a_motion_without_body_says_nothing_about_agreement():
    assert list(agreement_faults(signing())) == []


def test_a_fitted_motion_agrees_and_one_with_another_s_gesture_does_not():
    from signsynth.body.fit import fit

    fitted = fit(signing(12))
    assert "modalities disagree" not in measure(fitted, body=True).reasons
    pose = fitted.pose.copy()
    hand = pose[:, 29:50]
    pose[:, 29:50] = hand[:, :1] - (hand - hand[:, :1])  # turned the other way, and the body not told
    assert "modalities disagree" in measure(replace(fitted, pose=pose), body=True).reasons
