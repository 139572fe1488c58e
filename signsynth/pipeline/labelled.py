"""A word in every picture, whoever draws it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.pipeline.origin import name_of
from signsynth.render.label import Label
from signsynth.signer import Signer
from signsynth.stages import Renderer

LABEL = "synthetic"
LONGEST = 80
"""Characters of a label: longer ones would leave the picture."""
_INK = (110, 116, 126)
"""As the skeleton's theme has it: grey enough for light and dark."""


@dataclass(frozen=True)
class Labelled:
    """A renderer that writes no label of its own, with one."""

    renderer: Renderer
    label: str

    @property
    def name(self) -> str:
        """That of the renderer inside."""
        return name_of(self.renderer)

    def __call__(
        self, motion: Motion, signer: Signer | None = None, *, size: int = 512, fps: float | None = None, seed: int = 0
    ) -> Iterator[np.ndarray]:
        """Its frames, with the label."""
        label = None
        for frame in self.renderer(motion, signer, size=size, fps=fps, seed=seed):
            label = label or Label(self.label, _INK, frame.shape[0])
            yield label.onto(np.array(frame))


def labelled_as(renderer: Any, label: str | None) -> Renderer:
    """``renderer`` that writes ``label`` into every picture, "" for nothing; unchanged for None.

    Errors: ``InputError`` for a label of several lines or more than 80 characters.
    """
    if label is None or getattr(renderer, "label", None) == label:
        return renderer
    if len(label) > LONGEST or not label.isprintable():
        raise InputError(f"label {label[:20]!r}: expected one line of at most {LONGEST} characters")
    if isinstance(renderer, Labelled):
        return labelled_as(renderer.renderer, label)
    if hasattr(renderer, "label"):
        return replace(renderer, label=label)
    return Labelled(renderer, label) if label else renderer
