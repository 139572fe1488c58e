"""Which frames of a motion sign what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

SegmentKind = Literal["sign", "transition", "pause"]


@dataclass(frozen=True, slots=True)
class Segment:
    """Frames ``start`` to ``end`` (exclusive) of a motion.

    ``label`` is the gloss (empty for transitions and pauses), ``gloss`` its index in the utterance
    or -1. Rest before the first and after the last sign are pauses.
    """

    start: int
    end: int
    kind: SegmentKind = "sign"
    label: str = ""
    gloss: int = -1

    def shifted(self, frames: int) -> Segment:
        """The same segment, ``frames`` later."""
        return replace(self, start=self.start + frames, end=self.end + frames)

    def clipped(self, start: int, end: int) -> Segment | None:
        """The part inside ``[start, end)``, or None where nothing is left."""
        a, b = max(self.start, start), min(self.end, end)
        return replace(self, start=a, end=b) if b > a else None
