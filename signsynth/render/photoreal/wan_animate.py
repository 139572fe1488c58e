"""Photographs in motion by Wan-Animate: a stick figure says how, a face says what is expressed, a picture says who."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from signsynth.motion import Motion
from signsynth.render.photoreal import memory as choices
from signsynth.render.photoreal.pipeline_shots import PipelineShots, as_frames, as_video, pictures
from signsynth.render.photoreal.renderer import PhotorealRenderer, check_guidance
from signsynth.render.photoreal.weights import ANIMATE, Model


class AnimateShots(PipelineShots):
    """``Shots`` of a ``WanAnimatePipeline``."""

    def __call__(self, motion: Motion, before: np.ndarray | None, number: int) -> np.ndarray:
        """As ``Shots``."""
        size, guidance = self.scene.inner, self.renderer.guidance
        seen = self.pipeline.transformer.config.motion_encoder_size
        with going_on_from(self.pipeline, before):
            made = self.pipeline(
                image=pictures([self.scene.own])[0],
                pose_video=pictures(self.scene.poses(motion)),
                face_video=pictures(self.scene.faces(motion, seen)),
                prompt_embeds=self.text("prompt"),
                negative_prompt_embeds=self.text("negative") if guidance > 1 else None,
                height=size,
                width=size,
                segment_frame_length=len(motion),
                prev_segment_conditioning_frames=self.context,
                num_inference_steps=self.renderer.steps or STEPS,
                guidance_scale=guidance,
                mode="animate",
                generator=self.noise(number),
                output_type="np",
            ).frames[0]
        return as_frames(made)


STEPS = 20
"""Denoising steps that the makers use."""


@dataclass(frozen=True, eq=False)
class WanAnimateRenderer(PhotorealRenderer):
    """Drives diffusers' ``WanAnimatePipeline`` (Wan2.2-Animate-14B) in ``animate`` mode.

    Fields as in ``PhotorealRenderer``; above 1, ``guidance`` against the negative prompt takes twice as long.
    """

    model: ClassVar[Model] = ANIMATE
    maker: ClassVar[type[PipelineShots]] = AnimateShots

    window: int = 77
    guidance: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_guidance(self.guidance)

    def loaded(self, folder: Path, device: str) -> Any:
        """As ``PhotorealRenderer``."""
        from diffusers import WanAnimatePipeline, WanAnimateTransformer3DModel

        return choices.held(WanAnimatePipeline, WanAnimateTransformer3DModel, folder, self.memory, device)


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
