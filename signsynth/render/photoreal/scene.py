"""What a generator is shown of a signer's motion: reference, poses, faces, or the drawn person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from signsynth.errors import InputError, nearest
from signsynth.motion import Motion
from signsynth.render.photoreal.depth import depth_picture
from signsynth.render.photoreal.dwpose import DRAWN, dwpose_figure
from signsynth.render.photoreal.face import face_picture
from signsynth.render.photoreal.points import Pointer, Points
from signsynth.render.photoreal.reference import checked, neutral
from signsynth.render.photoreal.stick_figure import stick_figure
from signsynth.signer import Signer
from signsynth.stages import Renderer

if TYPE_CHECKING:
    from signsynth.render.mesh import Lens, Passes

STEP = 16
"""Sides of pictures are multiples of it: the autoencoder's 8 times the transformer's patch of 2."""
SMALLEST, LARGEST = 64, 2048
_NO_DRIVERS = ("skeleton", "wan-animate", "wan-animate-2", "wan-vace")


@dataclass(frozen=True, eq=False)
class Scene:
    """One signer before the camera; every picture is square, all are aligned.

    ``driver``   draws the person: a name in ``signsynth.render.RENDERERS`` or a ``Renderer``.
    ``picture``  the user's own reference, framed as the driver frames; None: the driver's neutral pose.
    ``detail``   size at which faces are drawn before they are cut out.
    """

    signer: Signer | None
    size: int
    driver: str | Renderer = "mesh"
    picture: np.ndarray | None = None
    detail: int = 1024

    def __post_init__(self) -> None:
        if not SMALLEST <= self.size <= LARGEST:
            raise InputError(f"size {self.size}, expected {SMALLEST} to {LARGEST} pixels")

    @property
    def inner(self) -> int:
        """``size``, up to the next multiple of 16."""
        return -(-self.size // STEP) * STEP

    def prepared(self, motion: Motion) -> Motion:
        """Fitted to the body and mirrored for a left-handed signer; the other methods take such motions only."""
        if motion.gesture is None or motion.mesh is None:
            from signsynth.body.fit import fit

            motion = fit(motion, self._body)
        return motion.mirrored() if self.signer is not None and self.signer.dominant_hand == "left" else motion

    def drawn(self, motion: Motion, size: int | None = None) -> Iterator[np.ndarray]:
        """uint8 ``(n, n, 3)`` RGB of each frame, as the driver draws the person."""
        return (frame[..., :3] for frame in self._driver(motion, self._shown, size=size or self.inner))

    def points(self, motion: Motion, size: int | None = None) -> Iterator[Points]:
        """Where the joints lie in a picture of ``size``."""
        shape = None if self.signer is None else self.signer.shape
        return Pointer(self._body, self.lens, size or self.inner, shape)(motion)

    def poses(self, motion: Motion) -> Iterator[np.ndarray]:
        """Stick figures uint8 ``(inner, inner, 3)``."""
        return (stick_figure(points) for points in self.points(motion))

    def faces(self, motion: Motion, size: int) -> Iterator[np.ndarray]:
        """Faces uint8 ``(size, size, 3)``, cut from pictures that are drawn as large as ``detail``."""
        large = min(max(self.detail, self.inner), LARGEST)
        drawn, points = self.drawn(motion, large), self.points(motion, large)
        return (face_picture(frame, seen.face, size) for frame, seen in zip(drawn, points, strict=True))

    def depths(self, motion: Motion) -> Iterator[np.ndarray]:
        """Pictures of depth uint8 ``(inner, inner, 3)``, nearer is brighter."""
        return (depth_picture(passes.depth, self.lens.distance) for passes in self._passes(motion))

    def people(self, motion: Motion) -> Iterator[np.ndarray]:
        """Figures of body, face and hands as DWPose draws them, uint8 ``(inner, inner, 3)``."""
        return (dwpose_figure(points, self.inner) for points in self.points(motion, DRAWN))

    def labels(self, motion: Motion) -> Iterator[np.ndarray]:
        """Part of the body at each pixel, int16 ``(inner, inner)``, -1 outside."""
        return (passes.parts for passes in self._passes(motion))

    @cached_property
    def own(self) -> np.ndarray:
        """uint8 ``(inner, inner, 3)``: who signs."""
        if self.picture is None:
            return next(self.drawn(_neutral())).copy()
        import cv2

        picture = checked(self.picture)
        how = cv2.INTER_AREA if len(picture) > self.inner else cv2.INTER_CUBIC
        return picture if len(picture) == self.inner else cv2.resize(picture, (self.inner, self.inner), None, 0, 0, how)

    def reference(self) -> tuple[np.ndarray, np.ndarray] | None:
        """``own`` and its labels; None for a user's picture, in which nobody has told the parts apart."""
        return None if self.picture is not None else (self.own, next(self.labels(_neutral())))

    @cached_property
    def lens(self) -> Lens:
        """How the driver frames the person."""
        from signsynth.render.mesh import Lens

        return getattr(self._driver, "lens", None) or getattr(self._inside, "lens", None) or Lens()

    @property
    def _shown(self) -> Signer | None:
        """The signer for the driver: their motion is mirrored already."""
        return None if self.signer is None else replace(self.signer, dominant_hand="right")

    @cached_property
    def _driver(self) -> Renderer:
        return _named(self.driver) if isinstance(self.driver, str) else _quiet(self.driver)

    def _passes(self, motion: Motion) -> Iterator[Passes]:
        return self._mesh.passes(motion, self._shown, size=self.inner)

    @property
    def _inside(self) -> Renderer | None:
        """What the driver builds on: the neural renderer corrects a mesh renderer's frames."""
        return getattr(self._driver, "mesh", None)

    @cached_property
    def _mesh(self) -> Any:
        """Draws the same person; the driver's own, so that nobody is dressed twice."""
        from signsynth.render.mesh import MeshRenderer

        for known in (self._driver, self._inside):
            if isinstance(known, MeshRenderer):
                return _quiet(known)
        return MeshRenderer(label="", without_consent=True, lens=self.lens, body=self._body)

    @cached_property
    def _body(self) -> Any:
        from signsynth.body.fit.fit import bundled

        given = (getattr(known, "body", None) for known in (self._driver, self._inside))
        return next((body for body in given if body is not None), None) or bundled()


@lru_cache(maxsize=4)
def _named(name: str) -> Renderer:
    """The renderer of that name, kept: dressing a body takes longer than drawing it."""
    from signsynth.render import RENDERERS

    drivers = [known for known in RENDERERS if known not in _NO_DRIVERS]
    if name not in drivers:
        raise InputError(f"driver {name!r}: not a renderer that draws a person; {nearest(name, drivers)}")
    return _quiet(RENDERERS[name]())


def _quiet(renderer: Renderer) -> Renderer:
    """Without label; consent was asked for already."""
    return _changed(renderer, label="", without_consent=True)


@lru_cache(maxsize=1)
def _neutral() -> Motion:
    from signsynth.body.fit import fit

    return fit(neutral())


def _changed(renderer: Renderer, **values: Any) -> Renderer:
    """``renderer`` with those of ``values`` that it has fields for."""
    known = {field.name for field in fields(renderer)} if hasattr(renderer, "__dataclass_fields__") else set()
    fitting = {name: value for name, value in values.items() if name in known}
    return replace(renderer, **fitting) if fitting else renderer
