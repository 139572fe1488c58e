"""How alike two signs are: laws, and real recordings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.motion.likeness import SAMPLES, SignCode, likeness
from signsynth.skeleton import CANONICAL, LEFT_HAND, RIGHT_HAND


def moving(seed: int, frames: int = 40, hands: str = "both") -> Motion:
    """Hands on smooth random ways."""
    draw = np.random.default_rng(seed)
    steps = np.cumsum(draw.normal(0, 0.02, (frames, 2, 3)), 0)
    pose = np.repeat(CANONICAL.rest[None], frames, 0).astype(float)
    bend = draw.normal(0, 0.05, (2, 21, 3))
    for side, hand in enumerate((LEFT_HAND, RIGHT_HAND)):
        pose[:, hand] += steps[:, side, None] + bend[side]
    confidence = np.ones(pose.shape[:2])
    for name, hand in (("left", LEFT_HAND), ("right", RIGHT_HAND)):
        confidence[:, hand] = hands in (name, "both")
    return Motion(pose, confidence, 25.0)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_sign_is_nearest_itself_and_distance_goes_both_ways(first, second):
    a, b = SignCode.of(moving(first)), SignCode.of(moving(second))
    assert likeness(a, [a])[0] == pytest.approx(0, abs=1e-9)
    assert likeness(a, [b])[0] == pytest.approx(likeness(b, [a])[0])
    assert likeness(a, [b, a]).argmin() == (0 if first == second else 1)


def test_speed_does_not_matter():
    slow = moving(3, frames=60)
    fast = Motion(slow.pose[::2], slow.confidence[::2], 25.0)
    other = SignCode.of(moving(4))
    a = SignCode.of(slow)
    assert likeness(a, [SignCode.of(fast)])[0] < 0.1 * likeness(a, [other])[0]


def test_mirrored_signs_are_told_apart_and_mirroring_both_changes_little():
    one, two = moving(5, hands="right"), moving(6, hands="right")
    straight = likeness(SignCode.of(one), [SignCode.of(two)])[0]
    assert likeness(SignCode.of(one), [SignCode.of(one.mirrored())])[0] > 1
    assert SignCode.of(one.mirrored()).shown.tolist() == [True, False]
    assert straight > 0


def test_the_number_of_hands_counts():
    both, right = SignCode.of(moving(7)), SignCode.of(moving(7, hands="right"))
    assert right.shown.tolist() == [False, True]
    assert likeness(both, [right])[0] > 1


def test_shapes_and_refusals():
    code = SignCode.of(moving(8, frames=1))
    assert code.place.shape == (SAMPLES, 2, 3) and code.turn.shape == (SAMPLES, 2, 3, 3)
    np.testing.assert_allclose(np.linalg.det(code.turn[:, 1]), 1, atol=1e-6)
    with pytest.raises(InputError, match="no hand"):
        SignCode.of(moving(8, hands="none"))
    assert likeness(code, []).shape == (0,)


def test_recordings_of_one_sign_are_nearest_each_other(shared_data):
    from signsynth.lexicon.sources import open_source
    from signsynth.motion.canonical import canonicalise

    clips = open_source(shared_data / "ksl13", signed="kvk").clips
    codes, glosses = [], []
    for gloss in sorted({clip.gloss for clip in clips})[:5]:
        for clip in [clip for clip in clips if clip.gloss == gloss][:40:13]:
            found = clip.read()
            codes.append(SignCode.of(found if isinstance(found, Motion) else canonicalise(found, fps=25.0)))
            glosses.append(gloss)
    apart = np.array([likeness(code, codes) for code in codes])
    np.fill_diagonal(apart, np.inf)
    right = [glosses[k] == gloss for k, gloss in zip(apart.argmin(1), glosses, strict=True)]
    assert np.mean(right) > 0.8


def spelling(seed: int, place: tuple[float, float] = (-0.6, -0.3), way: float = 0.0) -> Motion:
    """A right hand held for a second; with a ``way`` it comes up from so far below, and goes down there again."""
    frames = 25
    pose = np.repeat(CANONICAL.rest[None], frames, 0).astype(float)
    shape = np.random.default_rng(seed).normal(0, 0.05, (21, 3))
    height = np.zeros(frames)
    height[:4], height[-4:] = -way * np.linspace(1, 0.25, 4), -way * np.linspace(0.25, 1, 4)
    at = np.stack([np.full(frames, place[0]), place[1] + height, np.full(frames, 0.4)], 1)
    hand = CANONICAL.rest[RIGHT_HAND] - CANONICAL.rest[RIGHT_HAND][0] + shape
    pose[:, RIGHT_HAND] = at[:, None] + hand
    pose[:, 5] = pose[:, RIGHT_HAND.start]
    confidence = np.ones(pose.shape[:2])
    confidence[:, LEFT_HAND] = 0
    return Motion(pose, confidence, 25.0)


def test_where_a_letter_is_spelled_hardly_counts_but_at_the_face_it_does():
    here, there, face = (SignCode.of(spelling(1, place)) for place in ((-0.6, -0.3), (-0.1, -0.4), (-0.1, 0.3)))
    assert here.free and there.free and not face.free
    beside, at_face = likeness(here, [there, face])
    assert beside == pytest.approx(0.2 * 0.9 * np.hypot(0.5, 0.1), rel=0.01)
    assert at_face == pytest.approx(0.9 * np.hypot(0.5, 0.6), rel=0.01)
    assert beside < likeness(here, [SignCode.of(spelling(2))])[0]


def test_the_way_to_a_held_sign_and_back_is_no_part_of_it():
    held, clipped = SignCode.of(spelling(3)), SignCode.of(spelling(3, way=0.5))
    assert clipped.free
    assert likeness(held, [clipped])[0] < 0.03
