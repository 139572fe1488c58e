"""One thing to do about a lexicon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from signsynth.lexicon.entry import Entry


@dataclass(frozen=True)
class Problem:
    """``where`` is a file, a gloss or a phrase; ``entry`` the row it is about, where it is about one.

    ``kind`` is a short name that groups problems alike.
    """

    where: str
    severity: Literal["error", "warning", "note"]
    what: str
    fix: str
    entry: Entry | None = None
    kind: str = ""

    def __str__(self) -> str:
        return f"{self.severity}: {self.where}: {self.what}; {self.fix}"
