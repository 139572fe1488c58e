"""Single points on the skin of the posed hand: skinned as the whole mesh is, without skinning the whole mesh."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from signsynth.body.baked import UNIT, Baked
from signsynth.body.flesh import leaving
from signsynth.geometry import unit
from signsynth.writing.hand.bodyhand import BodyHand

PALM = 15
"""Number of the bone that stands for the palm and the wrist; 0 to 14 are the finger joints."""
AROUND_M = 0.007
"""So far about a place its triangles say which way the skin looks."""


@dataclass(frozen=True, eq=False)
class HandSkin:
    """The skin of the right hand at rest in its own frame, shoulder widths from the wrist joint.

    ``vertices (n, 3)``, ``faces (m, 3)``; ``bones`` and ``shares (n, k)``: which joints of ``BodyHand`` move a
    vertex, by how much; ``rows (n,)``: numbers of the vertices in the body's mesh.
    """

    hand: BodyHand
    vertices: np.ndarray
    faces: np.ndarray
    bones: np.ndarray
    shares: np.ndarray
    rows: np.ndarray

    @staticmethod
    @lru_cache(maxsize=1)
    def bundled() -> HandSkin:
        """That of the body that ships, read once."""
        return HandSkin.of(Baked.load(), BodyHand.bundled())

    @staticmethod
    def of(baked: Baked, hand: BodyHand) -> HandSkin:
        """From a baked body and its hand."""
        names = list(baked.about["bones"])
        number = {f"finger{finger}-{bone}.R": 3 * finger + bone - 4 for finger in range(1, 6) for bone in (1, 2, 3)}
        number |= {name: PALM for name in ("wrist.R", *(f"metacarpal{k}.R" for k in range(1, 5)))}
        of_hand = np.array([name in number for name in names])
        bones, shares = baked["skin_bones"].astype(int), baked["skin_weights"] / UNIT
        rows = np.flatnonzero((of_hand[bones] & (shares > 0)).any(1))
        faces = baked["faces"][np.isin(baked["faces"], rows).all(1)]
        vertices = (baked["template"][rows].astype(np.float64) - baked["joints"][names.index("wrist.R")]) @ hand.frame
        own = np.array([number.get(name, PALM) for name in names])[bones[rows]]
        return HandSkin(hand, vertices / hand.width_m, np.searchsorted(rows, faces), own, shares[rows], rows)

    def hit(self, origin: np.ndarray, way: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where a ray first leaves the skin at rest: three vertices ``(3,)`` and their shares ``(3,)``.

        Errors: ``InputError`` where it never does.
        """
        face, shares = leaving(self.vertices, self.faces, origin, way)
        return self.faces[face], shares

    def normal(self, place: np.ndarray) -> np.ndarray:
        """Which way the skin looks around a place on it at rest, ``(3,)``: the mean of the triangles about it."""
        a, b, c = np.moveaxis(self.vertices[self.faces], 1, 0)
        near = np.linalg.norm((a + b + c) / 3 - place, axis=1) < AROUND_M / self.hand.width_m
        return unit(np.cross(b - a, c - a)[near].sum(0))

    def place(self, corners: np.ndarray, angles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Vertices ``corners (...)`` of the hand bent by ``angles (*lead, 21)``, own frame.

        Where they are ``(*lead, ..., 3)``, and the matrices ``(*lead, ..., 3, 3)`` that carry what is fixed to them.
        """
        turns, heads = self.hand.place(angles)
        lead = turns.shape[:-4]
        turns = np.concatenate([turns.reshape(*lead, 15, 3, 3), np.broadcast_to(np.eye(3), (*lead, 1, 3, 3))], -3)
        rest = np.concatenate([self.hand.heads.reshape(15, 3), np.zeros((1, 3))])
        heads = np.concatenate([heads.reshape(*lead, 15, 3), np.zeros((*lead, 1, 3))], -2)
        shift = heads - (turns @ rest[..., None])[..., 0]
        bones, shares = self.bones[corners], self.shares[corners]
        turn = (turns[..., bones, :, :] * shares[..., None, None]).sum(-3)
        return (turn @ self.vertices[corners][..., None])[..., 0] + (shift[..., bones, :] * shares[..., None]).sum(
            -2
        ), turn
