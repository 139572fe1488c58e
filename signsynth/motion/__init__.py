"""What is signed: poses over time without any identity."""

from signsynth.motion.gesture import Gesture
from signsynth.motion.mesh_track import MeshTrack
from signsynth.motion.motion import GUESSED, Motion, concatenate
from signsynth.motion.segment import Segment

__all__ = ["GUESSED", "Gesture", "MeshTrack", "Motion", "Segment", "concatenate"]
