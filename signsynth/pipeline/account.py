"""What was made of a text: coverage, report, annotations. It needs no poses: it stays small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from signsynth.files.eaf import write_eaf
from signsynth.files.json_rows import write_json
from signsynth.files.provenance import Origin, Source
from signsynth.files.tiers import Tier
from signsynth.files.vtt import write_vtt
from signsynth.gloss import Utterance
from signsynth.motion import Motion
from signsynth.pipeline.annotations import tiers_of
from signsynth.pipeline.coverage import Coverage, Covered, cover, covered, share_of
from signsynth.pipeline.timeline import Timeline


@dataclass(frozen=True)
class Account:
    """An utterance, and the motion or the timeline that signs it."""

    utterance: Utterance
    motion: Motion | Timeline
    transition: str = ""
    seed: int = 0
    sources: tuple[Source, ...] = ()
    """The lexicons that the signs are from."""

    @property
    def glosses(self) -> tuple[str, ...]:
        """Labels of the signs in order, without pauses."""
        return tuple(gloss.label for gloss in self.utterance.glosses if gloss.kind != "pause")

    @property
    def missing(self) -> tuple[str, ...]:
        """Texts of the tokens that should be signed and could not be, as of ``coverage``."""
        return tuple(self._missing())

    def _missing(self) -> Iterator[str]:
        return (token.text for token in self.utterance.tokens if token.status == "missing")

    @cached_property
    def coverage(self) -> Coverage:
        """Every token of the text with its status, gloss and time."""
        return cover(self.utterance, self.motion)

    def covered(self) -> Iterator[Covered]:
        """``coverage`` token by token: nothing of it is kept."""
        return covered(self.utterance, self.motion)

    @property
    def about(self) -> Origin:
        """What a video of it says about where it comes from, whoever shows it."""
        return about_of(self.utterance, self.sources, self.seed)

    def report(self) -> dict:
        """What was done with every token, and where the transitions are; plain values for JSON."""
        return {name: list(value) if isinstance(value, Iterator) else value for name, value in self._report().items()}

    def _report(self) -> dict[str, Any]:
        """The same with iterators in the place of what grows with the text."""
        fps = self.motion.fps
        return {
            "text": self.utterance.text,
            "spoken": self.utterance.spoken,
            "signed": self.utterance.signed,
            "synthetic": True,
            "reviewed_by_deaf_signer": False,
            "duration_s": round(self.motion.duration_s, 4),
            "fps": fps,
            "transition": self.transition,
            "seed": self.seed,
            "coverage": round(share_of(self.utterance), 4),
            "missing": self._missing(),
            "lexicons": [asdict(source) for source in self.sources],
            "glosses": (gloss.label for gloss in self.utterance.glosses if gloss.kind != "pause"),
            "tokens": map(asdict, self.covered()),
            "transitions": (
                {"start_s": round(s.start / fps, 4), "end_s": round(s.end / fps, 4)}
                for s in self.motion.segments
                if s.kind == "transition"
            ),
        }

    def tiers(self) -> tuple[Tier, ...]:
        """Glosses, words, transitions, pauses and non-manual tiers, in seconds."""
        tiers = tiers_of(self.utterance, self.motion)
        return tuple(Tier(tier.name, tuple(tier.annotations)) for tier in tiers)

    def save_report(self, path: str | Path) -> None:
        """Write ``report()`` as JSON; like EAF and subtitles, row by row: an hour's are never in memory."""
        write_json(self._report(), path)

    def save_eaf(self, path: str | Path, *, media: str | Path | None = None) -> None:
        """Write ``tiers()`` for ELAN; ``media`` is the video that they describe."""
        write_eaf(tiers_of(self.utterance, self.motion), path, media=media)

    def save_vtt(self, path: str | Path) -> None:
        """Write the words as subtitles."""
        tiers = tiers_of(self.utterance, self.motion)
        write_vtt(next(tier for tier in tiers if tier.name == "words"), path)


def about_of(utterance: Utterance, sources: tuple[Source, ...], seed: int) -> Origin:
    """What is known of a video before anything is signed."""
    return Origin(sources=sources, coverage=round(share_of(utterance), 4), seed=seed)
