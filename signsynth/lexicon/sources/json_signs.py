"""One JSON file a sign: asl100."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from signsynth.errors import LexiconError
from signsynth.files.layouts import read_layout
from signsynth.files.limits import read_bytes
from signsynth.lexicon.sources.clip import Clip, Source, described
from signsynth.motion.recording import Recording

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def json_signs(folder: Path, signed: str, layout: str | None = None) -> Source | None:
    """``metadata.json`` and ``signs/<gloss>.json``, each with ``frames`` and ``fps``."""
    files = sorted((folder / "signs").glob("*.json"))
    if not files or not (folder / "metadata.json").is_file():
        return None
    clips = []
    for file in files:
        gloss = file.stem.replace("_", " ")
        words = {"en": (gloss, str(_NUMBERS.index(gloss)))} if gloss in _NUMBERS else {}
        clips.append(Clip(gloss, file.stem, partial(_read, file, layout), words=words))
    words, licence = described(folder, {clip.gloss for clip in clips})
    return Source(folder.resolve().name, tuple(clips), words, licence)


def _read(file: Path, layout: str | None) -> Recording:
    return read_layout(_json(file), layout)


def _json(file: Path) -> Any:
    try:
        return json.loads(read_bytes(file))
    except (ValueError, RecursionError) as error:
        raise LexiconError(f"{file}: not JSON ({error})") from error
