"""Utterances by name, from a folder or a file, in any of the layouts that are published."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from glob import escape
from pathlib import Path

from signsynth.errors import FileError, InputError, SignsynthError, nearest
from signsynth.files import READABLE, load_motion
from signsynth.files.limits import read_bytes
from signsynth.files.openpose import clips, read_openpose
from signsynth.files.sequences import Skeletons, read_pt, read_skels
from signsynth.metrics.layout import order_named, order_of
from signsynth.metrics.sequence import Sequence
from signsynth.motion import Motion
from signsynth.motion.canonical import canonicalise
from signsynth.motion.rate import estimate_fps

PUBLISHED = {".pt": read_pt, ".skels": read_skels}
PUBLISHED_FPS = 25.0
"""PHOENIX14T's rate: neither format says it."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """``sequences`` and ``texts`` by name; ``left_out`` says of each file that could not be read why."""

    sequences: Mapping[str, Sequence]
    texts: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)


def read_corpus(path: str | Path, *, layout: str | None = None, fps: float | None = None) -> Corpus:
    """Whatever lies under ``path``; recordings become canonical motion, in shoulder widths.

    - a folder: its ``.pose`` files (where it has none, its other recordings), named by their path inside it without
      suffix; or folders of OpenPose frames, as How2Sign has them, named after the folder;
    - a pattern with one ``*`` in its last part (``train/*_updated.pose``): the files it matches, named by what the star
      stands for, so that two patterns pair what belongs together;
    - a ``.csv`` with columns ``path`` (relative to it), and ``name`` and ``text`` if wanted;
    - a ``.pt`` dictionary of the SLRTP challenge or ``.skels`` text: points as stored, in their own units.

    ``layout`` is one of ``files.layouts``, for the last ones of ``metrics.layout``; ``fps`` overrides the rate.
    A recording that cannot be read is named in ``left_out``. Errors: ``FileError`` for nothing there or readable.
    """
    path = Path(path)
    if "*" in path.name:
        return _motions(path, _matched(path), layout, fps)
    if path.is_dir():
        return _folder(path, layout, fps)
    if not path.exists():
        raise FileError(f"{path}: no such file or folder")
    suffix = path.suffix.lower()
    if suffix in PUBLISHED:
        return _published(PUBLISHED[suffix](path), layout, fps or PUBLISHED_FPS, path)
    if suffix == ".csv":
        return _listed(path, layout, fps)
    if suffix in READABLE:
        return _motions(path, {path.stem: path}, layout, fps)
    known = (*PUBLISHED, ".csv", *READABLE)
    raise FileError(f"{path}: format {suffix or 'without suffix'}; {nearest(suffix, known)}")


def read_texts(path: str | Path) -> dict[str, str]:
    """Texts by name of a CSV file with columns ``name`` and ``text``. Errors: ``FileError``."""
    return {row["name"]: row["text"] or "" for row in _rows(Path(path), {"name", "text"}) if row["name"]}


def _folder(path: Path, layout: str | None, fps: float | None) -> Corpus:
    openpose = clips(path)
    if openpose:
        return _motions(path, {clip.name: clip for clip in openpose}, layout, fps)
    files = sorted(p for p in path.rglob("*") if p.suffix.lower() in READABLE and p.is_file())
    files = [p for p in files if p.suffix.lower() == ".pose"] or files
    if not files:
        raise FileError(f"{path}: holds no recording, expected files of {', '.join(READABLE)}")
    return _motions(path, {p.relative_to(path).with_suffix("").as_posix(): p for p in files}, layout, fps)


def _matched(pattern: Path) -> dict[str, Path]:
    if pattern.name.count("*") != 1 or "*" in str(pattern.parent):
        raise InputError(f"{pattern}: expected one * in the last part of the pattern")
    before, after = pattern.name.split("*")
    files = sorted(pattern.parent.glob(f"{escape(before)}*{escape(after)}"))
    if not files:
        raise FileError(f"{pattern}: matches no file")
    return {file.name[len(before) : len(file.name) - len(after)]: file for file in files}


def _listed(path: Path, layout: str | None, fps: float | None) -> Corpus:
    files, texts, outside = {}, {}, {}
    for row in _rows(path, {"path"}):
        inside = (path.parent / (row["path"] or "")).resolve()
        name = row.get("name") or Path(row["path"] or "").with_suffix("").as_posix()
        if not inside.is_relative_to(path.parent.resolve()):
            outside[name] = f"{row['path']}: lies outside the folder of {path.name}"
            continue
        files[name] = inside
        if row.get("text"):
            texts[name] = row["text"]
    if not files:
        raise FileError(f"{path}: lists no recording that can be used")
    found = _motions(path, files, layout, fps)
    return Corpus(found.sequences, texts, {**outside, **found.left_out})


def _motions(path: Path, files: Mapping[str, Path], layout: str | None, fps: float | None) -> Corpus:
    sequences, left_out = {}, {}
    for name, file in files.items():
        try:
            sequences[name] = Sequence.of(_motion(file, layout, fps))
        except SignsynthError as error:
            left_out[name] = str(error)
    if not sequences:
        first = next(iter(left_out.values()))
        raise FileError(f"{path}: none of {len(files)} recordings can be read; the first: {first}")
    return Corpus(sequences, {}, left_out)


def _motion(file: Path, layout: str | None, fps: float | None) -> Motion:
    if not file.is_dir():
        return load_motion(file, fps=fps, layout=layout)
    recording = read_openpose(file, fps=fps)
    return canonicalise(recording, fps=recording.fps or estimate_fps([recording]), source=str(file))


def _published(found: list[Skeletons], layout: str | None, fps: float, path: Path) -> Corpus:
    sequences, left_out = {}, {}
    for entry in found:
        try:
            order = order_named(layout) if layout else order_of(entry.points.shape[1])
            sequences[entry.name] = Sequence.of_array(entry.points, fps=fps, order=order)
        except InputError as error:
            left_out[entry.name] = str(error)
    if not sequences:
        raise FileError(f"{path}: no utterance can be used; the first: {next(iter(left_out.values()))}")
    return Corpus(sequences, {entry.name: entry.text for entry in found if entry.text}, left_out)


def _rows(path: Path, expected: set[str]) -> list[dict[str, str]]:
    try:
        lines = read_bytes(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise FileError(f"{path}: is no UTF-8 text") from error
    reader = csv.DictReader(lines)
    if not expected <= set(reader.fieldnames or ()):
        said = ", ".join(reader.fieldnames or ()) or "none"
        raise FileError(f"{path}: columns {said}; expected {' and '.join(sorted(expected))}")
    return list(reader)
