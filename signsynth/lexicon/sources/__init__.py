"""Published sets of recordings, each read as it lies on the disk. Which one a folder is, its structure says."""

from __future__ import annotations

from pathlib import Path

from signsynth.errors import LexiconError
from signsynth.lexicon.sources.clip import Clip, Source
from signsynth.lexicon.sources.json_signs import json_signs
from signsynth.lexicon.sources.kaggle import kaggle
from signsynth.lexicon.sources.keyed import keyed
from signsynth.lexicon.sources.mocap import mocap
from signsynth.lexicon.sources.peer import peer
from signsynth.lexicon.sources.stacked import stacked

SOURCES = {"spoken-to-signed": peer, "stacked": stacked, "keyed": keyed, "json-signs": json_signs}
SOURCES |= {"asl-signs": kaggle, "mocap": mocap}
"""Name to ``read(folder, signed, layout) -> Source | None``: None where the folder is not of that kind."""

__all__ = ["SOURCES", "Clip", "Source", "open_source"]


def open_source(folder: str | Path, *, signed: str, layout: str | None = None) -> Source:
    """The recordings in a folder. Errors: ``LexiconError`` saying what was looked for."""
    folder = Path(folder)
    if not folder.is_dir():
        raise LexiconError(f"{folder}: there is no such folder, expected recordings to import")
    for read in SOURCES.values():
        source = read(folder, signed, layout)
        if source is not None:
            if not source.clips:
                raise LexiconError(f"{folder}: no recordings in it, expected at least one")
            return source
    raise LexiconError(
        f"{folder}: not a set that is known; expected a spoken-to-signed lexicon (index.csv), "
        "clips.npz with an index.csv of gloss or label, signs/*.json with a metadata.json, "
        "train.csv with its parquet files (Kaggle's asl-signs), "
        "or motion capture (.vrma, .glb, .gltf, .bvh) named after glosses"
    )
