"""``python -m signsynth.transition.train CORPUS.npz -o transition.safetensors``: learn transitions.

The corpus comes from ``python -m signsynth.pipeline.corpus``. Training goes on where it was stopped.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from signsynth.transition.network import NetworkConfig
from signsynth.transition.training.loop import TrainConfig, train


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and train."""
    plain, net = TrainConfig(), NetworkConfig()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, help="recordings, from python -m signsynth.pipeline.corpus")
    parser.add_argument("-o", "--output", type=Path, required=True, help="weights to write (.safetensors)")
    parser.add_argument("--steps", type=int, default=plain.steps, help=f"of training (default: {plain.steps})")
    parser.add_argument("--batch", type=int, default=plain.batch, help=f"gaps a step (default: {plain.batch})")
    parser.add_argument("--seed", type=int, default=plain.seed, help=f"(default: {plain.seed})")
    parser.add_argument("--device", default="cpu", help="cpu or cuda (default: cpu)")
    parser.add_argument("--workers", type=int, default=1, help="processes that make windows (default: 1)")
    parser.add_argument("--leave-out", nargs="*", default=plain.leave_out, metavar="SOURCE", help="to validate on")
    parser.add_argument("--graph", choices=("learned", "physical", "none"), default=net.graph, help="ablation")
    parser.add_argument("--sides", choices=("both", "before"), default=net.sides, help="ablation")
    options = parser.parse_args(arguments)
    config = replace(
        plain,
        steps=options.steps,
        batch=options.batch,
        seed=options.seed,
        device=options.device,
        workers=options.workers,
        leave_out=tuple(options.leave_out),
    )
    train(options.corpus, options.output, config, replace(net, graph=options.graph, sides=options.sides))


if __name__ == "__main__":
    main()
