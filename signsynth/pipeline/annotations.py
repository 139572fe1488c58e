"""Tiers of what was signed, for ELAN and subtitles; annotations are made whenever they are looked at, never kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from signsynth.files.tiers import Annotation, Tier
from signsynth.gloss import Utterance
from signsynth.motion import Motion
from signsynth.pipeline.coverage import covered, gloss_spans
from signsynth.pipeline.timeline import Timeline


@dataclass(frozen=True)
class Rows:
    """Annotations as often as they are asked for."""

    make: Callable[[], Iterator[Annotation]]

    def __iter__(self) -> Iterator[Annotation]:
        return self.make()


def tiers_of(utterance: Utterance, motion: Motion | Timeline) -> tuple[Tier, ...]:
    """Glosses, words, transitions, pauses and the non-manual tiers that are shown, in seconds."""
    rows: dict[str, Callable[[], Iterator[Annotation]]] = {
        "gloss": partial(segments_of, motion, "sign"),
        "words": partial(words_of, utterance, motion),
        "transition": partial(segments_of, motion, "transition"),
        "pause": partial(segments_of, motion, "pause"),
    }
    for tier in dict.fromkeys(tier for tier, _ in _marks(utterance, motion)):
        rows[f"nonmanual-{tier}"] = partial(marks_of, utterance, motion, tier)
    return tuple(Tier(name, Rows(made)) for name, made in rows.items())


def segments_of(motion: Motion | Timeline, kind: str) -> Iterator[Annotation]:
    """The segments of one kind."""
    for segment in motion.segments:
        if segment.kind == kind:
            yield Annotation(segment.start / motion.fps, segment.end / motion.fps, segment.label or segment.kind)


def words_of(utterance: Utterance, motion: Motion | Timeline) -> Iterator[Annotation]:
    """Tokens that are signed, in order of time."""
    last = 0.0
    for token in covered(utterance, motion):
        # Tokens that share one sign share its time; a tier must not overlap, so the first one has it.
        if token.start_s is not None and token.status != "pause" and token.start_s >= last:
            yield Annotation(token.start_s, token.end_s, token.text)
            last = token.end_s


def marks_of(utterance: Utterance, motion: Motion | Timeline, tier: str) -> Iterator[Annotation]:
    """The marks of one tier whose signs are there."""
    return (mark for name, mark in _marks(utterance, motion) if name == tier)


def _marks(utterance: Utterance, motion: Motion | Timeline) -> Iterator[tuple[str, Annotation]]:
    spans = gloss_spans(utterance, motion)
    for mark in utterance.nonmanuals:
        times = [spans[index] for index in range(mark.first, mark.last + 1) if index in spans]
        if times:
            start, end = min(t[0] for t in times), max(t[1] for t in times)
            yield mark.tier, Annotation(start / motion.fps, end / motion.fps, mark.label)
