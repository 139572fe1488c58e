"""Speed, acceleration and jerk at joins ÷ inside signs, for random sentences of several lexicons."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from benchmarks.joins import FPS, SIGNS, Measured
from benchmarks.lexicons import SOURCES, lexicon_folder
from benchmarks.table import Figure
from benchmarks.transitions.methods import Methods, judged
from benchmarks.transitions.tables import Table
from signsynth.lexicon import Lexicon
from signsynth.motion import Motion
from signsynth.pipeline.clips import Clips, labelled
from signsynth.transition import TIMINGS, carried, join

REAL = np.array([0.99, 0.79, 0.76])
"""Real signing."""
TOLERANCE = 0.2
OURS = Path(__file__).resolve().parents[2] / "lexicon" / "ase"
_NOTE = (
    "Speed / acceleration / jerk of the wrists in the picture's plane at joins ÷ inside signs, random sentences of\n"
    f"{SIGNS} signs, timed as by default (`signsynth.motion.continuity`); real signing has 0.99 / 0.79 / 0.76."
)


def measured(methods: Methods, data: Path, limit: int) -> tuple[list[Table], list[Figure]]:
    """The table, and the judged method's ratios, drawn as by default, against 1 and real signing.

    Of ``limit`` sentences a lexicon.
    """
    folders = {"lexicon/ase": OURS} | {source.name: lexicon_folder(source) for source in SOURCES}
    ratios, timing = {}, TIMINGS["tempo"]()
    for name, method in methods.items():
        for lexicon, folder in folders.items():
            motions = [join(sentence, method, duration=timing) for sentence in sentences(folder, limit)]
            ratios[name, lexicon] = Measured.of(motions).ratios
    rows = {name: [" / ".join(f"{v:.2f}" for v in ratios[name, lexicon]) for lexicon in folders] for name in methods}
    name = judged(methods, sampled=True)
    own = np.array([ratios[name, lexicon] for lexicon in folders])
    worst, far = own.max(0), np.abs(own / REAL - 1).max()
    shown = " / ".join(f"{v:.2f}" for v in worst)
    figures = [
        Figure(
            f"{name}: joins ÷ inside, worst of {len(own)} lexicons", "", shown, "≤ 1.0 each", bool((worst <= 1).all())
        ),
        Figure(f"{name}: the same against real signing, farthest", "", f"{far:.0%}", "≤ 20 %", bool(far <= TOLERANCE)),
    ]
    return [Table("Joins ÷ inside", list(folders), rows, _NOTE)], figures


@lru_cache(maxsize=16)
def sentences(folder: Path, count: int) -> tuple[list[Motion], ...]:
    """Random signs of one lexicon, ready to be joined; letters and digits aside."""
    lexicon, rng = Lexicon.open(folder), np.random.default_rng(0)
    clips = Clips(lexicon, FPS)
    labels = [label for label in lexicon if len(label) > 1]
    found = []
    for _ in range(count):
        chosen = rng.choice(labels, min(SIGNS, len(labels)), replace=False)
        found.append(carried([labelled(clips(label), label) for label in chosen]))
    return tuple(found)
