"""HamNoSys strings to signs."""

from signsynth.writing.hamnosys.sign import read_hamnosys, read_symbols

__all__ = ["read_hamnosys", "read_symbols"]
