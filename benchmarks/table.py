"""What a benchmark returns, and how docs/benchmarks.md shows it."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One row: what was measured, the peer's value, ours, the goal, and the command that measures it."""

    what: str
    peer: str
    ours: str
    goal: str
    met: bool | None = None

    def row(self) -> str:
        mark = {True: "yes", False: "**no**", None: ""}[self.met]
        return f"| {self.what} | {self.peer} | {self.ours} | {self.goal} | {mark} |"


@dataclass(frozen=True)
class Section:
    """A table with its command and what must be known to read it."""

    title: str
    command: str
    figures: Sequence[Figure]
    note: str = ""

    def markdown(self) -> str:
        head = f"## {self.title}\n\n`{self.command}`\n\n"
        table = "| figure | spoken-to-signed 0.4.0 | ours | goal | met |\n|---|---|---|---|---|\n"
        rows = "\n".join(figure.row() for figure in self.figures)
        return head + table + rows + "\n" + (f"\n{self.note}\n" if self.note else "")


def machine() -> str:
    """Processor, cores and Python, for the reader of a figure."""
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
        model, cores = names[0], len(names)
    except (OSError, IndexError):
        cores = 0
    return f"{model}, {cores} cores, {platform.system()}, Python {platform.python_version()}"
