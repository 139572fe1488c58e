"""A spoken-to-signed lexicon, or one of ours."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from signsynth.lexicon.lexicon import Lexicon
from signsynth.lexicon.sources.clip import Clip, Source, described


def peer(folder: Path, signed: str, layout: str | None = None) -> Source | None:
    """An ``index.csv`` with the columns of spoken-to-signed; its entries in the signed language."""
    index = folder / "index.csv"
    if not index.is_file() or b"signed_language" not in index.open("rb").readline(65536):
        return None
    lexicon = Lexicon.open(folder).restrict(signed=signed)
    clips = []
    for label in lexicon:
        words: dict[tuple, dict[str, tuple[str, ...]]] = {}
        for entry in lexicon[label]:
            spoken = words.setdefault(entry.clip, {})
            spoken[entry.spoken] = tuple(dict.fromkeys((*spoken.get(entry.spoken, ()), *entry.words)))
        for entry in lexicon.variants(label):
            key = entry.path if not (entry.start_ms or entry.end_ms) else f"{entry.path}@{entry.start_ms:g}"
            clips.append(Clip(label, key, partial(lexicon.motion, entry), words=words[entry.clip]))
    facts, licence = described(folder, set(lexicon))
    return Source(folder.resolve().name, tuple(clips), facts, licence or str(lexicon.info.get("licence", "")))
