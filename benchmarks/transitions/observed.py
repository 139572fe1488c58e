"""What becomes of the observed frames beside a gap where a method's own version of them is not replaced.

A method that makes the whole sequence, gap and sides, returns sides that are only near the given ones. Putting the
given frames back makes these exact and leaves a step at the seams.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.transitions.methods import Methods
from benchmarks.transitions.rivals.points import Gap, mid_shoulder
from benchmarks.transitions.tables import Table
from benchmarks.transitions.windows import Window, set_windows
from signsynth.skeleton import MANUAL
from signsynth.stages import Transition
from signsynth.transition.diffusion import Diffusion
from signsynth.transition.directions import poses_of, values_of

SETS = ("nsl", "phoenix")
GAP = 12
_NOTE = (
    f"{GAP}-frame gaps of NSL and PHOENIX. Moved: how far hand points of the observed frames lie from the given ones\n"
    "where the method's own version is returned, in shoulder widths. Step at seams: how far hand points move between\n"
    "the gap's outermost frames and the observed ones, ÷ real, with either version. Ours makes the gap alone; its\n"
    "version of an observed frame is the frame in the numbers that it works with and back."
)


def observed_table(methods: Methods, data: Path, limit: int) -> Table:
    """A row for each of ``methods`` that has a version of the observed frames of its own."""
    windows = [window for name in SETS for window in set_windows(name, data, GAP, limit)]
    known = {name: method for name, method in methods.items() if own_sequence(method) is not None}
    rows = {}
    for name, method in known.items():
        moved, put_back, left = figures(method, windows)
        rows[name] = [f"{moved:.4f}", f"{put_back:.2f}", f"{left:.2f}"]
    columns = ["moved, not put back", "step at seams, put back", "step at seams, not put back"]
    return Table("Observed frames put back or not", columns, rows, _NOTE)


def figures(method: Transition, windows: Sequence[Window]) -> tuple[float, float, float]:
    """How far observed frames are moved, and the step at the seams ÷ the real one: put back, and not."""
    make = own_sequence(method)
    moved, steps = [], np.zeros(3)
    for number, window in enumerate(windows):
        made = make(window, number)[:, window.points].astype(np.float64)
        real = _points(window.motion.pose)[:, window.points]
        inside = slice(window.context, len(real) - window.context)
        observed = np.ones(len(real), bool)
        observed[inside] = False
        moved.append(np.linalg.norm(made - real, axis=-1)[observed].mean())
        back = real.copy()
        back[inside] = made[inside]
        steps += [_step(points, inside) for points in (real, back, made)]
    return float(np.mean(moved)), float(steps[1] / steps[0]), float(steps[2] / steps[0])


def own_sequence(method: Transition) -> Callable[[Window, int], np.ndarray] | None:
    """Window and seed -> the method's version of all frames ``(frames, 50, 3)``; None where it has none."""
    if isinstance(method, Diffusion):
        return lambda window, seed: _ours(method, window, seed)
    if hasattr(method, "sequence"):
        return lambda window, seed: method.sequence(
            Gap.of(window.before, window.after, len(window.truth), method.duration), seed, put_back=False
        )
    return None


def _ours(method: Diffusion, window: Window, seed: int) -> np.ndarray:
    before, after = (poses_of(values_of(side.pose)) for side in (window.before, window.after))
    return _points(np.concatenate([before, method(window.before, window.after, len(window.truth), seed).pose, after]))


def _points(pose: np.ndarray) -> np.ndarray:
    """Body and hands ``(frames, 50, 3)`` from mid-shoulder, as rivals see them."""
    points = pose[:, MANUAL].astype(np.float64)
    return points - mid_shoulder(points)


def _step(points: np.ndarray, inside: slice) -> float:
    """Mean way of points ``(frames, points, 3)`` over both seams."""
    pairs = ((inside.start - 1, inside.start), (inside.stop - 1, inside.stop))
    return float(np.mean([np.linalg.norm(points[b] - points[a], axis=-1).mean() for a, b in pairs]))
