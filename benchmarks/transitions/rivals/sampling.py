"""From noise to a sequence in a few steps (DDIM, Song et al. 2021, equation 12): right, and as the ancestor does it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

import torch
from torch import Tensor

if TYPE_CHECKING:
    from diffusers import DDIMScheduler

TIMES = 1000
"""Noise levels of training; cosine schedule (Nichol and Dhariwal 2021, equation 17)."""
Predict = Callable[[Tensor, Tensor, Tensor], Tensor]
"""Noisy sequence, time ``(batch,)`` and condition: the clean sequence."""


def scheduler(spacing: str = "trailing") -> DDIMScheduler:
    """diffusers' DDIM for networks that predict the clean sequence."""
    from diffusers import DDIMScheduler

    plan = DDIMScheduler(
        num_train_timesteps=TIMES,
        beta_schedule="squaredcos_cap_v2",
        prediction_type="sample",
        clip_sample=False,
        timestep_spacing=spacing,
    )
    # From the highest level, 1 - alpha bar - sigma^2 is 1e-9: below zero, and its root no number, in float32.
    plan.alphas_cumprod = plan.alphas_cumprod.double()
    return plan


@lru_cache(maxsize=1)
def kept() -> Tensor:
    """Share of the clean sequence in the variance at each noise level ``(1000,)``: "alpha bar"."""
    return scheduler().alphas_cumprod


def noised(clean: Tensor, noise: Tensor, time: Tensor) -> Tensor:
    """``clean (batch, frames, values)`` at noise levels ``time (batch,)`` (Ho et al. 2020, equation 4)."""
    share = kept()[time][:, None, None].to(clean.dtype)
    return share.sqrt() * clean + (1 - share).sqrt() * noise


def ddim(
    predict: Predict, condition: Tensor, noise: Tensor, random: torch.Generator, *, steps: int, padded: Tensor | None
) -> Tensor:
    """A sequence ``(batch, frames, values)`` in ``steps`` steps with eta 1.

    From pure ``noise``; with ``padded``, a first guess, from that guess at four fifths of the noise levels, as the
    highest level would leave nothing of it.
    """
    plan = scheduler("trailing" if padded is None else "leading")
    plan.set_timesteps(steps)
    x = noise if padded is None else noised(padded, noise, plan.timesteps[:1].expand(len(noise)))
    for time in plan.timesteps:
        clean = predict(x, time.expand(len(x)), condition)
        fresh = torch.randn(x.shape, generator=random)
        x = plan.step(clean, int(time), x, eta=1.0, variance_noise=fresh).prev_sample
    return x


def ddim_as_released(
    predict: Predict, condition: Tensor, noise: Tensor, random: torch.Generator, *, steps: int, overwritten: bool = True
) -> Tensor:
    """The ancestor's sampler, written out: its condition shares a name with a coefficient of the step.

    So from the second step on the network is given the scalar ``sqrt(1 - alpha bar - sigma^2)`` in place of what was
    observed. Without ``overwritten`` it is ``ddim``, number for number.
    """
    times = torch.linspace(-1, TIMES - 1, steps + 1).round().long().flip(0).tolist()
    x = noise
    for time, following in zip(times[:-1], times[1:], strict=True):
        clean = predict(x, torch.full((len(x),), time), condition)
        share = kept()[time]
        next_share = kept()[following] if following >= 0 else torch.ones_like(share)
        stray = (x - share.sqrt() * clean) / (1 - share).sqrt()
        sigma = ((1 - next_share) / (1 - share) * (1 - share / next_share)).sqrt()
        c = (1 - next_share - sigma**2).sqrt()
        x = next_share.sqrt() * clean + c * stray + sigma * torch.randn(x.shape, generator=random)
        if overwritten:
            condition = c
    return x
