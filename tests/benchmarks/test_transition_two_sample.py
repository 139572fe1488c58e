"""The two-sample test: half for what is alike, nearly one for what is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.transitions.two_sample import Samples, accuracy, described, hand_tracks
from benchmarks.transitions.windows import Window, set_windows
from signsynth.motion import Motion
from signsynth.skeleton import CANONICAL
from signsynth.transition import Linear


def drawn(rng: np.random.Generator, shift: float = 0.0, count: int = 240) -> Samples:
    """Noise of 40 recordings, six samples each, moved by ``shift`` in one channel of four."""
    features = rng.normal(size=(count, 12, 4)).astype(np.float32)
    features[:, :, 2] += shift
    numbers = np.arange(count)
    return Samples(features, numbers, np.array([f"r{k % 40}" for k in numbers]))


def test_alike_is_half_within_the_binomial_interval():
    rng = np.random.default_rng(0)
    found = accuracy(drawn(rng), drawn(rng))
    assert abs(found.value - 0.5) < 3 * np.sqrt(0.25 / 480)
    assert 0 < found.error < 0.1


def test_shifted_is_told():
    rng = np.random.default_rng(1)
    # The best that can be done: means of 12 frames, one apart, are told with probability Phi(sqrt(12) / 2) = 0.958.
    assert 0.9 < accuracy(drawn(rng), drawn(rng, 1.0)).value < 0.985
    assert accuracy(drawn(rng), drawn(rng, 3.0)).value > 0.99


def test_knowing_the_recordings_does_not_help():
    """Each recording has a mark of its own; held-out ones have other marks."""
    rng = np.random.default_rng(2)
    marks = {f"r{k}": rng.normal(size=4).astype(np.float32) * 3 for k in range(40)}
    sides = []
    for _ in range(2):
        part = drawn(rng)
        sides.append(replace(part, features=part.features + np.stack([marks[n] for n in part.recording])[:, None]))
    assert abs(accuracy(*sides).value - 0.5) < 0.1


def test_the_same_seed_gives_the_same_accuracy():
    rng = np.random.default_rng(3)
    pair = drawn(rng, count=80), drawn(rng, 0.2, count=80)
    assert accuracy(*pair) == accuracy(*pair)


def test_left_hands_are_seen_as_right_ones():
    rng = np.random.default_rng(4)
    pose = CANONICAL.rest + 0.02 * rng.normal(size=(28, len(CANONICAL), 3)).cumsum(0)
    motion = Motion(pose, np.ones(pose.shape[:2]), 25.0)
    window, mirrored = (Window("a", m, 8, (True, True)) for m in (motion, motion.mirrored()))
    (left, right), (left_again, right_again) = (hand_tracks(w, w.truth) for w in (window, mirrored))
    np.testing.assert_allclose(left[:, :3], right_again[:, :3], atol=1e-5)
    np.testing.assert_allclose(right[:, :3], left_again[:, :3], atol=1e-5)
    # What the palm sees is mirrored across it by the mirror, or not at all: lengths agree in any case.
    np.testing.assert_allclose(*(np.linalg.norm(t[:, 3:], axis=-1) for t in (left, right_again)), atol=1e-5)


def test_channels_of_a_straight_line():
    track = np.arange(28.0)[:, None, None] * np.full((12, 3), 0.01)
    channels = described(track, 8)
    assert channels.shape == (28, 61)
    np.testing.assert_allclose(channels[:, :12], np.log(0.01 * np.sqrt(3) + 1e-5))  # speed
    np.testing.assert_allclose(channels[:, 12:36], np.log(1e-5), atol=1e-6)  # no acceleration, no jerk
    np.testing.assert_allclose(channels[8:20, 36:60], channels[8, 36:60] * np.ones((12, 1)), atol=1e-9)  # on the line
    assert channels[:, 60].sum() == 12


def test_linear_is_told_from_real(shared_data):
    windows = set_windows("nsl", shared_data, 12, 60)
    real = Samples.of(windows, [w.truth for w in windows])
    made = Samples.of(windows, [Linear()(w.before, w.after, 12) for w in windows])
    assert accuracy(real, made).value > 0.9


@pytest.mark.parametrize("sigma", [0.0, 1.5])
def test_samples_belong_to_windows(sigma):
    pose = np.repeat(CANONICAL.rest[None], 28, axis=0)
    motion = Motion(pose, np.ones(pose.shape[:2]), 25.0)
    windows = [Window("a", motion, 8, (True, True)), Window("b", motion, 8, (False, True))]
    samples = Samples.of(windows, [w.truth for w in windows], sigma)
    assert samples.window.tolist() == [0, 0, 1] and samples.recording.tolist() == ["a", "a", "b"]
    assert np.isfinite(samples.features).all()
