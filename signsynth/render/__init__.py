"""Show a motion: pictures, one frame at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from signsynth.render.camera import Camera
from signsynth.render.skeleton import SkeletonRenderer
from signsynth.render.theme import Theme
from signsynth.stages import Renderer


@cache
def _mesh() -> Renderer:
    """Import late: the body needs torch. One for all: what it made for a signer serves their next film at once."""
    from signsynth.render.mesh import MeshRenderer

    return MeshRenderer()


@cache
def _neural(network: str) -> Renderer:
    from signsynth.render.neural import NeuralRenderer

    return NeuralRenderer(network, mesh=_mesh())


def _wan_animate() -> Renderer:
    """Import late, as what it needs is large."""
    from signsynth.render.photoreal import WanAnimateRenderer

    return WanAnimateRenderer()


def _wan_animate_2() -> Renderer:
    from signsynth.render.photoreal import WanAnimate2Renderer

    return WanAnimate2Renderer()


def _wan_vace() -> Renderer:
    from signsynth.render.photoreal import WanVaceRenderer

    return WanVaceRenderer()


RENDERERS: dict[str, Callable[[], Renderer]] = {
    "skeleton": SkeletonRenderer,
    "mesh": _mesh,
    "neural": partial(_neural, "neural-small"),
    "neural-large": partial(_neural, "neural-large"),
    "wan-animate": _wan_animate,
    "wan-animate-2": _wan_animate_2,
    "wan-vace": _wan_vace,
}
"""Renderers by the name that the command line knows."""

__all__ = ["RENDERERS", "Camera", "SkeletonRenderer", "Theme"]
