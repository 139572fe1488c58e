"""Signs that are written down, turned into motion: SiGML, HamNoSys, and hand shapes for the alphabet."""

from signsynth.writing.build import Built, build
from signsynth.writing.notation import Sign
from signsynth.writing.realise import Realised, realise
from signsynth.writing.sigml import read_sigml, write_sigml
from signsynth.writing.source import Written, read_folder

__all__ = ["Built", "Realised", "Sign", "Written", "build", "read_folder", "read_sigml", "realise", "write_sigml"]
