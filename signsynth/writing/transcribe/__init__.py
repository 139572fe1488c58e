"""Recorded signs written down: a proposal in gestural SiGML, for a signer to correct."""

from signsynth.writing.transcribe.transcribe import Transcribed, transcribe

__all__ = ["Transcribed", "transcribe"]
