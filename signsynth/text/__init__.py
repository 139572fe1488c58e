"""Text to gloss."""

from __future__ import annotations

from signsynth.text.glosser import RuleGlosser, check_text
from signsynth.text.languages import language_of

__all__ = ["RuleGlosser", "check_text", "language_of"]
