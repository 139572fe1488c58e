"""The signer where their photo showed them: as the mesh has them, and as the network would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from signsynth.render.mesh.own_view import own_view
from signsynth.render.mesh.passes import Passes
from signsynth.render.mesh.picture import Studio
from signsynth.render.mesh.renderer import MeshRenderer
from signsynth.render.neural.network import Residual
from signsynth.render.neural.retouch import Retouch, retouched
from signsynth.signer import Appearance, Signer

SIZE = 512
"""Pixels a side: what films have, and the network was made for."""


@dataclass(frozen=True, eq=False)
class OwnPicture:
    """``passes`` in the pose and view of a photo, how well colours are ``known (h, w)``, 0 to 1, and the ``change``
    that a network wants, of 0..255."""

    passes: Passes
    known: np.ndarray
    change: np.ndarray
    part_names: tuple[str, ...]

    @classmethod
    def of(cls, signer: Signer, mesh: MeshRenderer, network: Residual, size: int = SIZE) -> OwnPicture:
        """``size`` pixels a side, the whole of the witness. Errors: ``InputError`` for a signer without one."""
        own = own_view(signer, mesh)
        studio, picture = own.frame(signer, mesh, size)
        names = mesh.known_body.part_names
        return cls.drawn(studio, picture, own.vertices, signer.appearance, network, own.lens.distance, names)

    @classmethod
    def drawn(
        cls,
        studio: Studio,
        picture: np.ndarray,
        vertices: np.ndarray,
        appearance: Appearance | None,
        network: Residual,
        distance: float,
        part_names: tuple[str, ...],
    ) -> OwnPicture:
        """Of the ``picture`` that a studio drew of ``vertices``; ``distance`` of its lens from the shoulders."""
        retouch = Retouch(network, studio.size, part_names=part_names, distance=distance)
        glances = studio.glances(None if appearance is None else appearance.validity)
        sight = replace(studio.sight(vertices), picture=picture)
        passes, known = glances(sight, vertices, vertices, (0, studio.size, 0, studio.size))
        return cls(passes, known, retouch.change(passes, known), part_names)

    def shown(self, trust: Mapping[str, float], size: int | None = None) -> np.ndarray:
        """uint8 ``(n, n, 3)`` with as much of the change as each region is trusted with; ``size`` of it in pixels."""
        import cv2

        picture = retouched(self.passes, self.change, trust, self.part_names)
        if size is None or size == len(picture):
            return picture
        return cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA)
