"""A signer in the poses that show where they break, side by side, to be looked at before anybody else does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from signsynth.body import Body
from signsynth.motion import Motion
from signsynth.render.mesh.costume import Costume
from signsynth.render.mesh.lens import Lens
from signsynth.render.mesh.lids import Lids
from signsynth.render.mesh.look import Look
from signsynth.render.mesh.own_view import own_view
from signsynth.render.mesh.picture import Studio
from signsynth.render.mesh.renderer import MeshRenderer
from signsynth.render.mesh.track import posed_vertices
from signsynth.render.portrait.poses import POSES, pose
from signsynth.signer import Appearance, Signer
from signsynth.skeleton import CANONICAL

COLUMNS = 4
_INK, _PAPER = (40, 44, 48), 255


def in_poses(
    appearance: Appearance | None,
    shape: np.ndarray | None,
    names: Sequence[str] = POSES,
    *,
    size: int = 1024,
    body: Any = None,
) -> list[np.ndarray]:
    """Pictures uint8 ``(size, size, 3)`` of a person in some of ``POSES``; the drawn one where there is no appearance.

    ``shape (16,)`` as in ``Signer``; ``body`` a ``signsynth.body.Body``, the bundled one where None.
    """
    body = Body.load() if body is None else body
    worn = Costume(Look(), appearance).worn(body)
    studio, lids = Studio(body, Look(), Lens(), size, appearance, details=True), Lids(body)
    shape, rotations, actions = _stacked(names, body, shape)
    return [studio.frame(lids(v)) for v in posed_vertices(worn, rotations, actions=actions, shape=shape)]


def filmed(signer: Signer, draw: Any, names: Sequence[str] = POSES, *, size: int = 1024) -> list[np.ndarray]:
    """Pictures uint8 ``(size, size, 3)`` of a signer in some of ``POSES``, each as the first frame of a film by
    ``draw``, a ``NeuralRenderer`` or a ``MeshRenderer``, has it.

    Errors: ``InputError`` where it is asked for no consent and the signer holds none.
    """
    mesh = draw if isinstance(draw, MeshRenderer) else draw.mesh
    body = mesh.known_body
    shape, rotations, actions = _stacked(names, body, signer.shape)

    def posed(worn: Any, motion: Motion, signer: Signer | None) -> Iterator[np.ndarray]:
        return posed_vertices(worn, rotations, actions=actions, shape=shape)

    still = Motion(np.zeros((0, len(CANONICAL), 3)), np.zeros((0, len(CANONICAL))), 25.0)
    mesh = replace(mesh, vertices=posed)
    draw = mesh if isinstance(draw, MeshRenderer) else replace(draw, mesh=mesh, steady=False)
    return list(draw(still, signer, size=size))


def _stacked(names: Sequence[str], body: Any, shape: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The shape, the mean one where None, and rotations and actions of each of ``POSES`` that is named."""
    shape = np.zeros(body.shapes, np.float32) if shape is None else shape
    rotations, actions = zip(*(pose(name, body, shape) for name in names), strict=True)
    return shape, np.stack(rotations), np.stack(actions)


def beside_photo(signer: Signer, draw: Any, *, size: int = 1024) -> list[tuple[str, np.ndarray]]:
    """The witness's photo and the signer in its pose and view, named, uint8 ``(size, size, 3)``; none of a signer
    without a witness.

    ``draw`` is the renderer that films are made with, where it is a ``NeuralRenderer``; else the mesh is shown.
    """
    import cv2

    from signsynth.render.neural import NeuralRenderer

    if (seen := signer.witness) is None:
        return []
    mesh = draw.mesh if isinstance(draw, NeuralRenderer) else MeshRenderer()
    studio, shown = own_view(signer, mesh).frame(signer, mesh, size)
    if isinstance(draw, NeuralRenderer):
        shown = draw.own_picture(signer, size=size)
    photo, mask = (cv2.resize(a, (size, size), interpolation=cv2.INTER_CUBIC) for a in (seen.photo, seen.mask))
    share = mask[..., None].astype(np.float32) / 255
    photo = np.rint(photo * share + studio.backdrop * (1 - share)).astype(np.uint8)
    return [("photo", photo), ("the same, drawn", shown)]


def sheet(pictures: Sequence[tuple[str, np.ndarray]]) -> np.ndarray:
    """Pictures uint8 ``(size, size, 3)`` with their names, ``COLUMNS`` in a row: uint8 ``(h, w, 3)``."""
    import cv2

    size = len(pictures[0][1])
    strip = max(16, size // 24)
    tiles = []
    for name, picture in pictures:
        tile = np.full((size + strip, size, 3), _PAPER, np.uint8)
        tile[strip:] = picture
        place = (strip // 3, round(0.72 * strip))
        cv2.putText(tile, name, place, cv2.FONT_HERSHEY_SIMPLEX, strip / 48, _INK, 1 + size // 512, cv2.LINE_AA)
        tiles.append(tile)
    blank = np.full_like(tiles[0], _PAPER)
    tiles += [blank] * (-len(tiles) % min(COLUMNS, len(tiles)))
    columns = min(COLUMNS, len(tiles))
    return np.concatenate([np.concatenate(tiles[k : k + columns], 1) for k in range(0, len(tiles), columns)])
