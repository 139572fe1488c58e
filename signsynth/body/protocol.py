"""What a parametric body can do; the fitter, the mesh renderer and the exporters call nothing else."""

from __future__ import annotations

from typing import NamedTuple, Protocol, runtime_checkable

from torch import Tensor


class Posed(NamedTuple):
    """A body in a pose, in metres, +x to the signer's left, +y up, +z towards the viewer."""

    vertices: Tensor
    """``(..., vertices, 3)``."""

    transforms: Tensor
    """``(..., joints, 3, 4)``: each joint's rotation against the rest pose, and its position."""

    @property
    def joints(self) -> Tensor:
        """Positions of the joints ``(..., joints, 3)``."""
        return self.transforms[..., 3]


@runtime_checkable
class BodyModel(Protocol):
    """A body of ``joint_names`` with parents before children, triangles ``faces (faces, 3)``.

    Rotations may be matrices ``(..., joints, 3, 3)``, axis-angles ``(..., joints, 3)`` in radians or 6D
    ``(..., joints, 6)``; they turn a joint against its parent about the body's axes at rest, so that the
    identity is the rest pose. ``root (..., 3)`` shifts the body (metres), ``shape (..., shapes)`` is in
    standard deviations, ``actions (..., actions)`` are face actions, 0 to 1 for named ones. Batch
    dimensions broadcast. What is left out is zero.
    """

    joint_names: tuple[str, ...]
    action_names: tuple[str, ...]
    shapes: int
    faces: Tensor
    parents: Tensor
    points_known: Tensor
    """Bool ``(178,)``: which canonical points ``landmarks`` can give; the others are NaN."""

    def __call__(
        self,
        rotations: Tensor,
        *,
        root: Tensor | None = None,
        shape: Tensor | None = None,
        actions: Tensor | None = None,
    ) -> Posed:
        """The whole mesh in a pose. Errors: ``InputError`` where a shape or type does not fit."""

    def place(self, rotations: Tensor, *, root: Tensor | None = None, shape: Tensor | None = None) -> Tensor:
        """Only the joints' transforms ``(..., joints, 3, 4)``."""

    def landmarks(
        self,
        rotations: Tensor,
        *,
        root: Tensor | None = None,
        shape: Tensor | None = None,
        actions: Tensor | None = None,
    ) -> Tensor:
        """The 178 canonical points ``(..., 178, 3)`` in metres, without the rest of the mesh."""
