"""Waves drawn from the model in a few steps that keep how far apart draws are.

A solver of second order: DPM-Solver++(2M), Lu et al. 2022, algorithm 2, at the noise levels of Karras et al. 2022,
equation 5. One of first order (DDIM) loses most of the spread in so few steps: where waves vary by 5 times the unit
noise, four of its steps leave 0.4 of that, these six 1.06; by 0.5 to 8 times, 0.95 to 1.08.
"""

from __future__ import annotations

import numpy as np

from signsynth.transition.gap import Gap
from signsynth.transition.model import TransitionModel

STEPS = 6
_NOISIEST, _CLEANEST, _BEND = 20.0, 0.1, 7.0
"""Noise over signal at the first step and at the last but one: beyond 20 no wave is seen, below 0.1 all are."""


def noise_levels(steps: int = STEPS) -> np.ndarray:
    """Noise over signal (sigma) at each step, falling to 0: ``(steps + 1,)``."""
    ends = _NOISIEST ** (1 / _BEND), _CLEANEST ** (1 / _BEND)
    return np.append(np.linspace(*ends, steps) ** _BEND, 0.0)


def drawn_waves(model: TransitionModel, gap: Gap, noise: np.ndarray, steps: int = STEPS) -> np.ndarray:
    """Waves like ``noise``, standard normal ``(batch, 18, waves * 12)``: each noise is one of the likely movements."""
    told, levels = model.told(gap), noise_levels(steps)
    # Of nothing but noise the model says the mean; the noise lies about it.
    clean = model.denoised(told, np.zeros(noise.shape, np.float32), 0.0, gap.frames)
    waves, before, last = clean + levels[0] * noise, None, 0.0
    for level, coming in zip(levels[:-1], levels[1:], strict=True):
        if before is not None:
            seen = (waves / np.hypot(1.0, level)).astype(np.float32)
            clean = model.denoised(told, seen, float(1 / (1 + level**2)), gap.frames)
        if coming == 0:
            break
        step = np.log(level / coming)
        # What the next step would say, from this one and the one before it.
        ahead = clean if before is None else clean + (clean - before) * (step / (2 * last))
        waves = coming / level * waves + (1 - coming / level) * ahead
        before, last = clean, step
    return clean
