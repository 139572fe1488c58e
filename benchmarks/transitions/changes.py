"""Part 2: gaps that join different signs or change the hand shape."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from benchmarks.table import Figure
from benchmarks.transitions.bootstrap import ratio
from benchmarks.transitions.hands import ERRORS, shape_angles
from benchmarks.transitions.methods import REFERENCE, Methods, judged
from benchmarks.transitions.recordings import Recorded, nsl, nsl_close, phoenix
from benchmarks.transitions.tables import Table
from benchmarks.transitions.windows import CONTEXT, Window, cut_windows, filled, hands_seen

LONGEST = 30
CHANGED_DEG = 25.0
"""Mean angle of the bones between both ends of a gap from which the hand shape counts as changed."""
STEADY = 4
_NOTE = (
    "Errors of place (shoulder widths), hand shape and palm orientation (degrees); after them their mean ratio to the\n"
    "Gaussian process (`all`: with its 95 % interval over recordings). `signs`: the labelled transitions of `nsl23`,\n"
    "which lead from one sign to another, as long as they are and widened to 30 frames (5 recordings); `close`: those\n"
    "whose picture shows the hand only (4); `shapes`: NSL and PHOENIX gaps of 12, 20 and 30 frames from hand shape to\n"
    f"hand shape, {CHANGED_DEG:g}° or more apart. The number of gaps is in brackets."
)


def measured(methods: Methods, data: Path, limit: int) -> tuple[list[Table], list[Figure]]:
    """The table of all cells, and the judged method's ratio against the goal and against all others."""
    cells = change_windows(data, limit)
    errors = {
        name: {cell: _errors(method, windows, cell) for cell, windows in cells.items()}
        for name, method in methods.items()
    }
    recordings = {cell: [w.recording for w in windows] for cell, windows in cells.items()}

    def against(name: str, chosen: Sequence[str]):
        kinds = [(cell, kind) for cell in chosen for kind in errors[name][cell]]
        own, other = ([errors[n][cell][kind] for cell, kind in kinds] for n in (name, REFERENCE))
        return ratio(own, other, [recordings[cell] for cell, _ in kinds])

    rows, overall = {}, {name: against(name, list(cells)) for name in methods}
    for name in methods:
        means = [" / ".join(_shown(kind, e.mean()) for kind, e in errors[name][cell].items()) for cell in cells]
        shares = [f"{against(name, [cell]).value:.2f}" for cell in cells]
        rows[name] = [f"{mean}; {share}" for mean, share in zip(means, shares, strict=True)] + [str(overall[name])]
    columns = [f"{cell} ({len(windows)}): {_kinds(cell)}" for cell, windows in cells.items()]
    name = judged(methods)
    others = {other: share.value for other, share in overall.items() if other != name}
    best = min(others, key=others.get)
    what = f"{name}: errors ÷ the process in gaps between signs and shapes, up to {LONGEST} frames"
    met = overall[name].value <= 0.9 and overall[name].value < others[best]
    goal = f"≤ 0.90, and the least (best other: {best} {others[best]:.2f})"
    table = Table("Gaps between signs and hand shapes", [*columns, "all ÷ process"], rows, _NOTE)
    return [table], [Figure(what, "", str(overall[name]), goal, met)]


@lru_cache(maxsize=4)
def change_windows(data: Path, limit: int) -> dict[str, tuple[Window, ...]]:
    """Cell -> its fixed windows, at most ``limit`` each."""
    found = {
        "signs": _spread(_transitions(nsl(data)), limit),
        "signs, 30 frames": _spread(_transitions(nsl(data), LONGEST), limit),
        "close": _spread(_transitions(nsl_close(data)), limit),
        "close, 30 frames": _spread(_transitions(nsl_close(data), LONGEST), limit),
    }
    for gap in (12, 20, LONGEST):
        changing = [w for source in (phoenix, nsl) for w in cut_windows(source(data), gap, None) if changes_shape(w)]
        found[f"shapes, {gap} frames"] = _spread(changing, limit)
    return found


def changes_shape(window: Window) -> bool:
    """Whether the bones of a hand that was seen lie ``CHANGED_DEG`` or more apart before and after the gap.

    Each side's shape is the mean of its four frames next to the gap, so that trembling does not count.
    """
    ends = window.before.pose[-STEADY:].mean(0), window.after.pose[:STEADY].mean(0)
    angles = shape_angles(ends[0][None], ends[1][None])[0]
    return bool((angles[list(window.hands)] >= CHANGED_DEG).any())


def _transitions(recordings: Sequence[Recorded], frames: int | None = None) -> list[Window]:
    """Gaps where the labelled transitions are, or of so many ``frames`` around their middles."""
    windows = []
    for recording in recordings:
        motion = recording.motion
        seen = hands_seen(motion)
        for segment in motion.segments:
            length = frames or segment.end - segment.start
            start = (segment.start + segment.end - length) // 2
            first, end = start - CONTEXT, start + length + CONTEXT
            if segment.kind != "transition" or length > LONGEST or first < 0 or end > len(motion):
                continue
            hands = seen[first:end].all(0)
            if hands.any():
                pair = (bool(hands[0]), bool(hands[1]))
                windows.append(Window(recording.name, motion[first:end], CONTEXT, pair))
    return windows


def _spread(windows: Sequence[Window], limit: int) -> tuple[Window, ...]:
    if len(windows) <= limit:
        return tuple(windows)
    return tuple(windows[k] for k in np.linspace(0, len(windows) - 1, limit).round().astype(int))


def _errors(method, windows: Sequence[Window], cell: str) -> dict[str, np.ndarray]:
    made = filled(method, windows)
    return {
        kind: np.array([ERRORS[kind](w, m) for w, m in zip(windows, made, strict=True)]) for kind in _kinds_of(cell)
    }


def _kinds_of(cell: str) -> tuple[str, ...]:
    return ("shape", "turn") if cell.startswith("close") else ("place", "shape", "turn")


def _kinds(cell: str) -> str:
    return " / ".join(_kinds_of(cell))


def _shown(kind: str, value: float) -> str:
    return f"{value:.3f}" if kind == "place" else f"{value:.1f}°"
