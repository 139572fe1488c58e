"""Published sets of videos, each read as it lies on the disk: which sign is in which video, and who signs it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from signsynth.errors import LexiconError
from signsynth.files.limits import read_bytes
from signsynth.lexicon.sources.filmed import Filmed
from signsynth.lexicon.sources.lsa64 import LSA64

Films = list[Filmed]


def open_films(folder: str | Path) -> Films | None:
    """The signs in a folder of videos whose layout is known, or None. Errors: ``LexiconError`` for a damaged one."""
    folder = Path(folder)
    found = (read(folder) for read in LAYOUTS.values())
    films = next((films for films in found if films is not None), None)
    if films is not None and not films:
        raise LexiconError(f"{folder}: none of the videos that its tables name is there")
    return films


def wlasl(folder: Path) -> Films | None:
    """``WLASL_v0.3.json`` (or another ``WLASL*.json``) with ``videos/<id>.mp4``, or ``raw_videos/`` to be cut.

    Word-Level American Sign Language (https://github.com/dxli94/WLASL): ``[{gloss, instances: [{video_id,
    signer_id, fps, frame_start, frame_end, …}]}]``; frames count from 1, an end of -1 is the last. Clips in
    ``videos`` are cut already.
    """
    tables = sorted(folder.glob("WLASL*.json"))
    if not tables:
        return None
    films = []
    try:
        for sign in _json(tables[-1]):
            for one in sign["instances"]:
                cut = _first(folder / "videos", str(one["video_id"]))
                raw = cut or _first(folder / "raw_videos_mp4", str(one["video_id"]))
                video = raw or _first(folder / "raw_videos", str(one["video_id"]))
                if video is not None:
                    fps, start, end = (float(one.get(name) or 0) for name in ("fps", "frame_start", "frame_end"))
                    unit = 1000 / (fps or 25)
                    span = None if cut else (max(start - 1, 0) * unit, end * unit if end > 0 else 0.0)
                    films.append(Filmed(str(video), sign["gloss"], span, _text(one.get("signer_id"))))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LexiconError(f"{tables[-1]}: not the table of WLASL ({error!r})") from error
    return films


def asl_citizen(folder: Path) -> Films | None:
    """``splits/{train,val,test}.csv`` (``Participant ID, Video file, Gloss, …``) with ``videos/``: ASL Citizen."""
    films = []
    for table in sorted((folder / "splits").glob("*.csv")):
        for row in _rows(table, ("Participant ID", "Video file", "Gloss")) or ():
            video = folder / "videos" / Path(row["Video file"]).name
            gloss = re.sub(r"(?<=\D)\d+$", "", row["Gloss"])  # EAT1 and EAT2 are two forms of one sign
            films += [Filmed(str(video), gloss, None, row["Participant ID"])] if video.is_file() else []
    return films if (folder / "splits").is_dir() and any((folder / "splits").glob("*.csv")) else None


def how2sign(folder: Path) -> Films | None:
    """``how2sign_realigned_train.csv`` and others, tab-separated (``VIDEO_NAME, SENTENCE_NAME, START_REALIGNED,
    END_REALIGNED, SENTENCE``), with one video a sentence, or one a lecture that is cut, in any folder beside them.

    Sentences, not signs: each becomes one entry that answers to its sentence.
    """
    tables = sorted(folder.glob("how2sign_realigned*.csv")) or sorted(folder.glob("how2sign*.csv"))
    if not tables:
        return None
    videos = {file.stem: file for file in sorted(folder.rglob("*.mp4"))}
    films = []
    for table in tables:
        rows = _rows(table, ("VIDEO_NAME", "SENTENCE_NAME", "SENTENCE"), delimiter="\t")
        if rows is None:
            raise LexiconError(f"{table}: expected the columns VIDEO_NAME, SENTENCE_NAME and SENTENCE, tab-separated")
        for row in rows:
            signer = re.search(r"-(\d+)-rgb", row["VIDEO_NAME"])
            video, span = videos.get(row["SENTENCE_NAME"]), None
            if video is None and (video := videos.get(row["VIDEO_NAME"])):
                times = [row.get(f"{name}_REALIGNED") or row.get(name) or "0" for name in ("START", "END")]
                span = (1000 * _number(table, times[0]), 1000 * _number(table, times[1]))
            if video is not None and row["SENTENCE"].strip():
                said = row["SENTENCE"].strip()
                gloss = re.sub(r"[^\w']+", " ", said).strip()[:120].lower()
                films.append(Filmed(str(video), gloss, span, signer.group(1) if signer else "", {"en": (said,)}))
    return films


def lsa64(folder: Path) -> Films | None:
    """Files ``<sign>_<signer>_<repetition>.mp4``, three digits each: LSA64, Argentinian Sign Language.

    ``signs.csv`` (``number,gloss``) may name the signs; otherwise they are named as their publishers do.
    """
    named = [(re.fullmatch(r"(\d{3})_(\d{3})_(\d{3})", file.stem), file) for file in sorted(folder.rglob("*.mp4"))]
    if not named or any(match is None for match, _ in named):
        return None
    glosses = dict(enumerate(LSA64, start=1))
    if (folder / "signs.csv").is_file():
        rows = _rows(folder / "signs.csv", ("number", "gloss")) or ()
        glosses |= {int(row["number"]): row["gloss"] for row in rows if row["number"].isdecimal()}
    films = []
    for match, file in named:
        number = int(match[1])
        if number not in glosses:
            raise LexiconError(f"{file}: sign {number}, expected 1 to {len(LSA64)}; name others in signs.csv")
        films.append(Filmed(str(file), glosses[number], None, match[2]))
    return films


LAYOUTS: dict[str, Callable[[Path], Films | None]] = {
    "wlasl": wlasl,
    "asl-citizen": asl_citizen,
    "how2sign": how2sign,
    "lsa64": lsa64,
}
"""Name to ``read(folder)``: None where the folder is not of that kind."""


def _first(folder: Path, stem: str) -> Path | None:
    """The video of a name; names that lead out of the folder have none."""
    if not re.fullmatch(r"[\w.-]+", stem):
        return None
    return next(
        (folder / f"{stem}{kind}" for kind in (".mp4", ".mkv", ".swf") if (folder / f"{stem}{kind}").is_file()), None
    )


def _json(path: Path) -> Iterable[Any]:
    try:
        return json.loads(read_bytes(path))
    except (ValueError, RecursionError) as error:
        raise LexiconError(f"{path}: not JSON ({error})") from error


def _rows(path: Path, wanted: tuple[str, ...], delimiter: str = ",") -> list[dict[str, str]] | None:
    """Rows of a table that has the ``wanted`` columns, else None; a value that is missing is empty."""
    try:
        text = io.StringIO(read_bytes(path).decode("utf-8-sig"), newline="")
        quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        reader = csv.DictReader(text, delimiter=delimiter, quoting=quoting, restval="")
        if not set(wanted) <= set(reader.fieldnames or ()):
            return None
        return [{name: value or "" for name, value in row.items() if name} for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(f"{path}: not CSV in UTF-8 ({error})") from error


def _number(path: Path, text: str) -> float:
    try:
        return max(float(text), 0.0)
    except ValueError as error:
        raise LexiconError(f"{path}: {text!r}, expected a number of seconds") from error


def _text(value: object) -> str:
    return "" if value is None else str(value)
