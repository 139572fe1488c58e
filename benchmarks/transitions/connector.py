"""The sign connector of Spoken2Sign (Zuo et al., ECCV 2024): a small network that says how long a transition takes.

From its description: places of the joints on both sides and how far each has to go; layers of 64, 64 and 32; the mean
absolute error; Adam at 2e-4 with a cosine. Trained on the movements that ours is fitted to, for about a minute; theirs
saw gaps of at most 9 frames, which is left out here because real ones are longer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi
from pathlib import Path

import numpy as np
import torch
from torch import nn

from benchmarks.transitions.rivals.saved import load_network, save_network
from signsynth.motion import Motion
from signsynth.skeleton import MANUAL
from signsynth.transition.training.tempo import Gap

FPS = 25.0


@dataclass(frozen=True)
class Config:
    """Widths of the hidden layers."""

    hidden: tuple[int, ...] = (64, 64, 32)


class Connector(nn.Module):
    """``(n, 350)`` numbers of both sides to frames ``(n,)`` at 25 a second."""

    Config = Config

    def __init__(self, config: Config) -> None:
        super().__init__()
        widths = [7 * (MANUAL.stop - MANUAL.start), *config.hidden]
        layers = [layer for a, b in zip(widths, widths[1:], strict=False) for layer in (nn.Linear(a, b), nn.ReLU())]
        self.layers = nn.Sequential(*layers, nn.Linear(widths[-1], 1))

    def forward(self, sides: torch.Tensor) -> torch.Tensor:
        """Frames."""
        return self.layers(sides)[:, 0]


@dataclass(frozen=True)
class ConnectorDuration:
    """The connector in the place of ``Duration``."""

    network: Connector

    @classmethod
    def load(cls, path: Path) -> ConnectorDuration:
        """Weights that ``train`` wrote."""
        return cls(load_network(path, Connector))

    def seconds(self, before: Motion, after: Motion) -> float:
        """Length in seconds, at least a frame as in its release."""
        with torch.no_grad():
            sides = torch.from_numpy(_sides(before.pose[-1], after.pose[0])[None])
            return max(float(self.network(sides)[0]), 1.0) / FPS

    def frames(self, before: Motion, after: Motion, pace: float = 1.0) -> int:
        """Whole frames, at least 1."""
        return max(1, round(self.seconds(before, after) / pace * before.fps))


def train(gaps: Iterable[Gap], out: Path, *, steps: int = 20_000, size: int = 128, rate: float = 2e-4) -> None:
    """Write the weights of a connector trained on ``gaps``."""
    torch.manual_seed(0)
    rows = [(_sides(gap.before.pose[-1], gap.after.pose[0]), gap.seconds * FPS) for gap in gaps]
    sides, frames = (torch.from_numpy(np.array(column, np.float32)) for column in zip(*rows, strict=True))
    network, rng = Connector(Config()), torch.Generator().manual_seed(0)
    adam = torch.optim.Adam(network.parameters(), rate)
    for step in range(steps):
        adam.param_groups[0]["lr"] = rate * (1 + cos(pi * step / steps)) / 2
        chosen = torch.randint(len(sides), (size,), generator=rng)
        adam.zero_grad()
        (network(sides[chosen]) - frames[chosen]).abs().mean().backward()
        adam.step()
    out.parent.mkdir(parents=True, exist_ok=True)
    save_network(out, network, {}, {"steps": steps, "examples": len(sides)})


def _sides(last: np.ndarray, first: np.ndarray) -> np.ndarray:
    last, first = (pose[MANUAL].astype(np.float32) for pose in (last, first))
    return np.concatenate([last.ravel(), first.ravel(), np.linalg.norm(first - last, axis=-1)])
