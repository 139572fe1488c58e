"""How near the phases of recorded signs are to marks made by hand (``marks.csv``), beside the rule before them.

``python -m benchmarks.spans`` prints every clip.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from benchmarks.old_span import signing_span
from benchmarks.table import Figure, Section
from signsynth.capture.choice import NoTracker
from signsynth.files import load_motion
from signsynth.lexicon.sources import open_source
from signsynth.motion import Motion
from signsynth.motion.canonical import canonicalise
from signsynth.motion.phases import Phases, phases
from signsynth.motion.recording import Recording

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
MARKS = ROOT / "benchmarks" / "marks.csv"
MARKED = ("ksl13", "asl100")
"""The sets of the goal: nearly all of their clips begin and end within the sign."""
FROM_REST = ("peer_lexicon", "dgs_sentences")
"""Sets whose clips go from rest to rest; no constant was fitted to them."""


@dataclass(frozen=True)
class Mark:
    """Where a rater saw the sign, and its movement, in one clip; ends exclusive, ``moves`` None where not marked."""

    source: str
    clip: str
    fps: float
    start: int
    end: int
    moves: tuple[int, int] | None


def read_marks(path: Path = MARKS) -> list[Mark]:
    """All marks, in their order."""
    with open(path, encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return [
        Mark(
            row["set"],
            row["clip"],
            float(row["fps"]),
            int(row["start"]),
            int(row["end"]),
            (int(row["moves_from"]), int(row["moves_to"])) if row["moves_from"] else None,
        )
        for row in rows
    ]


def recorded(mark: Mark, data: Path = DATA) -> Motion | None:
    """The clip that a mark is about; None for a video where nothing can track it."""
    if mark.source in MARKED:
        found = _clips(data, mark.source)[mark.clip].read()
        return canonicalise(found, fps=mark.fps) if isinstance(found, Recording) else found
    path = data / mark.source / mark.clip
    if path.suffix != ".mp4":
        return load_motion(path)
    try:
        from signsynth.capture import capture

        return capture(path).motion
    except (ImportError, NoTracker):  # capture is an extra
        return None


@lru_cache(maxsize=4)
def _clips(data: Path, source: str) -> dict:
    return {clip.key: clip for clip in open_source(data / source, signed="").clips}


def measured(sources: tuple[str, ...], data: Path = DATA) -> Iterator[tuple[Mark, Phases, tuple[int, int]]]:
    """Each mark of the ``sources`` with what is found now and what the rule before found."""
    for mark in read_marks():
        motion = recorded(mark, data) if mark.source in sources else None
        if motion is not None:
            yield mark, phases(motion), signing_span(motion)


def errors(found: list[tuple[Mark, Phases, tuple[int, int]]]) -> dict[str, np.ndarray]:
    """Frames ``(n, 2)`` between start and end and their marks: of ``sign`` and ``movement``, and both ``before``.

    The rule before kept 0.08 s of the holds at both ends, which count for the sign and not for the movement.
    """
    kept = [round(0.08 * mark.fps) for mark, _, _ in found]
    rows = {
        "sign": [(p.sign.start - m.start, p.sign.end - m.end) for m, p, _ in found],
        "before": [(old[0] - m.start, old[1] - m.end) for m, _, old in found],
        "movement": [(p.movement.start - m.moves[0], p.movement.end - m.moves[1]) for m, p, _ in found if m.moves],
        "movement before": [
            (old[0] + keep - m.moves[0], old[1] - keep - m.moves[1])
            for (m, _, old), keep in zip(found, kept, strict=True)
            if m.moves
        ],
    }
    return {name: np.abs(np.array(values, float)).reshape(-1, 2) for name, values in rows.items()}


def said(frames: np.ndarray) -> str:
    """Median and nine tenths of start and end."""
    median, most = np.median(frames, axis=0), np.percentile(frames, 90, axis=0)
    return f"{median[0]:.1f} / {most[0]:.1f}, {median[1]:.1f} / {most[1]:.1f}"


def section(quick: bool = False) -> Section:
    """Errors on the clips of the goal, and on clips from rest to rest."""
    figures = []
    for name, sources in ((" and ".join(MARKED), MARKED), ("dictionary clips from rest to rest", FROM_REST)):
        found = list(measured(sources))
        off = errors(found)
        what = f"{name}: {len(found)} signs, start and end against the marks in frames, median / nine tenths"
        met = bool((np.median(off["sign"], axis=0) <= 2).all())
        figures.append(Figure(what, f"(before) {said(off['before'])}", said(off["sign"]), "≤ 2, ≤ 2 (medians)", met))
        if len(off["movement"]):
            what = f"{name}: {len(off['movement'])} movements between holds, start and end"
            figures.append(Figure(what, f"(before) {said(off['movement before'])}", said(off["movement"]), ""))
    note = (
        "One rater marked `benchmarks/marks.csv` before the method was written. (before) is our own rule that cut\n"
        "clips until then, which took movement up to the end of a clip for retraction. Clips of ksl13 and asl100 are\n"
        "cut to the sign already, so the figure says that nothing is lost; the dictionary clips say what is cut."
    )
    return Section("Signing spans", "python -m benchmarks spans", figures, note)


def main() -> None:
    """Print every clip."""
    for mark, found, before in measured((*MARKED, *FROM_REST, "msl150")):
        print(
            f"{mark.source:14}{mark.clip:32}marked {mark.start:3} to {mark.end:3}, found {found.sign.start:3} to "
            f"{found.sign.end:3}, before {before[0]:3} to {before[1]:3}; strokes "
            + " ".join(f"{s.start}-{s.end}" for s in found.strokes)
            + f"; {len(found.repetitions)} ×"
        )


if __name__ == "__main__":
    main()
