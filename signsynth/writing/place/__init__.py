"""Where on the body, or before it, written signs are made."""

from signsynth.writing.place.places import Places
from signsynth.writing.place.spot import Spot

__all__ = ["Places", "Spot"]
