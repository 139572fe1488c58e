"""Are the challenge's figures reproduced, and how fast? ``python -m benchmarks metrics``.

Needs the ``[metrics]`` extra and ``../shared/data``.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.lexicons import SHARED_DATA
from benchmarks.metrics_speed import figures
from benchmarks.table import Figure, Section
from signsynth.files.sequences import read_skels
from signsynth.metrics import Sequence
from signsynth.metrics.controls import reversed_, static
from signsynth.metrics.slrtp import aligned_errors
from signsynth.metrics.warping import fast_paths

KNOWN = {"noise 0.02": 0.0320, "static mean pose": 0.1499, "time-reversed": 0.1571, "another sentence": 0.1824}
"""Measured on 15 sequences of the same source, of which 10 are at hand."""
NOTE = """Alignment as the evaluator of SLRTP 2025 has it (fastdtw, radius 1), every second frame. The known figures
are of 15 sequences, of which 10 are at hand: in brackets, how much the mean of 10 of them varies with which 10 they are
(standard deviation over draws with replacement). Only the first does not depend on what is signed. Times: fastdtw with
Euclidean distances as the evaluator calls it, one thread; the corpus is random smooth motion of the test set's size."""


def section(quick: bool = False) -> Section:
    """Figures of this room."""
    return Section("Metrics", "python -m benchmarks metrics", [*_controls(), *figures(quick)], NOTE)


def _real() -> list[Sequence]:
    folder = SHARED_DATA / "phoenix14t" / "skels"
    found = [s for name in ("train", "dev") for s in read_skels(folder / f"{name}.skels")]
    return [Sequence.of_array(s.points).halved() for s in found]


def _controls() -> Iterator[Figure]:
    real, rng = _real(), np.random.default_rng(0)
    noisy = [Sequence.of_array(s.points + rng.normal(0, 0.02, s.points.shape), fps=12.5) for s in real]
    others = [real[k:] + real[:k] for k in range(1, len(real))]
    made = [[noisy], [static(real)], [reversed_(real)], others]
    for (name, known), versions in zip(KNOWN.items(), made, strict=True):
        errors = [aligned_errors(list(zip(v, real, strict=True)), fast_paths) for v in versions]
        sums, counts = (np.array([[f(e) for e in row] for row in errors]).sum(0) for f in (np.sum, np.size))
        value = sums.sum() / counts.sum()
        draws = rng.integers(0, len(real), (400, len(real)))
        spread = np.std(sums[draws].sum(1) / counts[draws].sum(1))
        shown = f"{value:.4f} [{spread:.4f}], {100 * (value / known - 1):+.1f} %"
        what = f"DTW-MJE of 10 PHOENIX sequences: {name} (known {known:.4f})"
        yield Figure(what, "", shown, "within 3 %", abs(value / known - 1) <= 0.03)
