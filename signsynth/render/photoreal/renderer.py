"""What renderers by big models of others have in common; each model's own file says the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.render.photoreal import memory as choices
from signsynth.render.photoreal.long_video import LongVideo
from signsynth.render.photoreal.pipeline_shots import PipelineShots
from signsynth.render.photoreal.prompt import CACHE, encoded, read_prompt
from signsynth.render.photoreal.scene import Scene
from signsynth.render.photoreal.shot import check_window
from signsynth.render.photoreal.weights import Model, located, needs_diffusion
from signsynth.signer import Signer
from signsynth.stages import Renderer


@dataclass(frozen=True, eq=False)
class PhotorealRenderer:
    """A signer by a pipeline of diffusers; meets ``stages.Renderer``.

    Needs the ``[diffusion]`` extra, the model's weights and a graphics card: see docs/photoreal.md. A motion of any
    length is made in shots (``LongVideo``), each of which goes on from the last frames of the one before.

    ``weights``    folder or hub id; nothing is downloaded unless ``download`` says so.
    ``memory``     how a model larger than the card is held: none, offload, sequential, group, fp8 or int8.
    ``reference``  uint8 ``(n, n, 3)``: a picture of the person, framed as the signer is drawn
                   (``pipeline.reference``); None: the signer as ``driver`` draws them. A picture is somebody's
                   likeness: the signer must hold consent.
    ``prompt``     file of ``signsynth photoreal prompt``; None: the one in the folder of weights, else the text
                   encoder there is used.
    ``driver``     what draws the signer: a name in ``render.RENDERERS`` or a ``Renderer``.
    ``steps``      of denoising; None: as the makers of the weights have it.
    ``window``     frames of a shot, 4 n + 1; ``context`` of them, 4 n + 1 too, are the last of the shot before.
    ``overlap``, ``match``, ``label``  as for ``LongVideo``.
    ``pipeline``   one that is loaded already, instead of ``weights``.
    """

    model: ClassVar[Model]
    maker: ClassVar[type[PipelineShots]]
    contexts: ClassVar[tuple[int, ...]] = (1, 5)

    weights: str | Path | None = None
    memory: str = "none"
    reference: np.ndarray | None = None
    prompt: str | Path | None = None
    driver: str | Renderer = "mesh"
    download: bool = False
    steps: int | None = None
    window: int = 81
    context: int = 5
    overlap: int = 4
    match: float = 1.0
    device: str = "auto"
    label: str = "synthetic"
    without_consent: bool = False
    pipeline: Any = None
    detail: int = 1024
    """Size at which a face is drawn before it is cut out, where the model wants faces."""

    def __post_init__(self) -> None:
        if self.context not in self.contexts:
            raise InputError(f"context {self.context}: expected {_listed(self.contexts)} frames of the shot before")
        if self.window % 4 != 1 or not 17 <= self.window <= 401:
            raise InputError(
                f"window {self.window}: expected 4 n + 1 frames, from 17 to 401; the model learned about 80"
            )
        check_window(self.window, self.context, self.overlap)
        if self.steps is not None and not 1 <= self.steps <= 1000:
            raise InputError(f"steps {self.steps}: expected 1 to 1000")

    def __call__(
        self, motion: Motion, signer: Signer | None = None, *, size: int = 512, fps: float | None = None, seed: int = 0
    ) -> Iterator[np.ndarray]:
        """Yields uint8 ``(size, size, 3)`` RGB, a shot at a time; the same seed gives the same video.

        The model is loaded before this returns. Errors: ``FileError`` without weights, saying what to download;
        ``InputError`` for a likeness without consent and for sizes outside 64 to 2048.
        """
        video = LongVideo(self, overlap=self.overlap, match=self.match, label=self.label)
        return video(motion, signer, size=size, fps=fps, seed=seed)

    def shots(self, signer: Signer | None, *, size: int, seed: int) -> PipelineShots:
        """The ``Shots`` of one video."""
        self._check_consent(signer)
        if self.pipeline is None:
            choices.checked(self.memory, choices.device(self.device))
        scene = Scene(signer, size, self.driver, self.reference, self.detail)
        texts = self._texts  # first: the text encoder and the model need not be in memory at once
        return self.maker(scene, self, self._ready, texts, seed)

    def loaded(self, folder: Path, device: str) -> Any:
        """The pipeline of a folder of weights, held as ``memory`` says; without its text encoder."""
        raise NotImplementedError

    @cached_property
    def _ready(self) -> Any:
        if self.pipeline is not None:
            return self.pipeline
        folder = self._folder
        needs_diffusion(self.model.name)
        return self.loaded(folder, choices.device(self.device))

    @cached_property
    def _texts(self) -> dict[str, Any]:
        """The prompt's embeddings."""
        if self.prompt is not None:
            return read_prompt(self.prompt)
        if self.pipeline is not None:
            raise InputError("prompt: a loaded pipeline needs the file of `signsynth photoreal prompt`, none was given")
        cache = self._folder / CACHE
        return read_prompt(cache) if cache.is_file() else encoded(self._folder, self.model.prompt)

    @cached_property
    def _folder(self) -> Path:
        return located(self.model, self.weights, download=self.download)

    def _check_consent(self, signer: Signer | None) -> None:
        if self.without_consent:
            return
        if signer is not None:
            signer.check_consent()
        if self.reference is None:
            return
        # A drawn signer's consent is nobody's: it cannot speak for the person in a picture.
        if signer is None or signer.provenance.synthetic or not signer.consent.strip():
            raise InputError(
                "reference: a picture shows somebody, and this signer holds no consent of theirs; use a signer of the "
                "same person, made with --consent, or say without_consent (--without-consent) and answer for it"
            )


def check_guidance(guidance: float) -> None:
    """Errors: ``InputError`` outside 0 to 30."""
    if not 0 <= guidance <= 30:
        raise InputError(f"guidance {guidance}: expected 0 to 30")


def _listed(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers[:-1])) + f" or {numbers[-1]}"
