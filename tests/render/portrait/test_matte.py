"""Edges: a rough mask finds the picture's own, and colours come out of a known mixture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from signsynth.render.portrait.again import overlap
from signsynth.render.portrait.backdrop import behind, emptied, square
from signsynth.render.portrait.matte import fine_mask, foreground
from signsynth.render.portrait.sight import Sight
from signsynth.skeleton import FACE

SIZE = 160


def disc(radius: float = 50) -> np.ndarray:
    y, x = np.mgrid[:SIZE, :SIZE]
    return (x - 80) ** 2 + (y - 90) ** 2 < radius**2


def test_a_rough_mask_moves_to_the_pictures_edge():
    true = disc()
    noise = np.random.default_rng(0).normal(0, 4, (SIZE, SIZE, 3))
    pixels = np.clip(np.where(true[..., None], (200, 60, 40), (60, 90, 120)) + noise, 0, 255).astype(np.uint8)
    rough = cv2.GaussianBlur(np.roll(true, 4, axis=1).astype(np.float32), (0, 0), 4)
    fine = fine_mask(pixels, rough, 10)
    assert overlap(fine > 0.5, true) > 0.98 > 0.93 > overlap(rough > 0.5, true)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_sure_all_around_stays(seed):
    pixels = np.random.default_rng(seed).integers(0, 255, (SIZE, SIZE, 3)).astype(np.uint8)
    mask = disc().astype(np.float32)
    fine, near = fine_mask(pixels, mask, 6), np.ones((13, 13), np.uint8)
    sure = cv2.erode(mask, near) == cv2.dilate(mask, near)
    assert np.array_equal(fine[sure], mask[sure])
    assert fine.min() >= 0 and fine.max() <= 1


def test_own_colours_come_out_of_a_mixture():
    own, other = np.float32([190, 140, 110]), np.float32([20, 60, 160])
    matte = cv2.GaussianBlur(disc().astype(np.float32), (0, 0), 3)
    picture = np.uint8(own * matte[..., None] + other * (1 - matte[..., None]) + 0.5)
    found = foreground(picture, matte, 8)
    edge = (matte > 0.3) & (matte < 0.95)
    assert abs(found[edge] - own).mean() < 6 < 25 < abs(picture[edge] - own).mean()
    assert np.allclose(found[matte == 1], picture[matte == 1], atol=1e-3)


def _sight(pixels: np.ndarray, mask: np.ndarray) -> Sight:
    points, confidence = np.zeros((189, 2)), np.ones(189)
    points[0], points[1] = (110, 100), (50, 100)
    points[FACE] = (80, 60)
    return Sight(pixels, points, confidence, mask.astype(np.float32))


def test_the_wall_without_the_person():
    """A wall of one slope is found again behind them, and nothing else is changed."""
    y, x = np.mgrid[:SIZE, :SIZE]
    wall = np.stack([60 + x * 0.5, 80 + y * 0.4, np.full_like(x, 120.0)], -1).astype(np.uint8)
    shown = np.where(disc()[..., None], np.uint8(255), wall)
    empty = emptied(_sight(shown, disc()))
    assert abs(empty.astype(int) - wall).max() < 25
    assert np.array_equal(empty[:10], wall[:10])


def test_the_wall_stays_where_it_was_behind_the_shoulders():
    """A mark beside the left shoulder stands beside it in the studio's frame, too."""
    shown = np.full((SIZE, SIZE, 3), 90, np.uint8)
    shown[95:105, 135:145] = 250, 20, 20
    picture = behind(_sight(shown, disc(20)), 400)
    zoom = 0.325 * 400 / 60
    at = np.array([0.5, 0.46]) * 400 + zoom * (np.array([140, 100]) - (80, 100))
    x, y = at.astype(int)
    assert picture.shape == (400, 400, 3) and picture[y, x, 0] > 220 > 120 > picture[y, x, 2]


def test_pictures_become_squares():
    assert square(np.zeros((50, 300, 3), np.uint8)).shape == (64, 64, 3)
    assert square(np.zeros((900, 1200, 3), np.uint8), 512).shape == (512, 512, 3)
    picture = np.arange(80 * 100 * 3, dtype=np.uint32).reshape(80, 100, 3).astype(np.uint8)
    assert np.array_equal(square(picture), picture[:, 10:90])
