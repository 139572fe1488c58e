"""Drawing: as far apart as what the model knows, as diffusers' solver does it, and calm where told to be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signsynth.transition.drawing import STEPS, drawn_waves, noise_levels


@dataclass(frozen=True)
class Known:
    """A model that knows its waves: normal, of mean ``mean`` and standard deviation ``spread``."""

    mean: float
    spread: float

    def told(self, gap: object) -> np.ndarray:
        return np.zeros((1, 18, 1))  # nothing: it knows without

    def denoised(self, told: np.ndarray, noisy: np.ndarray, kept: float, frames: int) -> np.ndarray:
        gain = self.spread**2 / (kept * self.spread**2 + 1 - kept)
        return self.mean + np.sqrt(kept) * gain * (noisy - np.sqrt(kept) * self.mean)


class Twelve:
    frames = 12


@settings(max_examples=30, deadline=None)
@given(mean=st.floats(-3, 3), spread=st.floats(0.5, 8), seed=st.integers(0, 2**16))
def test_draws_are_as_far_apart_as_what_is_known(mean, spread, seed) -> None:
    noise = np.random.default_rng(seed).standard_normal((1, 18, 96))
    drawn = drawn_waves(Known(mean, spread), Twelve(), noise)
    # Normal waves stay in line with the noise that they were drawn from.
    slope = ((drawn - drawn.mean()) * noise).sum() / ((noise - noise.mean()) * noise).sum()
    assert slope == pytest.approx(spread, rel=0.08)
    np.testing.assert_allclose(drawn, mean + slope * noise, atol=1e-4)


@settings(max_examples=10, deadline=None)
@given(spread=st.floats(0, 8), mean=st.floats(-3, 3))
def test_no_noise_gives_the_mean(spread, mean) -> None:
    drawn = drawn_waves(Known(mean, spread), Twelve(), np.zeros((1, 18, 96)))
    np.testing.assert_allclose(drawn, mean, atol=1e-5)


def test_more_steps_come_closer() -> None:
    noise = np.random.default_rng(0).standard_normal((1, 18, 96))
    for spread in (0.3, 2.0, 5.0):
        off = [np.abs(drawn_waves(Known(0.0, spread), Twelve(), noise, n) / noise / spread - 1).max() for n in (6, 48)]
        assert off[1] < off[0]


def test_levels_fall_to_nothing() -> None:
    levels = noise_levels()
    assert len(levels) == STEPS + 1 and levels[-1] == 0
    assert (np.diff(levels) < 0).all()


def test_the_solver_is_that_of_diffusers() -> None:
    torch = pytest.importorskip("torch")
    solvers = pytest.importorskip("diffusers")
    model, noise = Known(0.4, 2.5), np.random.default_rng(3).standard_normal((1, 18, 96))
    scheduler = solvers.DPMSolverMultistepScheduler(
        beta_schedule="squaredcos_cap_v2", prediction_type="sample", solver_order=2, final_sigmas_type="zero"
    )
    scheduler.set_timesteps(STEPS)
    # Its own levels are whole steps of training; both are given ours.
    levels = noise_levels()
    scheduler.sigmas = torch.tensor(levels)
    sample = torch.tensor((model.mean + levels[0] * noise) / np.hypot(1, levels[0]))
    for number, (step, level) in enumerate(zip(scheduler.timesteps, levels[:-1], strict=True)):
        kept = float(1 / (1 + level**2)) if number else 0.0
        clean = model.denoised(np.zeros(1), sample.numpy(), kept, 12)
        sample = scheduler.step(torch.tensor(clean), step, sample).prev_sample
    np.testing.assert_allclose(drawn_waves(model, Twelve(), noise), sample.numpy(), rtol=1e-4, atol=1e-4)
