"""The mesh's picture corrected by a small network that knows what lies where in it."""

from __future__ import annotations

from signsynth.render.neural.inputs import CHANNELS, PARTS, REGIONS, stacked, validity_on_screen
from signsynth.render.neural.preset import LARGE, PRESETS, SMALL, Preset
from signsynth.render.neural.renderer import NeuralRenderer
from signsynth.render.neural.weights import read_network

__all__ = [
    "CHANNELS", "LARGE", "PARTS", "PRESETS", "REGIONS", "SMALL", "NeuralRenderer", "Preset", "read_network", "stacked",
    "validity_on_screen",
]  # fmt: skip
