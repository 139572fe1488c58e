"""A stretch of frames."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """Frames ``start`` to ``end`` (exclusive)."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    @property
    def slice(self) -> slice:
        """For ``motion[span.slice]``."""
        return slice(self.start, self.end)

    def shifted(self, frames: int) -> Span:
        """The same stretch, ``frames`` later."""
        return Span(self.start + frames, self.end + frames)

    def ms(self, fps: float) -> tuple[int, int]:
        """Start and end in whole milliseconds."""
        return round(self.start / fps * 1000), round(self.end / fps * 1000)
