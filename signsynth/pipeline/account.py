"""What was made of a text: coverage, report, annotations. It needs no poses: it stays small."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from signsynth.files.atomic import atomic_path
from signsynth.files.eaf import write_eaf
from signsynth.files.provenance import Origin, Source
from signsynth.files.tiers import Annotation, Tier
from signsynth.files.vtt import write_vtt
from signsynth.gloss import Utterance
from signsynth.motion import Motion
from signsynth.pipeline.coverage import Coverage, cover, gloss_spans, share_of
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

    @cached_property
    def coverage(self) -> Coverage:
        """Every token of the text with its status, gloss and time."""
        return cover(self.utterance, self.motion)

    @property
    def about(self) -> Origin:
        """What a video of it says about where it comes from, whoever shows it."""
        return about_of(self.utterance, self.sources, self.seed)

    def report(self) -> dict:
        """What was done with every token, and where the transitions are; plain values for JSON."""
        fps = self.motion.fps
        transitions = [
            {"start_s": round(s.start / fps, 4), "end_s": round(s.end / fps, 4)}
            for s in self.motion.segments
            if s.kind == "transition"
        ]
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
            "coverage": round(self.coverage.share, 4),
            "missing": list(self.coverage.missing),
            "lexicons": [asdict(source) for source in self.sources],
            "glosses": list(self.glosses),
            "tokens": self.coverage.as_dicts(),
            "transitions": transitions,
        }

    def tiers(self) -> tuple[Tier, ...]:
        """Glosses, words, transitions, pauses and non-manual tiers, in seconds."""
        fps = self.motion.fps
        rows: dict[str, list[Annotation]] = {"gloss": [], "words": [], "transition": [], "pause": []}
        spans = {index: (a / fps, b / fps) for index, (a, b) in gloss_spans(self.utterance, self.motion).items()}
        for segment in self.motion.segments:
            start, end = segment.start / fps, segment.end / fps
            row = "gloss" if segment.kind == "sign" else segment.kind
            rows[row].append(Annotation(start, end, segment.label or segment.kind))
        last = 0.0
        for token in self.coverage:
            # Tokens that share one sign share its time; a tier must not overlap, so the first one has it.
            if token.start_s is not None and token.status != "pause" and token.start_s >= last:
                rows["words"].append(Annotation(token.start_s, token.end_s, token.text))
                last = token.end_s
        for mark in self.utterance.nonmanuals:
            times = [spans[index] for index in range(mark.first, mark.last + 1) if index in spans]
            if times:
                row = rows.setdefault(f"nonmanual-{mark.tier}", [])
                row.append(Annotation(min(t[0] for t in times), max(t[1] for t in times), mark.label))
        return tuple(Tier(name, tuple(annotations)) for name, annotations in rows.items())

    def save_report(self, path: str | Path) -> None:
        """Write ``report()`` as JSON."""
        with atomic_path(path) as temporary, temporary.open("w", encoding="utf-8") as file:
            json.dump(self.report(), file, ensure_ascii=False, indent=2)  # piece by piece: no text of an hour in memory
            file.write("\n")

    def save_eaf(self, path: str | Path, *, media: str | Path | None = None) -> None:
        """Write ``tiers()`` for ELAN; ``media`` is the video that they describe."""
        write_eaf(self.tiers(), path, media=media)

    def save_vtt(self, path: str | Path) -> None:
        """Write the words as subtitles."""
        write_vtt(next(tier for tier in self.tiers() if tier.name == "words"), path)


def about_of(utterance: Utterance, sources: tuple[Source, ...], seed: int) -> Origin:
    """What is known of a video before anything is signed."""
    return Origin(sources=sources, coverage=round(share_of(utterance), 4), seed=seed)
