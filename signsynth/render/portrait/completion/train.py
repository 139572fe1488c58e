"""``python -m signsynth.render.portrait.completion.train -o weights/completion.safetensors``: learn the completion.

Everything it learns from is made on the way: people who do not exist (``signsynth.render.people``).
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from signsynth.render.portrait.completion.lesson import Plan, learned


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and train."""
    plain = Plan()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, required=True, help="weights to write (.safetensors)")
    parser.add_argument("--scratch", type=Path, default=Path("completion-scratch"), help="folder for made people")
    parser.add_argument("--people", type=int, default=plain.people, help=f"(default: {plain.people})")
    parser.add_argument("--steps", type=int, default=plain.steps, help=f"(default: {plain.steps})")
    parser.add_argument("--minutes", type=float, default=plain.minutes, help="end after these, if steps take longer")
    parser.add_argument("--seed", type=int, default=plain.seed, help=f"(default: {plain.seed})")
    options = parser.parse_args(arguments)
    plan = Plan(options.people, options.steps, options.minutes, options.seed)
    begun = time.perf_counter()
    for line in learned(options.output, options.scratch, plan):
        sys.stdout.write(f"{time.perf_counter() - begun:6.0f} s  {line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
