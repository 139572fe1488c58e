"""The learned model trained again without one of its parts, all with one small budget, seed and corpus.

Weights lie in the benchmarks' cache and are never committed. Mixture and law of activity are those of the shipped
weights, for all: only the network differs, and neither is fitted again. Weights that ship later change neither: raise
``VERSION`` then.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.transitions.rivals import training_corpus
from signsynth.transition.model import TransitionModel
from signsynth.transition.network import NetworkConfig

if TYPE_CHECKING:
    from signsynth.transition.training.loop import TrainConfig

VERSION = "2"
"""Raise it when the model or its training changes, so that all are trained again."""
STEPS = 1500
EVERY = 250
"""Steps between two looks at the sets left out."""
ABLATED: dict[str, tuple[NetworkConfig, int]] = {
    "whole network": (NetworkConfig(), 0),
    "physical graph only": (NetworkConfig(graph="physical"), 0),
    "no graph": (NetworkConfig(graph="none"), 0),
    "one side": (NetworkConfig(sides="before"), 0),
    "whole, another seed": (NetworkConfig(), 1),
}
"""Name in the table -> network and seed; others are compared with the first, and the last shows what chance does."""
_HEAD = "step,seconds,rate,reconstruction,distance,waves,elsewhere_distance,elsewhere_noise\n"


@dataclass(frozen=True)
class Ablation:
    """One trained network. ``curve``: step -> share of the variance that denoising leaves on sets left out."""

    model: TransitionModel
    curve: dict[int, float]
    distance: dict[int, float] = field(default_factory=dict)
    """Step -> distance of the mean prediction ÷ the mixture's, there too."""

    @classmethod
    def load(cls, path: Path) -> Ablation:
        """Weights and, beside them, what training wrote."""
        rows = [line.split(",") for line in path.with_suffix(".csv").read_text(encoding="utf-8").splitlines()[1:]]
        curve, distance = ({int(row[0]): float(row[k]) for row in rows} for k in (-1, -2))
        return cls(TransitionModel.load(path), curve, distance)


def budget(seed: int = 0) -> TrainConfig:
    """As the shipped weights are trained, but for the number of steps."""
    from signsynth.transition.training.loop import TrainConfig

    return TrainConfig(steps=STEPS, every=EVERY, seed=seed)


def ablations(cache: Path, train: bool = True, corpus: Path | None = None) -> dict[str, Ablation]:
    """Name -> what was trained, from ``cache/ablations-VERSION``.

    What is not there, or was stopped, is trained first; without ``train`` it is left out. ``corpus`` is built from the
    shared data where none is given.
    """
    folder = cache / f"ablations-{VERSION}"
    paths = {name: folder / f"{re.sub('[^a-z]+', '-', name)}.safetensors" for name in ABLATED}
    for name, path in paths.items():
        if train and not _done(path):
            network, seed = ABLATED[name]
            print(f"training without a part: {name}, {STEPS} steps, once …", file=sys.stderr)
            folder.mkdir(parents=True, exist_ok=True)
            fit(path, network, corpus or training_corpus(cache), budget(seed))
    return {name: Ablation.load(path) for name, path in paths.items() if _done(path)}


def fit(path: Path, network: NetworkConfig, corpus: Path, config: TrainConfig) -> None:
    """Train one network, or go on, to weights at ``path``, with the mixture and the law of the shipped weights."""
    import numpy as np
    import torch

    from signsynth.transition.diffusion import bundled
    from signsynth.transition.mixture import initial_mixture
    from signsynth.transition.network import initial_weights, physical_weights
    from signsynth.transition.parts import NODES, WIDTH
    from signsynth.transition.training.loop import train
    from signsynth.transition.training.state import State

    resting = path.with_suffix(".state")
    if not resting.exists():
        shipped = TransitionModel.load(bundled())
        fixed = initial_mixture(config.seed) | {"sizes": np.ones((NODES, network.waves * WIDTH), np.float32)}
        fixed |= {name: shipped.weights[name] for name in fixed if name in shipped.weights}
        weights, law = initial_weights(network, config.seed), np.array(shipped.law)
        State(weights, physical_weights(network) | fixed, law, torch.device(config.device)).save(resting)
        path.with_suffix(".csv").write_text(_HEAD, encoding="utf-8")
    train(corpus, path, config, network)


def _done(path: Path) -> bool:
    """Training removes its state at the end."""
    return path.exists() and not path.with_suffix(".state").exists()
