"""Subtitles (.vtt), as https://www.w3.org/TR/webvtt1/ defines them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from signsynth.files.atomic import atomic_path
from signsynth.files.tiers import Tier

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": " ", "\r": " "})


def write_vtt(tier: Tier, path: str | Path) -> Path:
    """Write one tier as cues in order of time. Errors: ``FileError``."""
    cues = tier.annotations
    if any(after.start_s < before.start_s for before, after in pairwise(cues)):
        cues = sorted(cues, key=lambda cue: cue.start_s)
    with atomic_path(path) as temporary, temporary.open("w", encoding="utf-8") as file:
        file.write("WEBVTT\n")
        for cue in cues:
            if cue.end_s > cue.start_s:
                times = f"{clock(cue.start_s)} --> {clock(cue.end_s)}"
                file.write(f"\n{times}\n{cue.value.translate(_ESCAPES)}\n")
    return Path(path)


def clock(seconds: float) -> str:
    """``hh:mm:ss.ttt`` of a time in seconds.

    >>> clock(3723.0456)
    '01:02:03.046'
    """
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"
