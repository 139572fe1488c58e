"""Are the challenge's figures reproduced, and how fast? ``python -m benchmarks metrics``.

Needs the ``[metrics]`` extra and ``../shared/data``.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.metrics_controls import CONTROLS, KNOWN, Reading, real
from benchmarks.metrics_speed import figures
from benchmarks.table import Figure, Section

NOTE = """Alignment as the evaluator of SLRTP 2025 has it (fastdtw, radius 1), every second frame. The known figures
are of 15 sequences, of which 10 are at hand: in brackets, how much the mean of 10 of them varies with which 10 they are
(standard deviation over draws with replacement). Only the first does not depend on what is signed; other readings of
the definitions: `python -m benchmarks.metrics_controls`. Times: fastdtw with Euclidean distances as the evaluator calls
it, processor time of one thread, taking turns; the corpus is random smooth motion of the test set's size."""


def section(quick: bool = False) -> Section:
    """Figures of this room."""
    return Section("Metrics", "python -m benchmarks metrics", [*_controls(), *figures(quick)], NOTE)


def _controls() -> Iterator[Figure]:
    points, rng = real(), np.random.default_rng(0)
    for name, known in KNOWN.items():
        errors = [Reading("").errors(made, points) for made in CONTROLS[name](points)]
        sums, counts = (np.array([[f(e) for e in row] for row in errors]).sum(0) for f in (np.sum, np.size))
        value = sums.sum() / counts.sum()
        draws = rng.integers(0, len(points), (400, len(points)))
        spread = np.std(sums[draws].sum(1) / counts[draws].sum(1))
        shown = f"{value:.4f} [{spread:.4f}], {100 * (value / known - 1):+.1f} %"
        what = f"DTW-MJE of 10 PHOENIX sequences: {name} (known {known:.4f})"
        yield Figure(what, "", shown, "within 3 %", abs(value / known - 1) <= 0.03)
