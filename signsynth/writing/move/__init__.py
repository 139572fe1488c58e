"""What the hands of a written sign do: postures, places and movements to wrists, palms and fingers frame by frame."""

from signsynth.writing.move.perform import perform
from signsynth.writing.move.performance import Contact, Performance
from signsynth.writing.move.rooms import Hands, Places, Spot

__all__ = ["Contact", "Hands", "Performance", "Places", "Spot", "perform"]
