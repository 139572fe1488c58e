"""Law: an arm outside the picture hangs at rest, whatever the tracker guesses of it."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.motion.canonical import SEEN, canonicalise
from signsynth.motion.recording import Recording
from signsynth.motion.sightings import LOWERED_S, around
from signsynth.skeleton import CANONICAL, LEFT_HAND
from tests.motion.filmed import hidden, person

LEFT_ARM = [2, 4]


def guessed(recording: Recording, seed: int) -> Recording:
    """The left hand unseen, and the left arm somewhere below with a confidence that does not count."""
    points, confidence = recording.points.copy(), hidden(recording, np.arange(len(recording)), LEFT_HAND).confidence
    rng = np.random.default_rng(seed)
    points[:, LEFT_ARM] += rng.normal(scale=0.4, size=(len(points), 2, 3))
    confidence[:, LEFT_ARM] = 0.9 * SEEN
    return Recording(points, confidence, recording.fps)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000))
def test_guesses_of_an_arm_that_is_never_seen_are_forgotten(seed):
    film = person(12, seed=3, apart=0.8)
    motion = canonicalise(guessed(film, seed))
    reach = motion.pose[:, LEFT_ARM] - motion.pose[:, [0, 2]]
    assert np.abs(reach - (CANONICAL.rest[LEFT_ARM] - CANONICAL.rest[[0, 2]])).max() < 1e-5
    assert (motion.confidence[:, LEFT_ARM] == 0).all()
    seen = canonicalise(film)
    assert np.array_equal(motion.pose[:, [1, 3, 5]], seen.pose[:, [1, 3, 5]])


def test_an_arm_that_comes_and_goes_is_at_rest_before_and_after_and_kept_between():
    frames = 70
    film = person(frames, seed=3, apart=0.8)
    away = np.r_[0:20, 28:32, 45:70]
    motion = canonicalise(hidden(film, away, [*LEFT_ARM, *range(LEFT_HAND.start, LEFT_HAND.stop)]))
    reach = motion.pose[:, LEFT_ARM] - motion.pose[:, [0, 2]]
    off = np.linalg.norm(reach - (CANONICAL.rest[LEFT_ARM] - CANONICAL.rest[[0, 2]]), axis=-1).sum(1)
    lowered = round(LOWERED_S * film.fps)
    assert off[: 20 - lowered].max() < 0.05
    assert off[44 + lowered + 3 :].max() < 0.05
    assert off[20:45].min() > 0.1
    # No jump: minimum jerk is at most 1.9 times as fast as its mean, and the arm has 1.6 to go.
    assert np.linalg.norm(np.diff(motion.pose[:, 4], axis=0), axis=-1).max() < 1.9 * 1.6 / lowered + 0.04


@settings(max_examples=50, deadline=None)
@given(seen=st.lists(st.booleans(), min_size=1, max_size=60), rate=st.sampled_from([10.0, 25.0, 60.0]))
def test_what_lies_between_sightings_is_more_than_a_guess(seen, rate):
    seen = np.array(seen)
    share = around(seen, rate)
    known = np.flatnonzero(seen)
    if not len(known):
        assert (share == 0).all()
        return
    assert (share[known[0] : known[-1] + 1] == 1).all()
    assert (np.diff(share[: known[0] + 1]) >= 0).all() and (np.diff(share[known[-1] :]) <= 0).all()
    at = np.arange(len(seen))
    far = (at < known[0] - LOWERED_S * rate) | (at > known[-1] + LOWERED_S * rate)
    assert (share[far] == 0).all()
    assert np.array_equal(share[::-1], around(seen[::-1], rate))
