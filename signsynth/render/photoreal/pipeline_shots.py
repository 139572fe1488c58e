"""What a model's shots have in common: the scene they show, and how frames are handed to the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from signsynth.motion import Motion
from signsynth.render.photoreal.prompt import padded
from signsynth.render.photoreal.scene import Scene


@dataclass(frozen=True, eq=False)
class PipelineShots:
    """``Shots`` by a pipeline, one of its segments at a time; a model's own says how one is made (``__call__``)."""

    scene: Scene
    renderer: Any
    """A ``PhotorealRenderer``."""
    pipeline: Any
    texts: dict[str, Any]
    seed: int

    @property
    def window(self) -> int:
        """Frames of a shot."""
        return self.renderer.window

    @property
    def context(self) -> int:
        """How many of them are the last of the shot before."""
        return self.renderer.context

    def prepared(self, motion: Motion) -> Motion:
        """The motion with all that the scene draws from."""
        return self.scene.prepared(motion)

    def reference(self) -> tuple[np.ndarray, np.ndarray] | None:
        """The picture that colours are matched to, with the part of every pixel; see ``Scene.reference``."""
        return self.scene.reference()

    def labels(self, motion: Motion) -> Iterator[np.ndarray]:
        """Which part each pixel shows, a frame at a time."""
        return self.scene.labels(motion)

    def __call__(self, motion: Motion, before: np.ndarray | None, number: int) -> np.ndarray:
        """As ``Shots``; each model's own."""
        raise NotImplementedError

    def text(self, name: str) -> Any:
        """An embedding of the prompt, ``(1, 512, width)``, on the device that computes; not all pipelines move it."""
        return padded(self.texts[name]).to(self.pipeline._execution_device)

    def noise(self, number: int) -> Any:
        """Where the ``number``-th shot's noise comes from: the CPU, so that a seed gives the same on every card."""
        import torch

        return torch.Generator("cpu").manual_seed(shot_seed(self.seed, number))


def shot_seed(seed: int, number: int) -> int:
    """A seed of its own for each shot of a video, below 2^63."""
    return int(np.random.SeedSequence([seed % 2**63, number]).generate_state(1, np.uint64)[0] >> 1)


def pictures(frames: Iterable[np.ndarray]) -> list[Any]:
    """PIL pictures of uint8 frames, as pipelines take them."""
    from PIL.Image import fromarray

    return [fromarray(np.ascontiguousarray(frame)) for frame in frames]


def as_frames(made: np.ndarray) -> np.ndarray:
    """uint8 frames of what a pipeline gives, 0..1."""
    return np.rint(np.clip(made, 0, 1) * 255).astype(np.uint8)


def as_video(frames: np.ndarray) -> Any:
    """A tensor ``(1, 3, frames, h, w)`` in -1..1 of uint8 ``(frames, h, w, 3)``, as autoencoders take it."""
    import torch

    return torch.from_numpy(frames.astype(np.float32) / 127.5 - 1).permute(3, 0, 1, 2)[None]
