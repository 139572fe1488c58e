"""Videos of any length from a renderer that makes a few seconds at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.render.label import Label
from signsynth.render.photoreal.shot import Shots, check_window, reflected, shots
from signsynth.render.photoreal.tone import Tone, toned
from signsynth.signer import Signer
from signsynth.stages import Renderer

Labels = Callable[[Motion, "Signer | None", int], Iterator[np.ndarray]]
"""Motion, signer, size -> which part of the person each pixel shows; see ``Shots.labels``."""
_SAMPLES = 16
"""Frames of a shot that its colours are measured on, of those that are shown."""
SMALLEST, LARGEST = 16, 2048
GREY = (150, 150, 150)


@dataclass(frozen=True, eq=False)
class LongVideo:
    """Cuts a motion at holds, fades shot into shot, and keeps the person's colours; meets ``stages.Renderer``.

    Generators that go on from their own last frames drift: small errors of colour add up from shot to shot. Here each
    shot gets the mean and variance of a reference on the person, channel by channel in linear light, *before* the
    next one goes on from it. Memory holds one shot, however long the text.

    ``renderer``  anything with a method ``shots(signer, size=, seed=)`` that gives ``Shots`` (``WanAnimateRenderer``),
                  or any ``Renderer``, which is then called for ``window`` frames at a time.
    ``overlap``   frames that fade from one shot into the next.
    ``match``     how far colours go to the reference, 0 (not) to 1.
    ``labels``    where the person is, for a plain ``Renderer``; by default as the mesh renderer draws them.
    ``label``     written into a corner of every frame ("" for none).
    """

    renderer: Any
    window: int = 77
    overlap: int = 4
    match: float = 1.0
    labels: Labels | None = None
    label: str = ""

    def __call__(
        self, motion: Motion, signer: Signer | None = None, *, size: int = 512, fps: float | None = None, seed: int = 0
    ) -> Iterator[np.ndarray]:
        """Yields uint8 ``(size, size, 3)`` RGB, a shot at a time.

        Errors: ``InputError`` for sizes outside 16 to 2048, and those of the renderer, before the first frame.
        """
        if isinstance(size, bool) or not isinstance(size, int) or not SMALLEST <= size <= LARGEST:
            raise InputError(f"size {size!r}, expected a whole number of pixels from {SMALLEST} to {LARGEST}")
        if not 0 <= self.match <= 1:
            raise InputError(f"long video: match {self.match}, expected 0 to 1")
        maker: Shots
        if hasattr(self.renderer, "shots"):
            maker = self.renderer.shots(signer, size=size, seed=seed)
        else:
            maker = _Plain(self.renderer, signer, size, seed, self.window, self.labels or _drawn)
        check_window(maker.window, maker.context, self.overlap)
        motion = motion if fps is None else motion.resample(fps)
        return self._frames(maker, motion, size)

    def _frames(self, maker: Shots, motion: Motion, size: int) -> Iterator[np.ndarray]:
        if not len(motion):
            return
        label = Label(self.label, GREY, size) if self.label else None
        motion = maker.prepared(motion)
        match = _Match(maker, self.match)
        before = beyond = None
        for number, shot in enumerate(shots(motion, maker.window, maker.context, self.overlap)):
            part = motion.taken(reflected(shot.start, maker.window, len(motion)))
            lead = shot.begin - shot.start
            made = match(maker(part, before, number)[: shot.end - shot.start], part, lead, shot.cut - shot.start)
            shown = made[lead:]
            if beyond is not None:
                _fade(beyond, shown)
            last = shot.cut - shot.begin
            for frame in shown[:last]:
                frame = _fitted(frame, size)
                yield label.onto(frame) if label else frame
            # Copies, so that the shot itself can go before the next one is made.
            beyond = shown[last : last + self.overlap].copy()
            wish = maker.context
            before = made[max(shot.cut - shot.start - wish, 0) : shot.cut - shot.start].copy() if wish else None
            del made, shown


class _Match:
    """Gives each shot the tone of the reference, or of the first shot where there is none."""

    def __init__(self, maker: Shots, amount: float) -> None:
        self._maker, self._amount = maker, amount
        given = maker.reference() if amount else None
        self._wanted = None if given is None else Tone.of([given[0]], [given[1]])

    def __call__(self, made: np.ndarray, motion: Motion, begin: int, cut: int) -> np.ndarray:
        """``made`` frames of a motion, matched by those from ``begin`` to ``cut``, which will be shown.

        The others may differ: a generator's first frames often have other colours than the rest.
        """
        if not self._amount:
            return made
        pick = np.unique(np.linspace(begin, cut - 1, _SAMPLES).round().astype(int))
        found = Tone.of(made[pick], self._maker.labels(motion.taken(pick)))
        if self._wanted is None:
            self._wanted = found
            return made
        table = found.towards(self._wanted)
        same = np.arange(256)[:, None]
        return toned(made, np.rint(same + self._amount * (table - same.astype(float))).astype(np.uint8))


@dataclass(frozen=True, eq=False)
class _Plain:
    """``Shots`` of a renderer that knows nothing of shots."""

    renderer: Renderer
    signer: Signer | None
    size: int
    seed: int
    window: int
    where: Labels
    context: int = 0

    def prepared(self, motion: Motion) -> Motion:
        return motion

    def reference(self) -> None:
        return None

    def labels(self, motion: Motion) -> Iterator[np.ndarray]:
        return self.where(motion, self.signer, self.size)

    def __call__(self, motion: Motion, before: np.ndarray | None, number: int) -> np.ndarray:
        frames = self.renderer(motion, self.signer, size=self.size, seed=self.seed + number)
        return np.stack([frame[..., :3] for frame in frames])


def _drawn(motion: Motion, signer: Signer | None, size: int) -> Iterator[np.ndarray]:
    from signsynth.render.mesh import MeshRenderer

    renderer = MeshRenderer(label="", without_consent=True)
    return (passes.parts for passes in renderer.passes(motion, signer, size=size))


def _fade(beyond: np.ndarray, shown: np.ndarray) -> None:
    """Mix the first frames of ``shown``, in place, with the same frames as the shot before made them."""
    count = min(len(beyond), len(shown))
    for k in range(count):
        share = (k + 1) / (count + 1)
        shown[k] = np.rint(share * shown[k] + (1 - share) * beyond[k]).astype(np.uint8)


def _fitted(frame: np.ndarray, size: int) -> np.ndarray:
    if frame.shape[:2] == (size, size):
        return np.ascontiguousarray(frame)
    import cv2

    return cv2.resize(frame, (size, size), interpolation=cv2.INTER_AREA)
