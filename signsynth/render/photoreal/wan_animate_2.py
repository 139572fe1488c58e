"""Photographs in motion by Wan-Animate-2: it watches our own drawn person move, and needs no stick figure."""

from __future__ import annotations

from collections.abc import Iterator
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
from signsynth.render.photoreal.scene import Scene
from signsynth.render.photoreal.wan_animate import check_consent, check_frames, shot_seed, texts
from signsynth.render.photoreal.weights import ANIMATE_2, located, needs_diffusion
from signsynth.signer import Signer
from signsynth.stages import Renderer

STEPS = {False: 40, True: 10}
"""Denoising steps that the makers use; the distilled model needs fewer."""


@dataclass(frozen=True, eq=False)
class WanAnimate2Renderer:
    """Drives diffusers' ``WanAnimate2ModularPipeline``, or its distilled one; meets ``stages.Renderer``.

    The driving video is the signer as ``driver`` draws them. Fields as in ``WanAnimateRenderer``; ``steps`` None is
    what the weights were made for. ``pipeline`` is one that ``assembled`` gave.
    """

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

    def __post_init__(self) -> None:
        check_frames(self.window, self.context, self.overlap)
        if self.steps is not None and not 1 <= self.steps <= 1000:
            raise InputError(f"steps {self.steps}: expected 1 to 1000")

    def __call__(
        self, motion: Motion, signer: Signer | None = None, *, size: int = 512, fps: float | None = None, seed: int = 0
    ) -> Iterator[np.ndarray]:
        """As ``WanAnimateRenderer``."""
        video = LongVideo(self, overlap=self.overlap, match=self.match, label=self.label)
        return video(motion, signer, size=size, fps=fps, seed=seed)

    def shots(self, signer: Signer | None, *, size: int, seed: int) -> _Shots:
        """The ``Shots`` of one video."""
        check_consent(self, signer)
        if self.pipeline is None:
            choices.checked(self.memory, choices.device(self.device))
        scene = Scene(signer, size, self.driver, self.reference)
        texts = self._texts  # first: the text encoder and the model need not be in memory at once
        return _Shots(scene, self, self._loaded, texts, seed)

    @cached_property
    def _loaded(self) -> Any:
        if self.pipeline is not None:
            return self.pipeline
        device = choices.device(self.device)
        if self.memory == "int8":
            raise InputError("memory 'int8': not for wan-animate-2; choose fp8 or group")
        folder = self._folder
        needs_diffusion(ANIMATE_2.name)
        import torch

        pipeline = assembled(folder, "Distilled" in (folder / ANIMATE_2.index).read_text("utf-8"))
        kind = torch.float32 if device == "cpu" else torch.bfloat16
        pipeline.load_components(dtype={"default": kind, "vae": torch.float32}, local_files_only=True)
        choices.MEMORY[self.memory](pipeline, device)
        if device != "cpu":
            # Its attention is slow, and needs far more memory, where it is not compiled.
            pipeline.transformer.compile_repeated_blocks(fullgraph=False)
        return pipeline

    @cached_property
    def _texts(self) -> dict[str, Any]:
        return texts(self.prompt, None if self.prompt or self.pipeline is not None else self._folder)

    @cached_property
    def _folder(self) -> Path:
        return located(ANIMATE_2, self.weights, download=self.download)


def assembled(folder: Path | None = None, distilled: bool = False) -> Any:
    """The pipeline without its text encoder, whose first segment can go on from frames; nothing is loaded yet."""
    from diffusers import WanAnimate2Blocks, WanAnimate2DistilledBlocks
    from diffusers.modular_pipelines.modular_pipeline_utils import InputParam
    from diffusers.modular_pipelines.wan_animate_2.denoise import WanAnimate2SegmentPrevFramesStep

    class GoingOn(WanAnimate2SegmentPrevFramesStep):
        """The step that shows a segment the end of the one before, here that of the call before."""

        @property
        def inputs(self) -> list[InputParam]:
            about = "uint8 (context, h, w, 3) before the first segment, or None"
            return [*super().inputs, InputParam("frames_before", default=None, description=about)]

        def __call__(self, components: Any, block_state: Any, k: int) -> Any:
            before = block_state.frames_before
            if k == 0 and before is not None:
                block_state.out_frames = as_video(before).to(components._execution_device)
                k = 1  # as a later segment: there is something to go on from
            return super().__call__(components, block_state, k)

    blocks = WanAnimate2DistilledBlocks() if distilled else WanAnimate2Blocks()
    blocks.sub_blocks.pop("text_encoder")
    blocks.sub_blocks["denoise"].sub_blocks["denoise"].sub_blocks["prev_frames"] = GoingOn()
    return blocks.init_pipeline(None if folder is None else str(folder))


class _Shots(PipelineShots):
    def __call__(self, motion: Motion, before: np.ndarray | None, number: int) -> np.ndarray:
        import torch
        from PIL.Image import fromarray

        size, pipeline = self.scene.inner, self.pipeline
        distilled = "distilled" in pipeline.blocks.model_name
        made = pipeline(
            image=fromarray(self.scene.own),
            driving_video=[fromarray(np.ascontiguousarray(frame)) for frame in self.scene.drawn(motion)],
            frames_before=before,
            prompt_embeds=self.text("prompt"),
            negative_prompt_embeds=self.text("negative"),
            prompt_ref_embeds=self.text("driving"),
            height=size,
            width=size,
            segment_frame_length=len(motion),
            prev_segment_conditioning_frames=self.context,
            num_inference_steps=self.renderer.steps or STEPS[distilled],
            generator=torch.Generator("cpu").manual_seed(shot_seed(self.seed, number)),
            output_type="np",
            output="videos",
        )[0]
        return np.rint(np.clip(made, 0, 1) * 255).astype(np.uint8)
