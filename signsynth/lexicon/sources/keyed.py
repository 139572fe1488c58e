"""One array a clip, named by a column of ``index.csv``: asl_selfrecorded, msl150."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np

from signsynth.errors import LexiconError
from signsynth.files.layouts import read_layout
from signsynth.lexicon.sources.clip import Clip, Source, array, arrays, described, table
from signsynth.motion.recording import Recording

_RUN_TOGETHER = {"iloveyou": "i love you", "seeyoulater": "see you later"}


def keyed(folder: Path, signed: str, layout: str | None = None) -> Source | None:
    """``index.csv`` with ``key, label`` and, where known, ``source`` (who recorded it: one camera, one frame rate)."""
    rows = table(folder, ("key", "label"))
    if rows is None:
        return None
    clips = arrays(folder)
    there = set(clips)
    for number, row in enumerate(rows, start=2):
        if row["key"] not in there:
            raise LexiconError(f"{folder / 'index.csv'}: line {number}: clips.npz has no {row['key']!r}")
    found = []
    for row in rows:
        who = row.get("source") or ""
        gloss = _RUN_TOGETHER.get(row["label"], row["label"])
        found.append(Clip(gloss, row["key"], partial(_read, clips, row["key"], layout, folder), who, who))
    words, licence = described(folder, {clip.gloss for clip in found})
    return Source(folder.resolve().name, tuple(found), words, licence)


def _read(clips: Mapping[str, np.ndarray], key: str, layout: str | None, folder: Path) -> Recording:
    return read_layout(array(clips, key, folder), layout)
