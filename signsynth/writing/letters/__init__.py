"""Signs of one hand, written as TOML tables of joint angles: letters and digits."""

from signsynth.writing.letters.reading import read_sign, read_signs
from signsynth.writing.letters.realise import realise
from signsynth.writing.letters.sign import Keyframe, WrittenSign

__all__ = ["Keyframe", "WrittenSign", "read_sign", "read_signs", "realise"]
