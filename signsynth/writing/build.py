"""A folder of written signs to a lexicon."""

from __future__ import annotations

import json
from pathlib import Path

from signsynth.errors import FileError
from signsynth.files import save_motion
from signsynth.files.atomic import atomic_path
from signsynth.files.index import empty_index, write_index
from signsynth.writing.letters.reading import read_signs
from signsynth.writing.letters.realise import realise

FPS = 25.0
"""Frames a second of a written sign, unless the caller chooses another rate."""


def build(signs: str | Path, lexicon: str | Path, *, signed: str, spoken: str = "en", fps: float = FPS) -> list[Path]:
    """Realise every sign of the folder ``signs`` into the existing folder ``lexicon``; the files written.

    A ``.pose`` each, then ``lexicon.json`` and ``index.csv``, a row for each word. The same signs
    make the same bytes. Errors: ``FileError`` naming the sign's file; nothing is written where one
    cannot be read.
    """
    lexicon = Path(lexicon)
    if not lexicon.is_dir():
        raise FileError(f"{lexicon}: there is no such folder, expected one to write the lexicon to")
    written = read_signs(signs)
    motions = [realise(sign, fps=fps) for sign in written]
    rows, files = [], []
    for sign, motion in zip(written, motions, strict=True):
        file = lexicon / f"{Path(sign.file).stem}.pose"
        save_motion(motion, file)
        files.append(file)
        row = {
            "path": file.name,
            "spoken_language": spoken,
            "signed_language": signed,
            "start": 0,
            "end": round(1000 * motion.duration_s),
            "glosses": sign.gloss,
            "priority": 0,
            "licence": sign.licence,
            "source": f"{Path(signs).name}/{Path(sign.file).name}",
            "handedness": "right",
            "fps": f"{fps:g}",
            "status": sign.status,
        }
        rows += [row | {"words": word} for word in sign.words]
    facts = {"signed": signed, "spoken": [spoken], "licence": sorted({s.licence for s in written})}
    facts["status"] = sorted({sign.status for sign in written})
    with atomic_path(lexicon / "lexicon.json") as temporary:
        temporary.write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    write_index(lexicon / "index.csv", empty_index("index.csv").extended(rows))
    return [*files, lexicon / "lexicon.json", lexicon / "index.csv"]
