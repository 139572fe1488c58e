"""What is said of both hands at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from signsynth.writing.notation.posture import Posture
from signsynth.writing.notation.site import BodySite, Constellation, HandSite


@dataclass(frozen=True)
class Setting:
    """Postures and places of a phrase's start or of a target; ``other`` None: the other hand has none of its own."""

    dominant: Posture = Posture()
    other: Posture | None = None
    place: BodySite | HandSite | Constellation | None = None
    other_place: BodySite | HandSite | None = None
