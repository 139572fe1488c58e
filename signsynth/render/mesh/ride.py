"""Things that ride on the skin without being part of it: frames that a few vertices carry along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_EXACT, _SOFT = 1e3, 1.0
"""How much a frame's place at rest, and the moves that are asked for, count before the smallness of weights."""


@dataclass(frozen=True, eq=False)
class Ride:
    """An affine frame, carried by vertices: ``frame = weights @ vertices[rows]``."""

    rows: np.ndarray
    """int64 ``(n,)``: vertices that carry."""
    weights: np.ndarray
    """float32 ``(4, n)``: the frame's four corners as mixes of these; each row sums to 1."""
    corners: np.ndarray
    """float64 ``(4, 3)``: the corners at rest."""

    @classmethod
    def fitted(
        cls, rest: np.ndarray, rows: np.ndarray, corners: np.ndarray, moves: Sequence[tuple[np.ndarray, np.ndarray]]
    ) -> Ride:
        """The smallest weights with which vertices ``rows`` of ``rest (v, 3)`` carry ``corners (4, 3)``.

        Any affine move of all vertices moves the frame alike. For others say what shall come out: ``moves`` are pairs
        of what a move does to the vertices ``(v, 3)`` and what it does to the corners ``(4, 3)``, in the same unit.
        """
        count = len(rows)
        known = np.concatenate([np.ones((1, count)), rest[rows].T]) * _EXACT
        wanted = np.concatenate([np.ones((1, 4)), corners.T]) * _EXACT
        known = np.concatenate([known, *(_SOFT * on[rows].T for on, _ in moves)]).astype(np.float64)
        wanted = np.concatenate([wanted, *(_SOFT * to.T for _, to in moves)]).astype(np.float64)
        small = 1e-8 * np.eye(len(known))
        weights = (known.T @ np.linalg.solve(known @ known.T + small, wanted)).T
        return cls(rows, (weights / weights.sum(1, keepdims=True)).astype(np.float32), corners)

    def local(self, points: np.ndarray) -> np.ndarray:
        """Points at rest ``(n, 3)`` as shares of the corners, float32 ``(n, 4)``; ``local(points) @ frame`` places."""
        square = np.concatenate([self.corners, np.ones((4, 1))], 1)
        return np.linalg.solve(square.T, np.concatenate([points, np.ones((len(points), 1))], 1).T).T.astype(np.float32)

    def frame(self, vertices: np.ndarray) -> np.ndarray:
        """The corners ``(4, 3)`` among posed vertices ``(v, 3)``, in their unit."""
        return self.weights @ vertices[self.rows]


def affine(places: np.ndarray, values: np.ndarray, at: np.ndarray, weights: np.ndarray | float = 1.0) -> np.ndarray:
    """The affine field nearest to ``values (n, 3)`` at ``places (n, 3)``, read at ``at (k, 3)``."""
    root = np.sqrt(np.broadcast_to(weights, len(places)))[:, None]
    middle = places.mean(0)
    known = np.concatenate([places - middle, np.full((len(places), 1), 0.02)], 1)
    found = np.linalg.lstsq(known * root, values * root, rcond=None)[0]
    return np.concatenate([at - middle, np.full((len(at), 1), 0.02)], 1) @ found


def moves_of(body: Any) -> dict[str, np.ndarray]:
    """What each action and each shape does to the vertices ``(v, 3)``, metres."""
    mesh = body.mesh
    count, moving = len(mesh.template), mesh.moving.cpu().numpy()
    found = {}
    for name, offsets in zip(body.action_names, mesh.actions.double().cpu().numpy(), strict=True):
        found[name] = np.zeros((count, 3))
        found[name][moving] = offsets
    return found | {f"shape {k}": move for k, move in enumerate(mesh.shapes.double().cpu().numpy())}


def rows_of(body: Any, *names: str) -> np.ndarray:
    """Vertices of the parts of that name, in order."""
    parts = [body.part_names.index(name) for name in names]
    return np.unique(body.faces.cpu().numpy()[np.isin(body.face_part.cpu().numpy(), parts)])
