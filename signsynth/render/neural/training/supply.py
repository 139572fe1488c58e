"""Shards made beside the training, one person after another."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from signsynth.render.neural.training.poses import Poses
from signsynth.render.neural.training.shards import Recipe, Shard

HELD_OUT = 1_000_000
"""Seeds from here on are nobody's whom a renderer is trained on."""


@dataclass(frozen=True)
class People:
    """Who is trained on, who judges, and where their pictures are kept."""

    folder: Path
    motions: tuple[Path, ...]
    train: int = 90
    judge: int = 6
    seed: int = 0
    recipe: Recipe = Recipe()

    def wanted(self) -> list[tuple[Path, int, bool]]:
        """File, seed, and whether they are trained on; judges are made first but one."""
        first = self.seed * 10_000
        train = [(self.folder / f"train-{k:05}.npz", first + k, True) for k in range(self.train)]
        judges = [(self.folder / f"judge-{k:05}.npz", HELD_OUT + first + k, False) for k in range(self.judge)]
        return train[:2] + judges[:2] + train[2:8] + judges[2:] + train[8:]

    def paths(self, *, train: bool) -> list[Path]:
        """Files that are there already."""
        return [path for path, _, known in self.wanted() if known == train and path.exists()]

    def make(self) -> None:
        """Make what is missing."""
        from signsynth.body import Body

        torch.set_num_threads(1)
        self.folder.mkdir(parents=True, exist_ok=True)
        body = Body.load()
        poses = Poses.read(self.motions, body, self.folder / "poses.npz")
        for path, seed, known in self.wanted():
            if not path.exists():
                Shard.made(seed, body, poses, self.recipe, known=known).save(path)

    def worker(self) -> multiprocessing.process.BaseProcess:
        """A process that makes them, started; it ends with this one."""
        process = multiprocessing.get_context("spawn").Process(target=self.make, daemon=True)
        process.start()
        return process


class Shelf:
    """Shards in memory, more of them as they come."""

    def __init__(self, people: People, *, train: bool) -> None:
        self._people, self._train = people, train
        self.shards: dict[Path, Shard] = {}

    def look(self) -> None:
        """Read what is new."""
        for path in self._people.paths(train=self._train):
            if path not in self.shards:
                self.shards[path] = Shard.load(path)

    def batch(self, draw: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
        """uint8 inputs ``(size, 13, 128, 128)`` and targets ``(size, 3, 128, 128)``, of chance people."""
        shards = list(self.shards.values())
        which = [shards[k] for k in draw.integers(0, len(shards), size)]
        rows = [int(draw.integers(len(shard.inputs))) for shard in which]
        inputs = np.stack([shard.inputs[row] for shard, row in zip(which, rows, strict=True)])
        return inputs, np.stack([shard.targets[row] for shard, row in zip(which, rows, strict=True)])
