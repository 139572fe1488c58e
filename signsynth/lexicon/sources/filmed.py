"""One sign in a video: what a set of videos says about each of its clips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Filmed:
    """``gloss`` as the set writes it, in ``video`` (a path or an fsspec URL), all of it or the part ``span_ms``.

    An end of 0 is the video's end. ``words`` by spoken language where the set states them, under ``""`` where it does
    not say in which; ``licence`` and ``consent`` where it states its own.
    """

    video: str
    gloss: str
    span_ms: tuple[float, float] | None = None
    signer: str = ""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    licence: str = ""
    consent: str = ""
