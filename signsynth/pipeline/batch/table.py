"""``jobs.csv`` to jobs. A row that cannot be used costs its own line, a column that is not known the whole run."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from signsynth.errors import FileError, InputError, SignsynthError, nearest
from signsynth.files.limits import read_bytes
from signsynth.files.signer import bundled
from signsynth.files.video import VIDEO_SUFFIXES
from signsynth.lexicon.place import locate
from signsynth.pipeline.batch.job import Job
from signsynth.pipeline.batch.report import Line

_NUMBERS = {"size": int, "seed": int}
_NUMBERS |= dict.fromkeys(("fps", "pace", "letters", "nonmanuals", "coarticulation"), float)
_TEXTS = ("signer", "spoken", "signed", "renderer", "transition", "timing", "cut", "fingerspell", "label")
COLUMNS = ("text", "file", "output", "lexicon", "left_handed", *_TEXTS, *_NUMBERS)
SEVERAL = "|"
"""Between several signers, and several lexicons, of one row."""
_LARGEST, _LARGEST_TEXT = 2**28, 1_000_000


def read_jobs(path: str | Path, defaults: Mapping[str, str] | None = None) -> tuple[list[Job], list[Line]]:
    """The jobs of a table, and lines for rows that are none.

    ``defaults`` fill empty cells. Errors: ``FileError`` where it cannot be read, ``InputError`` for columns and
    defaults that are not known, or where neither text nor file is among them.
    """
    path, defaults = Path(path), dict(defaults or {})
    for column in defaults:
        _check_column(str(path), column, "default")
    jobs: list[Job] = []
    failed: list[Line] = []
    taken: dict[str, int] = {}
    base = path.resolve().parent
    states = _States(base)
    for number, cells in _rows(path):
        output = ""
        try:
            given = defaults | {name: value for name, value in cells.items() if value}
            output = given.get("output") or f"{number:04d}.mp4"
            for job in _signers(_job(number, output, given, base)):
                if (other := taken.get(job.output.casefold())) is not None:
                    raise InputError(f"row {number}: output {job.output!r} is row {other}'s already")
                taken[job.output.casefold()] = number
                jobs.append(replace(job, state=states.of(job)))
        except (InputError, FileError) as error:
            failed.append(Line(number, output, "failed", reason=str(error)))
    return jobs, failed


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number in the file's order, from 1, and cells by column."""
    if not path.is_file():
        raise FileError(f"{path}: no such table, expected a .csv with columns such as text, signer, output")
    if path.stat().st_size > _LARGEST:
        raise FileError(f"{path}: {path.stat().st_size:,} bytes, expected at most {_LARGEST:,}")
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"{path}: not UTF-8 text (byte {error.start}), expected a .csv") from error
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        columns = [column.strip() for column in next(reader, [])]
        for column in columns:
            _check_column(str(path), column, "column")
        if not {"text", "file"} & set(columns) or len(set(columns)) < len(columns):
            raise InputError(f"{path}: columns {', '.join(columns)}, expected text or file, and each column once")
        number = 0
        for cells in reader:
            if not any(map(str.strip, cells)):
                continue
            number += 1
            more = {"": "more cells than columns"} if len(cells) > len(columns) else {}
            yield number, more | {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
    except csv.Error as error:
        raise FileError(f"{path}, line {reader.line_num}: not a table ({error})") from error


def _check_column(place: str, column: str, what: str) -> None:
    if column not in COLUMNS:
        raise InputError(f"{place}: {what} {column!r} is not known; {nearest(column, COLUMNS, most=len(COLUMNS))}")


def _job(number: int, output: str, given: dict[str, str], base: Path) -> Job:
    """Errors: ``InputError`` or ``FileError`` naming the row."""
    row = f"row {number}"
    if "" in given:
        raise InputError(f"{row}: more cells than columns; a text with commas needs quotes")
    suffix = PurePosixPath(output).suffix.lower()
    if suffix and suffix not in VIDEO_SUFFIXES:
        raise InputError(f"{row}: output {output!r}; {nearest(suffix, VIDEO_SUFFIXES)}, or no ending for a folder")
    if bool(given.get("text")) == bool(given.get("file")):
        raise InputError(f"{row}: expected either a text or a file")
    facts: dict[str, object] = {name: given[name] for name in _TEXTS if name in given}
    for name, kind in _NUMBERS.items():
        if name in given:
            try:
                facts[name] = kind(given[name])
            except ValueError as error:
                raise InputError(f"{row}: {name} {given[name]!r}, expected a {_called(kind)}") from error
    hand = given.get("left_handed", "no").lower()
    if hand not in _YES_NO:
        raise InputError(f"{row}: left_handed {hand!r}, expected yes or no")
    facts["left_handed"] = _YES_NO[hand]
    if facts.get("label") == "none":
        facts["label"] = ""
    if "lexicon" in given:
        facts["lexicon"] = tuple(filter(None, map(str.strip, given["lexicon"].split(SEVERAL))))
    says = given.get("text") or _text(inside(base, given["file"], row), row)
    return Job(number, output.rstrip("/"), says, base=str(base), **facts)  # type: ignore[arg-type]


_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def _called(kind: type) -> str:
    return "whole number" if kind is int else "number"


def _signers(job: Job) -> Iterator[Job]:
    """One job for each of its signers; ``{signer}`` in the output, or what is put before its ending, tells them."""
    signers = [name.strip() for name in job.signer.split(SEVERAL)]
    if len(signers) == 1 and "{signer}" not in job.output:
        yield job
        return
    place = PurePosixPath(job.output)
    pattern = job.output if "{signer}" in job.output else str(place.with_name(f"{place.stem}-{{signer}}{place.suffix}"))
    for name in signers:
        yield replace(job, signer=name, output=pattern.replace("{signer}", Path(name).stem or "nobody"))


def inside(folder: Path, name: str, row: str) -> Path:
    """``folder / name``. Errors: ``InputError`` for a name that leads out of the folder, by whatever way."""
    path = PurePosixPath(name.replace("\\", "/"))
    plain = name.isprintable() and not path.is_absolute() and ":" not in path.parts[0] if path.parts else False
    if not plain or any(part == ".." or part.startswith(".") for part in path.parts):
        raise InputError(f"{row}: {name[:80]!r}, expected a name inside the folder")
    target = folder / path
    if not target.parent.resolve().is_relative_to(folder.resolve()):
        raise InputError(f"{row}: {name[:80]!r}, a link leads out of the folder, expected a name inside it")
    return target


def _text(path: Path, row: str) -> str:
    if not path.resolve().is_relative_to(path.parent.resolve()) or not path.is_file():
        raise FileError(f"{row}: {path.name}: no such text file in {path.parent}")
    if path.stat().st_size > _LARGEST_TEXT:
        raise FileError(f"{row}: {path.name}: {path.stat().st_size:,} bytes, expected at most {_LARGEST_TEXT:,}")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"{row}: {path.name}: not UTF-8 text (byte {error.start})") from error


class _States:
    """Digests of signers and lexicons, each looked at once: a job whose signer was made anew is another job."""

    def __init__(self, base: Path) -> None:
        self._base, self._known = base, {}

    def of(self, job: Job) -> str:
        """Of all that a job uses; what is not there counts as nothing, and who needs it says so."""
        names = [("signer", job.signer), *(("lexicon", name) for name in job.lexicon)]
        return hashlib.sha256(" ".join(map(self._one, names)).encode()).hexdigest()[:16]

    def _one(self, named: tuple[str, str]) -> str:
        if named not in self._known:
            self._known[named] = "" if not named[1] or "://" in named[1] else self._digest(*named)
        return self._known[named]

    def _digest(self, kind: str, name: str) -> str:
        try:
            place = self._base / name
            if not place.exists():
                place = bundled().get(name, Path(name)) if kind == "signer" else locate(name)
            files = [place] if place.is_file() else sorted(place.glob("index.csv" if kind == "lexicon" else "*.*"))
            return hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).hexdigest()
        except (OSError, ValueError, SignsynthError):
            return ""
