"""What a written sign says, free of any file format: the terms of HamNoSys and gestural SiGML as types."""

from signsynth.writing.notation.direction import Direction
from signsynth.writing.notation.movement import (
    Circular,
    Directed,
    FingerPlay,
    Manner,
    Movement,
    Par,
    Repeat,
    Rest,
    Seq,
    Split,
    Target,
    WristTurn,
)
from signsynth.writing.notation.nonmanual import Expression, NonManual
from signsynth.writing.notation.posture import Posture
from signsynth.writing.notation.setting import Setting
from signsynth.writing.notation.shape import Shape
from signsynth.writing.notation.sign import Phrase, Sign
from signsynth.writing.notation.site import BodySite, Constellation, HandSite

__all__ = [
    "BodySite",
    "Circular",
    "Constellation",
    "Directed",
    "Direction",
    "Expression",
    "FingerPlay",
    "HandSite",
    "Manner",
    "Movement",
    "NonManual",
    "Par",
    "Phrase",
    "Posture",
    "Repeat",
    "Rest",
    "Seq",
    "Setting",
    "Shape",
    "Sign",
    "Split",
    "Target",
    "WristTurn",
]
