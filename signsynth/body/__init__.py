"""A parametric body: joints, mesh, the 178 points on it. Its names import torch when first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from signsynth.body.body import Body
    from signsynth.body.frame import CanonicalFrame
    from signsynth.body.protocol import BodyModel, Posed
    from signsynth.body.smplx import SmplxBody

_PLACES = {"Body": "body", "CanonicalFrame": "frame", "BodyModel": "protocol", "Posed": "protocol"}
_PLACES |= {"SmplxBody": "smplx"}
__all__ = ["Body", "BodyModel", "CanonicalFrame", "Posed", "SmplxBody"]


def __getattr__(name: str) -> Any:
    """Import late: torch takes two seconds, and reading the baked arrays does not need it."""
    if name in _PLACES:
        return getattr(import_module(f"signsynth.body.{_PLACES[name]}"), name)
    raise AttributeError(f"module 'signsynth.body' has no attribute {name!r}")
