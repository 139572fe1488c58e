"""What a batch did: one line a job, printed and as ``report.csv``."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Literal

from signsynth.files.atomic import atomic_path

NAME = "report.csv"
Fate = Literal["made", "there", "failed"]


@dataclass(frozen=True)
class Line:
    """One job: its video was ``made``, was ``there`` already, or ``failed`` for a ``reason``."""

    row: int
    output: str
    fate: Fate
    signer: str = ""
    duration_s: float = 0.0
    coverage: float = 0.0
    missing: str = ""
    """Words that could not be signed, separated by spaces."""
    reason: str = ""
    job: str = ""
    """Digest of everything that the video depends on."""

    def __str__(self) -> str:
        if self.fate == "failed":
            named = self.reason.startswith(f"row {self.row}")
            return f"failed {self.reason if named else f'row {self.row} ({self.output}): {self.reason}'}"
        told = f"{self.fate:<6} {self.output}: {self.duration_s:.1f} s, {100 * self.coverage:.0f} % of the words signed"
        return told + (f", missing: {self.missing}" if self.missing else "")


@dataclass(frozen=True)
class Report:
    """What a batch did, in the order of the table."""

    folder: str
    lines: tuple[Line, ...]

    def of(self, fate: Fate) -> tuple[Line, ...]:
        """The lines of one fate."""
        return tuple(line for line in self.lines if line.fate == fate)

    def __str__(self) -> str:
        count = Counter(line.fate for line in self.lines)
        told = f"{len(self.lines)} jobs: {count['made']} made"
        told += f", {count['there']} there already" if count["there"] else ""
        return told + (f", {count['failed']} failed" if count["failed"] else "")


def write_report(folder: Path, lines: Iterable[Line]) -> None:
    """Write ``report.csv``, whole or not at all. Errors: ``FileError``."""
    with atomic_path(folder / NAME) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(field.name for field in fields(Line))
        table.writerows(astuple(line) for line in lines)


def read_report(folder: Path) -> dict[str, Line]:
    """Lines of an earlier run by job, empty where there is none that can be read: it only saves looking again."""
    try:
        with (folder / NAME).open(newline="", encoding="utf-8") as file:
            found = {}
            for cells in csv.DictReader(file):
                cells |= {"row": int(cells["row"])}
                cells |= {name: float(cells[name]) for name in ("duration_s", "coverage")}
                line = Line(**cells)
                found[line.job] = line
            return found
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        return {}
