"""A tree of joints with points on it, and how the points move with the angles: numpy float64, batched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from signsynth.body.fit.turns import exponential


class Placed(NamedTuple):
    """A chain in a pose."""

    turns: np.ndarray
    """``(..., joints, 3, 3)``: rotation of each joint against the rest pose."""
    heads: np.ndarray
    """``(..., joints, 3)`` metres."""
    points: np.ndarray
    """``(..., points, 3)`` metres."""


@dataclass(frozen=True, eq=False)
class Chain:
    """Joints with parents before children (-1: the base); angles are rotation vectors about ``axes``.

    Only some components of the rotation vectors are free: ``free (joints, 3)``. The angles of a pose are
    ``(..., dofs)`` in the order of the joints. Leading dimensions of the arrays broadcast with those of a pose.
    """

    parents: tuple[int, ...]
    offsets: np.ndarray
    """``(..., joints, 3)``: head of each joint from its parent's at rest, metres; of a first one from the base."""
    axes: np.ndarray
    """``(..., joints, 3, 3)``: columns are the flex, side and twist axes at rest."""
    free: np.ndarray
    """Bool ``(joints, 3)``."""
    limits: np.ndarray
    """``(..., dofs, 2)`` radians."""
    point_joint: tuple[int, ...]
    point_offsets: np.ndarray
    """``(..., points, 3)``: from the head of ``point_joint`` at rest, metres."""

    @property
    def dofs(self) -> int:
        """Number of free angles."""
        return int(self.free.sum())

    def above(self) -> np.ndarray:
        """Bool ``(points, joints)``: which joints carry a point."""
        out = np.zeros((len(self.point_joint), len(self.parents)), bool)
        for point, joint in enumerate(self.point_joint):
            while joint >= 0:
                out[point, joint] = True
                joint = self.parents[joint]
        return out

    def at(self, which: np.ndarray) -> Chain:
        """Of chains stacked along the first dimension, the chains ``which (n,)``, for n poses."""
        names = ("offsets", "axes", "limits", "point_offsets")
        return replace(self, **{name: getattr(self, name)[which] for name in names})

    def vectors(self, angles: np.ndarray) -> np.ndarray:
        """Rotation vectors ``(..., joints, 3)`` of angles ``(..., dofs)``, 0 where not free."""
        out = np.zeros((*angles.shape[:-1], *self.free.shape))
        out[..., self.free] = angles
        return out

    def local(self, angles: np.ndarray) -> np.ndarray:
        """Each joint's rotation against its parent ``(..., joints, 3, 3)``."""
        return self.axes @ exponential(self.vectors(angles))[0] @ np.swapaxes(self.axes, -1, -2)

    def place(self, angles: np.ndarray, base_turn: np.ndarray, base: np.ndarray) -> Placed:
        """Joints and points of angles ``(..., dofs)`` on a base ``(..., 3, 3)`` at ``(..., 3)``."""
        return self._placed(self.local(angles), base_turn, base)

    def moving(self, angles: np.ndarray, base_turn: np.ndarray, base: np.ndarray) -> tuple[Placed, np.ndarray]:
        """``place`` and the Jacobian of the points, ``(..., points, 3, dofs)``.

        A joint that turns about a world axis w moves a point p by w x (p - head).
        """
        turn, jacobian = exponential(self.vectors(angles))
        placed = self._placed(self.axes @ turn @ np.swapaxes(self.axes, -1, -2), base_turn, base)
        parents = np.array(self.parents)
        above = placed.turns[..., np.maximum(parents, 0), :, :]
        if (parents < 0).any():
            above[..., parents < 0, :, :] = np.broadcast_to(base_turn[..., None, :, :], above.shape)[
                ..., parents < 0, :, :
            ]
        world = above @ self.axes @ jacobian
        joint, axis = np.nonzero(self.free)
        spin = world[..., joint, :, axis]  # numpy puts the paired index first
        spin = np.moveaxis(spin, 0, -2)[..., None, :, :]
        arm = placed.points[..., :, None, :] - placed.heads[..., None, joint, :]
        out = np.empty(np.broadcast_shapes(spin.shape, arm.shape))
        for k, (a, b) in enumerate(((1, 2), (2, 0), (0, 1))):
            out[..., k] = spin[..., a] * arm[..., b] - spin[..., b] * arm[..., a]
        out *= self.above()[:, joint, None]
        return placed, np.swapaxes(out, -1, -2)

    def _placed(self, local: np.ndarray, base_turn: np.ndarray, base: np.ndarray) -> Placed:
        turns = np.empty(local.shape)
        heads = np.empty(local.shape[:-1])
        for joint, parent in enumerate(self.parents):
            above, head = (base_turn, base) if parent < 0 else (turns[..., parent, :, :], heads[..., parent, :])
            turns[..., joint, :, :] = above @ local[..., joint, :, :]
            heads[..., joint, :] = head + (above @ self.offsets[..., joint, :, None])[..., 0]
        carry = np.array(self.point_joint)
        points = heads[..., carry, :] + (turns[..., carry, :, :] @ self.point_offsets[..., None])[..., 0]
        return Placed(turns, heads, points)
