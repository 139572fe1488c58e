"""Signs that are written down, turned into motion."""

from signsynth.writing.build import build
from signsynth.writing.hand import Finger, HandShape, Thumb
from signsynth.writing.letters import Keyframe, WrittenSign, read_sign, read_signs, realise

__all__ = ["Finger", "HandShape", "Keyframe", "Thumb", "WrittenSign", "build", "read_sign", "read_signs", "realise"]
