"""The index of a lexicon: one CSV file, a row for every phrase that a recording answers to.

The first columns are those of spoken-to-signed, so its lexicons open here unchanged and it reads
ours; the rest are our own and optional. Columns that neither knows are kept as they are.
"""

from __future__ import annotations

import csv
import gc
import io
import os
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from signsynth.errors import LexiconError, nearest
from signsynth.files.atomic import atomic_path

REQUIRED = ("path", "spoken_language", "signed_language", "start", "end", "words", "glosses", "priority")
"""Columns that an index must have (in any order)."""
COLUMNS = (
    *("path", "spoken_language", "signed_language", "start", "end", "segment_start", "segment_end"),
    *("words", "glosses", "priority"),
    *("signer", "licence", "source", "handedness", "fps", "quality", "status"),
    *("consent", "consent_date", "content", "reasons"),
)
"""Columns that we write, spoken-to-signed's first."""
LAST_PRIORITY = 1000
"""What an empty priority means. Lower is better, as in spoken-to-signed, so unranked rows come last."""
MAX_BYTES = 256 * 2**20
MAX_ROWS = 2_000_000

_TIME = (float, "a number of milliseconds or seconds, at least 0")
_NUMBERS = {name: _TIME for name in ("start", "end", "segment_start", "segment_end")}
_NUMBERS["priority"] = (int, "a whole number (lower is better)")
_NUMBERS["fps"] = (float, "frames a second, above 0 and at most 1000")
_NUMBERS["quality"] = (float, "a number from 0 to 1")
_DEFAULTS = {"start": "0", "end": "0", "priority": str(LAST_PRIORITY)}
# Absolute, a drive or URL, a step up, a backslash (a separator elsewhere), or a character no file name has.
_UNSAFE = re.compile(r"^[/~]|^[A-Za-z][A-Za-z0-9+.\-]*:|(?:^|/)\.\.(?:/|$)|[\\\x00-\x1f\x7f]|^$")
_SUSPICIOUS = ("..", "\\", ":", "\n/", "\n~", "\n\n")


@dataclass(frozen=True, eq=False)
class Index:
    """The checked values of an index, as they stand in the file, by column.

    Columns, not rows: 100,000 rows open three times as fast.
    """

    file: str
    table: dict[str, Sequence[str]] = field(repr=False)

    def __len__(self) -> int:
        return len(self.table["path"])

    def column(self, name: str) -> Sequence[str]:
        """All values of a column, or empty strings where the index does not have it."""
        return self.table[name] if name in self.table else [""] * len(self)

    def row(self, number: int) -> dict[str, str]:
        """Row ``number`` (from 0) by column name."""
        return {name: values[number] for name, values in self.table.items()}

    @cached_property
    def unit_ms(self) -> float:
        """Milliseconds in one unit of start and end: 1, or 1000 where the file counts seconds.

        spoken-to-signed counts milliseconds. Signs last between a tenth of a second and some
        seconds, so a file whose median span is below 20 cannot mean milliseconds.
        """
        spans = sorted(
            end - start
            for start, end in zip(_floats(self.column("start")), _floats(self.column("end")), strict=True)
            if end > 0
        )
        return 1000.0 if spans and spans[len(spans) // 2] < 20 else 1.0

    def without(self, gone: Collection[int]) -> Index:
        """This index without the rows of these numbers."""
        kept = [number for number in range(len(self)) if number not in gone]
        return Index(self.file, {name: [values[number] for number in kept] for name, values in self.table.items()})

    def extended(self, rows: Sequence[dict[str, str]]) -> Index:
        """This index with more rows, and our columns where it lacked them.

        Errors: ``LexiconError`` where a row could not be read again.
        """
        names = dict.fromkeys((*self.table, *COLUMNS))
        added = {name: [str(row.get(name, "")) for row in rows] for name in names}
        parse_index(_written(Index("new entry", added)).encode(), "new entry")
        return Index(self.file, {name: [*self.column(name), *added[name]] for name in names})


def empty_index(file: str) -> Index:
    """An index without rows that has all our columns."""
    return Index(file, {name: [] for name in COLUMNS})


def read_index(path: str | Path) -> Index:
    """Read and check an index. Errors: ``LexiconError`` naming file, line and column."""
    name = str(path)
    try:
        size = os.path.getsize(path)
        if size > MAX_BYTES:
            raise LexiconError(f"{name}: {size // 2**20} MiB, expected at most {MAX_BYTES // 2**20}")
        data = Path(path).read_bytes()
    except FileNotFoundError as error:
        raise LexiconError(f"{name}: there is no such file, expected the index of a lexicon") from error
    except OSError as error:
        raise LexiconError(f"{name}: cannot be read ({error.strerror})") from error
    return parse_index(data, name)


def parse_index(data: bytes, name: str = "index.csv") -> Index:
    """Check the bytes of an index; ``name`` stands for the file in errors."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LexiconError(f"{name}: line {line}: byte 0x{data[error.start]:02x} is not UTF-8") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise LexiconError(f"{name}: line {line}: a NUL byte, expected CSV text in UTF-8")
    header, values = _plain(text) or _quoted(name, text)
    columns = tuple(column.strip() for column in header)
    _check_columns(name, columns)
    index = Index(name, dict(zip(columns, values, strict=True)))
    if len(index) > MAX_ROWS:
        raise LexiconError(f"{name}: {len(index)} rows, expected at most {MAX_ROWS}")
    _check_rows(index, text)
    return index


def write_index(path: str | Path, index: Index) -> None:
    """Write atomically and to the disk; empty numbers become what spoken-to-signed can read."""
    with atomic_path(path) as temporary, open(temporary, "w", encoding="utf-8", newline="") as file:
        file.write(_written(index))
        file.flush()
        os.fsync(file.fileno())


def _written(index: Index) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(index.table)
    values = [
        [value or _DEFAULTS[name] for value in column] if name in _DEFAULTS else column
        for name, column in index.table.items()
    ]
    writer.writerows(zip(*values, strict=True))
    return text.getvalue()


def _plain(text: str) -> tuple[Sequence[str], Sequence[Sequence[str]]] | None:
    """Header and columns of a file without quotes, split at once; None where it needs a CSV reader."""
    if '"' in text:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:
            return None
    lines = [line for line in text.split("\n") if line]
    width = lines[0].count(",") + 1 if lines else 0
    if {line.count(",") for line in lines} != {width - 1}:
        return None
    flat = ",".join(lines).split(",")
    return flat[:width], [flat[width + n :: width] for n in range(width)]


def _quoted(name: str, text: str) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Header and columns by the CSV reader."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    collecting = gc.isenabled()
    gc.disable()  # a million strings in lists hold no cycle, and looking for one doubles the time
    try:
        header = next(reader, None)
        rows = [row for row in reader if row]
    except csv.Error as error:
        raise LexiconError(f"{name}: line {reader.line_num}: not CSV ({error})") from error
    finally:
        if collecting:
            gc.enable()
    if not header:
        raise LexiconError(f"{name}: empty, expected a header with the columns {', '.join(REQUIRED)}")
    for number, row in enumerate(rows):
        if len(row) != len(header):
            raise LexiconError(f"{name}: line {_line(text, number)}: {len(row)} values, expected {len(header)}")
    return header, list(zip(*rows, strict=True)) if rows else [()] * len(header)


def _check_columns(name: str, columns: tuple[str, ...]) -> None:
    for wanted in REQUIRED:
        if wanted not in columns:
            hint = nearest(wanted, [column for column in columns if column and column not in COLUMNS])
            raise LexiconError(f"{name}: line 1: the column {wanted!r} is missing; {hint}")
    if len(set(columns)) < len(columns):
        twice = next(column for column in columns if columns.count(column) > 1)
        raise LexiconError(f"{name}: line 1: the column {twice!r} is there twice, expected once")


def _check_rows(index: Index, text: str) -> None:
    """The whole file at once, a row at a time only where something is wrong."""
    paths = index.column("path")
    unique = set(paths)
    joined = "\n".join(("", *unique, "."))
    # A cheap look at all paths together; each by itself only where that finds something.
    if any(sign in joined for sign in _SUSPICIOUS) or not joined.replace("\n", " ").isprintable():
        for number, path in enumerate(paths):
            if _UNSAFE.search(path):
                where = _place(index, text, number, "path")
                raise LexiconError(f"{where}: {path[:80]!r}, expected a file inside the lexicon's folder")
    for column, (kind, wanted) in _NUMBERS.items():
        values = index.column(column)
        wrong = {value for value in set(values) if value and not _valid(value, column, kind)}
        if wrong:
            number = next(n for n, value in enumerate(values) if value in wrong)
            where = _place(index, text, number, column)
            raise LexiconError(f"{where}: {values[number][:80]!r}, expected {wanted}")
    words, glosses = index.column("words"), index.column("glosses")
    if "" in words and "" in glosses and ("", "") in (named := list(zip(words, glosses, strict=True))):
        where = _place(index, text, named.index(("", "")), "words")
        raise LexiconError(f"{where}: neither words nor a gloss, expected at least one of them")
    if len(unique) == len(index):
        return
    keys = ("path", "spoken_language", "signed_language", "start", "end", "words", "glosses")
    rows = list(zip(*map(index.column, keys), strict=True))
    if len(set(rows)) < len(rows):
        first: dict[tuple[str, ...], int] = {}
        number = next(n for n, row in enumerate(rows) if first.setdefault(row, n) != n)
        line = _line(text, first[rows[number]])
        raise LexiconError(f"{_place(index, text, number)}: the same row as line {line}, expected each once")


def _valid(value: str, column: str, kind: type) -> bool:
    try:
        number = kind(value)
    except ValueError:
        return False
    if kind is int:
        return abs(number) < 2**31
    top = {"quality": 1.0, "fps": 1000.0}.get(column, 1e12)
    return 0 <= number <= top and not (column == "fps" and number == 0)


def _floats(values: Sequence[str]) -> list[float]:
    return [float(value) if value else 0.0 for value in values]


def _place(index: Index, text: str, number: int, column: str = "") -> str:
    where = f"{index.file}: line {_line(text, number)}"
    return f"{where}, column {column!r}" if column else where


def _line(text: str, number: int) -> int:
    """Line of the file on which data row ``number`` starts; quoted values may hold line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""))
    next(reader)
    line = reader.line_num + 1
    for row in reader:
        if row:
            if number == 0:
                return line
            number -= 1
        line = reader.line_num + 1
    return line
