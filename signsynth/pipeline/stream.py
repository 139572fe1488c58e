"""A translation that is made while it is shown: however long the text, a few seconds of it are held at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from signsynth.files.provenance import Source
from signsynth.gloss import Utterance
from signsynth.motion import Motion, concatenate
from signsynth.pipeline.account import Account, about_of
from signsynth.pipeline.choices import renderer_for
from signsynth.pipeline.origin import name_of
from signsynth.pipeline.timeline import Segments, Timeline
from signsynth.pipeline.video import Video
from signsynth.signer import Signer
from signsynth.stages import Renderer

LOCAL = frozenset({"skeleton", "mesh", "neural", "neural-large"})
"""Renderers that look no further than a few frames around the one that they draw."""
_SHOWN, _LEAD, _TRAIL = 1024, 64, 16
"""Frames that a renderer is given at once, those before them that it sees first, and those after.

Multiples of the blocks in which they work.
"""


@dataclass(frozen=True)
class Stream:
    """What is signed, piece by piece; each iteration makes it anew. Pieces joined are the motion of ``Signed``."""

    utterance: Utterance
    fps: float
    make: Callable[[], Iterator[Motion]]
    transition: str = ""
    seed: int = 0
    sources: tuple[Source, ...] = ()
    _told: list[Timeline] = field(default_factory=list, repr=False, compare=False)

    def __iter__(self) -> Iterator[Motion]:
        frames, segments = 0, Segments()
        for piece in self.make():
            for segment in piece.segments:
                segments.append(segment.shifted(frames))
            frames += len(piece)
            yield piece
        self._told[:] = [Timeline(frames, self.fps, segments)]

    @property
    def account(self) -> Account:
        """Coverage, report and annotations: of the last iteration that came to its end, or of one made for it."""
        if not self._told:
            for _ in self:
                pass
        return Account(self.utterance, self._told[0], self.transition, self.seed, self.sources)

    def render(
        self,
        signer: Signer | None = None,
        *,
        renderer: str | Renderer | None = None,
        size: int = 512,
        seed: int = 0,
        without_consent: bool = False,
        label: str | None = None,
    ) -> Video:
        """As ``Signed.render``; signs are looked up and joined while frames are asked for."""
        chosen = renderer_for(signer, renderer, without_consent=without_consent, label=label)
        about = about_of(self.utterance, self.sources, self.seed)
        return Video(self, chosen, signer, size, None, seed, about)

    def frames(self, renderer: Renderer, signer: Signer | None, size: int, seed: int) -> Iterator[np.ndarray]:
        """The pictures that ``renderer`` makes of it.

        Those in ``LOCAL``, and others whose attribute ``whole`` is false, are given windows, and what they make of the
        frames around is left out. All others are given the whole motion: they may look as far as they like.
        """
        if getattr(renderer, "whole", name_of(renderer) not in LOCAL):
            yield from renderer(concatenate(list(self)), signer, size=size, seed=seed)
            return
        for motion, lead, count in windows(self):
            for number, frame in enumerate(renderer(motion, signer, size=size, seed=seed)):
                if number >= lead + count:
                    break
                if number >= lead:
                    yield frame


def windows(
    pieces: Iterable[Motion], shown: int = _SHOWN, lead: int = _LEAD, trail: int = _TRAIL
) -> Iterator[tuple[Motion, int, int]]:
    """Motions of ``shown`` frames with up to ``lead`` before and ``trail`` after them: the motion, how many before, and
    how many to show. Those to show, one after the other, are all frames."""
    held: list[Motion] = []
    frames = before = 0
    for piece in pieces:
        held.append(piece)
        frames += len(piece)
        while frames >= before + shown + trail:
            motion = concatenate(held)
            yield motion[: before + shown + trail], before, shown
            keep = before + shown - lead
            held, frames, before = [motion[keep:]], frames - keep, lead
    if frames > before:
        motion = concatenate(held)
        yield motion, before, frames - before
