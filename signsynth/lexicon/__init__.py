"""Which recordings there are of which signs, and under which words they are found."""

from signsynth.lexicon.entry import Entry
from signsynth.lexicon.lexicon import Lexicon, merge

__all__ = ["Entry", "Lexicon", "merge"]
