"""Long takes: worked on in pieces, joined at rest; memory grows with the keypoints and nothing else."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.capture import Sighting, capture, finish
from signsynth.capture.finish import finished, pieces
from signsynth.errors import FileError, InputError
from signsynth.motion.canonical import canonicalise
from signsynth.motion.recording import Recording
from signsynth.skeleton import CANONICAL, LEFT_HAND, RIGHT_HAND
from tests.capture.made import seen, write_timed

RESTS = np.arange(30, 900, 40)


def long_take(frames: int = 900) -> Recording:
    """Hands in front of the chest, and down for a dozen frames around each of ``RESTS``."""
    recording = seen(frames)
    points = recording.points.copy()
    down = np.exp(-(((np.arange(frames)[:, None] - RESTS[None]) / 6.0) ** 8)).sum(1)[:, None, None] * [0, -120, 0]
    for part in (LEFT_HAND, RIGHT_HAND, slice(4, 6)):
        points[:, part] += down
    return replace(recording, points=points)


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(finish, "PIECE", 250)


def test_pieces_end_where_hands_rest(small):
    found = list(pieces(long_take()))
    assert [found[0].start, found[-1].stop] == [0, 900] and len(found) > 3
    assert all(
        one.stop == two.start and one.stop - one.start <= 250 for one, two in zip(found, found[1:], strict=False)
    )
    wrists = long_take().points[:, 4:6, 1].max(1)
    assert all(wrists[piece.stop] < wrists.min() + 50 for piece in found[:-1])  # of 120 that they go down


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 60), st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_pieces_are_all_frames_once(count, most, seed):
    points = np.random.default_rng(seed).normal(size=(count, 189, 3))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finish, "PIECE", most)
        found = list(pieces(Recording(points, np.ones((count, 189)), 25.0)))
    assert np.array_equal(np.concatenate([np.arange(count)[piece] for piece in found]), np.arange(count))
    assert all(1 <= piece.stop - piece.start <= most for piece in found)


def test_one_piece_is_the_whole_and_many_are_nearly_it(monkeypatch):
    take = long_take()
    whole, calm = finished(take, 25.0, "a.mp4")
    assert whole.equals(canonicalise(calm, fps=25.0))
    monkeypatch.setattr(finish, "PIECE", 250)
    joined, pieced = finished(take, 25.0, "a.mp4")
    assert len(joined) == len(pieced) == len(take) and np.array_equal(joined.confidence, whole.confidence)
    off = np.linalg.norm(joined.pose - whole.pose, axis=-1)
    assert np.median(off) < 0.02 and np.quantile(off, 0.99) < 0.15


def test_minutes_without_anybody_are_unknown_and_the_rest_is_kept(small):
    take = long_take()
    level = take.confidence.copy()
    level[:420] = 0.0
    motion, _ = finished(replace(take, confidence=level), 25.0, "a.mp4")
    assert (
        len(motion) == 900 and (motion.confidence[:420] == 0).all() and (motion.confidence[450:, RIGHT_HAND] > 0).all()
    )
    assert np.allclose(motion.pose[0], CANONICAL.rest, atol=1e-6)
    with pytest.raises(InputError, match="a.mp4: shoulders are never seen"):
        finished(replace(take, confidence=0 * level), 25.0, "a.mp4")


class Streaming:
    """Sees the same second of signing again and again; keeps nothing."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self._second = seen(25)

    def __call__(self, frames, *, mask=False):
        for number, _ in enumerate(frames):
            points, level = self._second.points[number % 25], self._second.confidence[number % 25]
            yield Sighting(points.astype(np.float32), level.astype(np.float32))


def peak_of(path) -> tuple[int, int]:
    """Frames captured, and the most memory in bytes that Python held meanwhile."""
    tracemalloc.start()
    count = len(capture(path, tracker=Streaming()).motion)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return count, peak


@pytest.mark.parametrize("uneven", [False, True])
def test_memory_grows_with_the_keypoints_only(tmp_path, monkeypatch, uneven):
    from signsynth.capture import clock

    monkeypatch.setattr(finish, "PIECE", 100)
    monkeypatch.setattr(clock, "_BLOCK", 100)
    rng = np.random.default_rng(0)
    steps = rng.choice([0.03, 0.04, 0.06], 600) if uneven else np.full(600, 0.04)
    times = np.cumsum(steps) - steps[0]
    capture(write_timed(tmp_path / "warm.mp4", times[:60], (32, 32)), tracker=Streaming())
    measured = [peak_of(write_timed(tmp_path / f"{n}.mp4", times[:n], (32, 32))) for n in (200, 600)]
    (few, low), (many, high) = measured
    points_and_levels = 8 * 189 * 4
    assert (high - low) / (many - few) < 5.5 * points_and_levels  # seen, steadied, motion; and copies on the way


@pytest.mark.slow
def test_a_quarter_of_an_hour_streams(tmp_path):
    count, peak = peak_of(write_timed(tmp_path / "long.mp4", np.arange(20_000) / 25, (64, 64)))
    assert count == 20_000 and peak < 20_000 * 5.5 * 8 * 189 * 4 + finish.PIECE * 60_000


def test_longer_than_an_hour_is_one_clear_line(tmp_path):
    path = write_timed(tmp_path / "두 시간.mkv", [0, 0.04, 7200.0, 7200.04])
    with pytest.raises(FileError) as caught:
        capture(path, tracker=Streaming())
    assert str(caught.value) == f"{path}: 120 minutes long, expected at most 60; cut it"
