"""The mesh's picture corrected by a small network that knows what lies where in it."""

from __future__ import annotations

from signsynth.render.neural.inputs import CHANNELS, PARTS, stacked, validity_on_screen
from signsynth.render.neural.preset import LARGE, PRESETS, SMALL, Preset

__all__ = ["CHANNELS", "LARGE", "PARTS", "PRESETS", "SMALL", "Preset", "stacked", "validity_on_screen"]
