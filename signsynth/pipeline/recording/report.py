"""What a build did: one line a video."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from signsynth.lexicon.entry import Entry

Fate = Literal["added", "there", "failed"]


@dataclass(frozen=True)
class Line:
    """One video: ``added`` to the lexicon, ``there`` already, or ``failed``; ``what`` says as which gloss, or why."""

    video: str
    fate: Fate
    what: str = ""
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        # Errors name their file themselves.
        text = self.what if self.video in self.what else f"{self.video}: {self.what}"
        return f"{self.fate:<6} {text}" + "".join(f"; {note}" for note in self.notes)


@dataclass(frozen=True)
class Report:
    """What a build of ``lexicon`` did with each video.

    ``entries`` are new, one a recording; ``unused`` says which labels are of no video.
    """

    lexicon: str
    lines: tuple[Line, ...]
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    unused: tuple[str, ...] = ()

    @property
    def recordings(self) -> int:
        """How many recordings were added: one video may hold several."""
        return len(self.entries)

    def of(self, fate: Fate) -> tuple[Line, ...]:
        """The lines of one fate."""
        return tuple(line for line in self.lines if line.fate == fate)

    def __str__(self) -> str:
        told = [str(line) for line in self.lines if line.fate != "there"]
        told += [f"unused {what}" for what in self.unused]
        count = Counter(line.fate for line in self.lines)
        summary = f"{len(self.lines)} videos: {count['added']} added as {self.recordings} recordings"
        summary += f", {count['there']} there already" if count["there"] else ""
        return "\n".join([*told, summary + (f", {count['failed']} failed" if count["failed"] else "")])
