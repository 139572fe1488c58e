"""Photographs in motion by VACE: pictures of depth or pose say how, a picture says who; the small one needs little."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from signsynth.errors import InputError, nearest
from signsynth.motion import Motion
from signsynth.render.photoreal import memory as choices
from signsynth.render.photoreal.pipeline_shots import PipelineShots, as_frames, pictures
from signsynth.render.photoreal.renderer import PhotorealRenderer, check_guidance
from signsynth.render.photoreal.scene import Scene
from signsynth.render.photoreal.weights import VACE, Model
from signsynth.stages import Renderer

CONTROLS: dict[str, Callable[[Scene, Motion], Iterator[np.ndarray]]] = {"depth": Scene.depths, "pose": Scene.people}
"""What the model is shown of the movement."""
STEPS = 30
_FEW_PIXELS = 480 * 832
"""Up to these, diffusers' makers shift the noise by 3, above by 5."""


class VaceShots(PipelineShots):
    """``Shots`` of a ``WanVACEPipeline``."""

    def __call__(self, motion: Motion, before: np.ndarray | None, number: int) -> np.ndarray:
        """As ``Shots``; ``before`` are frames that the model is told to keep: their mask is black."""
        from PIL.Image import new

        size, guidance, pipeline = self.scene.inner, self.renderer.guidance, self.pipeline
        known = [] if before is None else list(before)
        shown = [*known, *CONTROLS[self.renderer.control](self.scene, motion[len(known) :])]
        _shift_noise(pipeline, 3.0 if size * size <= _FEW_PIXELS else 5.0)
        made = pipeline(
            video=pictures(shown),
            mask=[new("L", (size, size), 0 if k < len(known) else 255) for k in range(len(shown))],
            reference_images=pictures([self.scene.own]),
            conditioning_scale=self.renderer.strength,
            prompt_embeds=self.text("prompt"),
            negative_prompt_embeds=self.text("negative") if guidance > 1 else None,
            height=size,
            width=size,
            num_frames=len(motion),
            num_inference_steps=self.renderer.steps or STEPS,
            guidance_scale=guidance,
            generator=self.noise(number),
            output_type="np",
        ).frames[0]
        return as_frames(made)


@dataclass(frozen=True, eq=False)
class WanVaceRenderer(PhotorealRenderer):
    """Drives diffusers' ``WanVACEPipeline`` (Wan2.1-VACE-1.3B or -14B).

    Fields as in ``PhotorealRenderer``; ``driver`` draws only the reference. The small model is made for about 480
    pixels, the large one for 720.

    ``control``   depth, which shows fingers and what lies before what, or pose, a figure of body, hands and face.
    ``strength``  of the control; 1 is how the model was trained.
    ``guidance``  above 1, against the negative prompt; takes twice as long.
    """

    model: ClassVar[Model] = VACE
    maker: ClassVar[type[PipelineShots]] = VaceShots
    contexts: ClassVar[tuple[int, ...]] = (1, 5, 9, 13, 17)

    driver: str | Renderer = "neural"
    context: int = 9
    control: str = "depth"
    strength: float = 1.0
    guidance: float = 5.0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_guidance(self.guidance)
        if self.control not in CONTROLS:
            raise InputError(f"control {self.control!r}: not known; {nearest(self.control, CONTROLS)}")
        if not 0 <= self.strength <= 2:
            raise InputError(f"strength {self.strength}: expected 0 to 2")

    def loaded(self, folder: Path, device: str) -> Any:
        """As ``PhotorealRenderer``."""
        from diffusers import WanVACEPipeline, WanVACETransformer3DModel

        return choices.held(WanVACEPipeline, WanVACETransformer3DModel, folder, self.memory, device)


def _shift_noise(pipeline: Any, shift: float) -> None:
    """Spend more of the steps on coarse shapes for larger pictures, as the pipeline's makers do."""
    usual = pipeline.scheduler
    if getattr(usual.config, "flow_shift", shift) != shift:
        pipeline.scheduler = type(usual).from_config(usual.config, flow_shift=shift)
