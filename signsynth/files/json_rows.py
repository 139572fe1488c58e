"""JSON files of long tables, written row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from signsynth.files.atomic import atomic_path

_plain = json.JSONEncoder(ensure_ascii=False).encode


def write_json(values: Mapping[str, Any], path: str | Path) -> Path:
    """Write an object as ``json.dump`` does with an indent of 2; iterators among its values are lists, used up while
    they are written, and never whole in memory. Errors: ``FileError``."""
    with atomic_path(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_pieces(values))
        file.write("\n")
    return Path(path)


def _pieces(values: Mapping[str, Any]) -> Iterator[str]:
    before = "{\n  "
    for name, value in values.items():
        yield f"{before}{_text(name)}: "
        if isinstance(value, Iterator):
            yield from _rows(value)
        else:
            yield _text(value, "  ")
        before = ",\n  "
    yield "\n}" if values else "{}"


def _rows(rows: Iterator[Any]) -> Iterator[str]:
    before = "["
    for row in rows:
        yield f"{before}\n    {_text(row, '    ')}"
        before = ","
    yield "[]" if before == "[" else "\n  ]"


def _text(value: Any, margin: str = "") -> str:
    """Laid out as by ``json``, whose own way leaves functions behind that wait for the collector."""
    inner = margin + "  "
    if isinstance(value, dict) and value:
        rows = [f"{inner}{_plain(name)}: {_text(part, inner)}" for name, part in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{margin}}}"
    if isinstance(value, list | tuple) and value:
        return "[\n" + ",\n".join(inner + _text(part, inner) for part in value) + f"\n{margin}]"
    return _plain(value)
