"""Laws of Motion: slices, concatenation, mirror, change of rate."""

from __future__ import annotations

import numpy as np
import pytest
from beartype import beartype
from hypothesis import given, settings
from hypothesis import strategies as st
from jaxtyping import Float32, jaxtyped

from signsynth.errors import InputError
from signsynth.motion import Motion, Segment, concatenate
from signsynth.motion.rigid import hand_directions, place_hands
from signsynth.skeleton import CANONICAL, HAND_PARENTS, LEFT_HAND, RIGHT_HAND, hand_lengths_sw

settings.register_profile("short", max_examples=25, deadline=None)
settings.load_profile("short")


def moving(seed: int, frames: int, fps: float = 25.0) -> Motion:
    """A random smooth motion with rigid hands."""
    random = np.random.default_rng(seed)
    pose = np.repeat(CANONICAL.rest[None], frames, 0)
    pose = pose + random.normal(0, 0.02, pose.shape).cumsum(0)
    wrists, directions = hand_directions(pose)
    pose[:, 8:50] = place_hands(wrists, directions)
    confidence = random.uniform(0, 1, pose.shape[:2])
    segments = (Segment(0, frames, "sign", f"S{seed}", 0),) if frames else ()
    return Motion(pose, confidence, fps, segments=segments)


motions = st.builds(moving, st.integers(0, 999), st.integers(1, 30))


@jaxtyped(typechecker=beartype)
def check_shapes(pose: Float32[np.ndarray, "frames 178 3"], confidence: Float32[np.ndarray, "frames 178"]) -> None:
    """Fails where arrays have other shapes or types than the design says."""


@given(motions)
def test_shapes(motion):
    check_shapes(motion.pose, motion.confidence)


@given(motions, motions, motions)
def test_concatenation_is_associative(a, b, c):
    left = concatenate([concatenate([a, b]), c])
    right = concatenate([a, concatenate([b, c])])
    assert left.equals(right) and left.equals(concatenate([a, b, c]))


@given(motions, st.integers(0, 30))
def test_slices_put_together_are_the_whole(motion, at):
    parts = [part for part in (motion[:at], motion[at:]) if len(part)]
    whole = concatenate(parts)
    np.testing.assert_array_equal(whole.pose, motion.pose)
    np.testing.assert_array_equal(whole.confidence, motion.confidence)
    assert sum(s.end - s.start for s in whole.segments) == len(motion)


@given(motions)
def test_mirror_twice_is_the_identity(motion):
    assert motion.mirrored().mirrored().equals(motion)


@given(motions)
def test_mirror_exchanges_the_hands(motion):
    mirrored = motion.mirrored()
    np.testing.assert_array_equal(mirrored.pose[:, LEFT_HAND], motion.pose[:, RIGHT_HAND] * np.float32([-1, 1, 1]))


@given(motions)
def test_resampling_to_the_same_rate_is_the_same_object(motion):
    assert motion.resample(motion.fps) is motion


@given(motions, st.sampled_from([10, 15, 24, 29.97, 50, 60]))
def test_resampling_keeps_duration_and_rigid_hands(motion, fps):
    other = motion.resample(fps)
    assert other.fps == fps
    assert abs(other.duration_s - motion.duration_s) <= 0.5 / fps + 1e-9 or len(other) == 1
    for hand in (LEFT_HAND, RIGHT_HAND):
        points = other.pose[:, hand].astype(float)
        bones = np.linalg.norm(points[:, 1:] - points[:, list(HAND_PARENTS[1:])], axis=-1)
        np.testing.assert_allclose(bones, np.broadcast_to(hand_lengths_sw()[1:], bones.shape), atol=1e-5)


@given(motions, st.sampled_from([2, 3]))
def test_resampling_commutes_with_the_mirror(motion, factor):
    one = motion.resample(25 * factor).mirrored()
    other = motion.mirrored().resample(25 * factor)
    np.testing.assert_allclose(one.pose, other.pose, atol=1e-6)


def test_resampling_a_straight_line_by_hand():
    pose = np.repeat(CANONICAL.rest[None], 4, 0)
    pose[:, 2, 0] += [0, 1, 2, 3]
    doubled = Motion(pose, np.ones((4, 178)), 10).resample(20)
    # Frame k of 8 is the middle of the k-th eighth of 0.4 s: positions -0.25, 0.25, ... kept inside.
    expected = np.clip(np.arange(8) / 2 - 0.25, 0, 3)
    inner = slice(3, 5)  # Catmull-Rom is exact on straight lines away from the ends
    np.testing.assert_allclose(doubled.pose[inner, 2, 0] - CANONICAL.rest[2, 0], expected[inner], atol=1e-6)


@pytest.mark.parametrize("frames", [1, 2, 7])
def test_arrays_are_read_only(frames):
    with pytest.raises(ValueError, match="read-only"):
        moving(1, frames).pose[0] = 0


def test_making_a_motion_does_not_lock_the_callers_array():
    pose = np.repeat(CANONICAL.rest[None], 2, 0).astype(np.float32)
    Motion(pose, np.ones((2, 178)), 25)
    pose[0] = 0  # still ours


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pose": np.zeros((2, 7, 3))}, "expected \\(frames, 178, 3\\)"),
        ({"confidence": np.zeros((1, 178))}, "confidence"),
        ({"fps": 0}, "frames a second"),
        ({"fps": float("nan")}, "frames a second"),
        ({"pose": np.full((2, 178, 3), np.nan)}, "NaN"),
    ],
)
def test_bad_values_are_one_clear_error(change, words):
    values = {"pose": np.zeros((2, 178, 3)), "confidence": np.zeros((2, 178)), "fps": 25} | change
    with pytest.raises(InputError, match=words):
        Motion(**values)


def test_mixed_rates_do_not_concatenate():
    with pytest.raises(InputError, match="resample"):
        concatenate([moving(0, 3), moving(0, 3, fps=30)])
    with pytest.raises(InputError, match="at least one"):
        concatenate([])


def test_only_plain_slices():
    for bad in (3, slice(0, 4, 2)):
        with pytest.raises(InputError, match="slice"):
            _ = moving(0, 5)[bad]


def test_segments_move_with_the_frames():
    motion = concatenate([moving(1, 4), moving(2, 6)])
    assert [(s.start, s.end, s.label) for s in motion.segments] == [(0, 4, "S1"), (4, 10, "S2")]
    assert [(s.start, s.end) for s in motion[2:5].segments] == [(0, 2), (2, 3)]
    assert motion[4:4].segments == ()
