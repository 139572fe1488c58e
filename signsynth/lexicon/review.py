"""Every recording of a lexicon, read once and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from signsynth.errors import InputError, SignsynthError
from signsynth.lexicon.entry import Entry
from signsynth.lexicon.problem import Problem
from signsynth.lexicon.quality import Quality, measure_siblings
from signsynth.lexicon.quality.doubles import doubles
from signsynth.motion import Motion
from signsynth.motion.likeness import SignCode

if TYPE_CHECKING:
    from signsynth.lexicon.lexicon import Lexicon

POOR = 0.5
"""Quality below which a recording is a problem."""
MOST_COMPARED = 5000
"""Glosses among which near-duplicates are looked for; more would take minutes."""
_RATE_TOLERANCE = 0.01


@dataclass(frozen=True)
class Reviewed:
    """A recording: its ``entry``, all its ``words``, ``quality`` (None where it cannot be read), problems, preview."""

    entry: Entry
    words: tuple[str, ...]
    quality: Quality | None
    problems: tuple[Problem, ...] = ()
    preview: str = ""

    @property
    def names(self) -> list[str]:
        """Short names of all that is wrong with it, each once."""
        faults = [fault.name for fault in self.quality.faults] if self.quality else []
        return list(dict.fromkeys(faults + [problem.kind for problem in self.problems if problem.kind != "quality"]))


def review(
    lexicon: Lexicon,
    *,
    body: bool = False,
    show: Callable[[Motion], str] | None = None,
    progress: Callable[[Iterable], Iterable] | None = None,
) -> list[Reviewed]:
    """All recordings in the lexicon's order; motions are let go gloss by gloss.

    ``body`` compares gesture and mesh, where they are kept, with the pose (needs torch); ``show`` makes the preview.
    """
    found: list[Reviewed] = []
    codes: list[tuple[int, SignCode]] = []
    for label in progress(list(lexicon)) if progress else lexicon:
        words: dict[tuple, list[str]] = {}
        for entry in lexicon[label]:
            words.setdefault(entry.clip, []).extend(entry.words)
        read = []
        for entry in lexicon.variants(label):
            try:
                read.append((entry, lexicon.motion(entry)))
            except SignsynthError as error:
                what = Problem(entry.path, "error", str(error), "restore the file or delete its rows from index.csv")
                what = replace(what, entry=entry, kind="unreadable")
                found.append(Reviewed(entry, tuple(words[entry.clip]), None, (what,)))
        hands = [entry.handedness for entry, _ in read]
        qualities = measure_siblings([motion for _, motion in read], hands, body=body)
        if read and len(codes) < MOST_COMPARED:
            codes += _code(len(found), read[0][1])
        for (entry, motion), quality in zip(read, qualities, strict=True):
            problems = (*_rate(entry, motion), *_poor(entry, quality))
            picture = show(motion) if show else ""
            found.append(Reviewed(entry, tuple(words[entry.clip]), quality, problems, picture))
    return _with_doubles(found, codes)


def _code(number: int, motion: Motion) -> list[tuple[int, SignCode]]:
    try:
        return [(number, SignCode.of(motion))]
    except InputError:  # no hand is seen, which the quality says
        return []


def _rate(entry: Entry, motion: Motion) -> list[Problem]:
    if entry.fps is None or abs(entry.fps / motion.fps - 1) <= _RATE_TOLERANCE:
        return []
    what = f"{entry.fps:g} frames a second in the index, {motion.fps:g} in the file"
    return [
        Problem(entry.path, "warning", what, f"write {motion.fps:g} into the column 'fps'", entry, "wrong frame rate")
    ]


def _poor(entry: Entry, quality: Quality) -> list[Problem]:
    """A warning below ``POOR``, a note for any other fault."""
    if not quality.faults:
        return []
    what = f"{entry.label!r}: quality {quality.score:.2f}: " + "; ".join(fault.what for fault in quality.faults)
    if quality.score < POOR:
        return [Problem(entry.path, "warning", what, "record it again or choose another variant", entry, "quality")]
    return [Problem(entry.path, "note", what, "look at it", entry, "quality")]


def _with_doubles(found: list[Reviewed], codes: list[tuple[int, SignCode]]) -> list[Reviewed]:
    """One note for each recording that looks like those of other glosses, nearest first."""
    twins: dict[int, list[str]] = {}
    for a, b, distance in doubles([code for _, code in codes]):
        one, other = (codes[n][0] for n in (a, b))
        if found[one].entry.clip == found[other].entry.clip:
            continue  # one recording that stands under two glosses is meant so
        for this, that in ((one, other), (other, one)):
            twins.setdefault(this, []).append(f"{found[that].entry.label!r} (distance {distance:.2f})")
    for number, others in twins.items():
        entry = found[number].entry
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        what = f"{entry.label!r} looks like {', '.join(others[:3])}{more}"
        fix = "fine for homonyms, else one has a wrong name"
        problem = Problem(entry.path, "note", what, fix, entry, "near-duplicate")
        found[number] = replace(found[number], problems=(*found[number].problems, problem))
    return found
