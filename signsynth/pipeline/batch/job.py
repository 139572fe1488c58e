"""One line of a batch: a text, who signs it, and where the video goes; and what comes of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

_HOW = ("row", "base", "certificate", "key", "without_consent")
"""What changes nothing in the picture: a video stays the same when they change."""


@dataclass(frozen=True)
class Job:
    """``row`` of the table, ``says`` its text; ``output`` lies in the batch's folder.

    ``base`` is the folder from which ``signer`` and ``lexicon`` are named, ``state`` a digest of what they hold.
    Everything else is as in ``signsynth.Translator`` and ``Signed.render``.
    """

    row: int
    output: str
    says: str
    signer: str = ""
    lexicon: tuple[str, ...] = ("ase",)
    spoken: str = ""
    signed: str = ""
    renderer: str = ""
    size: int = 512
    seed: int = 0
    fps: float = 25.0
    transition: str = "diffusion"
    timing: str = "tempo"
    cut: str = "careful"
    pace: float = 1.0
    letters: float = 4.0
    fingerspell: str = "auto"
    nonmanuals: float = 1.0
    coarticulation: float = 0.0
    label: str | None = None
    left_handed: bool = False
    without_consent: bool = False
    certificate: str = ""
    key: str = ""
    base: str = ""
    state: str = ""

    @property
    def source(self) -> str:
        """How messages name it."""
        return f"row {self.row} ({self.output})"

    @property
    def digest(self) -> str:
        """Of everything that the video depends on; the video carries it, so that it is known again."""
        facts = {name: value for name, value in asdict(self).items() if name not in _HOW}
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:32]

    def text(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, text: str) -> Job:
        """The job that ``text`` was made from."""
        read = json.loads(text)
        return cls(**{**read, "lexicon": tuple(read["lexicon"])})


@dataclass(frozen=True)
class Outcome:
    """What came of a job: the folder in the room where its video lies, or why there is none."""

    job: Job
    staged: str = ""
    error: str = ""
    duration_s: float = 0.0
    coverage: float = 0.0
    missing: tuple[str, ...] = ()

    def text(self) -> str:
        """One line of JSON, without the job."""
        return json.dumps({name: getattr(self, name) for name in _TOLD})

    @classmethod
    def of(cls, job: Job, text: str) -> Outcome:
        """The outcome that ``text`` was made from."""
        read: dict[str, Any] = json.loads(text)
        return cls(job, **{**read, "missing": tuple(read["missing"])})


_TOLD = ("staged", "error", "duration_s", "coverage", "missing")
