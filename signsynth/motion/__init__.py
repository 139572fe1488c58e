"""What is signed: poses over time without any identity."""

from signsynth.motion.motion import Motion, concatenate
from signsynth.motion.segment import Segment

__all__ = ["Motion", "Segment", "concatenate"]
