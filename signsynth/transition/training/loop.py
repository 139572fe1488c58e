"""The two phases of training, with checkpoints, curves and a moving average."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from diffusers import DDIMScheduler
from tqdm import tqdm

from signsynth.errors import InputError
from signsynth.files.corpus import load_corpus
from signsynth.transition.mixture import initial_mixture
from signsynth.transition.model import TransitionModel
from signsynth.transition.network import NetworkConfig, initial_weights, physical_weights
from signsynth.transition.parts import NODES, WIDTH
from signsynth.transition.training.activity import fitted_law, fitted_sizes
from signsynth.transition.training.gates import fitted_mixture
from signsynth.transition.training.loss import LossConfig, Pupil, reconstruction_loss, transition_loss
from signsynth.transition.training.state import State
from signsynth.transition.training.supply import Supply
from signsynth.transition.training.validation import Validation
from signsynth.transition.training.windows import Mix, Windows

TRAIN_STEPS = 1000
"""Time steps of the noise schedule."""


@dataclass(frozen=True)
class TrainConfig:
    """How long and how fast; the same numbers give the same weights on the same machine.

    ``pretrain`` is the share of steps of phase one, ``rate`` the highest learning rate (cosine from there),
    ``leave_out`` names sources that are not trained on: after every ``every`` steps the averaged weights are judged by
    how well they denoise gaps of these, and the best are kept.
    """

    steps: int = 9000
    batch: int = 64
    seed: int = 0
    rate: float = 2e-3
    warm_up: int = 100
    decay: float = 0.02
    limit: float = 1.0
    pretrain: float = 0.05
    device: str = "cpu"
    workers: int = 1
    leave_out: tuple[str, ...] = ("asl_selfrecorded", "mocap_sample", "msl150")
    every: int = 500
    mixture_batches: int = 500
    law_batches: int = 60
    mix: Mix = field(default_factory=Mix)
    loss: LossConfig = field(default_factory=LossConfig)

    def rate_at(self, step: int) -> float:
        """Learning rate: up over ``warm_up`` steps, then down along half a cosine."""
        return self.rate * (min(1.0, (step + 1) / self.warm_up) * (1 + np.cos(np.pi * step / self.steps)) / 2 + 0.005)


def schedule() -> torch.Tensor:
    """Share of variance that is signal (alpha-bar) at each of 1,000 steps: squared cosine, Nichol and Dhariwal 2021."""
    return DDIMScheduler(TRAIN_STEPS, beta_schedule="squaredcos_cap_v2", prediction_type="sample").alphas_cumprod


def train(corpus: Path, output: Path, config: TrainConfig, network: NetworkConfig) -> TransitionModel:
    """Train, or go on, and write the best of the averaged weights to ``output``.

    Beside it lie ``.state`` (to go on from; removed at the end) and ``.csv`` (curves).
    Errors: ``FileError``, ``InputError`` for a corpus that cannot be read or of which nothing is left; ``InputError``
    for a device that is not there.
    """
    device = _device(config.device)
    torch.manual_seed(config.seed)
    mix = replace(config.mix, leave_out=config.mix.leave_out | frozenset(config.leave_out))
    resting, curves = output.with_suffix(".state"), output.with_suffix(".csv")
    takes = load_corpus(corpus)
    windows = Windows.of(takes, mix)
    sources = list(windows.sources)
    law, mixture = np.zeros((3, 6)), initial_mixture(config.seed)
    sizes = np.ones((NODES, network.waves * WIDTH), np.float32)
    if not resting.exists():
        chances = [np.random.default_rng([config.seed, (1 << 30) + phase]) for phase in range(3)]
        everything = Windows.of(takes, config.mix)
        mixture = fitted_mixture(everything, chances[0], config.seed, batches=config.mixture_batches)
        law = fitted_law(everything, chances[1], mixture, batches=config.law_batches)
        sizes = fitted_sizes(windows, chances[2], law, mixture, network.waves, batches=config.law_batches)
        del everything
    fixed = {**physical_weights(network), **mixture, "sizes": sizes}
    state = State(initial_weights(network, config.seed), fixed, law, device)
    if resting.exists():
        state.load(resting)
    else:
        curves.write_text(
            "step,seconds,rate,reconstruction,distance,waves,elsewhere_distance,elsewhere_noise\n", encoding="utf-8"
        )
        state.save(resting)  # what was fitted is not fitted again
    sizes = state.fixed["sizes"].cpu().numpy()
    guessing = {name: tensor.cpu().numpy() for name, tensor in state.fixed.items()}
    validation = Validation.of(takes, config.leave_out, state.law, guessing)
    best = _best(curves)
    del takes, windows
    kept = schedule().to(device)
    supply = Supply(corpus, mix, state.law, guessing, config.batch, config.seed)
    begun, recent = time.monotonic(), deque(maxlen=config.every)
    bar = tqdm(total=config.steps, initial=state.step, unit="step", desc=output.stem)
    for lesson in supply.lessons(state.step, config.steps, config.workers):
        pupil = Pupil.of(lesson, network, device, sizes)
        recent.append(_taught(state, pupil, kept, config, network))
        bar.update()
        if state.step % config.every == 0 or state.step == config.steps:
            shown = np.array(
                [np.nanmean(column) if np.isfinite(column).any() else np.nan for column in zip(*recent, strict=True)]
            )
            model = _model(state, network, config, sources)
            there, judged = validation.ratio(model), validation.noise_left(model)
            bar.set_postfix_str(
                "distance {1:.3f} waves {2:.3f} elsewhere {3:.3f} {4:.3f}".format(*shown, there, judged)
            )
            with open(curves, "a", encoding="utf-8") as file:
                row = [state.step, round(time.monotonic() - begun), config.rate_at(state.step), *shown, there, judged]
                file.write(",".join(f"{value:.6g}" for value in row) + "\n")
            state.save(resting)
            if not judged >= best:
                best = judged
                replace(model, trust=validation.trust(model)).save(output)
    bar.close()
    resting.unlink(missing_ok=True)
    return TransitionModel.load(output)


def _device(name: str) -> torch.device:
    """Looked for before anything is fitted. Errors: ``InputError`` where this machine has no such device."""
    there = ["cpu", *(["cuda"] if torch.cuda.is_available() else [])]
    if name.partition(":")[0] not in there:
        raise InputError(f"device {name!r}: torch finds no such one here, expected {' or '.join(there)}")
    return torch.device(name)


def _best(curves: Path) -> float:
    """The lowest validation figure so far."""
    rows = [line.rsplit(",", 1)[-1] for line in curves.read_text(encoding="utf-8").splitlines()[1:]]
    return min((float(row) for row in rows), default=float("inf"))


def _taught(
    state: State, pupil: Pupil, kept: torch.Tensor, config: TrainConfig, network: NetworkConfig
) -> tuple[float, float, float]:
    """One step; random numbers depend on its number alone, so that a stop changes nothing."""
    chance = torch.Generator().manual_seed(config.seed * 1_000_003 + state.step)
    batch, device = len(pupil.features), pupil.features.device
    with torch.autocast(device.type, torch.bfloat16):
        if state.step < config.pretrain * config.steps:
            hidden = torch.rand(batch, pupil.features.shape[1], pupil.features.shape[2], 1, generator=chance)
            loss = reconstruction_loss(state.all, network, pupil, (hidden < config.loss.hidden).float().to(device))
            shown = (float(loss.detach()), float("nan"), float("nan"))
        else:
            time_step = (torch.rand(batch, generator=chance) * (TRAIN_STEPS - 1)).long()
            share = kept[time_step.to(device)].clone()
            share[: round(batch * config.loss.mean_share)] = 0.0
            noise = torch.randn(pupil.waves.shape, generator=chance).to(device)
            loss, ratio, waves = transition_loss(state.all, network, pupil, share, noise, config.loss)
            shown = (float("nan"), ratio, waves)
    state.update(loss, config.rate_at(state.step), config.decay, config.limit)
    return shown


def _model(state: State, network: NetworkConfig, config: TrainConfig, sources: list[str]) -> TransitionModel:
    """The averaged weights with what the card says."""
    weights = {name: tensor.cpu().numpy() for name, tensor in {**state.average, **state.fixed}.items()}
    said = {
        key: value for key, value in asdict(config).items() if key in ("steps", "batch", "seed", "rate", "leave_out")
    }
    about = {"sources": sources, "licence": "Apache-2.0", "step": state.step, **said}
    return TransitionModel(network, weights, state.law, about)
