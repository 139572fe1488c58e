"""Part 3: what no position error shows: spectra, seams, rigid hands, diversity, and time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from benchmarks.table import Figure
from benchmarks.transitions.hands import beyond_limits, bones
from benchmarks.transitions.methods import Methods, judged
from benchmarks.transitions.tables import Table, slashed
from benchmarks.transitions.windows import Window, filled, position_error, set_windows
from signsynth.metrics.movement import spectra_apart
from signsynth.motion import Motion
from signsynth.stages import Transition

SETS = ("nsl", "phoenix")
GAP = 20
SEEDS = 5
LONGEST_MS = 15.0
_NOTE = (
    f"Gaps of {GAP} frames of NSL and PHOENIX. NPSS: normalised power spectrum similarity of hand points, 0 is the\n"
    "real spectrum. Step and bend: how far hand points move between the gap's outermost frames and the observed ones,\n"
    "and how much that changes their velocity, ÷ real (1: position and velocity meet as they really do). Speed,\n"
    "acceleration and jerk of hand points in the gap ÷ real. Bones: largest change of a hand bone's length. Joints:\n"
    "share of fingers' middle and end joints that bend beyond the body's limits, and in the real gaps. Seeds:\n"
    f"mean distance between hand points of {SEEDS} seeds, and the best error ÷ the first. Time: median of single\n"
    "transitions of 8 frames of pose alone; where the method has `batch`, also of one in a sentence of eight."
)


def measured(methods: Methods, data: Path, limit: int) -> tuple[list[Table], list[Figure]]:
    """The table, and the time of the method that is judged."""
    cells = {name: set_windows(name, data, GAP, limit) for name in SETS}
    pooled = [w for windows in cells.values() for w in windows]
    rows, times = {}, {}
    for name, method in methods.items():
        made = {key: filled(method, windows) for key, windows in cells.items()}
        spectra = [npss(windows, made[key]) for key, windows in cells.items()]
        motions = [m for key in cells for m in made[key]]
        spread, best = diversity(method, pooled[:: max(1, len(pooled) // 24)])
        alone, batched = milliseconds(method, pooled)
        times[name] = min(alone, batched)
        rows[name] = [
            slashed(spectra),
            slashed(seams(pooled, motions), 2),
            slashed(liveliness(pooled, motions), 2),
            " / ".join(f"{100 * bent_too_far(pooled, part):.1f} %" for part in (motions, _truths(pooled))),
            f"{100 * max(spread_of_bones(w, m) for w, m in zip(pooled, motions, strict=True)):.2f} %",
            f"{spread:.3f} / {best:.2f}",
            f"{alone:.1f}" + (f" / {batched:.1f}" if np.isfinite(batched) else ""),
        ]
    columns = ["NPSS NSL / PHOENIX", "step / bend at seams", "speed / acceleration / jerk in the gap", "joints / real"]
    columns += ["bones", "seeds", "ms a transition"]
    name = judged(methods)
    figure = Figure(
        f"{name}: time per transition", "", f"{times[name]:.1f} ms", f"≤ {LONGEST_MS:g} ms", times[name] <= LONGEST_MS
    )
    return [Table("Realism of gaps", columns, rows, _NOTE)], [figure]


def npss(windows: Sequence[Window], made: Sequence[Motion]) -> float:
    """Normalised power spectrum similarity (Gopalakrishnan et al. 2019, equation 9), 0 for equal spectra.

    Over the coordinates of seen hand points from their mean over both ends of the gap, of all windows: distance of
    the cumulative normalised spectra, weighted by the real power.
    """
    return spectra_apart((_tracks(w, m), _tracks(w, w.truth)) for w, m in zip(windows, made, strict=True))


def seams(windows: Sequence[Window], made: Sequence[Motion]) -> tuple[float, float]:
    """Mean step and mean change of velocity of hand points at the two seams, ÷ the real ones."""
    sums = np.zeros((2, 2))
    for kind, motions in enumerate((made, _truths(windows))):
        for window, motion in zip(windows, motions, strict=True):
            whole = _whole(window, motion)
            first, last = window.context, window.context + len(motion)
            for at, back in ((first, -1), (last - 1, 1)):  # the outermost frames made
                a, b, c = whole[at], whole[at + back], whole[at + 2 * back]
                sums[kind] += [np.linalg.norm(a - b, axis=-1).mean(), np.linalg.norm(a - 2 * b + c, axis=-1).mean()]
    step, bend = np.divide(sums[0], sums[1], out=np.ones(2), where=sums[1] > 0)
    return float(step), float(bend)


def liveliness(windows: Sequence[Window], made: Sequence[Motion]) -> list[float]:
    """Mean speed, acceleration and jerk of hand points over stencils with a frame of the gap, ÷ the real ones."""
    sums = np.zeros((2, 3))
    for kind, motions in enumerate((made, _truths(windows))):
        for window, motion in zip(windows, motions, strict=True):
            whole = _whole(window, motion)
            for order in (1, 2, 3):
                part = whole[window.context - order : window.context + len(motion) + order]
                sums[kind, order - 1] += np.linalg.norm(np.diff(part, n=order, axis=0), axis=-1).mean()
    return list(np.divide(sums[0], sums[1], out=np.ones(3), where=sums[1] > 0))


def bent_too_far(windows: Sequence[Window], made: Sequence[Motion]) -> float:
    """Share of finger joints of seen hands that bend beyond the body's limits."""
    shares = [beyond_limits(m.pose)[:, list(w.hands)].mean() for w, m in zip(windows, made, strict=True)]
    return float(np.mean(shares))


def spread_of_bones(window: Window, made: Motion) -> float:
    """Largest change of a seen hand's bone length from the last observed frame on, as a share of it."""
    lengths = bones(np.concatenate([window.before.pose[-1:], made.pose]))[:, list(window.hands)]
    return float((np.abs(lengths - lengths[0]) / lengths[0]).max())


def diversity(method: Transition, windows: Sequence[Window]) -> tuple[float, float]:
    """Mean distance of hand points between seeds (shoulder widths), and the best seed's error ÷ the first's."""
    distances, best, first = [], [], []
    for window in windows:
        made = [method(window.before, window.after, len(window.truth), seed=seed) for seed in range(SEEDS)]
        points = [m.pose[:, window.points].astype(np.float64) for m in made]
        distances += [np.linalg.norm(a - b, axis=-1).mean() for a, b in combinations(points, 2)]
        found = [position_error(window, m) for m in made]
        best.append(min(found))
        first.append(found[0])
    return float(np.mean(distances)), float(np.mean(best) / max(np.mean(first), 1e-12))


def milliseconds(method: Transition, windows: Sequence[Window], frames: int = 8) -> tuple[float, float]:
    """Median time of single transitions, and of one in a batch of eight (NaN without ``batch``)."""
    pairs = [(w.before, w.after) for w in windows[:40]]
    alone = []
    for before, after in pairs:
        start = time.perf_counter()
        method(before, after, frames)
        alone.append(time.perf_counter() - start)
    batch, batched = getattr(method, "batch", None), [np.nan]
    if batch is not None:
        groups = [pairs[k : k + 8] for k in range(0, len(pairs) - 7, 8)]
        batched = []
        for group in groups:
            start = time.perf_counter()
            batch(group, [frames] * len(group))
            batched.append((time.perf_counter() - start) / len(group))
    return 1000 * float(np.median(alone)), 1000 * float(np.median(batched))


def _truths(windows: Sequence[Window]) -> list[Motion]:
    return [w.truth for w in windows]


def _whole(window: Window, gap: Motion) -> np.ndarray:
    """Seen hand points ``(frames, points, 3)`` of both sides and what lies between."""
    return np.concatenate([part.pose[:, window.points] for part in (window.before, gap, window.after)]).astype(float)


def _tracks(window: Window, gap: Motion) -> np.ndarray:
    """Coordinates ``(frames, 3 points)`` of seen hand points from their mean over both ends."""
    ends = np.stack([window.before.pose[-1], window.after.pose[0]])[:, window.points].mean(0)
    return (gap.pose[:, window.points].astype(np.float64) - ends).reshape(len(gap), -1)
