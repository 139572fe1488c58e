"""Crops of pairs in files: bytes, so that thousands fit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from signsynth.files.arrays import read_arrays
from signsynth.files.atomic import atomic_path
from signsynth.render.mesh.lens import Lens
from signsynth.render.neural.inputs import CHANNELS, DEPTH
from signsynth.render.neural.training.poses import Poses
from signsynth.render.neural.training.scene import Cast, Shot, drawn_lens

CROP = 128
_CENTRED = np.array([0] * 4 + [1] * 4 + [0] * 5, bool)
"""Channels from -1 to 1: normals and depth."""


@dataclass(frozen=True)
class Recipe:
    """``shots`` of each person, in front of ``cameras`` cameras; ``crops`` of each."""

    shots: int = 36
    cameras: int = 3
    crops: int = 4
    sizes: tuple[int, ...] = (256, 256, 384, 512)


def packed(inputs: np.ndarray) -> np.ndarray:
    """Channels float32 ``(13, ...)`` as bytes. The rounding is that of the picture's own colours."""
    scaled = np.empty_like(inputs)
    scaled[~_CENTRED] = inputs[~_CENTRED] * 255
    scaled[_CENTRED] = inputs[_CENTRED] * 127 + 128
    scaled[7] = (inputs[7] - DEPTH[0]) * (255 / (DEPTH[1] - DEPTH[0]))
    return np.clip(scaled + 0.5, 0, 255).astype(np.uint8)


def unpacked(packed_: np.ndarray) -> np.ndarray:
    """The way back: bytes ``(n, 13, h, w)`` to float32, background as the network gets it."""
    inputs = packed_.astype(np.float32)
    inputs[:, ~_CENTRED] *= 1 / 255
    inputs[:, 4:7] = (inputs[:, 4:7] - 128) * (1 / 127)
    inputs[:, 7] = inputs[:, 7] * ((DEPTH[1] - DEPTH[0]) / 255) + DEPTH[0]
    inputs[:, 4:8] *= inputs[:, 3:4]
    return inputs


@dataclass(frozen=True, eq=False)
class Shard:
    """Crops of one person: ``inputs`` uint8 ``(n, 13, 128, 128)``, ``targets`` uint8 ``(n, 3, 128, 128)``."""

    inputs: np.ndarray
    targets: np.ndarray

    @classmethod
    def made(cls, seed: int, body: object, poses: Poses, recipe: Recipe, *, known: bool = True) -> Shard:
        """That of person ``seed``."""
        return cls.of(Cast.of(seed, body, known=known), poses, recipe, np.random.default_rng([seed, 2]))

    @classmethod
    def of(cls, cast: Cast, poses: Poses, recipe: Recipe, draw: np.random.Generator) -> Shard:
        """That of a cast."""
        inputs, targets = [], []
        for camera in range(recipe.cameras):
            plain = camera == 0
            stage = cast.stage(Lens() if plain else drawn_lens(draw), int(draw.choice(recipe.sizes)))
            for _ in range(recipe.shots // recipe.cameras):
                shot = stage.shot(cast.vertices(poses, draw))
                for top, left in corners(shot, recipe.crops, draw):
                    here = np.s_[:, top : top + CROP, left : left + CROP]
                    inputs.append(packed(shot.inputs[here]))
                    targets.append(np.moveaxis(shot.target, -1, 0)[here])
        return cls(np.stack(inputs), np.ascontiguousarray(np.stack(targets)))

    def save(self, path: Path) -> None:
        """Write it as ``.npz``. Errors: ``FileError``."""
        with atomic_path(path) as temporary, open(temporary, "wb") as out:
            np.savez(out, inputs=self.inputs, targets=self.targets)

    @classmethod
    def load(cls, path: Path) -> Shard:
        """Read what ``save`` wrote. Errors: ``FileError``."""
        arrays = read_arrays(path)
        return cls(arrays["inputs"], arrays["targets"])


def corners(shot: Shot, count: int, draw: np.random.Generator) -> list[tuple[int, int]]:
    """Top and left of crops around a hand, the face, the outline, and anything of the person."""
    size, found = shot.inputs.shape[1], []
    mask = shot.inputs[3] > 0
    inner = mask[1:-1, 1:-1] & mask[:-2, 1:-1] & mask[2:, 1:-1] & mask[1:-1, :-2] & mask[1:-1, 2:]
    edge = mask.copy()
    edge[1:-1, 1:-1] &= ~inner
    areas = [shot.inputs[CHANNELS.index("hands")] > 0, shot.inputs[CHANNELS.index("face")] > 0, edge, mask]
    for k in range(count):
        rows, columns = np.nonzero(areas[k % 4])
        if not len(rows):
            rows, columns = np.nonzero(mask) if mask.any() else (np.array([size // 2]), np.array([size // 2]))
        at = draw.integers(len(rows))
        place = np.array([rows[at], columns[at]]) - CROP // 2 + draw.integers(-24, 25, 2)
        found.append(tuple(int(c) for c in np.clip(place, 0, size - CROP)))
    return found
