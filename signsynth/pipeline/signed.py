"""The result of a translation: what is signed, what could not be, and how to show it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from signsynth.files.atomic import atomic_path
from signsynth.files.eaf import write_eaf
from signsynth.files.tiers import Annotation, Tier
from signsynth.files.vtt import write_vtt
from signsynth.gloss import Utterance
from signsynth.motion import Motion
from signsynth.pipeline.choices import renderer_for
from signsynth.pipeline.coverage import Coverage, cover, gloss_spans
from signsynth.pipeline.video import Video
from signsynth.signer import Signer
from signsynth.stages import Renderer


@dataclass(frozen=True)
class Signed:
    """An utterance and its motion; no signer yet."""

    utterance: Utterance
    motion: Motion
    transition: str = ""
    seed: int = 0

    @property
    def glosses(self) -> tuple[str, ...]:
        """Labels of the signs in order, without pauses."""
        return tuple(gloss.label for gloss in self.utterance.glosses if gloss.kind != "pause")

    @cached_property
    def coverage(self) -> Coverage:
        """Every token of the text with its status, gloss and time."""
        return cover(self.utterance, self.motion)

    def render(
        self,
        signer: Signer | None = None,
        *,
        renderer: str | Renderer | None = None,
        size: int = 512,
        fps: float | None = None,
        seed: int = 0,
        without_consent: bool = False,
    ) -> Video:
        """The motion shown by ``signer``; nothing is drawn before frames are asked for.

        ``renderer`` is a name in ``signsynth.render.RENDERERS`` or any ``Renderer``; by default the mesh for a signer
        with looks of their own, else the skeleton. ``size`` is the side of the square picture in pixels.
        Errors: ``InputError`` for a person without consent, unless ``without_consent`` says so.
        """
        chosen = renderer_for(signer, renderer, without_consent=without_consent)
        return Video(self.motion, chosen, signer, size, fps, seed)

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
        with atomic_path(path) as temporary:
            temporary.write_text(json.dumps(self.report(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def save_eaf(self, path: str | Path, *, media: str | Path | None = None) -> None:
        """Write ``tiers()`` for ELAN; ``media`` is the video that they describe."""
        write_eaf(self.tiers(), path, media=media)

    def save_vtt(self, path: str | Path) -> None:
        """Write the words as subtitles."""
        write_vtt(next(tier for tier in self.tiers() if tier.name == "words"), path)

    def _repr_html_(self) -> str:
        return self.render()._repr_html_()
