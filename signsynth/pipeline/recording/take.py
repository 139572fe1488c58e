"""From one video to the recordings that go into a lexicon: captured, cut, made right-dominant, fitted, judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from signsynth.errors import InputError, SignsynthError
from signsynth.lexicon.importer import as_label
from signsynth.lexicon.phrases import normal
from signsynth.lexicon.quality import measure
from signsynth.lexicon.sources.filmed import Filmed
from signsynth.lexicon.writer import Addition
from signsynth.motion import Motion
from signsynth.motion.handedness import right_dominant
from signsynth.pipeline.recording.job import Job
from signsynth.pipeline.recording.storage import digest, local

CAPTURE = "signsynth.capture:capture"


def take(job: Job, capture: Callable[[Path], Any] | None = None) -> tuple[str, list[Addition], list[str]]:
    """The digest of the job's video, its recordings, and notes on what was odd.

    Errors: ``SignsynthError`` where the video cannot be used or no sign is in it.
    """
    with local(job.video) as path:
        content = job.content or digest(path)
        captured = (capture or function(job.capture))(path)
    motion, notes = captured.motion, list(captured.notes)
    found: list[Addition] = []
    for sign in job.signs:
        try:
            found += _recordings(sign, motion, job, content)
        except SignsynthError as error:
            if len(job.signs) == 1:
                raise
            notes.append(f"{sign.gloss}: {error}")
    if not found:
        raise InputError(f"{job.source}: none of its {len(job.signs)} signs can be used; {notes[-1]}")
    return content, found, notes


def function(name: str) -> Callable[[Path], Any]:
    """The function that ``"module:function"`` names. Errors: ``InputError`` where there is none."""
    module, _, path = name.partition(":")
    try:
        found: Any = import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        raise InputError(f"capture {name!r}: cannot be loaded ({error})") from error
    return found


def _recordings(sign: Filmed, whole: Motion, job: Job, content: str) -> list[Addition]:
    """The takes of one sign; each is one recording of it."""
    start, end = _frames(sign, whole)
    content = content_of(content, sign)
    made = []
    for first, last in takes(whole[start:end]):
        motion, hand = right_dominant(whole[start + first : start + last])
        if job.body:
            from signsynth.body.fit import fit  # late: torch

            motion = fit(motion)
        quality = measure(motion)
        facts = {
            **job.facts,
            "source": job.source,
            "handedness": hand,
            "quality": quality.score,
            "reasons": ";".join(fault.name for fault in quality.faults),
            "content": content if (first, last) == (0, end - start) else f"{content}#{start + first}",
            "priority": 0,
        }
        facts |= {name: value for name in ("signer", "licence", "consent") if (value := getattr(sign, name))}
        facts |= _segment(motion)
        label = as_label(sign.gloss)
        words = dict(sign.words) or {job.spoken: (normal(sign.gloss.replace("_", " ").replace("-", " ")),)}
        made.append(Addition(label, replace(motion, segments=()), words, facts))
    return made


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


def takes(motion: Motion) -> list[tuple[int, int]]:
    """Where in a clip its sign is performed, once for each repetition: frames ``(first, one past the last)``."""
    return [(0, len(motion))]


def _segment(motion: Motion) -> dict[str, str]:
    """The columns that say where in a recording signing happens, in milliseconds."""
    return {}
