"""Photographs in motion by Wan-Animate: a stick figure says how, a face says what is expressed, a picture says who."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.render.photoreal import memory as choices
from signsynth.render.photoreal.long_video import LongVideo
from signsynth.render.photoreal.pipeline_shots import PipelineShots, as_video
from signsynth.render.photoreal.prompt import CACHE, encoded, read_prompt
from signsynth.render.photoreal.scene import Scene
from signsynth.render.photoreal.shot import check_window
from signsynth.render.photoreal.weights import ANIMATE, located, needs_diffusion
from signsynth.signer import Signer
from signsynth.stages import Renderer


@dataclass(frozen=True, eq=False)
class WanAnimateRenderer:
    """Drives diffusers' ``WanAnimatePipeline`` (Wan2.2-Animate-14B) in ``animate`` mode; meets ``stages.Renderer``.

    Needs the ``[diffusion]`` extra, the model's weights and a large graphics card: see docs/photoreal.md. A motion of
    any length is made in shots (``LongVideo``), each of which goes on from the last frames of the one before.

    ``weights``    folder or hub id; nothing is downloaded unless ``download`` says so.
    ``memory``     how a model larger than the card is held: none, offload, sequential, group, fp8 or int8.
    ``reference``  uint8 ``(n, n, 3)``: a picture of the person, framed as the signer is drawn
                   (``pipeline.reference``); None: the signer as ``driver`` draws them. A picture is somebody's
                   likeness: the signer must hold consent.
    ``prompt``     file of ``signsynth photoreal prompt``; None: the one in the folder of weights, else the text
                   encoder there is used.
    ``driver``     what draws the signer: a name in ``render.RENDERERS`` or a ``Renderer``.
    ``steps``, ``guidance``  denoising steps; above 1, guidance against the negative prompt takes twice as long.
    ``window``     frames of a shot, 4 n + 1; ``context`` of them, 1 or 5, are the last of the shot before.
    ``pipeline``   a ``WanAnimatePipeline`` that is loaded already, instead of ``weights``.
    """

    weights: str | Path | None = None
    memory: str = "none"
    reference: np.ndarray | None = None
    prompt: str | Path | None = None
    driver: str | Renderer = "mesh"
    download: bool = False
    steps: int = 20
    guidance: float = 1.0
    window: int = 77
    context: int = 5
    overlap: int = 4
    match: float = 1.0
    detail: int = 1024
    device: str = "auto"
    label: str = "synthetic"
    without_consent: bool = False
    pipeline: Any = None

    def __post_init__(self) -> None:
        check_frames(self.window, self.context, self.overlap)
        if not 1 <= self.steps <= 1000 or not 0 <= self.guidance <= 30:
            raise InputError(f"steps {self.steps}, guidance {self.guidance}: expected 1 to 1000 and 0 to 30")

    def __call__(
        self, motion: Motion, signer: Signer | None = None, *, size: int = 512, fps: float | None = None, seed: int = 0
    ) -> Iterator[np.ndarray]:
        """Yields uint8 ``(size, size, 3)`` RGB, a shot at a time; the same seed gives the same video.

        The model is loaded before this returns. Errors: ``FileError`` without weights, saying what to download;
        ``InputError`` for a likeness without consent and for sizes outside 64 to 2048.
        """
        video = LongVideo(self, overlap=self.overlap, match=self.match, label=self.label)
        return video(motion, signer, size=size, fps=fps, seed=seed)

    def shots(self, signer: Signer | None, *, size: int, seed: int) -> _Shots:
        """The ``Shots`` of one video."""
        check_consent(self, signer)
        if self.pipeline is None:
            choices.checked(self.memory, choices.device(self.device))
        scene = Scene(signer, size, self.driver, self.reference, self.detail)
        texts = self._texts  # first: the text encoder and the model need not be in memory at once
        return _Shots(scene, self, self._loaded, texts, seed)

    @cached_property
    def _loaded(self) -> Any:
        """The pipeline, ready to run."""
        if self.pipeline is not None:
            return self.pipeline
        device = choices.device(self.device)
        folder = self._folder
        needs_diffusion(ANIMATE.name)
        import torch
        from diffusers import AutoencoderKLWan, WanAnimatePipeline, WanAnimateTransformer3DModel

        kind = torch.float32 if device == "cpu" else torch.bfloat16
        given = {"text_encoder": None, "tokenizer": None}
        # In half precision the autoencoder shows: its makers run it in single.
        given["vae"] = AutoencoderKLWan.from_pretrained(
            folder, subfolder="vae", dtype=torch.float32, local_files_only=True
        )
        if (settings := choices.quantised(self.memory, device)) is not None:
            with torch.cuda.device(device):  # 8 bits are made on the card at once, and by default on the first one
                given["transformer"] = WanAnimateTransformer3DModel.from_pretrained(
                    folder, subfolder="transformer", dtype=kind, quantization_config=settings, local_files_only=True
                )
        pipeline = WanAnimatePipeline.from_pretrained(folder, dtype=kind, local_files_only=True, **given)
        choices.MEMORY[self.memory](pipeline, device)
        pipeline.set_progress_bar_config(disable=True)
        return pipeline

    @cached_property
    def _texts(self) -> dict[str, Any]:
        return texts(self.prompt, None if self.prompt or self.pipeline is not None else self._folder)

    @cached_property
    def _folder(self) -> Path:
        return located(ANIMATE, self.weights, download=self.download)


class _Shots(PipelineShots):
    def __call__(self, motion: Motion, before: np.ndarray | None, number: int) -> np.ndarray:
        import torch
        from PIL.Image import fromarray

        size, guidance = self.scene.inner, self.renderer.guidance
        seen = self.pipeline.transformer.config.motion_encoder_size
        with going_on_from(self.pipeline, before):
            made = self.pipeline(
                image=fromarray(self.scene.own),
                pose_video=[fromarray(picture) for picture in self.scene.poses(motion)],
                face_video=[fromarray(picture) for picture in self.scene.faces(motion, seen)],
                prompt_embeds=self.text("prompt"),
                negative_prompt_embeds=self.text("negative") if guidance > 1 else None,
                height=size,
                width=size,
                segment_frame_length=len(motion),
                prev_segment_conditioning_frames=self.context,
                num_inference_steps=self.renderer.steps,
                guidance_scale=guidance,
                mode="animate",
                # On the CPU, so that a seed gives the same noise on every card.
                generator=torch.Generator("cpu").manual_seed(shot_seed(self.seed, number)),
                output_type="np",
            ).frames[0]
        return np.rint(np.clip(made, 0, 1) * 255).astype(np.uint8)


@contextmanager
def going_on_from(pipeline: Any, before: np.ndarray | None) -> Iterator[None]:
    """Let the first segment of a call go on from frames uint8 ``(context, h, w, 3)``, as later segments of it do.

    The pipeline does so within one call only, and keeps all of its frames until the end; one call a shot streams.
    """
    if before is None:
        yield
        return
    given = as_video(before)
    usual = pipeline.prepare_prev_segment_cond_latents

    def prepared(prev_segment_cond_video: Any = None, *, device: Any = None, start_frame: int = 0, **rest: Any) -> Any:
        # A segment that does not start at 0 is one that has frames before it.
        return usual(given.to(device), device=device, start_frame=1, **rest)

    pipeline.prepare_prev_segment_cond_latents = prepared
    try:
        yield
    finally:
        del pipeline.prepare_prev_segment_cond_latents


def check_frames(window: int, context: int, overlap: int) -> None:
    """Errors: ``InputError`` for a number of frames that the autoencoder does not make, or an unknown context."""
    if context not in (1, 5):
        raise InputError(f"context {context}: expected 1 or 5 frames of the shot before")
    if window % 4 != 1 or not 17 <= window <= 401:
        raise InputError(f"window {window}: expected 4 n + 1 frames, from 17 to 401 (77 is what the model learned)")
    check_window(window, context, overlap)


def check_consent(renderer: Any, signer: Signer | None) -> None:
    """Errors: ``InputError`` for a likeness, of the signer or in the reference picture, without consent."""
    if renderer.without_consent:
        return
    if signer is not None:
        signer.check_consent()
    if renderer.reference is None:
        return
    # A drawn signer's consent is nobody's: it cannot speak for the person in a picture.
    if signer is None or signer.provenance.synthetic or not signer.consent.strip():
        raise InputError(
            "reference: a picture shows somebody, and this signer holds no consent of theirs; use a signer of the same "
            "person, made with --consent, or say without_consent (--without-consent) and answer for it"
        )


def texts(prompt: str | Path | None, folder: Path | None) -> dict[str, Any]:
    """The prompt's embeddings: from a file, from the one in a folder of weights, else by the text encoder there."""
    if prompt is not None:
        return read_prompt(prompt)
    if folder is None:
        raise InputError("prompt: a loaded pipeline needs the file of `signsynth photoreal prompt`, none was given")
    return read_prompt(folder / CACHE) if (folder / CACHE).is_file() else encoded(folder)


def shot_seed(seed: int, number: int) -> int:
    """A seed of its own for each shot of a video, below 2^63."""
    return int(np.random.SeedSequence([seed % 2**63, number]).generate_state(1, np.uint64)[0] >> 1)
