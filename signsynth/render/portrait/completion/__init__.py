"""What a picture did not show of a person's colours, guessed by a small network from what it did show."""

from __future__ import annotations

from signsynth.render.portrait.completion.completed import completed, completed_as_learned

__all__ = ["completed", "completed_as_learned"]
