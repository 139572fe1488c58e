"""Recorded videos become a lexicon: captured, cut, fitted, judged and added, one after the other or many at once."""

from signsynth.pipeline.recording.build import build_lexicon
from signsynth.pipeline.recording.report import Line, Report

__all__ = ["Line", "Report", "build_lexicon"]
