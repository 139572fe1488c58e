"""Face and head for questions and negation: only where documented, only where nothing was recorded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.gloss import NonManual
from signsynth.lexicon import Lexicon
from signsynth.pipeline import Translator
from signsynth.pipeline.nonmanual import DOCUMENTED, MARKERS, RAISE_SW, marked
from signsynth.skeleton import CANONICAL, FACE, MANUAL

NAMES = CANONICAL.points[FACE]
BROW, OTHER_BROW = FACE.start + NAMES.index("105"), FACE.start + NAMES.index("334")
CHIN, FOREHEAD = FACE.start + NAMES.index("152"), FACE.start + NAMES.index("10")
EYE, OTHER_EYE = FACE.start + NAMES.index("33"), FACE.start + NAMES.index("263")


@pytest.fixture(scope="module")
def plain():
    """Six letters with the face neutral and guessed, as the written alphabet has it."""
    return Translator(Lexicon.open("ase"), nonmanuals=0)("Anna Lee")


def with_mark(signed, tier, label, *, amplitude=1.0, language="ase", confidence=None):
    utterance = replace(signed.utterance, signed=language, nonmanuals=(NonManual(tier, label, 0, 6),))
    motion = signed.motion
    if confidence is not None:
        motion = replace(motion, confidence=np.full_like(motion.confidence, confidence))
    return marked(motion, utterance, amplitude=amplitude)


def middle(motion):
    signs = [s for s in motion.segments if s.kind == "sign"]
    return (signs[0].start + signs[-1].end) // 2


def brow_height(motion, t):
    eyes = motion.pose[t, [EYE, OTHER_EYE]].mean(0)
    return np.linalg.norm(motion.pose[t, [BROW, OTHER_BROW]].mean(0) - eyes)


def yaw_deg(motion):
    across = motion.pose[:, OTHER_EYE] - motion.pose[:, EYE]
    return np.rad2deg(np.arctan2(-across[:, 2], across[:, 0]))


@pytest.mark.parametrize("mark", MARKERS)
def test_hands_and_arms_are_never_touched(plain, mark):
    moved = with_mark(plain, *mark)
    np.testing.assert_array_equal(moved.pose[:, MANUAL], plain.motion.pose[:, MANUAL])
    np.testing.assert_array_equal(moved.confidence, plain.motion.confidence)


def test_a_yes_no_question_raises_the_brows_and_brings_the_head_forward(plain):
    moved, t = with_mark(plain, "question", "yes-no"), middle(plain.motion)
    assert brow_height(moved, t) - brow_height(plain.motion, t) == pytest.approx(RAISE_SW, rel=0.2)
    lean = moved.pose[t, FOREHEAD] - moved.pose[t, CHIN]
    before = plain.motion.pose[t, FOREHEAD] - plain.motion.pose[t, CHIN]
    turned = np.rad2deg(np.arctan2(lean[2], lean[1]) - np.arctan2(before[2], before[1]))
    assert turned == pytest.approx(MARKERS["question", "yes-no"].pitch_deg, abs=0.5)


def test_a_content_question_lowers_the_brows(plain):
    moved, t = with_mark(plain, "question", "content"), middle(plain.motion)
    assert brow_height(moved, t) < brow_height(plain.motion, t) - 0.005


def test_a_negation_shakes_the_head_to_both_sides(plain):
    yaw = yaw_deg(with_mark(plain, "negation", "headshake"))
    most = MARKERS["negation", "headshake"].shake_deg
    assert yaw.max() > 0.6 * most and yaw.min() < -0.6 * most
    assert np.abs(yaw).max() <= most + 0.1


def test_only_rotation_and_brows_so_the_face_keeps_its_shape(plain):
    def distances(motion):
        points = motion.pose[:, [EYE, OTHER_EYE, CHIN, FOREHEAD]].astype(float)
        return np.linalg.norm(points[:, :, None] - points[:, None], axis=-1)

    np.testing.assert_allclose(distances(with_mark(plain, "negation", "headshake")), distances(plain.motion), atol=1e-5)


def test_what_a_recording_shows_takes_precedence(plain):
    moved = with_mark(plain, "question", "yes-no", confidence=0.9)
    np.testing.assert_array_equal(moved.pose, plain.motion.pose)


@pytest.mark.parametrize("language", ["kvk", "mfs", "xxx"])
def test_a_language_without_documented_rules_is_left_alone(plain, language):
    assert language not in DOCUMENTED
    np.testing.assert_array_equal(with_mark(plain, "question", "yes-no", language=language).pose, plain.motion.pose)


def test_a_tier_that_is_not_documented_for_the_language_is_left_alone(plain):
    assert "affirmation" not in DOCUMENTED["gsg"][0]
    np.testing.assert_array_equal(with_mark(plain, "affirmation", "nod", language="gsg").pose, plain.motion.pose)


def test_amplitude_scales_and_zero_is_off(plain):
    t = middle(plain.motion)
    raised = [brow_height(with_mark(plain, "topic", "topic", amplitude=a), t) for a in (0, 0.5, 1)]
    assert raised[1] - raised[0] == pytest.approx((raised[2] - raised[0]) / 2, rel=0.02)
    assert with_mark(plain, "question", "yes-no", amplitude=0) is plain.motion
    with pytest.raises(InputError, match="expected 0"):
        with_mark(plain, "question", "yes-no", amplitude=-1)


def test_nothing_jumps(plain):
    for mark in MARKERS:
        steps = np.linalg.norm(np.diff(with_mark(plain, *mark).pose[:, FACE], axis=0), axis=-1)
        assert steps.max() * plain.motion.fps < 1.5  # shoulder widths a second


def test_the_text_decides(plain):
    translate = Translator(Lexicon.open("ase"))
    tiers = {tier.name: [a.value for a in tier.annotations] for tier in translate("Is it Anna? No. Yes!").tiers()}
    assert tiers["nonmanual-question"] == ["yes-no"]
    assert tiers["nonmanual-negation"] == ["headshake"]
    assert tiers["nonmanual-affirmation"] == ["nod"]


def test_every_documented_tier_has_a_marker_and_a_source():
    known = {tier for tier, _ in MARKERS}
    for tiers, source in DOCUMENTED.values():
        assert tiers <= known and source
