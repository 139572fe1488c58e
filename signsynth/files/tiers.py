"""Time-aligned annotations, as ELAN files and subtitles hold them."""

from __future__ import annotations

from collections.abc import Iterable
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
    annotations: Iterable[Annotation] = ()
    """A tuple where they were read; what makes them anew whenever it is asked, where they are to be written."""
