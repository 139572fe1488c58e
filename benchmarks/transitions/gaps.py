"""Part 1: masked-gap errors of all methods, and their ratio to the Gaussian process."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.table import Figure
from benchmarks.transitions.bootstrap import Ratio, ratio
from benchmarks.transitions.methods import REFERENCE, Methods, judged
from benchmarks.transitions.tables import Table, slashed
from benchmarks.transitions.windows import GAPS, LIMIT, SETS, filled, position_error, set_windows

NAMES = {"dgs": "DGS", "nsl": "NSL"}
LONG = (12, 20)
_NOTE = (
    "Hand points in the picture's plane, shoulder widths; gaps of 4 / 8 / 12 / 20 frames at 25 a second between\n"
    "8 observed frames. Ratios: mean of the cells', with the 95 % interval over recordings. Canonical motion; in the\n"
    "pictures' own coordinates the errors of DGS are a tenth to a third less (`benchmarks/transitions/windows.py`)."
)


def measured(methods: Methods, data: Path, limit: int | None = LIMIT) -> tuple[list[Table], list[Figure]]:
    """The table in 2D, the one in 3D, and the figures of the method that is judged."""
    cells = [(name, gap) for name in SETS for gap in GAPS]
    windows = {cell: set_windows(cell[0], data, cell[1], limit) for cell in cells}
    errors: dict[str, dict[bool, dict[tuple[str, int], np.ndarray]]] = {}
    for name, method in methods.items():
        errors[name] = {False: {}, True: {}}
        for cell in cells:
            made = filled(method, windows[cell])
            for depth in (False, True):
                errors[name][depth][cell] = np.array(
                    [position_error(w, m, depth=depth) for w, m in zip(windows[cell], made, strict=True)]
                )

    def against(name: str, chosen: list[tuple[str, int]], depth: bool = False) -> Ratio:
        own, other = errors[name][depth], errors[REFERENCE][depth]
        recordings = [[w.recording for w in windows[cell]] for cell in chosen]
        return ratio([own[cell] for cell in chosen], [other[cell] for cell in chosen], recordings)

    tables = []
    for depth in (False, True):
        rows = {}
        for name in methods:
            means = [slashed([errors[name][depth][key, gap].mean() for gap in GAPS]) for key in SETS]
            shares = [str(against(name, [(key, gap) for gap in GAPS], depth)) for key in SETS]
            long = str(against(name, [cell for cell in cells if cell[1] in LONG], depth))
            rows[name] = [means[0], shares[0], means[1], shares[1], long]
        columns = [part for key in SETS for part in (NAMES[key], f"{NAMES[key]} ÷ process")]
        title = "Masked gaps in real motion" + (", with depth" if depth else "")
        tables.append(Table(title, [*columns, "gaps 12, 20 ÷ process"], rows, "" if depth else _NOTE))
    name = judged(methods)
    each = {cell: against(name, [cell]) for cell in cells}
    worst = max(each, key=lambda cell: each[cell].value)
    long = against(name, [cell for cell in cells if cell[1] in LONG])
    what = f"{name}: hand error ÷ the Gaussian process, "
    return tables, [
        Figure(
            what + f"worst cell ({NAMES[worst[0]]}, {worst[1]})", "", str(each[worst]), "≤ 1.0", each[worst].value <= 1
        ),
        Figure(what + "mean over gaps 12 and 20", "", str(long), "≤ 0.90", long.value <= 0.9),
    ]
