"""The learned model of transitions as one safetensors file, and what it says without torch."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from signsynth.errors import FileError
from signsynth.files.atomic import atomic_path
from signsynth.transition.gap import Gap
from signsynth.transition.mixture import initial_mixture
from signsynth.transition.network import (
    NetworkConfig,
    condition,
    denoise,
    encode,
    initial_weights,
    physical_weights,
    step_features,
)
from signsynth.transition.parts import NODES, WIDTH
from signsynth.transition.waves import from_waves

KIND = "signsynth transition"
_LARGEST = 32 << 20


@dataclass(frozen=True, eq=False)
class TransitionModel:
    """Configuration, float32 weights by name, the law of activity ``(3, 6)``, and what the card says."""

    config: NetworkConfig
    weights: dict[str, np.ndarray]
    law: np.ndarray
    about: dict[str, Any]
    trust: float = 1.0
    """Share of the correction that the mean prediction takes: what was best on sets that training never saw."""

    def mean(self, gap: Gap) -> np.ndarray:
        """Waves ``(batch, 18, waves * 12)`` of the mean prediction: what denoising nothing but noise gives."""
        told = self.told(gap)
        nothing = np.zeros((*told.shape[:2], self.width), np.float32)
        return self.trust * self.denoised(told, nothing, 0.0, gap.frames)

    @property
    def sizes(self) -> np.ndarray | float:
        """How large waves are ``(18, waves * 12)``: those that are denoised are of size one."""
        return self.weights.get("sizes", 1.0)  # files of before have none

    @property
    def width(self) -> int:
        """Numbers of a part."""
        return self.weights["noisy.in.w"].shape[1]

    def told(self, gap: Gap) -> np.ndarray:
        """What the denoiser is told of both sides."""
        features = gap.features(before_only=self.config.sides == "before")
        return condition(self.weights, encode(self.weights, self.config, features), gap.guess(self.config.waves))

    def denoised(self, told: np.ndarray, noisy: np.ndarray, kept: float, frames: int) -> np.ndarray:
        """Clean waves in ``noisy`` of which a share ``kept`` of the variance is signal."""
        step = step_features(np.full(len(told), np.sqrt(1 - kept)), frames)
        clean = denoise(self.weights, self.config, told, noisy, step)
        return np.sqrt(kept) * noisy + np.sqrt(1 - kept) * clean if self.config.skip else clean

    def parts(self, gap: Gap, waves: np.ndarray, drawn: int | None = None) -> np.ndarray:
        """What ``waves`` add to the guess: ``(batch, 18, frames, 12)``, or ``drawn`` frames of it."""
        return from_waves(waves * self.sizes, gap.frames, self.config.waves, drawn=drawn) * gap.activity

    def save(self, path: Path) -> None:
        """Weights as float16, configuration and card in the metadata; written whole or not at all."""
        arrays = {name: np.ascontiguousarray(array.astype(np.float16)) for name, array in self.weights.items()}
        arrays |= {"law": np.asarray(self.law, np.float32), "trust": np.array([self.trust], np.float32)}
        about = {"kind": KIND, "config": json.dumps(asdict(self.config)), "about": json.dumps(self.about)}
        with atomic_path(path) as part:
            save_file(arrays, part, about)

    @classmethod
    def load(cls, path: str | Path) -> TransitionModel:
        """From a file. Errors: ``FileError`` where it is missing, damaged, too large, or something else."""
        return _loaded(Path(path))


@lru_cache(maxsize=4)
def _loaded(path: Path) -> TransitionModel:
    if not path.is_file():
        raise FileError(f"{path}: no such file, expected a transition model (weights/transition.safetensors)")
    if path.stat().st_size > _LARGEST:
        raise FileError(f"{path}: {path.stat().st_size >> 20} MB, expected a transition model of at most 32 MB")
    try:
        with safe_open(path, "numpy") as file:
            about = file.metadata() or {}
            if about.get("kind") != KIND:
                raise FileError(f"{path}: holds {about.get('kind', 'other tensors')!r}, expected {KIND!r}")
            arrays = {name: file.get_tensor(name) for name in file.keys()}
        stored = json.loads(about["config"])
        known = {field.name for field in fields(NetworkConfig)}
        values = {name: tuple(v) if isinstance(v, list) else v for name, v in stored.items() if name in known}
        config = NetworkConfig(**{"skip": False, **values})  # files of before say nothing of it
        law, trust = arrays.pop("law"), float(arrays.pop("trust")[0])
        arrays.pop("kept", None)  # the steps of a sampler that files of before came with
        _check(path, config, arrays)
    except (SafetensorError, json.JSONDecodeError, KeyError, TypeError, AttributeError) as problem:
        raise FileError(f"{path}: damaged or not a transition model ({problem})") from None
    weights = {name: array.astype(np.float32) for name, array in arrays.items()}
    return TransitionModel(config, weights, law, json.loads(about.get("about", "{}")), trust)


def _check(path: Path, config: NetworkConfig, arrays: dict[str, np.ndarray]) -> None:
    """Every weight has the shape that the configuration gives it."""
    mixture = initial_mixture(0, np.shape(arrays.get("mixture.in.b", [0]))[-1])
    if "sizes" in arrays and arrays["sizes"].shape != (NODES, config.waves * WIDTH):
        found = arrays["sizes"].shape
        raise FileError(f"{path}: sizes of waves are {found}, expected {(NODES, config.waves * WIDTH)}")
    if "mixture.bend.w" not in arrays:  # files of before bend nothing
        mixture = {name: array for name, array in mixture.items() if not name.startswith("mixture.bend")}
    for name, array in {**initial_weights(config, 0), **physical_weights(config), **mixture}.items():
        found = arrays[name].shape if name in arrays else None
        if found != array.shape:
            raise FileError(f"{path}: weight {name!r} is {found or 'missing'}, expected {array.shape}")
