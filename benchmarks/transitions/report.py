"""All parts as one section of docs/benchmarks.md."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.table import Figure
from benchmarks.transitions import ablations, changes, durations, gaps, realism, smoothness, two_sample
from benchmarks.transitions.methods import Methods, methods
from benchmarks.transitions.rivals import budgets
from benchmarks.transitions.tables import Compared, Table
from signsynth.lexicon.place import cache_folder

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
QUICK = 20
"""A quick run has so many times fewer windows."""
QUICK_METHODS = ("diffusion", "diffusion-sampled")
"""Beside linear and the process: what a quick run looks at unless told."""
Part = Callable[[Methods, Path, int], tuple[list[Table], list[Figure]]]
PARTS: dict[str, tuple[Part, int]] = {
    "gaps": (gaps.measured, 160),
    "changes": (changes.measured, 120),
    "realism": (realism.measured, 80),
    "smoothness": (smoothness.measured, 12),
    "two-sample": (two_sample.measured, 640),
    "durations": (durations.measured, 10_000),
    "ablations": (ablations.measured, 160),
}
"""Name -> what measures it, and how many windows (sentences) it takes a cell."""
QUICK_PARTS = ("gaps", "smoothness")
"""What a quick run measures unless told: others train networks, for seconds or for ten minutes, or read all again."""


def section(
    quick: bool = False, data: Path = DATA, parts: Sequence[str] | None = None, only: Sequence[str] | None = None
) -> Compared:
    """The chosen parts, or all, of all methods, or of those in ``only`` beside the baselines that goals refer to.

    ``quick``: few windows, and of methods only those of ``QUICK_METHODS``.
    """
    known, tables, figures = methods(quick, QUICK_METHODS if quick and not only else only), [], []
    for name in parts or (QUICK_PARTS if quick else PARTS):
        print(f"measuring {name} …", file=sys.stderr)
        part, windows = PARTS[name]
        more, goals = part(known, data, max(windows // QUICK, 4) if quick else windows)
        tables += more
        figures += goals
    note = (
        "All methods of making transitions on recordings that none has been trained on. `-as-recorded` strays and\n"
        "trembles as far as recordings do (`variety`, `texture` 1); `-sampled` is the calmer default.\n"
        "`python -m benchmarks.transitions --part NAME --write` measures one part again: " + ", ".join(PARTS) + "."
    )
    trained = "; ".join(f"{name}: {budget}" for name, budget in budgets(cache_folder()).items())
    if trained:
        note += f"\nRivals are as large as ours and learn from the same windows ({trained})."
    return Compared("Transitions", "python -m benchmarks transitions", figures, note, tables)
