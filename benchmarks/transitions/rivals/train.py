"""`python -m benchmarks.transitions.rivals.train CORPUS.npz NAME -o OUT.safetensors [--minutes N]`: train one rival.

On the same windows as the model that they are compared with. Weights go to the benchmarks' cache.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.transitions.rivals.batch import Batch
from benchmarks.transitions.rivals.kinds import KINDS
from benchmarks.transitions.rivals.mict import MicTNetwork
from benchmarks.transitions.rivals.saved import save_network
from benchmarks.transitions.rivals.sign_d2c import SignD2CConfig, SignD2CNetwork, full_size
from benchmarks.transitions.rivals.transformer import TransformerNetwork

GAPS = (2, 30)
"""Shortest and longest gap of training, both included."""
FEWEST = 0.2
"""The last learning rate as a share of the first (the ancestor goes from 1e-3 to 2e-4)."""
Draw = Callable[[np.random.Generator, int, int], Batch]
"""Random generator, windows and frames of the gap: a batch."""


@dataclass(frozen=True)
class Plan:
    """How long and how fast; a finite ``minutes`` ends it early on a slow machine, which no seed repeats."""

    steps: int
    size: int = 32
    rate: float = 1e-3
    seed: int = 27
    minutes: float = math.inf


def descend(parts: list[nn.Parameter], loss: Callable[[int], Tensor], plan: Plan, name: str) -> dict[str, object]:
    """Adam with clipped gradients and a cosine of learning rates; what was done, for the file."""
    started, mean, spent = time.perf_counter(), 0.0, 0.0
    adam = torch.optim.Adam(parts, plan.rate)
    for step in range(plan.steps):
        share = 0.5 + 0.5 * math.cos(math.pi * min(1.0, max(step / plan.steps, spent / plan.minutes)))
        adam.param_groups[0]["lr"] = plan.rate * (FEWEST + (1 - FEWEST) * share) * min(1.0, (step + 1) / 100)
        adam.zero_grad()
        value = loss(step)
        value.backward()
        nn.utils.clip_grad_norm_(parts, 5.0)
        adam.step()
        mean += (value.item() - mean) / min(step + 1, 200)
        spent = (time.perf_counter() - started) / 60
        if (step + 1) % 200 == 0:
            print(f"{name} {step + 1}/{plan.steps} loss {mean:.5f} {spent:.1f} min", file=sys.stderr, flush=True)
        if spent > plan.minutes:
            break
    return {"steps": step + 1, "loss": round(mean, 6), "minutes": round(spent, 2), "size": plan.size}


def batches(draw: Draw, plan: Plan) -> Iterator[Batch]:
    """Endless batches, the same for the same seed."""
    rng = np.random.default_rng(plan.seed)
    while True:
        yield draw(rng, plan.size, int(rng.integers(GAPS[0], GAPS[1] + 1)))


def train_sign_d2c(network: SignD2CNetwork, draw: Draw, plan: Plan) -> dict[str, object]:
    """Stage one in the first half of the steps, stage two in the rest."""
    drawn, random = batches(draw, plan), torch.Generator().manual_seed(plan.seed)

    def reconstruction(step: int) -> Tensor:
        batch = next(drawn)
        return network.vae.loss(batch.flat, batch.weights)

    def denoising(step: int) -> Tensor:
        batch = next(drawn)
        padded = batch.padded(network.config.padding)
        return network.denoising_loss(batch.flat, padded, batch.observed, random)

    first = plan.steps // 2
    halves = [
        Plan(n, plan.size, plan.rate, plan.seed, plan.minutes * n / plan.steps) for n in (first, plan.steps - first)
    ]
    stage_one = descend(list(network.vae.parameters()), reconstruction, halves[0], "stage one")
    network.vae.requires_grad_(False)
    stage_two = descend(list(network.denoiser.parameters()), denoising, halves[1], "stage two")
    return {"seed": plan.seed, "stage one": stage_one, "stage two": stage_two}


def train_transformer(network: TransformerNetwork, draw: Draw, plan: Plan) -> dict[str, object]:
    """The distance of points in the gap, straight."""
    drawn = batches(draw, plan)

    def loss(step: int) -> Tensor:
        batch = next(drawn)
        return network.loss(batch.processed(), batch.points, batch.confidence, batch.observed)

    return {"seed": plan.seed, **descend(list(network.parameters()), loss, plan, "transformer")}


def train_mict(network: MicTNetwork, draw: Draw, plan: Plan) -> dict[str, object]:
    """Both parts at once."""
    drawn, random = batches(draw, plan), torch.Generator().manual_seed(plan.seed)

    def loss(step: int) -> Tensor:
        batch = next(drawn)
        return network.loss(batch.flat, batch.observed, batch.weights, random)

    return {"seed": plan.seed, **descend(list(network.parameters()), loss, plan, "mict")}


FITS = {SignD2CNetwork: train_sign_d2c, MicTNetwork: train_mict, TransformerNetwork: train_transformer}


def train(name: str, draw: Draw, plan: Plan, out: Path, *, full: bool = False) -> None:
    """Train the rival of that name and write it; ``full`` gives the ancestor its own size.

    Errors: ``FileError`` where ``out`` cannot be written.
    """
    torch.manual_seed(plan.seed)
    kind = KINDS[name]
    config = full_size(kind.config) if full and isinstance(kind.config, SignD2CConfig) else kind.config
    network = kind.network(config)
    trained = FITS[kind.network](network, draw, plan)
    save_network(out, network, asdict(config), trained)


def draws(corpus: Path) -> Draw:
    """Windows of a corpus, as the diffusion network sees them."""
    from signsynth.files.corpus import load_corpus
    from signsynth.transition.training.windows import Windows

    windows = Windows.of(load_corpus(corpus))

    def draw(rng: np.random.Generator, size: int, frames: int) -> Batch:
        window = windows.batch(rng, size, frames)
        return Batch.of(window.pose, window.clean, window.confidence)

    return draw


def main() -> None:
    """Train the rival that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("name", choices=list(KINDS))
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, help="default: as many as the benchmark takes")
    parser.add_argument("--minutes", type=float, default=Plan.minutes, help="stop here at the latest")
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--full-size", action="store_true", help="Sign-D2C at the width of its release, 512")
    options = parser.parse_args()
    kind = KINDS[options.name]
    plan = Plan(options.steps or kind.steps, kind.size, seed=options.seed, minutes=options.minutes)
    train(options.name, draws(options.corpus), plan, options.out, full=options.full_size)


if __name__ == "__main__":
    main()
