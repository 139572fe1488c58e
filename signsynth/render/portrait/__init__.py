"""From one sight of a person to the looks of a signer: body, outline, light, texture."""

from __future__ import annotations

from signsynth.render.portrait.portrait import Portrait, portrait
from signsynth.render.portrait.sight import Sight

__all__ = ["Portrait", "Sight", "portrait"]
