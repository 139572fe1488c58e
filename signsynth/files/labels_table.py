"""Labels in a table (.csv, .tsv), one a row."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator
from pathlib import Path

from signsynth.errors import FileError, nearest
from signsynth.files.labels import MAX_LABELS, Label, check_gloss, check_times, label_from_name, spoken, tidy
from signsynth.files.labels_text import read_text

NAMES = {
    "file": ("file", "filename", "file_name", "video", "video_file", "path", "clip", "video_path"),
    "gloss": ("gloss", "glosses", "sign", "label", "gloss_label", "sign_gloss"),
    "words": ("words", "word", "translation", "translations", "text", "meaning", "spoken"),
    "start": ("start_s", "start", "start_seconds", "start_time", "begin", "begin_time", "from", "onset", "start_ms"),
    "end": ("end_s", "end", "end_seconds", "end_time", "stop", "to", "offset", "end_ms"),
    "signer": ("signer", "signer_id", "participant", "participant_id", "subject", "user"),
}
"""What a column is -> the names that it goes by, in any case, with spaces or dashes for underscores."""
_FRAMES = re.compile(r"(start|end|begin|stop).*frame|frame.*(start|end|begin|stop)")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)")


def read_table(path: str | Path) -> tuple[Label, ...]:
    """The labels of a table with a header, separated by commas, semicolons or tabs.

    ``gloss`` or ``file`` is needed: the file's name tells the gloss where that is empty. Several words are separated
    by ``;`` or ``|``. Times are seconds, ``hh:mm:ss.ttt``, or milliseconds in a column that ends in ``_ms``.
    Errors: ``FileError`` naming line and column.
    """
    text = read_text(path)
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    columns: dict[str, int] = {}
    header: list[str] = []
    found = []
    try:
        for row in reader:
            if not header:
                header = [_plain(name) for name in row]
                columns = _columns(header, str(path))
            elif any(value.strip() for value in row):
                where = f"{path}: line {reader.line_num}"
                if len(row) != len(header):
                    raise FileError(f"{where}: {len(row)} values, expected {len(header)} ({', '.join(header)})")
                found.append(_label(row, header, columns, where))
                if len(found) > MAX_LABELS:
                    raise FileError(f"{path}: more than {MAX_LABELS} labels")
    except csv.Error as error:
        raise FileError(f"{path}: line {reader.line_num}: not a table ({error})") from error
    return tuple(found)


def _columns(header: list[str], path: str) -> dict[str, int]:
    """Index of each column that is known."""
    found: dict[str, int] = {}
    for number, name in enumerate(header):
        if _FRAMES.search(name):
            raise FileError(f"{path}: line 1: column {name!r} counts frames, expected seconds (start_s, end_s)")
        kind = next((kind for kind, names in NAMES.items() if name in names), "")
        if kind in found:
            raise FileError(
                f"{path}: line 1: columns {header[found[kind]]!r} and {name!r} are both the {kind}, expected one"
            )
        if kind:
            found[kind] = number
    if "gloss" not in found and "file" not in found:
        hint = nearest(next((name for name in header if name), ""), ["gloss", "file"])
        raise FileError(f"{path}: line 1: no column gloss or file among {', '.join(header)[:120]!r}; {hint}")
    if ("start" in found) != ("end" in found):
        has, lacks = ("start", "end") if "start" in found else ("end", "start")
        raise FileError(f"{path}: line 1: a column {has} but no {lacks}, expected both or neither")
    return found


def _label(row: list[str], header: list[str], columns: dict[str, int], where: str) -> Label:
    def cell(kind: str) -> str:
        return row[columns[kind]].strip() if kind in columns else ""

    video = tidy(cell("file"))
    gloss = tidy(cell("gloss")) or (label_from_name(video.replace("\\", "/")).gloss if video else "")
    if not gloss:
        name = header[columns["gloss"]] if "gloss" in columns else header[columns["file"]]
        raise FileError(f"{where}, column {name!r}: empty, expected a gloss")
    check_gloss(gloss, where)
    words = tuple(word for part in re.split(r"[;|]", cell("words")) if (word := tidy(part)))
    start, end = (
        _seconds(cell(kind), header[columns[kind]], where) if kind in columns else None for kind in ("start", "end")
    )
    check_times(start, end, where)
    known = set(columns.values())
    other = {name: row[n].strip() for n, name in enumerate(header) if n not in known and name and row[n].strip()}
    return Label(gloss, words or (spoken(gloss),), start, end, video, tidy(cell("signer")), other, where)


def _seconds(text: str, column: str, where: str) -> float | None:
    if not text:
        return None
    clock = _CLOCK.fullmatch(text)
    if clock:
        hours, minutes, seconds = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value >= 0):
        wanted = "milliseconds" if column.endswith("_ms") else "seconds, or hh:mm:ss.ttt"
        raise FileError(f"{where}, column {column!r}: {text[:40]!r}, expected {wanted}")
    return value / 1000 if column.endswith("_ms") else value


def _plain(name: str) -> str:
    return re.sub(r"[\s\-]+", "_", tidy(name).lower())


def written_rows(labels: tuple[Label, ...]) -> Iterator[list[str]]:
    """Header and rows of a table that ``read_table`` reads as the same labels."""
    others = sorted({name for label in labels for name in label.other})
    yield ["file", "gloss", "words", "start_s", "end_s", "signer", *others]
    for a in labels:
        times = ["" if time is None else repr(time) for time in (a.start_s, a.end_s)]
        yield [a.video, a.gloss, ";".join(a.words), *times, a.signer, *(a.other.get(name, "") for name in others)]
