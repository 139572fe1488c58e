"""What a benchmark returns, and how docs/benchmarks.md shows it."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version


@dataclass(frozen=True)
class Figure:
    """One row: what was measured, the peer's value, ours, the goal, and whether it is reached."""

    what: str
    peer: str
    ours: str
    goal: str
    met: bool | None = None

    def row(self) -> str:
        """The row as Markdown."""
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
        """The section as Markdown, with when and on what it was measured."""
        head = f"## {self.title}\n\n`{self.command}`\n\n{measured()}\n\n"
        table = "| figure | spoken-to-signed 0.4.0 | ours | goal | met |\n|---|---|---|---|---|\n"
        rows = "\n".join(figure.row() for figure in self.figures)
        return head + table + rows + "\n" + (f"\n{self.note.strip()}\n" if self.note else "")


def measured() -> str:
    """``Measured on 2026-11-23: AMD EPYC, 2 cores, …``."""
    return f"Measured on {time.strftime('%Y-%m-%d')}: {machine()}."


def machine() -> str:
    """Processor, cores, memory, and the versions that figures depend on."""
    model, cores = platform.processor() or platform.machine(), os.cpu_count() or 0
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    try:
        memory = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    except (AttributeError, ValueError, OSError):
        memory = "memory unknown"
    try:
        torch = f"torch {version('torch')}"
    except PackageNotFoundError:
        torch = "no torch"
    python = f"Python {platform.python_version()}"
    return f"{model}, {cores} cores, {memory}, {platform.system()}, {python}, {torch}"
