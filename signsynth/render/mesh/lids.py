"""Eyelids that meet when they shut: not beyond, whatever the shape of the eyes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from signsynth.render.mesh.ride import Ride, affine, moves_of, rows_of

_OVERLAP = 0.0008
"""Metres by which the upper lid may come over the lower one's edge: no chink is left."""
_SIZE = 0.03
_LASHES = 0.55
"""Share of the light that lashes take from the edge of a lid that is shut."""


@dataclass(frozen=True, eq=False)
class _Lid:
    """One upper lid."""

    rows: np.ndarray
    """Vertices that blinking moves, ``(n,)``; ``move (n, 3)`` by how much, metres."""
    move: np.ndarray
    edge: np.ndarray
    """Vertices of its edge from right to left; ``fall (e,)`` metres that blinking lowers them."""
    fall: np.ndarray
    below: np.ndarray
    """Vertices of the lower lid's edge from right to left."""
    room: np.ndarray
    """``(e,)``: how far open it is at rest, metres."""


class Lids:
    """Both upper lids of one body; needs its posed vertices only."""

    def __init__(self, body: Any) -> None:
        """``body`` at rest, with or without clothes."""
        rest = body.mesh.template.double().cpu().numpy()
        corners = body.faces.cpu().numpy()
        moves = moves_of(body)
        rim, rows = (
            np.intersect1d(rows_of(body, "face"), rows_of(body, "eye_sockets")),
            rows_of(body, "eye_sockets", "mouth"),
        )
        middle = rest[rim].mean(0)
        frame = middle + _SIZE * np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
        asked = []
        for name, move in moves.items():
            still = name in body.action_names
            asked.append((move, np.zeros((4, 3)) if still else affine(rest[rim], move[rim], frame)))
        self._ride = Ride.fitted(rest, rows, frame, asked)
        self._lids = []
        for side, name in ((1, "eyeBlinkLeft"), (-1, "eyeBlinkRight")):
            move, own = moves[name], rim[rest[rim, 0] * side > 0]
            own = own[np.argsort(rest[own, 0])]
            edge = own[move[own, 1] < -0.0015]
            # From corner to corner: what lies below the line between them is the lower lid's edge.
            line = np.interp(rest[own, 0], rest[own[[0, -1]], 0], rest[own[[0, -1]], 1])
            below = own[(rest[own, 1] < line) & ~np.isin(own, edge) | np.isin(own, own[[0, -1]])]
            moved = np.flatnonzero(np.linalg.norm(move, axis=1) > 1e-5)
            room = rest[edge, 1] - np.interp(rest[edge, 0], rest[below, 0], rest[below, 1])
            self._lids.append(_Lid(moved, np.float32(move[moved]), edge, -move[edge, 1], below, room))
        edge = np.concatenate([lid.edge for lid in self._lids])
        around = corners[np.isin(corners, edge).any(1)].ravel()
        near = np.setdiff1d(around[~np.isin(around, np.concatenate([lid.below for lid in self._lids]))], edge)
        self.edges = np.concatenate([edge, near])
        """Vertices of the upper lids' edges, and those next to them."""
        self._beside = np.argmin(np.linalg.norm(rest[near][:, None] - rest[edge], axis=2), axis=1)

    def __call__(self, vertices: np.ndarray) -> np.ndarray:
        """The posed vertices ``(v, 3)`` with as much of a blink taken back as goes too far; themselves if none does."""
        origin, axes = self._axes(vertices)
        inverse = np.linalg.inv(axes)
        moved = vertices
        for lid in self._lids:
            across, gap = _gap(lid, vertices, origin, inverse)
            back = np.clip((-_OVERLAP - gap) / lid.fall, 0, 1)
            if back.max() > 0:
                moved = moved.copy() if moved is vertices else moved
                here = (vertices[lid.rows] - origin) @ inverse[:, 0]
                share = np.interp(here, across, back).astype(vertices.dtype)
                moved[lid.rows] -= share[:, None] * (lid.move @ axes).astype(vertices.dtype)
        return moved

    def lashes(self, vertices: np.ndarray) -> np.ndarray | None:
        """Factor ``(e,)`` on the light of ``edges``; None where the eyes are more open than shut."""
        origin, axes = self._axes(vertices)
        inverse = np.linalg.inv(axes)
        shut = np.concatenate([1 - _gap(lid, vertices, origin, inverse)[1] / lid.room for lid in self._lids])
        share = np.clip((shut - 0.6) / 0.35, 0, 1)
        if share.max() <= 0:
            return None
        return np.float32(1 - _LASHES * np.concatenate([share, 0.7 * share[self._beside]]))

    def _axes(self, vertices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Between the eyes ``(3,)``, and the head's axes ``(3, 3)`` in rows, each as long as a metre at rest."""
        frame = self._ride.frame(vertices)
        return frame[0], (frame[1:] - frame[0]) / _SIZE


def _gap(lid: _Lid, vertices: np.ndarray, origin: np.ndarray, inverse: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where on the head's x the upper lid's edge is, ``(e,)``, and how far above the lower one's, metres at rest.

    ``inverse (3, 3)`` of the head's axes.
    """
    edge, below = (((vertices[rows] - origin) @ inverse) for rows in (lid.edge, lid.below))
    return edge[:, 0], edge[:, 1] - np.interp(edge[:, 0], below[:, 0], below[:, 1])
