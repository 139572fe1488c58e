"""Gesture and mesh of a lexicon's entries: fitted once, kept as ``<name>.npz`` beside each ``<name>.pose``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from signsynth.errors import FileError, LexiconError, SignsynthError
from signsynth.files import load_motion
from signsynth.files.tracks import load_tracks, save_tracks
from signsynth.lexicon.entry import Entry
from signsynth.motion import Motion

if TYPE_CHECKING:
    from signsynth.lexicon.lexicon import Lexicon


@dataclass(frozen=True)
class Disagreement:
    """How far the posed body is from an entry's keypoints: mean distances in shoulder widths, and quality 0..1."""

    label: str
    path: str
    hands_sw: float
    body_sw: float
    quality: float
    popping: int = 0
    """Frames in which a joint of an arm jumps though the keypoints do not."""
    inside: int = 0
    """Frames with a hand or forearm in the body, or a hand in the other."""

    def __str__(self) -> str:
        hands = "hands not seen" if np.isnan(self.hands_sw) else f"hands {100 * self.hands_sw:.1f} %"
        off = f"{self.label}: {self.path}: {hands}, arms {100 * self.body_sw:.1f} % of a shoulder width off"
        seen = (f"{count} frames {what}" for count, what in ((self.popping, "pop"), (self.inside, "inside")) if count)
        return ", ".join((off, *seen))


def tracks_path(recording: Path) -> Path:
    """Where gesture and mesh of a recording are kept."""
    return recording.with_suffix(".npz")


def with_tracks(motion: Motion, recording: Path) -> Motion:
    """A whole recording with gesture and mesh: those kept beside it, or fitted now where there are none."""
    motion = with_kept(motion, recording)
    if motion.gesture is not None and motion.mesh is not None:
        return motion
    from signsynth.body.fit import fit  # late: torch

    return fit(motion)


def with_kept(motion: Motion, recording: Path) -> Motion:
    """A whole recording with the gesture and mesh kept beside it, or as it is where there are none."""
    kept = tracks_path(recording)
    own = motion.gesture is not None and motion.mesh is not None
    return motion if own or kept == recording or not kept.is_file() else load_tracks(motion, kept)


def fit_lexicon(
    lexicon: Lexicon, *, again: bool = False, progress: Callable[[Iterable], Iterable] | None = None
) -> int:
    """Fit the body to every recording that has no gesture and mesh yet, and keep them; returns how many were fitted.

    ``again`` fits all anew. ``progress`` wraps the recordings, as tqdm does. A run that is killed goes on where
    it stopped. A recording that cannot be read is left to ``check``. Errors: ``LexiconError`` for a remote lexicon.
    """
    todo = [path for path in recordings(lexicon) if again or not tracks_path(path).exists()]
    if not todo:
        return 0
    from signsynth.body.fit import fit  # late: torch

    fitted = 0
    for path in progress(todo) if progress else todo:
        try:
            motion = load_motion(path)
        except FileError:
            continue
        save_tracks(fit(motion), tracks_path(path))
        fitted += 1
    return fitted


def recordings(lexicon: Lexicon) -> list[Path]:
    """The ``.pose`` files of a local lexicon, each once. Errors: ``LexiconError`` for a remote one."""
    found: dict[Path, None] = {}
    for entry in lexicon.entries():
        try:
            path = lexicon.file(entry)
        except SignsynthError:
            continue
        if path.suffix.lower() == ".pose":
            found[path] = None
    if not found and len(lexicon):
        raise LexiconError(f"{lexicon.name}: no .pose file that can be fitted here")
    return list(found)


def disagreements(lexicon: Lexicon) -> Iterator[Disagreement]:
    """One row for each recording that has gesture and mesh, in the order of the index."""
    from signsynth.body.fit import faults, measure

    done: set[tuple] = set()
    for entry in lexicon.entries():
        if entry.clip in done or not _kept(lexicon, entry):
            continue
        done.add(entry.clip)
        motion = lexicon.tracked(entry)
        report, wrong = measure(motion), faults(motion)
        hands = report.hands[np.isfinite(report.hands)]
        middle = float(np.median(hands)) if len(hands) else float("nan")
        arms = report.body[np.isfinite(report.body)]
        yield Disagreement(
            entry.label,
            entry.path,
            middle,
            float(np.median(arms)) if len(arms) else 0.0,
            float(report.quality.mean()),
            int(wrong.popping.sum()),
            int(wrong.inside.sum()),
        )


def _kept(lexicon: Lexicon, entry: Entry) -> bool:
    try:
        return tracks_path(lexicon.file(entry)).is_file()
    except SignsynthError:
        return False
