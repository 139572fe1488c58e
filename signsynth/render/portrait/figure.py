"""The dressed body as it stands in the picture, and back from there to rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from signsynth.render.mesh.fragments import Fragments
from signsynth.render.mesh.raster import rasterise
from signsynth.render.mesh.surface import Surface
from signsynth.render.portrait.stand import Stand

HIDDEN = ("eye_sockets", "mouth", "tongue")


@dataclass(frozen=True, eq=False)
class Figure:
    """``vertices (v, 3)`` in metres as the person stands; ``turns (v, 3, 3)`` from rest; ``part (v,)``."""

    body: Any
    stand: Stand
    vertices: np.ndarray
    turns: np.ndarray
    part: np.ndarray
    faces: np.ndarray

    @classmethod
    def of(cls, body: Any, worn: Any, stand: Stand, part: np.ndarray) -> Figure:
        """``worn`` is ``body`` in hair and clothes; ``part`` of each vertex."""
        shape, rotations, actions = (torch.tensor(a) for a in (stand.shape, stand.rotations, stand.actions))
        with torch.no_grad():
            posed = worn(rotations, shape=shape, actions=actions)
            mesh = worn.mesh
            turns = (posed.transforms[mesh.bones][..., :3] * mesh.shares[..., None, None]).sum(1)
        return cls(body, stand, posed.vertices.numpy(), turns.numpy(), part, body.faces.numpy())

    def moved(self, offsets: np.ndarray) -> Figure:
        """The same with ``offsets (v, 3)`` in metres, as it stands."""
        return replace(self, vertices=self.vertices + offsets.astype(np.float32))

    def at_rest(self, offsets: np.ndarray) -> np.ndarray:
        """Offsets as it stands, turned back to the body at rest: what skinning would make them of."""
        return np.linalg.solve(self.turns.astype(np.float64), offsets[..., None].astype(np.float64))[..., 0]

    def on(self, *names: str) -> np.ndarray:
        """Bool ``(v,)``: vertices of some parts."""
        return np.isin(self.part, [self.body.part_names.index(name) for name in names])

    @property
    def seen(self) -> np.ndarray:
        """``(v, 3)``: x, y, depth in pixels."""
        return self.stand.project(self.vertices)

    @property
    def normals(self) -> np.ndarray:
        """Unit normals ``(v, 3)``, +z to the viewer."""
        return Surface(self.faces, len(self.vertices)).normals(self.vertices)

    def drawn(self, size: tuple[int, int], keep: np.ndarray | None = None) -> Fragments:
        """The nearest face of each pixel of a picture ``(h, w)``; only of faces whose vertices are all in ``keep``.

        ``face_index`` counts ``self.faces``.
        """
        rows = np.arange(len(self.faces)) if keep is None else np.flatnonzero(keep[self.faces].all(1))
        found = rasterise(self.seen, self.faces[rows], size)
        index = np.append(rows, -1)[found.face_index].astype(np.int32)
        return Fragments(index, found.barycentric, found.depth)
