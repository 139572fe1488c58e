"""Sign-D2C (arXiv 2411.16810), the ancestor of graph diffusion: as released, and corrected.

Written from a description of its release; no line of it is copied. What is certain there: the auto-encoder of stage
one, 4 heads, T = 1000 with cosine betas, x0 prediction, 5 DDIM steps with eta 1, a condition of masked latents
plus the time embedding, L1 in latents, and the five defects that ``SignD2CConfig`` names. What is our reading: two
layers in the denoiser, places added to the condition, and that padding also starts the sampling.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from benchmarks.transitions.rivals.attention import Denoiser, Size
from benchmarks.transitions.rivals.pose_vae import PoseVAE
from benchmarks.transitions.rivals.sampling import TIMES, ddim, ddim_as_released, noised


@dataclass(frozen=True)
class SignD2CConfig(Size):
    """Size, and one switch for each defect of the release; the defaults are the right way.

    ``width`` is that of the latents: 512 in the release, with ``feedforward`` 2048.
    """

    steps: int = 5
    keep: float = 0.7
    """Share of frames that ``scattered_masks`` keep."""
    causal: bool = False
    """All attention, to itself and across, sees the past only: the gap cannot know the sign that it must reach."""
    condition_overwritten: bool = False
    """After the first step the sampler passes a scalar for the condition."""
    leaking_latents: bool = False
    """Training masks the latents of the whole sequence, which know the hidden frames; sampling cannot."""
    padding: bool = True
    """Straight lines through the gap, before the encoder and as the start of sampling; else zeros and pure noise."""
    observed_put_back: bool = True
    """The sequence returned has the frames that were given, bit for bit."""
    scattered_masks: bool = False
    """Training hides single frames at random, not whole gaps. Not one of the five; the release does so."""


CORRECTED = SignD2CConfig()
RELEASED = SignD2CConfig(
    causal=True,
    condition_overwritten=True,
    leaking_latents=True,
    padding=False,
    observed_put_back=False,
    scattered_masks=True,
)


class SignD2CNetwork(nn.Module):
    """Both stages: ``vae`` and ``denoiser``."""

    Config = SignD2CConfig

    def __init__(self, config: SignD2CConfig) -> None:
        super().__init__()
        self.config = config
        self.vae = PoseVAE(config, config.causal)
        self.denoiser = Denoiser(config.width, config, config.causal)

    def denoising_loss(self, poses: Tensor, padded: Tensor, observed: Tensor, random: torch.Generator) -> Tensor:
        """L1 in latents; ``poses`` and ``padded (batch, frames, 150)``, ``observed`` bool ``(frames,)``.

        ``padded`` has straight lines or zeros where ``observed`` is false. The auto-encoder is frozen.
        """
        config = self.config
        with torch.no_grad():
            clean = self.vae.encode(poses)
            code = clean if config.leaking_latents else self.vae.encode(padded)
        mask = observed.expand(len(poses), -1)
        if config.scattered_masks:
            mask = torch.rand(mask.shape, generator=random) < config.keep
        time = torch.randint(TIMES, (len(poses),), generator=random)
        noise = torch.randn(clean.shape, generator=random)
        made = self.denoiser(noised(clean, noise, time), time, code * mask[..., None])
        return (made - clean).abs().mean()

    @torch.no_grad()
    def fill(self, poses: Tensor, observed: Tensor, seed: int) -> Tensor:
        """The network's version of all frames ``(batch, frames, 150)``; ``poses`` as ``padded`` above."""
        config = self.config
        random = torch.Generator().manual_seed(seed)
        code = self.vae.encode(poses)
        condition = code * observed[:, None]
        noise = torch.randn(code.shape, generator=random)
        if config.condition_overwritten:
            latents = ddim_as_released(self.denoiser, condition, noise, random, steps=config.steps)
        else:
            start = code if config.padding else None
            latents = ddim(self.denoiser, condition, noise, random, steps=config.steps, padded=start)
        return self.vae.decode(latents)


def full_size(config: SignD2CConfig) -> SignD2CConfig:
    """The same switches at the size of the release: 15 and 9 million numbers, for a GPU."""
    return replace(config, width=512, feedforward=2048)
