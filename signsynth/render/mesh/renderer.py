"""The signer as a shaded body; meets ``stages.Renderer``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.render.label import Label
from signsynth.render.mesh.ahead import ahead, held
from signsynth.render.mesh.costume import Costume
from signsynth.render.mesh.lens import Lens
from signsynth.render.mesh.lids import Lids
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.passes import Passes
from signsynth.render.mesh.picture import Studio
from signsynth.render.mesh.shelf import Shelf
from signsynth.render.mesh.track import track_vertices
from signsynth.signer import Appearance, Signer

SMALLEST, LARGEST = 64, 2048
Vertices = Callable[[Any, Motion, Signer | None], Iterator[np.ndarray]]
"""Dressed body, motion, signer -> vertices float32 ``(v, 3)`` of each frame in shoulder widths."""


@dataclass(frozen=True)
class MeshRenderer:
    """Draws the body of a motion: skin, face, hair and clothes in the light of a studio.

    ``label``     written into a corner of every frame ("" for none).
    ``vertices``  how a motion becomes vertices; by default from ``motion.mesh``.
    ``body``      a ``signsynth.body.Body``, the bundled one where None; motions are fitted to it. Other bodies have
                  no parts to dress: ``InputError``.
    ``without_consent``  show the likeness of a signer who holds none; otherwise ``InputError``.
    """

    look: Look = field(default_factory=Look)
    lens: Lens = field(default_factory=Lens)
    label: str = "synthetic"
    vertices: Vertices = track_vertices
    body: Any = None
    without_consent: bool = False
    _shelf: Shelf = field(default_factory=Shelf, repr=False, compare=False)
    """What was made for signers; ``dataclasses.replace`` hands it on."""

    def __call__(
        self, motion: Motion, signer: Signer | None = None, *, size: int = 512, fps: float | None = None, seed: int = 0
    ) -> Iterator[np.ndarray]:
        """Yields uint8 ``(size, size, 3)`` RGB, streamed; the same input gives the same bytes, whatever ``seed``.

        For a left-handed signer the motion is mirrored, for one without an appearance of their own the picture.
        ``fps`` resamples the motion.
        A motion without gesture and mesh is fitted first. Errors: ``InputError`` for a size outside 64 to 2048.
        """
        studio, frames, mirrored = self.prepared(motion, signer, size, fps)
        label = Label(self.label, self.look.label, size) if self.label else None

        def drawn(vertices: np.ndarray) -> np.ndarray:
            picture = studio.frame(vertices)
            picture = np.ascontiguousarray(picture[:, ::-1]) if mirrored else picture
            return label.onto(picture) if label else picture

        # Of a picture that comes twice everybody gets their own.
        return (picture.copy() for picture in ahead(drawn, held(frames)))

    def passes(
        self, motion: Motion, signer: Signer | None = None, *, size: int = 512, fps: float | None = None, seed: int = 0
    ) -> Iterator[Passes]:
        """Yields what a later renderer wants to know of each frame, aligned pixel for pixel; see ``Passes``.

        Arguments and errors as for a call.
        """
        studio, frames, mirrored = self.prepared(motion, signer, size, fps)

        def made(pair: tuple[np.ndarray, np.ndarray]) -> Passes:
            passes = studio.passes(*pair)
            return passes.mirrored(self._body.part_names) if mirrored else passes

        return ahead(made, _pairs(frames))

    def prepared(
        self, motion: Motion, signer: Signer | None, size: int, fps: float | None
    ) -> tuple[Studio, Iterator[np.ndarray], bool]:
        """The studio, every frame's vertices, and whether pictures are mirrored; for renderers built on this one.

        Arguments and errors as for a call.
        """
        if signer is not None and not self.without_consent:
            signer.check_consent()
        appearance = None if signer is None else signer.appearance
        left = signer is not None and signer.dominant_hand == "left"
        studio = self.studio(size, appearance)
        # A person is no mirror image of themselves; the drawn one is, and their light may come from either side.
        motion = motion.mirrored() if left and appearance is not None else motion
        return studio, self._frames(motion, signer, fps), left and appearance is None

    def _frames(self, motion: Motion, signer: Signer | None, fps: float | None) -> Iterator[np.ndarray]:
        if fps is not None and not (np.isfinite(fps) and 1 <= fps <= 1000):
            raise InputError(f"mesh: {fps} frames a second, expected 1 to 1000")
        if (motion.gesture is None or motion.mesh is None) and len(motion) and self.vertices is track_vertices:
            from signsynth.body.fit import fit

            motion = fit(motion, self._body)
        # Joints turn between two frames; vertices mixed in straight lines would shrink the hands.
        frames = self.vertices(
            self.worn(None if signer is None else signer.appearance),
            motion if fps is None else motion.resample(fps),
            signer,
        )
        lids = self._shelf((Lids, self._body), lambda: Lids(self._body))
        return (lids(vertices) for vertices in frames)

    def studio(self, size: int, appearance: Appearance | None = None) -> Studio:
        """What draws pictures of ``size`` pixels. Errors: ``InputError`` for a size outside 64 to 2048."""
        if isinstance(size, bool) or not isinstance(size, int) or not SMALLEST <= size <= LARGEST:
            raise InputError(f"size {size!r}, expected a whole number of pixels from {SMALLEST} to {LARGEST}")
        return self._shelf(
            (Studio, self._body, self.look, self.lens, size, appearance),
            lambda: Studio(self._body, self.look, self.lens, size, appearance, details=True),
        )

    def worn(self, appearance: Appearance | None) -> Any:
        """The body in the clothes of an appearance."""
        key = (Costume, self._body, self.look, appearance)
        return self._shelf(key, lambda: Costume(self.look, appearance).worn(self._body))

    @property
    def known_body(self) -> Any:
        """``body``, the bundled one where that is None. Errors: ``InputError`` for one that cannot be dressed."""
        from signsynth.body import Body

        if self.body is not None and not isinstance(self.body, Body):
            found = type(self.body).__name__
            raise InputError(f"mesh: body {found}, expected a signsynth.body.Body, whose parts can be dressed")
        return self.body if self.body is not None else self._shelf((Body,), Body.load)

    @property
    def _body(self) -> Any:
        return self.known_body

    @property
    def _dressed(self) -> Any:
        return self.worn(None)


def _pairs(frames: Iterator[np.ndarray]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Each frame with the next one; the last with itself."""
    now = next(frames, None)
    if now is None:
        return
    for after in frames:
        yield now, after
        now = after
    yield now, now
