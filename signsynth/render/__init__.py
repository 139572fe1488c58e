"""Show a motion: pictures, one frame at a time."""

from __future__ import annotations

from collections.abc import Callable

from signsynth.render.camera import Camera
from signsynth.render.skeleton import SkeletonRenderer
from signsynth.render.theme import Theme
from signsynth.stages import Renderer

RENDERERS: dict[str, Callable[[], Renderer]] = {"skeleton": SkeletonRenderer}
"""Renderers by the name that the command line knows."""

__all__ = ["RENDERERS", "Camera", "SkeletonRenderer", "Theme"]
