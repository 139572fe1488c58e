"""What a big model takes on this machine, and what it does to colours: for who runs it for the first time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import numpy as np

from signsynth.motion import Motion
from signsynth.render.photoreal import memory
from signsynth.render.photoreal.long_video import LongVideo
from signsynth.render.photoreal.renderer import PhotorealRenderer
from signsynth.render.photoreal.tone import Tone
from signsynth.signer import Signer

_SAMPLES = 8


@dataclass(frozen=True)
class ShotNotes:
    """One shot: seconds it took, the most memory of the card so far in GB (None without one), and its colours.

    ``raw`` and ``shown``: levels of 255 that the person's mean is off the reference, as generated and as matched; the
    worst channel. ``shown`` is None until the next shot goes on from its last frames.
    """

    seconds: float
    memory_gb: float | None
    raw: float
    shown: float | None = None


@dataclass(eq=False)
class Trial:
    """Renders as ``renderer`` does and notes what it takes; meets ``stages.Renderer``."""

    renderer: PhotorealRenderer
    loading_s: float = 0.0
    shots_made: list[ShotNotes] = field(default_factory=list)
    frames: int = 0
    fps: float = 25.0

    @property
    def name(self) -> str:
        """What the video says that it was made by."""
        return self.renderer.model.name

    @property
    def label(self) -> str:
        """What is written into frames."""
        return self.renderer.label

    def __call__(
        self, motion: Motion, signer: Signer | None = None, *, size: int = 512, fps: float | None = None, seed: int = 0
    ) -> Iterator[np.ndarray]:
        """As the renderer."""
        one = self.renderer
        video = LongVideo(self, overlap=one.overlap, match=one.match, label=self.label)
        self.fps = fps or motion.fps
        return self._counted(video(motion, signer, size=size, fps=fps, seed=seed))

    def shots(self, signer: Signer | None, *, size: int, seed: int) -> Any:
        """The renderer's own, watched; for ``LongVideo``."""
        begun = perf_counter()
        made = self.renderer.shots(signer, size=size, seed=seed)
        self.loading_s = perf_counter() - begun
        return _Watched(made, self)

    def lines(self) -> list[str]:
        """The report."""
        out = [f"{self.renderer.model.name}, memory {self.renderer.memory}, {_machine(self.renderer)}"]
        out.append(f"loading: {self.loading_s:.1f} s")
        for number, shot in enumerate(self.shots_made, 1):
            held = "" if shot.memory_gb is None else f", {shot.memory_gb:.1f} GB of the card at most"
            shown = "" if shot.shown is None else f", {shot.shown:.1f} as shown"
            out.append(f"shot {number}: {shot.seconds:.1f} s{held}; colours {shot.raw:.1f} levels off{shown}")
        if self.frames:
            spent = sum(shot.seconds for shot in self.shots_made)
            out.append(f"{self.frames} frames; one second of video took {spent * self.fps / self.frames:.1f} s")
        return out

    def _counted(self, frames: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
        for frame in frames:
            self.frames += 1
            yield frame


class _Watched:
    """``Shots`` that are timed and whose colours are measured."""

    def __init__(self, maker: Any, trial: Trial) -> None:
        self._maker, self._trial = maker, trial
        given = maker.reference()
        self._wanted = None if given is None else Tone.of([given[0]], [given[1]])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._maker, name)

    def __call__(self, motion: Motion, before: np.ndarray | None, number: int) -> np.ndarray:
        notes = self._trial.shots_made
        if before is not None and notes:
            last = notes[-1]
            shown = self._off(before, motion[: len(before)])
            notes[-1] = ShotNotes(last.seconds, last.memory_gb, last.raw, shown)
        begun = perf_counter()
        made = self._maker(motion, before, number)
        notes.append(ShotNotes(perf_counter() - begun, _most_memory(), self._off(made, motion)))
        return made

    def _off(self, frames: np.ndarray, motion: Motion) -> float:
        pick = np.unique(np.linspace(0, len(frames) - 1, _SAMPLES).round().astype(int))
        found = Tone.of(frames[pick], self._maker.labels(motion.taken(pick)))
        if self._wanted is None:
            self._wanted = found
        return float(np.abs(found.away(self._wanted)).max())


def _most_memory() -> float | None:
    import torch

    return torch.cuda.max_memory_allocated() / 1e9 if torch.cuda.is_available() else None


def _machine(renderer: PhotorealRenderer) -> str:
    """The device and the versions that a report is good for."""
    from importlib.metadata import version

    import torch

    device = memory.device(renderer.device)
    name = torch.cuda.get_device_name(device) if device.startswith("cuda") else device
    return f"{name}, torch {torch.__version__}, diffusers {version('diffusers')}"
