"""The shelf gives back what was put on it, at any speed, never across a jump, in the shares that were asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from signsynth.errors import InputError
from signsynth.transition.training.course import WIDTH, Course
from signsynth.transition.training.shelf import LEAST, Shelf, chosen
from tests.transition.training.made import take, takes


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.of(takes(), {}, 1.0)


def poses(shelf: Shelf, stretch: int, at: np.ndarray, soft: bool = False) -> np.ndarray:
    return Course.of(*shelf.read(np.array([stretch]), at[None], np.array([soft]))).poses()[0]


def test_whole_frames_are_the_recording(shelf):
    for number, one in enumerate(takes()):
        assert np.abs(poses(shelf, number, np.arange(len(one), dtype=float)) - one.pose).max() < 2e-5


def test_confidence_is_the_recording_s(shelf):
    for number, one in enumerate(takes()):
        _, seen = shelf.read(np.array([number]), np.arange(len(one), dtype=float)[None])
        assert np.array_equal(seen[0, :, :8], one.confidence[:, :8])
        assert np.array_equal(seen[0, :, 8:], one.confidence[:, [8, 29]])


def test_beyond_the_ends_everything_is_held(shelf):
    one = takes()[0]
    out = poses(shelf, 0, np.array([-9.0, -0.5, len(one) - 1.0, len(one) + 20.0]))
    assert np.abs(out - one.pose[[0, 0, -1, -1]]).max() < 2e-5


def test_between_frames_lies_between(shelf):
    """A smooth path at half frames, against the path itself at twice the rate."""
    fine = take(0, 80, fps=60.0)
    coarse = replace(fine, pose=fine.pose[::2], confidence=fine.confidence[::2], fps=30.0)
    out = poses(Shelf.of([coarse], {}, 1.0), 0, np.arange(4, 32) + 0.5)
    assert np.abs(out - fine.pose[9:65:2]).max() < 0.01


def test_soft_frames_are_near_and_smoother(shelf):
    rng = np.random.default_rng(0)
    clean = take(0, 60)
    shaken = replace(clean, pose=clean.pose + np.where(np.arange(50)[:, None] < 8, rng.normal(0, 0.01, (60, 50, 3)), 0))
    noisy = Shelf.of([shaken], {}, 1.0)
    at = np.arange(5.0, 55.0)
    raw, soft = (poses(noisy, 0, at, soft) - clean.pose[5:55] for soft in (False, True))
    assert np.abs(soft[:, 4:6]).mean() < 0.7 * np.abs(raw[:, 4:6]).mean()


def test_a_jump_cuts():
    """The hand is found elsewhere from frame 20 on: frames on both sides never meet."""
    whole = take(0, 50)
    torn = replace(whole, pose=whole.pose + np.where(np.arange(50) < 20, 0, 0.4)[:, None, None])
    shelf = Shelf.of([torn], {}, 1.0)
    assert list(zip(shelf.stop - shelf.start, shelf.fps, strict=True)) == [(20, 30.0), (30, 30.0)]


def test_too_short_or_unseen_is_left_out():
    short, unseen = take(0, LEAST - 1), take(1)
    unseen = replace(unseen, confidence=np.where(np.arange(50) < 8, 1.0, 0.0) * np.ones((60, 1)))
    assert len(Shelf.of([short, unseen, take(2)], {}, 1.0).start) == 1
    with pytest.raises(InputError, match=f"{LEAST} frames"):
        Shelf.of([short, unseen], {}, 1.0)


def test_depth_of_a_picture_is_known(shelf):
    assert [shelf.sources[k] for k in shelf.source] == ["deep", "flat"] * 6
    assert np.array_equal(shelf.flat, shelf.source == shelf.sources.index("flat"))


def test_shares_are_of_sources_then_glosses():
    """Twenty takes of one gloss weigh as much as one of another, and sources as much as they are told."""
    many = [take(0, 20, source="a", label="X")] * 20 + [take(1, 20, source="a", label="Y"), take(2, 20, source="b")]
    shelf = Shelf.of(many, {"a": 3.0}, 1.0)
    assert np.allclose(shelf.share, [3 / 8 / 20] * 20 + [3 / 8, 1 / 4])
    drawn = Counter(shelf.labels[k] for k in shelf.draw(np.random.default_rng(0), 20000))
    for label, share in ((("a", "X"), 3 / 8), (("a", "Y"), 3 / 8), (("b", "G2"), 1 / 4)):
        assert abs(drawn[label] / 20000 - share) < 0.015


def test_weights_of_nothing():
    with pytest.raises(InputError, match="weight 0"):
        Shelf.of(takes(), {"deep": 0, "flat": 0}, 1.0)


def test_draws_like_others(shelf):
    like = np.arange(12)
    for seed in range(5):
        assert np.array_equal(shelf.flat[shelf.draw(np.random.default_rng(seed), 12, like=like)], shelf.flat[like])


def test_long_draws_are_long():
    shelf = Shelf.of([take(0, 10), take(1, 16), take(2, 40)], {}, 1.0)
    assert set(shelf.draw(np.random.default_rng(0), 100, long=True)) == {1, 2}
    assert set(shelf.draw(np.random.default_rng(0), 100)) == {0, 1, 2}


def test_moments_are_slow_and_in_their_part(shelf):
    rng = np.random.default_rng(0)
    stretch = shelf.draw(rng, 3000)
    at = shelf.moments(rng, stretch, (0.25, 0.75))
    length = (shelf.stop - shelf.start)[stretch] - 1
    assert (at >= 0.25 * length - 1e-3).all() and (at <= 0.75 * length + 1e-3).all()
    rows = shelf.start[stretch] + at.astype(int)
    any_row = shelf.start[stretch] + (rng.uniform(0.25, 0.75, 3000) * length).astype(int)
    pace = [(shelf.way[r + 1] - shelf.way[r - 1]).mean() for r in (rows, any_row)]
    assert pace[0] < 0.9 * pace[1]


def test_unused_hands(shelf):
    at = np.full(12, 3.0)
    assert np.array_equal(shelf.used(np.arange(12), at), [[k % 3 != 2, True] for k in range(12)])


def test_chosen_by_source_label_or_both():
    all_ = [take(k, 20, source="ab"[k % 2], label="XY"[k // 2]) for k in range(4)]
    names = lambda *a: [f"{t.source}/{t.label}" for t in chosen(all_, *map(frozenset, a))]  # noqa: E731
    assert names((), ()) == ["a/X", "b/X", "a/Y", "b/Y"]
    assert names(("a",), ()) == ["a/X", "a/Y"]
    assert names((), ("X",)) == ["a/Y", "b/Y"]
    assert names((), ("b/Y",)) == ["a/X", "b/X", "a/Y"]
    assert names(("Y",), ("a",)) == ["b/Y"]


def test_rows_are_as_wide_as_courses(shelf):
    assert shelf.values.shape[::2] == (2, WIDTH) and shelf.values.dtype == np.float32
