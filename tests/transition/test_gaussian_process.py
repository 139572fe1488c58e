"""The Gaussian process against a plain one, and against the other methods."""

from __future__ import annotations

import numpy as np
import pytest

from signsynth.transition.gaussian_process import (
    NOISES,
    ORDERS,
    SCALES,
    fill_gaussian_process,
    most_likely,
    smoothers,
)
from signsynth.transition.hermite import fill_hermite, hermite_weights
from signsynth.transition.linear import fill_linear

NAMES = [(order, scale, noise) for order in ORDERS for scale in SCALES for noise in NOISES]
TIMES = np.concatenate([np.arange(-7.0, 1), np.arange(6.0, 14)])
GAP = np.arange(1.0, 6)


def kernel(a, b, order, scale):
    """Matérn correlation, written out case by case (Rasmussen and Williams 2006, equation 4.17)."""
    r = np.abs(a[:, None] - b) / scale
    if order == 0:
        return np.exp(-r)
    if order == 1:
        return (1 + np.sqrt(3) * r) * np.exp(-np.sqrt(3) * r)
    return (1 + np.sqrt(5) * r + 5 * r**2 / 3) * np.exp(-np.sqrt(5) * r)


def trended(times):
    return np.stack([np.ones_like(times), times], axis=1)


def restricted_likelihood(values, order, scale, noise) -> float:
    """By the textbook: generalised least squares, then the density of the contrasts (Harville 1974)."""
    n, columns = values.shape
    covariance = kernel(TIMES, TIMES, order, scale) + noise * np.eye(n)
    basis = trended(TIMES)
    contrasts = np.linalg.svd(basis.T)[2][2:]  # orthonormal, blind to the trend
    reduced = contrasts @ covariance @ contrasts.T
    seen = contrasts @ values
    misfit = np.sum(seen * np.linalg.solve(reduced, seen))
    variance = misfit / seen.size
    return -0.5 * (columns * np.linalg.slogdet(reduced)[1] + seen.size * (np.log(2 * np.pi * variance) + 1))


def test_the_likeliest_of_allsmoothers_is_chosen():
    rng = np.random.default_rng(0)
    candidates = smoothers(8, 5, 8)
    for _ in range(10):
        truth = NAMES[rng.integers(len(NAMES))]
        covariance = kernel(TIMES, TIMES, *truth[:2]) + (truth[2] + 1e-9) * np.eye(16)
        values = np.linalg.cholesky(covariance) @ rng.normal(size=(16, 30)) + trended(TIMES) @ rng.normal(size=(2, 30))
        by_the_book = [restricted_likelihood(values, *name) for name in NAMES]
        assert most_likely(candidates, values - values.mean(0)) == int(np.argmax(by_the_book))


@pytest.mark.parametrize("index", [0, 17, 42, 59])
def test_frames_are_the_textbook_mean_plus_a_cubic_that_meets_the_ends(index):
    order, scale, noise = NAMES[index]
    rng = np.random.default_rng(index)
    values = rng.normal(size=16)
    covariance = kernel(TIMES, TIMES, order, scale) + noise * np.eye(16)
    basis = trended(TIMES)
    inverse = np.linalg.inv(covariance)
    beta = np.linalg.solve(basis.T @ inverse @ basis, basis.T @ inverse @ values)
    mean = lambda t: trended(t) @ beta + kernel(t, TIMES, order, scale) @ inverse @ (values - basis @ beta)  # noqa: E731
    at = np.array([0.0, 1e-3, 6 - 1e-3, 6.0])
    start, start_next, end_next, end = mean(at)
    missed = [
        values[7] - start,
        0.5 * (values[7] - values[6] - (start_next - start) / 1e-3),
        values[8] - end,
        0.5 * (values[9] - values[8] - (end - end_next) / 1e-3),
    ]
    expected = mean(GAP) + hermite_weights(5) @ missed
    np.testing.assert_allclose(smoothers(8, 5, 8).weights()[index] @ values, expected, atol=1e-6)


def windows(noise: float, seed: int):
    """Smooth tracks of all 538 columns with a gap of six frames in the middle; the last is the truth."""
    rng = np.random.default_rng(seed)
    t = np.arange(22) / 25
    smooth = sum(np.sin(t[:, None] * rng.uniform(2, 12, 538) + rng.uniform(0, 6, 538)) for _ in range(2))
    seen = smooth + noise * rng.normal(size=smooth.shape)
    return seen[:8], seen[14:], smooth[8:14]


@pytest.mark.parametrize("noise", [0.0, 0.02])
@pytest.mark.parametrize("other", [fill_linear, fill_hermite])
def test_nearer_to_the_truth_than_the_simple_methods_on_smooth_and_on_noisy_data(noise, other):
    errors = {fill_gaussian_process: [], other: []}
    for seed in range(12):
        before, after, truth = windows(noise, seed)
        for fill, found in errors.items():
            found.append(np.abs(fill(before, after, 6) - truth)[:, :154].mean())
    assert np.mean(errors[fill_gaussian_process]) < 0.9 * np.mean(errors[other])


def test_a_straight_line_and_single_frames_need_no_process():
    line = np.arange(22.0)[:, None] * np.linspace(-1, 1, 538)
    np.testing.assert_allclose(fill_gaussian_process(line[:8], line[14:], 6), line[8:14], atol=1e-9)
    one = fill_gaussian_process(line[:1], line[14:], 13)
    np.testing.assert_array_equal(one, fill_hermite(line[:1], line[14:], 13))


def test_matrices_are_made_once_for_a_length():
    assert smoothers(8, 5, 8) is smoothers(8, 5, 8)
    assert smoothers(8, 5, 8) is not smoothers(7, 5, 8)


@pytest.mark.parametrize("sides", [(8, 1, 8), (8, 12, 8), (2, 5, 4), (8, 30, 3)])
def test_weights_of_one_candidate_are_its_own_among_all(sides):
    candidates = smoothers(*sides)
    every = candidates.weights(0.3)
    for index in (0, 31, len(NAMES) - 1):
        np.testing.assert_array_equal(candidates.weights(0.3, [index])[0], every[index])
