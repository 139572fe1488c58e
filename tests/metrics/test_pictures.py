"""Picture metrics: known answers, laws, and a second implementation of structural similarity."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from signsynth.errors import FileError, InputError
from signsynth.metrics.networks import frechet_distance, perceptual_distance, read_network
from signsynth.metrics.pictures import by_region, flicker, ms_ssim, psnr, ssim


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


def test_psnr_of_floats():
    black, grey = np.zeros((4, 4, 1)), np.full((4, 4, 1), 0.1)
    assert psnr(grey, black, peak=1.0) == pytest.approx(20)
    few = np.zeros((4, 4), bool)
    few[0, :2] = True
    assert np.isnan(psnr(grey, black, few, peak=1.0, least=3)) and psnr(grey, black, few, peak=1.0, least=2) > 0


def test_similarity_agrees_with_torchmetrics(pair):
    torch = pytest.importorskip("torch")
    functional = pytest.importorskip("torchmetrics.functional.image")
    own, real = (torch.from_numpy(x.copy()).permute(2, 0, 1)[None].double() for x in pair)
    theirs = functional.structural_similarity_index_measure(own, real, data_range=255.0)
    assert ssim(*pair) == pytest.approx(float(theirs), abs=1e-5)
    theirs = functional.multiscale_structural_similarity_index_measure(own, real, data_range=255.0)
    assert ms_ssim(*pair) == pytest.approx(float(theirs), abs=2e-3)


def test_similarity_of_a_region_is_of_that_region(pair):
    """Two halves make the whole; where both are the same it is 1."""
    left = np.zeros(pair[0].shape[:2], bool)
    left[:, :100] = True
    both = [ssim(*pair, side) for side in (left, ~left)]
    assert np.mean(both) == pytest.approx(ssim(*pair), abs=1e-6)
    mixed = np.where(left[..., None], pair[0], pair[1])
    inner = left.copy()
    inner[:, 20:] = False
    assert ssim(mixed, pair[0], inner) == pytest.approx(1) and ms_ssim(mixed, pair[0], inner) > ms_ssim(mixed, pair[0])
    assert np.isnan(ssim(*pair, np.zeros_like(left))) and np.isnan(ms_ssim(*pair, np.zeros_like(left)))


def test_ssim_is_the_papers_formula(pair):
    a, b = (x.astype(float) / 255 for x in pair)

    def mean(x):
        return gaussian_filter(x, (1.5, 1.5, 0), truncate=5 / 1.5, mode="mirror")

    variances = mean(a * a) - mean(a) ** 2, mean(b * b) - mean(b) ** 2, mean(a * b) - mean(a) * mean(b)
    c1, c2 = 0.01**2, 0.03**2
    full = (2 * mean(a) * mean(b) + c1) * (2 * variances[2] + c2)
    full /= (mean(a) ** 2 + mean(b) ** 2 + c1) * (variances[0] + variances[1] + c2)
    assert ssim(*pair) == pytest.approx(full.mean(), abs=1e-5)
    region = np.zeros(pair[0].shape[:2], bool)
    region[50:90, 60:120] = True
    assert ssim(*pair, region) == pytest.approx(full[region].mean(), abs=1e-5)


def test_similarity_of_a_picture_with_itself_is_one(pair):
    assert ssim(pair[0], pair[0]) == pytest.approx(1) and ms_ssim(pair[0], pair[0]) == pytest.approx(1)
    assert 0 < ssim(*pair) < ms_ssim(*pair) < 1  # noise is fine: the coarse scales do not see it
    assert ssim(*pair) == pytest.approx(ssim(*pair[::-1]), abs=1e-6)
    found = by_region(*pair, {"all": np.ones(pair[0].shape[:2], bool)})
    assert (
        found["all"]["ms_ssim"] == pytest.approx(ms_ssim(*pair))
        and found["all"]["psnr"] == psnr(*pair)
        and found["all"]["ssim"] == pytest.approx(ssim(*pair), abs=1e-5)
    )


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


def test_what_comes_before_a_surface_is_no_flicker():
    """A white part of other depth covers the left half of the second frame: known surfaces leave it out."""
    frames = [np.zeros((20, 20, 3), np.uint8), np.zeros((20, 20, 3), np.uint8)]
    frames[1][:, :10] = 255
    flow, mask = np.zeros((20, 20, 2), np.float32), np.ones((20, 20), bool)
    surfaces = [np.zeros((20, 20, 2)), np.zeros((20, 20, 2))]
    surfaces[1][:, :10, 1] = 0.5
    assert flicker(frames, [flow] * 2, [mask] * 2) == pytest.approx(127.5)
    assert flicker(frames, [flow] * 2, [mask] * 2, surfaces) == 0
    with pytest.raises(ValueError, match="shorter"):
        flicker(frames, [flow] * 2, [mask] * 2, surfaces[:1])


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
    ways = iter([np.array([[3.0, 0.0]]), np.array([[0.0, 2.0]])])
    assert perceptual_distance(*pair, lambda x: next(ways)) == pytest.approx(2)  # unit vectors at right angles
    assert perceptual_distance(pair[0], pair[0], lambda x: x) == 0 < perceptual_distance(*pair, lambda x: x)


def test_networks_are_files_of_torchscript(pair, tmp_path):
    torch = pytest.importorskip("torch")

    class Means(torch.nn.Module):
        def forward(self, x, return_features: bool = False):
            return x.mean(dim=[2, 3]) if return_features else x

    torch.jit.script(Means()).save(str(tmp_path / "means.pt"))
    network = read_network(tmp_path / "means.pt")
    assert network(pair[0][None])[0] == pytest.approx(pair[0].mean((0, 1)), rel=1e-4)
    with pytest.raises(FileError, match="no such file"):
        read_network(tmp_path / "none.pt")
    (tmp_path / "bad.pt").write_bytes(b"x")
    with pytest.raises(FileError, match="not a TorchScript"):
        read_network(tmp_path / "bad.pt")


@pytest.mark.parametrize("other", [np.zeros((4, 5, 3), np.uint8), np.zeros((4, 4), np.uint8), np.zeros((4, 4, 1))])
def test_pictures_that_do_not_fit(other):
    with pytest.raises(InputError, match="expected"):
        psnr(np.zeros((4, 4, 3), np.uint8), other)


def test_pictures_that_are_too_small():
    small = np.zeros((10, 40, 3), np.uint8)
    with pytest.raises(InputError, match="at least 11"):
        ssim(small, small)
    with pytest.raises(InputError, match="at least 161"):
        ms_ssim(np.zeros((160, 200, 3), np.uint8), np.zeros((160, 200, 3), np.uint8))
