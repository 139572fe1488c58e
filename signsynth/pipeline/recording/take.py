"""From one video to the recordings that go into a lexicon: captured, cut, made right-dominant, fitted, judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from signsynth.errors import InputError, SignsynthError
from signsynth.lexicon.importer import as_label
from signsynth.lexicon.phrases import normal
from signsynth.lexicon.quality import Footage, measure
from signsynth.lexicon.sources.filmed import Filmed
from signsynth.lexicon.writer import Addition
from signsynth.motion import Motion, phases
from signsynth.motion.handedness import right_dominant
from signsynth.motion.likeness import SignCode, likeness
from signsynth.motion.phases_hands import Hands
from signsynth.motion.span import Span
from signsynth.pipeline.recording.job import Job
from signsynth.pipeline.recording.rights import day_of
from signsynth.pipeline.recording.storage import digest, local

CAPTURE = "signsynth.capture:Camera"
ALIKE = 1.0
"""Likeness up to which takes show one sign: that of 95 of 100 pairs of one gloss in ksl13, 1 of 100 of two glosses."""


def take(job: Job, capture: Callable[[Path], Any] | None = None) -> tuple[str, list[Addition], list[str]]:
    """The digest of the job's video, its recordings, and notes on what was odd.

    Errors: ``SignsynthError`` where the video cannot be used or no sign is in it.
    """
    with local(job.video) as path:
        content = job.content or digest(path)
        captured = (capture or function(job.capture))(path)
    motion, notes = captured.motion, list(captured.notes)
    footage = getattr(captured, "footage", None)  # what the pictures say, where the tracker looked at them
    found: list[Addition] = []
    for sign in job.signs:
        try:
            recordings, odd = _recordings(sign, motion, footage, job, content)
        except SignsynthError as error:
            if len(job.signs) == 1:
                raise
            notes.append(f"{sign.gloss}: {error}")
            continue
        found += recordings
        notes += [odd] if odd else []
    if not found:
        raise InputError(f"{job.source}: none of its {len(job.signs)} signs can be used; {notes[-1]}")
    return content, found, notes


@lru_cache(maxsize=1)  # what a camera loads serves all the videos of a process
def function(name: str) -> Callable[[Path], Any]:
    """The function that ``"module:function"`` names; of a class an object. Errors: ``InputError`` where none is."""
    module, _, path = name.partition(":")
    try:
        found: Any = import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        raise InputError(f"capture {name!r}: cannot be loaded ({error})") from error
    return found() if isinstance(found, type) else found


def _recordings(
    sign: Filmed, whole: Motion, footage: Footage | None, job: Job, content: str
) -> tuple[list[Addition], str]:
    """The takes of one sign, each a recording of it, and what is odd about them."""
    start, end = _frames(sign, whole)
    content = content_of(content, sign)
    made = []
    spans, odd = takes(whole, job.source) if sign.span_ms is None else ([Span(start, end)], "")
    for span in spans:
        motion, hand = right_dominant(whole[span.slice])
        if job.body:
            from signsynth.body.fit import fit  # late: torch

            motion = fit(motion)
        quality = measure(motion, footage, body=job.body)
        facts = {
            **job.facts,
            "source": job.source,
            "handedness": hand,
            "quality": quality.score,
            "reasons": quality.reasons,
            "content": content if len(spans) == 1 else f"{content}#{span.start}",
            "priority": 0,
        }
        facts |= {name: value for name in ("signer", "licence", "consent") if (value := getattr(sign, name))}
        facts |= {"consent_date": day_of(sign.consent)} if sign.consent else {}
        facts |= segment(motion)
        label = as_label(sign.gloss)
        said = dict(sign.words) or {"": (normal(sign.gloss.replace("_", " ").replace("-", " ")),)}
        words = {code or job.spoken: many for code, many in said.items()}
        made.append(Addition(label, replace(motion, segments=()), words, facts))
    return made, odd


def content_of(digest: str, sign: Filmed) -> str:
    """What marks a sign's recordings in the index: the video's digest and the span. ``#frame`` follows for takes."""
    return digest if sign.span_ms is None else f"{digest}@{sign.span_ms[0]:.0f}-{sign.span_ms[1]:.0f}"


def _frames(sign: Filmed, motion: Motion) -> tuple[int, int]:
    """First and one past the last frame of a sign. Errors: ``InputError`` where its span holds none."""
    if sign.span_ms is None:
        return 0, len(motion)
    start, end = (round(time_ms * motion.fps / 1000) for time_ms in sign.span_ms)
    end = min(end, len(motion)) if end > 0 else len(motion)
    if start >= end:
        raise InputError(
            f"{sign.gloss}: from {sign.span_ms[0]:g} to {sign.span_ms[1]:g} ms, "
            f"expected a span inside the video's {1000 * motion.duration_s:.0f} ms"
        )
    return start, end


def takes(motion: Motion, name: str) -> tuple[list[Span], str]:
    """Where in a video of one sign it is performed, once for each repetition, and a note where that is odd.

    Parts between rests that are unlike each other are one sign. Errors: ``InputError`` where no hand is raised.
    """
    at_rest = ~Hands.of(motion).raised.any(1) if len(motion) else np.zeros(0, bool)
    found: list[Span] = []
    for span in phases.takes(motion):
        if found and not at_rest[(found[-1].start + found[-1].end) // 2 : (span.start + span.end) // 2].any():
            found[-1] = Span(found[-1].start, span.end)  # a hold within the sign: hands did not go to rest
        else:
            found.append(span)
    if not found:
        raise InputError(f"{name}: no hand is ever raised, expected a sign")
    if len(found) == 1:
        return found, ""
    codes = []
    for span in found:
        try:
            codes.append(SignCode.of(motion[span.slice]))
        except InputError:  # a wrist that went up without a hand
            continue
    if len(codes) == len(found) and all(likeness(code, codes).max() < ALIKE for code in codes):
        return found, ""
    together = Span(found[0].start, found[-1].end)
    return [together], f"{len(found)} movements that are unlike each other were taken for one sign"


def segment(motion: Motion) -> dict[str, str]:
    """The columns that say where in a recording the sign is, in milliseconds, without preparation and retraction."""
    start, end = phases.phases(motion).sign.ms(motion.fps)
    return {"segment_start": str(start), "segment_end": str(end)} if end > start else {}
