"""The command line: ``signsynth say "Hello!" -o out.mp4``."""

from signsynth.cli.main import main

__all__ = ["main"]
