"""The signer as a shaded body, and the rasterisers beneath."""

from __future__ import annotations

from signsynth.render.mesh.fragments import Fragments
from signsynth.render.mesh.lens import Lens
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.passes import Passes
from signsynth.render.mesh.raster import rasterise
from signsynth.render.mesh.renderer import MeshRenderer

__all__ = ["Fragments", "Lens", "Look", "MeshRenderer", "Passes", "rasterise"]
