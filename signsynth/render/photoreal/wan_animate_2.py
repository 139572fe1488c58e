"""Photographs in motion by Wan-Animate-2: it watches our own drawn person move, and needs no stick figure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.render.photoreal import memory as choices
from signsynth.render.photoreal.pipeline_shots import PipelineShots, as_frames, as_video, pictures
from signsynth.render.photoreal.renderer import PhotorealRenderer
from signsynth.render.photoreal.weights import ANIMATE_2, Model
from signsynth.stages import Renderer

STEPS = {False: 40, True: 10}
"""Denoising steps that the makers use; the distilled model needs fewer."""


class Animate2Shots(PipelineShots):
    """``Shots`` of a pipeline that ``assembled`` gave."""

    def __call__(self, motion: Motion, before: np.ndarray | None, number: int) -> np.ndarray:
        """As ``Shots``."""
        size, pipeline = self.scene.inner, self.pipeline
        distilled = "distilled" in pipeline.blocks.model_name
        made = pipeline(
            image=pictures([self.scene.own])[0],
            driving_video=pictures(self.scene.drawn(motion)),
            frames_before=before,
            prompt_embeds=self.text("prompt"),
            negative_prompt_embeds=self.text("negative"),
            prompt_ref_embeds=self.text("driving"),
            height=size,
            width=size,
            segment_frame_length=len(motion),
            prev_segment_conditioning_frames=self.context,
            num_inference_steps=self.renderer.steps or STEPS[distilled],
            generator=self.noise(number),
            output_type="np",
            output="videos",
        )[0]
        return as_frames(made)


@dataclass(frozen=True, eq=False)
class WanAnimate2Renderer(PhotorealRenderer):
    """Drives diffusers' ``WanAnimate2ModularPipeline``, or its distilled one, by our own neural video.

    Fields as in ``PhotorealRenderer``; ``pipeline`` is one that ``assembled`` gave.
    """

    model: ClassVar[Model] = ANIMATE_2
    maker: ClassVar[type[PipelineShots]] = Animate2Shots

    driver: str | Renderer = "neural"

    def loaded(self, folder: Path, device: str) -> Any:
        """As ``PhotorealRenderer``."""
        if self.memory == "int8":
            raise InputError("memory 'int8': not for wan-animate-2; choose fp8 or group")
        import torch

        pipeline = assembled(folder, "Distilled" in (folder / ANIMATE_2.index).read_text("utf-8"))
        kind = torch.float32 if device == "cpu" else torch.bfloat16
        pipeline.load_components(dtype={"default": kind, "vae": torch.float32}, local_files_only=True)
        choices.MEMORY[self.memory](pipeline, device)
        if device != "cpu":
            # Its attention is slow, and needs far more memory, where it is not compiled.
            pipeline.transformer.compile_repeated_blocks(fullgraph=False)
        return pipeline


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
