"""Subtitles (.vtt), as https://www.w3.org/TR/webvtt1/ defines them."""

from __future__ import annotations

from pathlib import Path

from signsynth.files.atomic import atomic_path
from signsynth.files.tiers import Tier

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": " ", "\r": " "})


def write_vtt(tier: Tier, path: str | Path) -> Path:
    """Write one tier as cues in order of time. Errors: ``FileError``."""
    lines = ["WEBVTT", ""]
    for cue in sorted(tier.annotations, key=lambda a: a.start_s):
        if cue.end_s > cue.start_s:
            lines += [f"{clock(cue.start_s)} --> {clock(cue.end_s)}", cue.value.translate(_ESCAPES), ""]
    with atomic_path(path) as temporary:
        temporary.write_text("\n".join(lines), encoding="utf-8")
    return Path(path)


def clock(seconds: float) -> str:
    """``hh:mm:ss.ttt`` of a time in seconds.

    >>> clock(3723.0456)
    '01:02:03.046'
    """
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"
