"""``python -m signsynth.render.neural.train -o weights/neural-small.safetensors``: learn the neural renderer.

Everything it learns from is made while it learns: people who do not exist (``signsynth.render.people``), in poses of
the lexica that are named. Training goes on where it was stopped.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from signsynth.errors import InputError, nearest
from signsynth.render.neural.preset import PRESETS
from signsynth.render.neural.training.loop import TrainConfig, train
from signsynth.render.neural.training.supply import People
from signsynth.render.neural.weights import read_network


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and train."""
    plain = TrainConfig()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, required=True, help="weights to write (.safetensors)")
    parser.add_argument("--preset", default="small", help="small or large (default: small)")
    parser.add_argument("--scratch", type=Path, default=Path("neural-scratch"), help="folder for pictures, some GB")
    parser.add_argument("--motions", type=Path, nargs="+", default=[Path("lexicon/ase")], help="folders of lexica")
    parser.add_argument("--people", type=int, default=People.train, help=f"(default: {People.train})")
    parser.add_argument("--start", help="weights to begin with: a preset's name or a file (default: none)")
    parser.add_argument("--keep", type=float, default=plain.keep, help="share of those in the result, 0 to 1")
    parser.add_argument("--rate", type=float, default=plain.rate, help=f"of learning, at first (default: {plain.rate})")
    parser.add_argument("--steps", type=int, default=plain.steps, help=f"(default: {plain.steps})")
    parser.add_argument("--minutes", type=float, default=plain.minutes, help="end after these, if steps take longer")
    parser.add_argument("--batch", type=int, default=plain.batch, help=f"crops a step (default: {plain.batch})")
    parser.add_argument("--seed", type=int, default=plain.seed, help=f"(default: {plain.seed})")
    parser.add_argument("--device", default=plain.device, help="cpu or cuda (default: cpu)")
    options = parser.parse_args(arguments)
    presets = {name.removeprefix("neural-"): preset for name, preset in PRESETS.items()}
    if options.preset not in presets:
        raise InputError(f"preset {options.preset!r}; {nearest(options.preset, presets)}")
    people = People(options.scratch, tuple(options.motions), train=options.people, seed=options.seed)
    config = replace(
        plain,
        steps=options.steps,
        rate=options.rate,
        keep=options.keep,
        minutes=options.minutes,
        batch=options.batch,
        seed=options.seed,
        device=options.device,
    )
    start = read_network(options.start) if options.start else None
    train(options.output, people, config, presets[options.preset], start)


if __name__ == "__main__":
    main()
