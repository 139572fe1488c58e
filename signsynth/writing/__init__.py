"""Signs that are written down, turned into motion."""

from signsynth.writing.build import build
from signsynth.writing.handshape import Finger, HandShape, Thumb
from signsynth.writing.reading import read_sign, read_signs
from signsynth.writing.realise import realise
from signsynth.writing.sign import Keyframe, WrittenSign

__all__ = ["Finger", "HandShape", "Keyframe", "Thumb", "WrittenSign", "build", "read_sign", "read_signs", "realise"]
