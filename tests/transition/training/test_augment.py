"""Changes of a window: each does what it says and leaves the rest alone."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.motion import GUESSED
from signsynth.transition.training.augment import bent_limbs, lost, neighbours, recombined, shaken
from signsynth.transition.training.course import Course
from signsynth.transition.training.shelf import Shelf
from tests.transition.training.made import arms, bone_errors, take, takes, wrist_errors

N, FRAMES = 12, 28


@pytest.fixture
def course() -> Course:
    shelf = Shelf.of([take(k, 60, source=("deep", "flat")[k % 2]) for k in range(N)], {}, 1.0)
    return Course.of(*shelf.read(np.arange(N), np.tile(np.arange(FRAMES, dtype=float), (N, 1)), np.zeros(N, bool)))


FLAT = np.arange(N) % 2 == 1
FPS = np.full(N, 25.0, np.float32)


def same(a: Course, b: Course, rows: np.ndarray) -> bool:
    return all(np.array_equal(x[rows], y[rows]) for x, y in zip(a, b, strict=True))


def test_limbs_of_another_window(course):
    rows = np.array([0, 3, 4])
    out = recombined(course, FLAT, rows, np.array([], int))
    assert same(course, out, np.setdiff1d(np.arange(N), rows))
    pose = out.poses()
    assert bone_errors(pose) < 1e-5 and wrist_errors(pose) == 0
    for row in rows:
        assert np.array_equal(out.palms[row, :, 1], course.palms[row, :, 1])
        assert np.array_equal(out.body[row, :, [0, 1, 3, 5, 6, 7]], course.body[row, :, [0, 1, 3, 5, 6, 7]])
        partner = [k for k in range(N) if np.array_equal(out.palms[row, :, 0], course.palms[k, :, 0])]
        assert len(partner) == 1 and partner[0] != row and FLAT[partner[0]] == FLAT[row]
        (k,) = partner
        assert np.array_equal(out.bones[row, :, 0], course.bones[k, :, 0])
        arm = out.body[row, :, [2, 4]] - out.body[row, :, 0]
        assert np.abs(arm - (course.body[k, :, [2, 4]] - course.body[k, :, 0])).max() < 1e-6


def test_neighbours_are_others_of_the_same_depth():
    flat = np.array([True, False, True, True, False, True])
    partner = neighbours(flat)
    assert sorted(partner) == list(range(6)) and (partner != np.arange(6)).all()
    assert np.array_equal(flat[partner], flat)
    assert np.array_equal(neighbours(np.array([True, False])), [0, 1])


def test_shapes_of_another_window(course):
    rows = np.array([1, 2])
    out = recombined(course, FLAT, np.array([], int), rows)
    assert np.array_equal(out.body, course.body) and np.array_equal(out.palms, course.palms)
    for row in range(N):
        assert np.array_equal(out.bones[row], course.bones[row]) == (row not in rows)
    assert bone_errors(out.poses()) < 1e-5


@pytest.mark.parametrize("n", [1, 2, 3])
def test_few_windows_have_few_partners(course, n):
    few = course.taken(np.arange(n))
    out = recombined(few, FLAT[:n], np.arange(n), np.arange(n))
    assert np.isfinite(out.poses()).all()


def test_bent_limbs_are_arms(course):
    rows = np.arange(0, N, 2)
    before = Course(*(part.copy() for part in course))
    bent_limbs(course, np.random.default_rng(0), rows, FLAT, FPS)
    assert same(before, course, np.arange(1, N, 2))
    pose = course.poses()
    assert bone_errors(pose) < 1e-5
    upper, fore = arms(pose[rows])
    assert 0.8 < upper.min() and upper.max() < 1.05 and 0.68 < fore.min() and fore.max() < 0.95
    moved = np.linalg.norm(course.body[rows][:, :, 4:6] - before.body[rows][:, :, 4:6], axis=-1)
    assert 0.03 < np.median(moved) < 0.4
    # Shapes are untouched, and a palm's turn is one for the whole window.
    assert np.array_equal(course.bones, before.bones)
    inner = (course.palms[rows][:, 1:] * course.palms[rows][:, :-1]).sum(-1)
    assert np.abs(inner - (before.palms[rows][:, 1:] * before.palms[rows][:, :-1]).sum(-1)).max() < 1e-5


def test_no_noise_is_no_change(course):
    out = shaken(course, np.random.default_rng(0), np.zeros(N))
    for before, after in zip(course, out, strict=True):
        assert np.abs(before - after).max() < 1e-6


def test_noise_is_as_large_as_said():
    """White noise by fourth differences, as it was measured in the training sets; the rest drifts slowly."""
    many = 400
    shelf = Shelf.of([take(0, 60)], {}, 1.0)
    still = Course.of(*shelf.read(np.zeros(many, int), np.full((many, 40), 30.0)))
    out = shaken(still, np.random.default_rng(0), np.ones(many))
    strayed = out.body[:, :, 4:6] - still.body[:, :, 4:6]
    assert (strayed[..., 2] == 0).all()  # depth follows from the picture, and hardly shakes
    white = np.sqrt((np.diff(strayed[..., :2], n=4, axis=1) ** 2).mean() / 70)
    assert 0.004 < white < 0.0065
    assert np.sqrt((strayed[..., :2] ** 2).mean()) > white
    bones = np.sqrt((np.diff(out.bones - still.bones, n=4, axis=1) ** 2).mean() / 70)
    assert 0.03 < bones < 0.06
    pose = out.poses()
    assert bone_errors(pose) < 1e-5 and wrist_errors(pose) == 0


def test_noise_grows_with_its_level(course):
    spread = [
        np.std(shaken(course, np.random.default_rng(0), np.full(N, k)).body - course.body) for k in (0.1, 0.2, 0.8)
    ]
    assert np.allclose(np.divide(spread[1:], spread[0]), [2, 8], rtol=1e-2)


def test_lost_hands_are_held_outside_the_gap_only():
    n = 600
    shelf = Shelf.of(takes(1), {}, 1.0)
    whole = Course.of(*shelf.read(np.zeros(n, int), np.tile(np.arange(28.0), (n, 1))))
    out = lost(whole, np.random.default_rng(0), np.arange(n))
    gone = out.seen[..., 8:] < whole.seen[..., 8:]
    assert (gone.any(2).any(1)).mean() > 0.95 and (gone.any(1).sum(1) <= 1).all()  # one hand
    assert not gone[:, 8:20].any()
    assert np.array_equal(out.body, whole.body) and np.array_equal(out.seen[..., :8], whole.seen[..., :8])
    untouched = ~gone
    assert np.array_equal(out.bones[untouched], whole.bones[untouched])
    assert np.array_equal(out.palms[untouched], whole.palms[untouched])
    levels = set(np.unique(out.seen[..., 8:][gone]).tolist())
    assert levels == {0.0, GUESSED}
    assert bone_errors(out.poses()) < 1e-5
    # Never seen on one side, now and then.
    assert 0.05 < (gone[:, :8].all(1).any(1) | gone[:, 20:].all(1).any(1)).mean() < 0.4


def test_a_lost_hand_keeps_its_last_shape():
    shelf = Shelf.of(takes(1), {}, 1.0)
    whole = Course.of(*shelf.read(np.zeros(200, int), np.tile(np.arange(28.0), (200, 1))))
    out = lost(whole, np.random.default_rng(1), np.arange(200))
    for row in range(200):
        for hand in range(2):
            dark = out.seen[row, :, 8 + hand] == 0
            if dark[0] and not dark.all():
                first = int(np.argmin(dark))
                assert np.abs(out.bones[row, :first, hand] - whole.bones[row, first, hand]).max() < 1e-5
            if dark[-1] and not dark.all():
                last = 27 - int(np.argmin(dark[::-1]))
                assert np.abs(out.bones[row, last + 1 :, hand] - whole.bones[row, last, hand]).max() < 1e-5
