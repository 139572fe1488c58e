"""The Kaggle competition ``asl-signs``: 250 signs of American Sign Language by 21 Deaf signers, as landmarks.

``train.csv`` (``path, participant_id, sequence_id, sign``) and
``train_landmark_files/<participant>/<sequence>.parquet``. https://www.kaggle.com/competitions/asl-signs
"""

from __future__ import annotations

import csv
import io
from functools import partial
from pathlib import Path, PurePosixPath

from signsynth.errors import LexiconError
from signsynth.files.layouts import read_layout
from signsynth.files.limits import read_bytes
from signsynth.files.parquet import read_landmarks
from signsynth.lexicon.sources.clip import Clip, Source
from signsynth.motion.recording import Recording

_WANTED = ("path", "participant_id", "sequence_id", "sign")
_SEVERAL = {
    "callonphone": ("call on phone", "call"),
    "frenchfries": ("french fries",),
    "glasswindow": ("glass window", "window", "glass"),
    "haveto": ("have to",),
    "hesheit": ("he she it", "he", "she", "it"),
    "icecream": ("ice cream",),
    "minemy": ("mine my", "my", "mine"),
    "thankyou": ("thank you",),
    "weus": ("we us", "we", "us"),
}
"""Labels that run words together: the gloss, then the words that it answers to."""


def kaggle(folder: Path, signed: str, layout: str | None = None) -> Source | None:
    """``train.csv`` with the columns of the competition; clips whose files are not there are left out."""
    table = folder / "train.csv"
    if not table.is_file():
        return None
    try:
        reader = csv.DictReader(io.StringIO(read_bytes(table).decode("utf-8-sig"), newline=""), strict=True)
        if not set(_WANTED) <= set(reader.fieldnames or ()):
            return None
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(f"{table}: not CSV in UTF-8 ({error})") from error
    clips = []
    for number, row in enumerate(rows, start=2):
        path = PurePosixPath(row["path"] or "")
        if path.is_absolute() or ".." in path.parts or not row["sign"]:
            raise LexiconError(f"{table}: line {number}: {row['path']!r}, expected a file in the folder, and its sign")
        if (folder / path).is_file():  # whoever downloads a part of it has a lexicon of a part
            gloss, *words = _SEVERAL.get(row["sign"], (row["sign"],))
            said = {"en": tuple(words)} if words else {}
            who, key = row["participant_id"], f"{row['participant_id']}/{row['sequence_id']}"
            clips.append(Clip(gloss, key, partial(_read, folder / path), session=who, signer=who, words=said))
    if rows and not clips:
        raise LexiconError(f"{folder}: none of the {len(rows)} files of train.csv is there, e.g. {rows[0]['path']}")
    return Source(folder.resolve().name, tuple(clips))


def _read(path: Path) -> Recording:
    return read_layout(read_landmarks(path), "asl_selfrecorded")
