"""The mixture and the sizes of waves, learned from a few made takes."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from signsynth.transition.mixture import initial_mixture, mixed_ways
from signsynth.transition.parts import USED
from signsynth.transition.training.activity import fitted_law, fitted_sizes
from signsynth.transition.training.gates import _example, _off, fitted_mixture
from signsynth.transition.training.lesson import Lesson
from signsynth.transition.training.windows import Windows
from signsynth.transition.waves import spread_waves
from tests.transition.training.made import takes


@pytest.fixture(scope="module")
def windows() -> Windows:
    return Windows.of(takes())


@pytest.mark.parametrize("frames", [1, 2, 3, 9, 30])
def test_what_is_made_small_is_the_distance_of_the_guess(windows, frames) -> None:
    """The fit's own text against ``mixed_ways``: a window whose truth is the guess is not off."""
    rng = np.random.default_rng(frames)
    weights = {
        name: array + 0.05 * rng.standard_normal(array.shape).astype(np.float32)
        for name, array in initial_mixture(0).items()
    }
    example = _example(windows.batch(rng, 6, frames))
    looks = example.truth.shape[1]
    guess = mixed_ways(weights, example.sides.numpy().astype(float), frames)
    every = np.unique(np.linspace(-1, frames, 7)[1:-1].round().astype(int).clip(0, frames - 1))
    assert looks == len(every)
    truth = torch.from_numpy(guess[:, every].astype(np.float32))
    tensors = {name: torch.from_numpy(array) for name, array in weights.items()}
    off = _off(tensors, example)
    assert (_off(tensors, example._replace(truth=truth)) < 0.1 * off + 2e-3).all()


def test_a_fitted_mixture_is_nearer_the_truth_than_an_unfitted_one(windows) -> None:
    fitted = fitted_mixture(windows, np.random.default_rng(0), 0, batches=12, size=32)
    assert fitted["mixture.bend.w"].any()
    other = [_example(windows.batch(np.random.default_rng(9), 64, frames)) for frames in (6, 12, 20)]
    means = [
        np.mean([_off({n: torch.from_numpy(a) for n, a in weights.items()}, e).mean().item() for e in other])
        for weights in (fitted, initial_mixture(0))
    ]
    assert means[0] < means[1]


def test_in_their_sizes_waves_are_of_size_one(windows) -> None:
    weights = initial_mixture(0)
    law = fitted_law(windows, np.random.default_rng(0), weights, batches=6)
    sizes = fitted_sizes(windows, np.random.default_rng(1), law, weights, 8, batches=30)
    assert (
        sizes.shape == (18, 96) and (sizes.reshape(18, 8, 12)[~np.broadcast_to(USED[:, None], (18, 8, 12))] == 1).all()
    )
    squares = []
    for frames in (10, 20, 30):
        lesson = Lesson.of(windows.batch(np.random.default_rng(frames), 64, frames), law, weights)
        there = (lesson.known > 0)[..., None] * (spread_waves(frames, 8) > 0)
        squares.append((lesson.waves(8, sizes) ** 2 * there).sum() / there.sum())
    assert 0.3 < np.mean(squares) < 2
