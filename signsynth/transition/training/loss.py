"""What training makes small: distances of the mean prediction, and errors of denoised waves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from signsynth.transition.network import (
    NetworkConfig,
    Ops,
    Weights,
    condition,
    decode,
    denoise,
    encode,
    step_features,
)
from signsynth.transition.parts import USED
from signsynth.transition.training.distance import axes, chains, distance
from signsynth.transition.training.lesson import Lesson
from signsynth.transition.waves import sine_waves, spread_waves, spreads

_SMALLEST, _USUAL = 0.002, 0.02
_CLEAREST = 1e-3


def _zeros(like: torch.Tensor, shape: tuple[int, ...]) -> torch.Tensor:
    return torch.zeros(shape, dtype=like.dtype, device=like.device)


def _softmax(x: torch.Tensor) -> torch.Tensor:
    return torch.softmax(x, -1)


TORCH = Ops(lambda parts, axis: torch.cat(parts, axis), torch.nn.functional.silu, torch.exp, _softmax, _zeros)


@dataclass(frozen=True)
class LossConfig:
    """``mean_share`` of a batch is asked for the mean prediction, the others for denoising.

    ``relative`` 0 counts distances as they are, 1 by the activity of their window: between both, smooth motion counts
    beside noisy one. ``hidden`` is the share of parts and frames that pre-training hides.
    """

    mean_share: float = 0.4
    relative: float = 0.5
    mean_weight: float = 8.0
    wave_weight: float = 1.0
    hidden: float = 0.3


@dataclass(frozen=True, eq=False)
class Pupil:
    """A lesson as tensors on a device."""

    features: torch.Tensor
    guess: torch.Tensor
    missed: torch.Tensor
    activity: torch.Tensor
    known: torch.Tensor
    waves: torch.Tensor
    sizes: torch.Tensor

    @classmethod
    def of(cls, lesson: Lesson, config: NetworkConfig, device: torch.device, sizes: np.ndarray | float = 1.0) -> Pupil:
        """``waves`` are those of what was missed with the tremor of the tracker, ``missed`` is without.

        ``sizes (18, waves * 12)`` of the waves make those that are denoised of size one.
        """
        waves = lesson.waves(config.waves, sizes)
        arrays = (
            lesson.gap.features(before_only=config.sides == "before"),
            lesson.gap.guess(config.waves),
            lesson.missed,
            lesson.gap.activity,
            lesson.known,
            waves,
            np.broadcast_to(sizes, waves.shape[1:]),
        )
        return cls(*(torch.from_numpy(np.array(array, np.float32)).to(device) for array in arrays))


def reconstruction_loss(weights: Weights, config: NetworkConfig, pupil: Pupil, hidden: torch.Tensor) -> torch.Tensor:
    """Phase one: what an encoder and a linear decoder lose of the observed frames of which some are hidden.

    ``hidden (batch, 18, 16, 1)`` is 1 where features are. Masked reconstruction as in He et al. 2022, on the graph.
    """
    code = encode(weights, config, pupil.features * (1 - hidden), TORCH)
    missed = (decode(weights, code).float() - pupil.features[..., :12]).abs()
    return missed.clamp(max=4).mean()


def transition_loss(
    weights: Weights, config: NetworkConfig, pupil: Pupil, kept: torch.Tensor, noise: torch.Tensor, loss: LossConfig
) -> tuple[torch.Tensor, float, float]:
    """Phase two. ``kept (batch,)`` is the share of variance that is signal (alpha-bar); 0 asks for the mean.

    ``noise`` is like ``pupil.waves``. Returns the loss, the distance of the mean prediction over the process's, and the
    mean squared error of waves.
    """
    batch, _, frames, _ = pupil.missed.shape
    asked = kept == 0
    used = torch.from_numpy((spread_waves(frames, config.waves) > 0).astype(np.float32)).to(noise.device)
    root = kept[:, None, None]
    noisy = root**0.5 * pupil.waves + torch.where(root > 0, (1 - root) ** 0.5, 0.0) * noise * used
    step = torch.from_numpy(step_features(np.sqrt(1 - kept.cpu().numpy()), frames)).to(noise.device)
    told = condition(weights, encode(weights, config, pupil.features, TORCH), pupil.guess)
    clean = denoise(weights, config, told, noisy, step, TORCH).float()
    if config.skip:
        clean = root**0.5 * noisy + (1 - root) ** 0.5 * clean
    clean = clean * used

    mean_loss, ratio = clean.new_zeros(()), float("nan")
    if asked.any():
        with torch.autocast(noise.device.type, enabled=False):
            mean_loss, ratio = _mean_loss(clean[asked], pupil, asked, config.waves, loss.relative)
    known = (pupil.known[~asked] > 0).float()[..., None]
    # What passes the network by is no merit of its own: errors count by the noise there was.
    hard = 1 / (1 - root[~asked]).clamp(min=_CLEAREST) if config.skip else 1.0
    off = ((clean - pupil.waves)[~asked].square() * hard * used * known).sum()
    wave_loss = off / (used.sum() * max(int((~asked).sum()), 1))
    total = loss.mean_weight * mean_loss + loss.wave_weight * wave_loss
    return total, ratio, float(wave_loss.detach())


def _mean_loss(
    clean: torch.Tensor, pupil: Pupil, asked: torch.Tensor, waves: int, relative: float
) -> tuple[torch.Tensor, float]:
    """Distance of the movement that ``clean`` waves make, and what share it is of the process's."""
    missed, unit, known = pupil.missed[asked], pupil.activity[asked], pupil.known[asked]
    chain, axis = (torch.from_numpy(array).to(clean.device) for array in (chains(), axes()))
    lengths = distance((drawn(clean * pupil.sizes, missed.shape[2], waves) - missed) * unit, known, chain, axis)
    before = distance(missed * unit, known, chain, axis)
    scale = unit[:, 4:6, 0, 0].mean(1) + _SMALLEST
    loss = (lengths * (scale / _USUAL) ** -relative).mean()
    return loss, float(lengths.mean().detach() / before.mean())


def drawn(waves: torch.Tensor, frames: int, count: int) -> torch.Tensor:
    """``from_waves`` for tensors."""
    size = torch.from_numpy(np.array(spreads(frames, count), np.float32)).to(waves.device)
    curves = torch.from_numpy(np.array(sine_waves(frames, count), np.float32)).to(waves.device)
    sized = waves.view(len(waves), len(USED), count, -1) * size[..., None]
    return curves.T @ sized
