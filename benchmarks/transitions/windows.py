"""Gaps cut into real motion, filled again, and how far the filling is from what was there.

A window is eight frames, a gap, and eight frames at 25 frames a second, of canonical motion. Its error is the
distance of hand points from the real ones in the picture's plane, in shoulder widths, meaned over the gap's
frames and the points of every hand that the tracker saw in all of the window; windows without such a hand are left
out. ``depth=True`` counts the third coordinate, which one camera guesses.

Known figures of others for gaps 4 / 8 / 12 / 20 come from pictures' coordinates instead, divided by each
recording's shoulder width. Counted so, over the left hands of all DGS windows, linear has .034 / .076 / .114 / .180
(known: .034 / .076 / .116 / .184), the cubic spline .016 / .044 / .079 / .149 (.016 / .042 / .078 / .146) and our
Gaussian process .016 / .042 / .077 / .145 (.016 / .040 / .075 / .146); over both hands all are 8 to 12 % higher, and
canonical motion, whose hands have canonical size, has 10 to 20 % more. The known figures of NSL are two to four times
ours: no choice of footage, hands, rate, depth or gating that was tried gives them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from benchmarks.transitions.recordings import Recorded, corpus, dgs, dgs_signs, nsl, phoenix
from signsynth.motion import GUESSED, Motion
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from signsynth.stages import Transition

CONTEXT = 8
GAPS = (4, 8, 12, 20)
SETS = {
    "dgs": (dgs, CONTEXT),
    "nsl": (nsl, CONTEXT),
    "phoenix": (phoenix, CONTEXT),
    "dgs-signs": (dgs_signs, 4),
}
"""Name of a test set -> its recordings, and how many frames a window has at least on each side."""
HANDS = (LEFT_HAND, RIGHT_HAND)
LEAST_CONTEXT = 4
"""Frames on each side that a validation window has at least."""
LIMIT = 160
VALIDATION = ("msl150", "asl_selfrecorded", "mocap_sample", "ksl13", "asl100")
"""Sources of the corpus that a model may be chosen by."""


@dataclass(frozen=True, eq=False)
class Window:
    """``motion`` with ``context`` frames on each side of a gap; ``hands`` (left, right) seen in all of it."""

    recording: str
    motion: Motion
    context: int
    hands: tuple[bool, bool]

    @property
    def before(self) -> Motion:
        return self.motion[: self.context]

    @property
    def truth(self) -> Motion:
        return self.motion[self.context : len(self.motion) - self.context]

    @property
    def after(self) -> Motion:
        return self.motion[len(self.motion) - self.context :]

    @property
    def points(self) -> np.ndarray:
        """Columns of the hand points that count."""
        return np.concatenate([np.r_[hand] for hand, seen in zip(HANDS, self.hands, strict=True) if seen])


def cut_windows(
    recordings: Sequence[Recorded], gap: int, limit: int | None = LIMIT, least_context: int = CONTEXT
) -> tuple[Window, ...]:
    """At most ``limit`` windows, evenly spread over all that there are, so that every method sees the same.

    Recordings too short for eight frames on each side give windows with fewer, down to ``least_context``.
    """
    places = []
    for recording in recordings:
        context = min(CONTEXT, (len(recording.motion) - gap) // 2)
        if context < least_context:
            continue
        seen = hands_seen(recording.motion)
        length = gap + 2 * context
        for start in range(len(recording.motion) - length + 1):
            hands = seen[start : start + length].all(0)
            if hands.any():
                places.append((recording, start, length, context, (bool(hands[0]), bool(hands[1]))))
    if limit is not None and len(places) > limit:
        places = [places[k] for k in np.linspace(0, len(places) - 1, limit).round().astype(int)]
    return tuple(Window(r.name, r.motion[start : start + n], c, hands) for r, start, n, c, hands in places)


def hands_seen(motion: Motion) -> np.ndarray:
    """Whether the tracker saw each hand ``(frames, 2)``, left first; what was filled in does not count."""
    return np.stack([motion.confidence[:, hand].mean(1) > GUESSED for hand in HANDS], axis=1)


def filled(method: Transition, windows: Sequence[Window]) -> list[Motion]:
    """What ``method`` puts into the gap of each window; the seed is the window's number."""
    return [method(w.before, w.after, len(w.truth), seed=number) for number, w in enumerate(windows)]


def position_error(window: Window, made: Motion, *, depth: bool = False) -> float:
    """Mean distance of the hand points from the real ones, in shoulder widths."""
    axes = slice(0, 3 if depth else 2)
    points = window.points
    away = made.pose[:, points, axes].astype(np.float64) - window.truth.pose[:, points, axes]
    return float(np.linalg.norm(away, axis=-1).mean())


def gap_errors(
    method: Transition,
    data: Path,
    *,
    sets: Sequence[str] = ("dgs", "nsl"),
    gaps: Sequence[int] = GAPS,
    limit: int | None = LIMIT,
    depth: bool = False,
) -> dict[tuple[str, int], np.ndarray]:
    """Errors ``(windows,)`` of each set and gap, for measuring only: all sets are of class test."""
    return {
        (name, gap): errors(method, set_windows(name, data, gap, limit), depth=depth) for name in sets for gap in gaps
    }


def validation_errors(
    method: Transition,
    corpus_file: Path,
    *,
    sources: Sequence[str] = VALIDATION,
    gaps: Sequence[int] = GAPS,
    limit: int | None = LIMIT,
    depth: bool = False,
) -> dict[tuple[str, int], np.ndarray]:
    """The same on training recordings of a corpus file, which is what a model may be chosen by.

    Many of these recordings are shorter than 36 frames: gaps then have fewer frames on each side, at least four.
    Sources and gaps without any window are left out.
    """
    found = {
        (source, gap): errors(method, validation_windows(source, corpus_file, gap, limit), depth=depth)
        for source in sources
        for gap in gaps
    }
    return {cell: values for cell, values in found.items() if len(values)}


def errors(method: Transition, windows: Sequence[Window], *, depth: bool = False) -> np.ndarray:
    """Position errors ``(windows,)``."""
    made = filled(method, windows)
    return np.array([position_error(w, m, depth=depth) for w, m in zip(windows, made, strict=True)])


@lru_cache(maxsize=64)
def set_windows(name: str, data: Path, gap: int, limit: int | None = LIMIT) -> tuple[Window, ...]:
    """The fixed windows of one test set."""
    recordings, context = SETS[name]
    return cut_windows(recordings(data), gap, limit, context)


@lru_cache(maxsize=64)
def validation_windows(source: str, corpus_file: Path, gap: int, limit: int | None = LIMIT) -> tuple[Window, ...]:
    """The fixed windows of one source of a corpus file."""
    return cut_windows(corpus(corpus_file).get(source, ()), gap, limit, least_context=LEAST_CONTEXT)
