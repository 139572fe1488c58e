"""When what is signed, without how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from signsynth.motion import Segment


@dataclass(frozen=True)
class Timeline:
    """A motion without its poses: ``frames`` in all, ``fps`` a second, ``segments`` as in ``Motion``."""

    frames: int
    fps: float
    segments: Sequence[Segment] = ()

    def __len__(self) -> int:
        return self.frames

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.frames / self.fps
