"""What a model's shots have in common: the scene they show, and how frames are handed to the model."""

from __future__ import annotations

from collections.abc import Iterator
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
    """With ``window`` and ``context``."""
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

    def text(self, name: str) -> Any:
        """An embedding of the prompt, ``(1, 512, width)``, on the device that computes; not all pipelines move it."""
        return padded(self.texts[name]).to(self.pipeline._execution_device)

    def labels(self, motion: Motion) -> Iterator[np.ndarray]:
        """Which part each pixel shows, a frame at a time."""
        return self.scene.labels(motion)


def as_video(frames: np.ndarray) -> Any:
    """A tensor ``(1, 3, frames, h, w)`` in -1..1 of uint8 ``(frames, h, w, 3)``, as autoencoders take it."""
    import torch

    return torch.from_numpy(frames.astype(np.float32) / 127.5 - 1).permute(3, 0, 1, 2)[None]
