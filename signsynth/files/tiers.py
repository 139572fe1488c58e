"""Time-aligned annotations, as ELAN files and subtitles hold them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Annotation:
    """A value from ``start_s`` to ``end_s``, in seconds."""

    start_s: float
    end_s: float
    value: str


@dataclass(frozen=True)
class Tier:
    """A named row of annotations that do not overlap."""

    name: str
    annotations: tuple[Annotation, ...] = ()
