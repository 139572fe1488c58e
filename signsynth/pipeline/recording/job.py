"""One video and the signs in it: the unit of work, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from signsynth.lexicon.sources.filmed import Filmed


@dataclass(frozen=True)
class Job:
    """A ``video`` (path or URL) that is captured once, and the ``signs`` in it.

    ``source`` names it in the index, ``content`` is its digest where that is known. ``facts`` are columns that all
    entries share, ``spoken`` the language of words that are made from glosses. ``capture`` names the function that
    tracks it as ``"module:function"``, ``body`` whether gesture and mesh are fitted.
    """

    video: str
    signs: tuple[Filmed, ...]
    source: str
    spoken: str
    capture: str
    facts: Mapping[str, str] = field(default_factory=dict)
    content: str = ""
    body: bool = True

    def text(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> Job:
        """The job that ``text`` was made from."""
        read = json.loads(text)
        signs = []
        for sign in read["signs"]:
            words = {code: tuple(many) for code, many in sign["words"].items()}
            span = None if sign["span_ms"] is None else tuple(sign["span_ms"])
            signs.append(Filmed(**{**sign, "words": words, "span_ms": span}))
        return cls(**{**read, "signs": tuple(signs)})

    def known_as(self, content: str) -> Job:
        """The same with the digest of its video."""
        return replace(self, content=content)


@dataclass(frozen=True)
class Outcome:
    """What came of a job: the name under which it is staged, or why there is nothing; ``notes`` are worth knowing."""

    job: Job
    staged: str = ""
    error: str = ""
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        """One line of JSON, without the job."""
        return json.dumps({"staged": self.staged, "error": self.error, "notes": self.notes}, ensure_ascii=False)

    @classmethod
    def of(cls, job: Job, text: str) -> Outcome:
        """The outcome that ``text`` was made from."""
        read: dict[str, Any] = json.loads(text)
        return cls(job, read["staged"], read["error"], tuple(read["notes"]))
