"""Photographs in motion, by big models of others, for who has a graphics card."""

from __future__ import annotations

from signsynth.render.photoreal.long_video import LongVideo
from signsynth.render.photoreal.wan_animate import WanAnimateRenderer
from signsynth.render.photoreal.wan_animate_2 import WanAnimate2Renderer
from signsynth.render.photoreal.wan_vace import WanVaceRenderer

__all__ = ["LongVideo", "WanAnimate2Renderer", "WanAnimateRenderer", "WanVaceRenderer"]
