"""A tiny model with random weights: everything about it is real but what it knows."""

from __future__ import annotations

import numpy as np

from signsynth.transition.mixture import initial_mixture
from signsynth.transition.model import TransitionModel
from signsynth.transition.network import NetworkConfig, initial_weights, physical_weights

LAW = np.array([[0.1, -0.1, 0.5, 0.4, 0.6, -2.1], [0.1, -0.15, 0.4, 0.6, 0.4, -1.4], [0.1, -0.15, 0.4, 0.6, 0.4, -1.4]])


def tiny(seed: int = 0, **options: object) -> TransitionModel:
    """Few channels; unlike a fresh one, it corrects."""
    config = NetworkConfig(channels=16, frame_channels=8, encoder_dilations=(1, 2), denoiser_blocks=2, **options)
    rng = np.random.default_rng([seed, 1])
    weights = {
        name: array + 0.05 * rng.standard_normal(array.shape).astype(np.float32)
        for name, array in (initial_weights(config, seed) | initial_mixture(seed)).items()
    }
    return TransitionModel(config, weights | physical_weights(config), LAW, {"seed": seed})
