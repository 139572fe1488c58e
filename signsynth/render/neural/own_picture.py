"""The signer where their photo showed them: as the mesh has them, and as the network would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from signsynth.render.mesh.own_view import own_view
from signsynth.render.mesh.passes import Passes
from signsynth.render.mesh.renderer import MeshRenderer
from signsynth.render.neural.network import Residual
from signsynth.render.neural.retouch import Retouch, retouched
from signsynth.signer import Signer

SIZE = 512
"""Pixels a side: what films have, and the network was made for."""


@dataclass(frozen=True, eq=False)
class OwnPicture:
    """``passes`` in the pose and view of a witness, and the ``change`` that a network wants, of 0..255."""

    passes: Passes
    change: np.ndarray
    part_names: tuple[str, ...]

    @classmethod
    def of(cls, signer: Signer, mesh: MeshRenderer, network: Residual, size: int = SIZE) -> OwnPicture:
        """``size`` pixels a side, the whole of the witness. Errors: ``InputError`` for a signer without one."""
        own, look, names = own_view(signer, mesh), signer.appearance, mesh.known_body.part_names
        studio, picture = own.frame(signer, mesh, size)
        retouch = Retouch(network, size, part_names=names, distance=own.lens.distance)
        glances = studio.glances(None if look is None else look.validity)
        passes, known = glances(picture, own.vertices, own.vertices, (0, size, 0, size))
        return cls(passes, retouch.change(passes, known), names)

    def shown(self, trust: Mapping[str, float], size: int | None = None) -> np.ndarray:
        """uint8 ``(n, n, 3)`` with as much of the change as each region is trusted with; ``size`` of it in pixels."""
        import cv2

        picture = retouched(self.passes, self.change, trust, self.part_names)
        if size is None or size == len(picture):
            return picture
        return cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA)
