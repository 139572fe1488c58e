"""The pipeline: text, lexicon, transition, render."""

from signsynth.pipeline.signed import Signed
from signsynth.pipeline.translator import Translator
from signsynth.pipeline.video import Video

__all__ = ["Signed", "Translator", "Video"]
