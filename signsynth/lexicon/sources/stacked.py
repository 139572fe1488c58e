"""Clips of equal length in one array ``clips``, a row of ``index.csv`` each: ksl13."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from signsynth.errors import LexiconError
from signsynth.files.layouts import detect_layout, read_layout
from signsynth.lexicon.sources.clip import Clip, Source, array, arrays, described, table


def stacked(folder: Path, signed: str, layout: str | None = None) -> Source | None:
    """``index.csv`` with ``row, gloss`` and, where known, ``session, rep``; array ``(clips, frames, values)``."""
    rows = table(folder, ("row", "gloss"))
    if rows is None:
        return None
    clips = array(arrays(folder), "clips", folder)
    if clips.ndim < 3 or len(clips) < len(rows):
        raise LexiconError(
            f"{folder / 'clips.npz'}: clips of shape {clips.shape}, expected {len(rows)} of (frames, values)"
        )
    name = layout or detect_layout(clips[0])
    found = []
    for number, row in enumerate(rows):
        if not row["row"].isdecimal() or int(row["row"]) >= len(clips):
            raise LexiconError(
                f"{folder / 'index.csv'}: line {number + 2}: row {row['row']!r}, expected 0 to {len(clips) - 1}"
            )
        session, rep = row.get("session") or "", row.get("rep") or row["row"]
        key = "/".join(part for part in (session, row["gloss"], rep) if part)
        found.append(Clip(row["gloss"], key, partial(read_layout, clips[int(row["row"])], name), session))
    words, licence = described(folder, {clip.gloss for clip in found})
    return Source(folder.resolve().name, tuple(found), words, licence)
