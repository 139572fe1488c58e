"""Sections measured each in a process of its own, so that one that fails or is killed takes no other along."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.plan import SECTIONS


@dataclass(frozen=True)
class Outcome:
    """What became of a section: its Markdown, or why there is none; seconds by the clock and of processors."""

    name: str
    markdown: str = ""
    lacking: str = ""
    failed: str = ""
    seconds: float = 0.0
    busy: float = 0.0

    def row(self) -> str:
        """One line of the closing table."""
        state = f"not here: {self.lacking}" if self.lacking else f"FAILED: {self.failed}" if self.failed else ""
        return f"| {self.name} | {self.seconds:.1f} | {self.busy:.1f} | {state} |"


def measure(name: str, options: Sequence[str], command: Sequence[str] | None = None) -> Outcome:
    """One section in a process of its own; ``command`` stands for it in tests."""
    begun = time.perf_counter()
    command = command or [sys.executable, "-m", "benchmarks", name, *options]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=out, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), said.seek(0)
        markdown, lines = out.read().decode(errors="replace"), said.read().decode(errors="replace").strip().splitlines()
    spent = {"seconds": time.perf_counter() - begun, "busy": used.ru_utime + used.ru_stime}
    if process.returncode:
        reason = lines[-1] if lines else "it said nothing"
        return Outcome(name, failed=f"{reason} (exit code {process.returncode})", **spent)
    return Outcome(name, markdown, **spent)


def measured(
    names: Sequence[str], options: Sequence[str], jobs: int = 1, one: Callable[..., Outcome] = measure
) -> Iterator[Outcome]:
    """All sections as they are done: those that time nothing ``jobs`` at once, then the timed ones alone.

    Of a quick run, whose times nobody keeps, all are ``jobs`` at once.
    """
    lacking = {name: SECTIONS[name].lacking("--quick" in options) for name in names}
    yield from (Outcome(name, lacking=reason) for name, reason in lacking.items() if reason)
    here = [name for name in names if not lacking[name]]
    alone = [name for name in here if jobs == 1 or (SECTIONS[name].timed and "--quick" not in options)]
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda name: one(name, options), [name for name in here if name not in alone])
    yield from (one(name, options) for name in alone)


def closing(outcomes: Sequence[Outcome]) -> str:
    """What each section took, and what there is no figure of."""
    rows = [outcome.row() for outcome in sorted(outcomes, key=lambda outcome: -outcome.busy)]
    total = sum(outcome.busy for outcome in outcomes)
    head = "| section | seconds | of processors | |\n|---|---|---|---|\n"
    return head + "\n".join(rows) + f"\n| all | | {total:.1f} | |"
