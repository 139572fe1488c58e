"""Non-manual tiers of a written sign to face actions and to turns of head, shoulders and trunk."""

from signsynth.writing.face.express import express
from signsynth.writing.face.sampa import phonemes
from signsynth.writing.face.track import FaceTrack

__all__ = ["FaceTrack", "express", "phonemes"]
