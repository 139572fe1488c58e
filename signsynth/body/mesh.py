"""Vertices at rest and what shapes and face actions add to them; the whole mesh or a few of its vertices."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Mesh:
    """Rest vertices as a linear model; face actions touch only the vertices ``moving``."""

    template: Tensor
    """``(vertices, 3)`` metres."""
    shapes: Tensor
    """``(shapes, vertices, 3)``."""
    bones: Tensor
    """int64 ``(vertices, influences)``: the joints that move each vertex."""
    shares: Tensor
    """``(vertices, influences)``: by how much; each row sums to 1."""
    moving: Tensor
    """int64 ``(moving,)``: vertices that any face action moves."""
    actions: Tensor
    """``(actions, moving, 3)``."""

    @staticmethod
    def of(
        template: np.ndarray, shapes: np.ndarray, bones: np.ndarray, shares: np.ndarray,
        starts: np.ndarray, vertices: np.ndarray, offsets: np.ndarray,
    ) -> Mesh:  # fmt: skip
        """From arrays; action k moves ``vertices[starts[k]:starts[k + 1]]`` by ``offsets``."""
        moving, column = np.unique(vertices, return_inverse=True)
        actions = np.zeros((len(starts) - 1, len(moving), 3), np.float32)
        actions[np.repeat(np.arange(len(actions)), np.diff(starts)), column] = offsets
        indices = [torch.from_numpy(array.astype(np.int64)) for array in (bones, moving)]
        real = [torch.from_numpy(array.astype(np.float32)) for array in (template, shapes, shares, actions)]
        return Mesh(real[0], real[1], indices[0], real[2], indices[1], real[3])

    def subset(self, vertices: Tensor) -> Mesh:
        """Only some vertices, by sorted index."""
        place = {vertex: k for k, vertex in enumerate(vertices.tolist())}
        kept = [k for k, vertex in enumerate(self.moving.tolist()) if vertex in place]
        moving = torch.tensor([place[int(self.moving[k])] for k in kept], dtype=torch.int64)
        parts = self.template[vertices], self.shapes[:, vertices], self.bones[vertices], self.shares[vertices]
        return Mesh(*(part.contiguous() for part in parts), moving, self.actions[:, kept].contiguous())

    def to(self, target: torch.device | torch.dtype | str) -> Mesh:
        """On another device, or in another floating type; indices keep theirs."""
        keep = ("bones", "moving") if isinstance(target, torch.dtype) else ()
        names = [field.name for field in fields(self) if field.name not in keep]
        return replace(self, **{name: getattr(self, name).to(target) for name in names})

    def rest(self, shape: Tensor | None, actions: Tensor | None) -> Tensor:
        """Vertices ``(..., vertices, 3)`` of shape coefficients ``(..., shapes)`` and actions ``(..., actions)``."""
        vertices = self.template
        if shape is not None:
            vertices = vertices + torch.tensordot(shape, self.shapes, 1)
        if actions is not None and len(self.moving):
            moved = torch.tensordot(actions, self.actions, 1)
            batch = torch.broadcast_shapes(vertices.shape[:-2], moved.shape[:-2])
            vertices = vertices.expand(*batch, -1, 3).index_add(-2, self.moving, moved.expand(*batch, -1, 3))
        return vertices
