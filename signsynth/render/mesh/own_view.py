"""The signer as the photo showed them: in its pose, and from where it was taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from signsynth.errors import InputError
from signsynth.render.camera import Camera
from signsynth.render.mesh.lens import Lens
from signsynth.render.mesh.lids import Lids
from signsynth.render.mesh.light import NOTHING
from signsynth.render.mesh.picture import Studio
from signsynth.render.mesh.renderer import MeshRenderer
from signsynth.render.mesh.track import body_frame, posed_vertices
from signsynth.signer import Signer, Witness

_FAR = 0.9 * NOTHING
"""Shoulder widths to the viewer: lines of sight are as good as parallel, and what is not there lies farther."""


@dataclass(frozen=True, eq=False)
class OwnView:
    """``vertices (v, 3)`` in shoulder widths, and the ``lens`` that puts them where the witness shows them."""

    lens: Lens
    vertices: np.ndarray

    @classmethod
    def of(cls, witness: Witness, worn: Any, shape: np.ndarray | None) -> OwnView:
        """``worn`` is the body in the signer's clothes, ``shape (16,)`` theirs.

        Errors: ``InputError`` for a witness of another body.
        """
        found = len(witness.rotations), len(witness.actions)
        if found != (worn.joints, len(worn.action_names)):
            expected = f"{worn.joints} and {len(worn.action_names)}"
            raise InputError(f"signer: a witness of {found[0]} joints and {found[1]} actions, expected {expected}")
        shape = np.zeros(worn.shapes, np.float32) if shape is None else shape
        posed = posed_vertices(worn, witness.rotations[None], actions=witness.actions[None], shape=shape)
        origin, metres = body_frame(worn, shape)
        size = len(witness.photo)
        middle = (witness.shift + 0.5 - witness.scale * origin[:2] * (-1, 1)) / size
        camera = Camera(witness.scale * metres / size, (float(middle[0]), float(middle[1])))
        return cls(Lens(camera, _FAR), Lids(worn)(next(posed)))

    def frame(self, signer: Signer, mesh: MeshRenderer, size: int) -> tuple[Studio, np.ndarray]:
        """What draws it ``size`` pixels wide, and the picture, uint8 ``(size, size, 3)``: the whole of the witness."""
        studio = Studio(mesh.known_body, mesh.look, self.lens, size, signer.appearance, details=True)
        return studio, studio.frame(self.vertices)


def own_view(signer: Signer, mesh: MeshRenderer) -> OwnView:
    """That of a signer. Errors: ``InputError`` for one without a witness, or with one of another body."""
    if signer.witness is None:
        raise InputError(f"signer {signer.name!r}: holds no witness, expected one who is made of a photo")
    return OwnView.of(signer.witness, mesh.worn(signer.appearance), signer.shape)
