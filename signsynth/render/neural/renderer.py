"""The mesh's film, corrected by the network; meets ``stages.Renderer``."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.render.label import Label
from signsynth.render.mesh.ahead import ahead, held
from signsynth.render.mesh.glance import Box, GlanceMaker
from signsynth.render.mesh.passes import Passes
from signsynth.render.mesh.picture import Studio
from signsynth.render.mesh.renderer import MeshRenderer
from signsynth.render.mesh.shelf import Shelf
from signsynth.render.mesh.track import posed_vertices
from signsynth.render.neural.network import Residual
from signsynth.render.neural.own_picture import OwnPicture
from signsynth.render.neural.retouch import Retouch, retouched
from signsynth.render.neural.steady import Steady
from signsynth.render.neural.trust import borne_out, full_trust, measured_trust
from signsynth.render.neural.weights import read_network
from signsynth.signer import Signer

_REMEMBERED = 4
"""Frames whose boxes are worked on together, so that the box seldom changes."""
Part = tuple[Box, Passes, np.ndarray]
"""Where, what lies there, and the new picture of it."""
Step = tuple[np.ndarray, np.ndarray, Box | None]
"""Vertices of the frame before (of the first: its own), of a frame, and the box to work on."""


@dataclass(frozen=True)
class NeuralRenderer:
    """Draws what ``MeshRenderer`` draws, and lets a small network correct it: light, edges, hands, cloth.

    ``network``  a preset's name, a ``.safetensors`` file, or a ``Residual``.
    ``mesh``     draws what is corrected.
    ``trust``    how much of the corrections is shown: 0 gives the mesh's frames bit for bit; by default (None) it is
                 found for each signer and region (``trust.py``).
    ``steady``   hold colours to the mesh's changes along the body's movement (``steady.py``).
    ``label``    and ``without_consent`` as for ``MeshRenderer``.

    Every colour changes by at most the preset's ``bound`` (half of the range), and only on and near the body.
    """

    network: str | Path | Residual = "neural-small"
    mesh: MeshRenderer = field(default_factory=MeshRenderer)
    trust: float | None = None
    steady: bool = True
    label: str = "synthetic"
    without_consent: bool = False
    _shelf: Shelf = field(default_factory=Shelf, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.trust is not None and not 0 <= self.trust <= 1:
            raise InputError(f"neural: trust {self.trust}, expected 0 to 1")

    def __call__(
        self, motion: Motion, signer: Signer | None = None, *, size: int = 512, fps: float | None = None, seed: int = 0
    ) -> Iterator[np.ndarray]:
        """Yields uint8 ``(size, size, 3)`` RGB, streamed; the same input gives the same bytes on the same machine.

        Arguments as for ``MeshRenderer``. Errors: as there, and ``FileError`` where the weights are missing or
        damaged.
        """
        network = self.known_network
        free = self.without_consent or self.mesh.without_consent
        mesh = replace(self.mesh, label="", without_consent=free)
        studio, frames, mirrored = mesh.prepared(motion, signer, size, fps)
        label = Label(self.label, self.mesh.look.label, size) if self.label else None
        return self._film(_Work(self, mesh, studio, network, signer), frames, mirrored, label)

    def trusted(self, signer: Signer | None = None, *, size: int = 512) -> dict[str, float]:
        """How much of the network's changes is shown of each of ``REGIONS`` of a signer, 0 to 1."""
        mesh = replace(self.mesh, label="", without_consent=True)
        studio = mesh.studio(size, None if signer is None else signer.appearance)
        return dict(_Work(self, mesh, studio, self.known_network, signer).trust)

    def own_picture(self, signer: Signer, *, size: int = 512) -> np.ndarray:
        """uint8 ``(size, size, 3)``: the signer in the pose and view of their witness, as films show them.

        Errors: ``InputError`` for a signer without one.
        """
        own = OwnPicture.of(signer, self.mesh, self.known_network, size)
        return own.shown(self.trusted(signer))

    def check(self) -> None:
        """Errors: ``FileError`` where the weights are missing or damaged."""
        _ = self.known_network

    @property
    def known_network(self) -> Residual:
        """``network``, read where it is a name. Errors: ``FileError`` where its weights are missing or damaged."""
        return self.network if isinstance(self.network, Residual) else read_network(self.network)

    def _film(
        self, work: _Work, frames: Iterator[np.ndarray], mirrored: bool, label: Label | None
    ) -> Iterator[np.ndarray]:
        steady = Steady(work.size) if self.steady else None
        threads = torch.get_num_threads()
        try:
            last = None
            for made in ahead(work, work.steps(frames)):
                picture, part = made
                if part is not None:
                    box, passes, shown = part
                    if made is last:  # a frame that is held: nothing moves
                        passes = replace(passes, flow=np.zeros_like(passes.flow))
                    top, bottom, left, right = box
                    picture[top:bottom, left:right] = steady(box, passes, shown) if steady else shown
                last, picture = made, picture.copy()
                picture = np.ascontiguousarray(picture[:, ::-1]) if mirrored else picture
                yield label.onto(picture) if label else picture
        finally:
            # Workers count on one thread each, and the last that was asked for is what new threads would get.
            torch.set_num_threads(threads)


class _Work:
    """One film: what is the same in all its frames, and what is done for each, in any of several threads."""

    def __init__(
        self, renderer: NeuralRenderer, mesh: MeshRenderer, studio: Studio, network: Residual, signer: Signer | None
    ) -> None:
        self._studio, self.size = studio, studio.size
        body, shelf, lens, size = mesh.known_body, renderer._shelf, mesh.lens, studio.size
        appearance = None if signer is None else signer.appearance
        self._names = body.part_names
        self._off, self.trust = renderer.trust == 0, dict.fromkeys(full_trust(), 0.0)
        if self._off:
            return
        self._retouch = shelf(
            (Retouch, network, size, lens.distance, self._names),
            lambda: Retouch(network, size, part_names=self._names, distance=lens.distance),
        )
        known = None if appearance is None else appearance.validity
        self._glances = shelf((GlanceMaker, studio), lambda: studio.glances(known))
        self.trust = shelf(
            (measured_trust, self._retouch, studio, signer, renderer.trust),
            lambda: self._own_trust(renderer.trust, mesh, network, signer),
        )
        self._off = max(self.trust.values()) == 0

    def _own_trust(
        self, given: float | None, mesh: MeshRenderer, network: Residual, signer: Signer | None
    ) -> dict[str, float]:
        """By the signer's picture at rest, from ahead; and by their photo, if they have a witness of it."""
        if given is not None:
            return dict.fromkeys(full_trust(), float(given))
        worn = mesh.worn(None if signer is None else signer.appearance)
        shape = None if signer is None else signer.shape
        rest = next(posed_vertices(worn, np.zeros((1, worn.joints, 3), np.float32), shape=shape))
        ((_, now, box),) = self.steps(iter([rest]))
        if box is None:
            return full_trust()
        passes, known = self._glances(self._studio.sight(now), now, now, box)
        most = measured_trust(passes, known, self._retouch.change(passes, known), self._names)
        if signer is None or signer.witness is None:
            return most
        own = OwnPicture.of(signer, mesh, network)
        return borne_out(own.passes, own.change, signer.witness, most, self._names)

    def steps(self, frames: Iterator[np.ndarray]) -> Iterator[Step]:
        """What is to be done for each frame; for one that is like the frame before, the very same again."""
        boxes: deque[Box] = deque(maxlen=_REMEMBERED)
        step: Step | None = None
        for now in held(frames):
            if step is None or now is not step[1]:
                box = None if self._off else self._retouch.box(self._studio.lens(now, self.size), self.size)
                if box is not None:
                    boxes.append(box)
                    top, bottom, left, right = zip(*boxes, strict=True)
                    box = min(top), max(bottom), min(left), max(right)
                step = (now if step is None else step[1], now, box)
            yield step

    def __call__(self, step: Step) -> tuple[np.ndarray, Part | None]:
        """The mesh's picture, and what is new in it."""
        before, now, box = step
        if box is None:
            return self._studio.frame(now), None
        if torch.get_num_threads() != 1:
            # Frames run side by side: threads that wait for each other cost more than they save.
            torch.set_num_threads(1)
        sight = self._studio.sight(now)
        passes, known = self._glances(sight, now, before, box)
        return sight.picture, (
            box,
            passes,
            retouched(passes, self._retouch.change(passes, known), self.trust, self._names),
        )
