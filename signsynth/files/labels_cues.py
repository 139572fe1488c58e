"""Labels in subtitles: WebVTT (https://www.w3.org/TR/webvtt1/) and SubRip (.srt)."""

from __future__ import annotations

import html
import re
from pathlib import Path

from signsynth.errors import FileError
from signsynth.files.labels import MAX_LABELS
from signsynth.files.labels_text import read_text
from signsynth.files.tiers import Annotation, Tier

_TIME = r"(?:(\d+):)?(\d\d):(\d\d)[.,](\d{3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_MARKUP = re.compile(r"</?[A-Za-z0-9.:][^<>]*>|\{\\[^{}]*\}")
_BLOCKS = ("NOTE", "STYLE", "REGION")


def read_cues(path: str | Path) -> Tier:
    """The cues of a ``.vtt`` or ``.srt`` file without styles, notes and markup, as a nameless tier.

    Errors: ``FileError`` naming the line of a time that cannot be read.
    """
    lines = read_text(path).split("\n")
    vtt = Path(path).suffix.lower() == ".vtt"
    if vtt and not re.match(r"WEBVTT(\s|$)", lines[0]):
        raise FileError(f"{path}: line 1: {lines[0][:40]!r}, expected WEBVTT")
    found: list[Annotation] = []
    number = 1 if vtt else 0
    while number < len(lines):
        block = []
        while number < len(lines) and lines[number].strip():
            block.append((number + 1, lines[number]))
            number += 1
        number += 1
        if block and not (vtt and re.match(rf"({'|'.join(_BLOCKS)})(\s|$)", block[0][1])):
            cue = _cue(block, str(path))
            found += [cue] if cue else []
        if len(found) > MAX_LABELS:
            raise FileError(f"{path}: more than {MAX_LABELS} cues")
    return Tier("", tuple(found))


def _cue(block: list[tuple[int, str]], path: str) -> Annotation | None:
    """One block of lines with their numbers; None for one without times, such as a file's header."""
    at = next((k for k, (_, line) in enumerate(block[:2]) if "-->" in line), None)
    if at is None:
        if any("-->" in line for _, line in block[2:]) or len(block) > 1:
            raise FileError(
                f"{path}: line {block[0][0]}: {block[0][1][:40]!r}, expected a time such as 00:00:01.000 --> …"
            )
        return None
    line, text = block[at]
    timing = _TIMING.fullmatch(text)
    if timing is None:
        raise FileError(f"{path}: line {line}: {text[:60]!r}, expected 00:00:01.000 --> 00:00:02.000")
    parts = [int(part or 0) for part in timing.groups()]
    start, end = (((p[0] * 60 + p[1]) * 60 + p[2]) + p[3] / 1000 for p in (parts[:4], parts[4:]))
    if end <= start:
        raise FileError(f"{path}: line {line}: ends at {end:g} s, not after its start at {start:g} s")
    return Annotation(start, end, html.unescape(_MARKUP.sub("", " ".join(text for _, text in block[at + 1 :]))))
