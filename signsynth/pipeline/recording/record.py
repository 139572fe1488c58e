"""One video into one lexicon: what ``Lexicon.record`` forwards to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from signsynth.errors import FileError, InputError, nearest
from signsynth.lexicon import Entry, Lexicon
from signsynth.lexicon.sources.filmed import Filmed
from signsynth.lexicon.writer import video_of
from signsynth.pipeline.recording.build import build_lexicon
from signsynth.pipeline.recording.storage import digest

_OPTIONS = ("consent_date", "body", "capture", "resume")


def record(
    lexicon: Lexicon,
    label: str,
    video: str,
    *,
    words: Mapping[str, tuple[str, ...]],
    licence: str,
    consent: str,
    signer: str,
    span_ms: tuple[float, float] | None,
    **options: Any,
) -> Entry:
    """Add the sign in ``video`` to ``lexicon``; its best entry. Errors: ``FileError`` where none can be made."""
    for option in options:
        if option not in _OPTIONS:
            raise InputError(f"record: unknown option {option!r}; {nearest(option, _OPTIONS)}")
    if not licence.strip():
        raise InputError(f"{label}: no licence, expected one, or 'unknown'")
    report = build_lexicon(
        [Filmed(video, label, span_ms, signer, words)],
        lexicon.folder,
        spoken=next(iter(words)),
        signed=lexicon.signed,
        licence=licence,
        consent=consent,
        rights_unknown=not consent,
        **options,
    )
    if failed := report.of("failed"):
        raise FileError(failed[0].what)
    lexicon.refresh()
    if report.entries:
        return min(report.entries, key=lambda entry: entry.rank)
    content = "" if "://" in video else digest(Path(video))
    there = [e for e in lexicon.entries() if (video_of(e.content) == content if content else e.source == video)]
    return min(there, key=lambda entry: entry.rank)
