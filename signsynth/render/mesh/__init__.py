"""The signer as a shaded body."""

from __future__ import annotations

from signsynth.render.mesh.fragments import Fragments
from signsynth.render.mesh.raster import rasterise

__all__ = ["Fragments", "rasterise"]
