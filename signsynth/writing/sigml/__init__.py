"""SiGML files (gestural and token form) to signs and back."""

from signsynth.writing.sigml.document import read_sigml, write_sigml

__all__ = ["read_sigml", "write_sigml"]
