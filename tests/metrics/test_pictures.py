"""Picture metrics: known answers, laws, and a second implementation of structural similarity."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from signsynth.errors import InputError
from signsynth.metrics.pictures import (
    by_region,
    flicker,
    frechet_distance,
    ms_ssim,
    perceptual_distance,
    psnr,
    ssim,
)


@pytest.fixture(scope="module")
def pair():
    rng = np.random.default_rng(0)
    smooth = gaussian_filter(rng.uniform(0, 255, (192, 200, 3)), (4, 4, 0)) * 4 - 380
    own = np.clip(smooth, 0, 255).astype(np.uint8)
    return own, np.clip(own + rng.normal(0, 12, own.shape), 0, 255).astype(np.uint8)


def test_psnr_by_hand():
    black, grey = np.zeros((4, 4, 3), np.uint8), np.full((4, 4, 3), 51, np.uint8)
    assert psnr(grey, black) == pytest.approx(20 * np.log10(5))
    assert psnr(black, black) == np.inf
    half = np.zeros((4, 4), bool)
    half[:2] = True
    mixed = np.where(half[..., None], grey, black)
    assert psnr(mixed, black, half) == pytest.approx(20 * np.log10(5))
    assert psnr(mixed, black, ~half) == np.inf and np.isnan(psnr(grey, black, np.zeros((4, 4), bool)))


def test_ssim_is_the_papers_formula(pair):
    pytest.importorskip("torchmetrics")
    a, b = (x.astype(float) / 255 for x in pair)

    def mean(x):
        return gaussian_filter(x, (1.5, 1.5, 0), truncate=5 / 1.5, mode="constant")

    variances = mean(a * a) - mean(a) ** 2, mean(b * b) - mean(b) ** 2, mean(a * b) - mean(a) * mean(b)
    c1, c2 = 0.01**2, 0.03**2
    full = (2 * mean(a) * mean(b) + c1) * (2 * variances[2] + c2)
    full /= (mean(a) ** 2 + mean(b) ** 2 + c1) * (variances[0] + variances[1] + c2)
    assert ssim(*pair) == pytest.approx(full[5:-5, 5:-5].mean(), abs=2e-3)
    region = np.zeros(pair[0].shape[:2], bool)
    region[50:90, 60:120] = True
    assert ssim(*pair, region) == pytest.approx(full[region].mean(), abs=2e-3)


def test_similarity_of_a_picture_with_itself_is_one(pair):
    pytest.importorskip("torchmetrics")
    assert ssim(pair[0], pair[0]) == pytest.approx(1) and ms_ssim(pair[0], pair[0]) == pytest.approx(1)
    assert 0 < ssim(*pair) < ms_ssim(*pair) < 1  # noise is fine: the coarse scales do not see it
    assert ssim(*pair) == pytest.approx(ssim(*pair[::-1]), abs=1e-6)
    found = by_region(*pair, {"all": np.ones(pair[0].shape[:2], bool)})
    assert found["all"]["psnr"] == psnr(*pair) and found["all"]["ssim"] == pytest.approx(ssim(*pair), abs=1e-5)


def test_what_moves_with_its_surface_does_not_flicker(pair):
    own = pair[0]
    frames = [np.roll(own, 3 * k, axis=1) for k in range(3)]
    flow = np.broadcast_to(np.float32([3, 0]), (*own.shape[:2], 2))
    inside = np.zeros(own.shape[:2], bool)
    inside[:, 20:-20] = True
    assert flicker(frames, [flow] * 3, [inside] * 3) == 0
    assert flicker(frames, [0 * flow] * 3, [inside] * 3) > 1
    brighter = [np.clip(f.astype(int) + 5 * (k % 2), 0, 255).astype(np.uint8) for k, f in enumerate(frames)]
    assert flicker(brighter, [flow] * 3, [inside] * 3) == pytest.approx(5, abs=1)
    assert np.isnan(flicker(frames[:1], [flow], [inside]))


def test_frechet_distance_by_hand():
    rng = np.random.default_rng(1)
    made, real = rng.normal(size=(400, 3)), rng.normal(size=(400, 3))
    identity = np.asarray
    assert frechet_distance(made, made, identity) == pytest.approx(0, abs=1e-6)
    assert frechet_distance(made + [3, 0, 0], made, identity) == pytest.approx(9)
    assert frechet_distance(2 * made, made, identity) == pytest.approx(
        np.trace(np.cov(made.T)) + (made.mean(0) ** 2).sum()
    )
    assert frechet_distance(made, real, identity) == pytest.approx(frechet_distance(real, made, identity))


def test_networks_are_the_users(pair):
    with pytest.raises(InputError, match="does not ship"):
        frechet_distance(np.zeros((2, 3)), np.zeros((2, 3)))
    with pytest.raises(InputError, match="does not ship"):
        perceptual_distance(*pair)
    assert perceptual_distance(pair[0], pair[0], lambda x: x) == 0 < perceptual_distance(*pair, lambda x: x)


@pytest.mark.parametrize(
    "other", [np.zeros((4, 5, 3), np.uint8), np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3), np.float32)]
)
def test_pictures_that_do_not_fit(other):
    with pytest.raises(InputError, match="expected"):
        psnr(np.zeros((4, 4, 3), np.uint8), other)


def test_pictures_that_are_too_small():
    small = np.zeros((10, 40, 3), np.uint8)
    with pytest.raises(InputError, match="at least 11"):
        ssim(small, small)
    with pytest.raises(InputError, match="at least 161"):
        ms_ssim(np.zeros((160, 200, 3), np.uint8), np.zeros((160, 200, 3), np.uint8))
