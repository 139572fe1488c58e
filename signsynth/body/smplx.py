"""SMPL-X for users who hold its licensed file: our own reading of the published layout and equations.

Loper et al., SMPL: A Skinned Multi-Person Linear Model, 2015, eq. 1 to 4; Pavlakos et al., Expressive Body
Capture (SMPL-X), 2019. The model's licence forbids shipping it; nothing of it is in this repository.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from signsynth.body.kinematics import ancestor_steps, place_joints, skin
from signsynth.body.protocol import Posed
from signsynth.body.rotations import as_matrices, from_axis_angle
from signsynth.body.smplx_points import JOINT_NAMES, TIPS, face_corners, point_joints
from signsynth.errors import FileError, InputError
from signsynth.files.arrays import read_arrays

EXPRESSIONS_FROM = 300
"""In files with 400 components of shape the expressions start here; in smaller files halfway."""
NEEDED = {
    "v_template": "vertices 3", "shapedirs": "vertices 3 components", "posedirs": "vertices 3 9(joints-1)",
    "J_regressor": "joints vertices", "weights": "vertices joints", "kintree_table": "2 joints", "f": "faces 3",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class SmplxBody:
    """A ``BodyModel`` over 55 joints; ``actions`` are SMPL-X's expression coefficients, unnamed and unbounded."""

    joint_names: tuple[str, ...]
    action_names: tuple[str, ...]
    faces: Tensor
    parents: Tensor
    steps: Tensor
    template: Tensor
    """``(vertices, 3)`` metres."""
    shape_dirs: Tensor
    """``(shapes, vertices, 3)``."""
    action_dirs: Tensor
    """``(expressions, vertices, 3)``."""
    pose_dirs: Tensor
    """``(9 (joints - 1), vertices, 3)``: corrections, linear in the rotations' difference from identity."""
    regressor: Tensor
    """``(joints, vertices)``: joints from the shaped template."""
    bones: Tensor
    """int64 ``(vertices, influences)``."""
    shares: Tensor
    """``(vertices, influences)``."""
    mean_pose: Tensor
    """``(joints, 3)``: axis-angles added to axis-angle input; the relaxed hands, zero with ``flat_hands``."""
    mark_joint: Tensor
    """int64 ``(178,)``, -1 where a point is on the skin or not known."""
    mark_corners: Tensor
    mark_weights: Tensor
    points_known: Tensor

    @staticmethod
    def load(
        path: str | Path,
        *,
        shapes: int = 10,
        expressions: int = 10,
        flat_hands: bool = True,
        tips: dict[str, int] | None = None,
    ) -> SmplxBody:
        """Read ``SMPLX_*.npz`` (never pickled arrays).

        ``shapes`` and ``expressions``: how many components to use. ``flat_hands``: the zero pose has flat
        hands, else the file's mean pose is added to rotations given as axis-angles. ``tips``: vertex of each
        fingertip where the mesh is not SMPL-X's own. Errors: ``FileError`` where arrays are missing or of
        another shape, ``InputError`` for more components than there are.
        """
        arrays = {name: array for name, array in read_arrays(path).items() if array.dtype.kind in "fiu"}
        vertices, joints = _checked(path, arrays)
        components = arrays["shapedirs"].shape[2]
        start = EXPRESSIONS_FROM if components >= 400 else components // 2
        if not (0 < shapes <= start and 0 < expressions <= components - start):
            raise InputError(
                f"{path}: holds {start} shapes and {components - start} expressions, asked {shapes}, {expressions}"
            )

        def real(array: np.ndarray) -> Tensor:
            return torch.from_numpy(np.ascontiguousarray(array, np.float32))

        dirs = np.moveaxis(arrays["shapedirs"], 2, 0)
        parents = arrays["kintree_table"][0].astype(np.int64)
        parents[0] = -1  # stored as 2**32 - 1
        if (parents[1:] < 0).any() or (parents >= np.arange(joints)).any():
            raise FileError(f"{path}: kintree_table: parents must come before their children")
        mean = np.zeros((joints, 3), np.float32)
        if not flat_hands:
            hands = [arrays[f"hands_mean{side}"].reshape(-1, 3) for side in "lr" if f"hands_mean{side}" in arrays]
            if len(hands) != 2 or 25 + len(hands[0]) + len(hands[1]) != joints:
                raise FileError(f"{path}: lacks hands_meanl and hands_meanr of 15 joints each; use flat_hands=True")
            mean[25:] = np.concatenate(hands)
        corners, weights = face_corners(arrays, vertices, TIPS if tips is None else tips, path)
        joint = point_joints()
        most = int((arrays["weights"] > 0).sum(1).max())
        bones = np.argsort(-arrays["weights"], axis=1)[:, :most].astype(np.int64)
        return SmplxBody(
            joint_names=JOINT_NAMES,
            action_names=tuple(f"expression{k}" for k in range(expressions)),
            faces=torch.from_numpy(arrays["f"].astype(np.int64)),
            parents=torch.from_numpy(parents),
            steps=ancestor_steps(parents.tolist()),
            template=real(arrays["v_template"]),
            shape_dirs=real(dirs[:shapes]),
            action_dirs=real(dirs[start : start + expressions]),
            pose_dirs=real(np.moveaxis(arrays["posedirs"], 2, 0)),
            regressor=real(arrays["J_regressor"]),
            bones=torch.from_numpy(bones),
            shares=real(np.take_along_axis(arrays["weights"], bones, 1)),
            mean_pose=torch.from_numpy(mean),
            mark_joint=torch.from_numpy(joint),
            mark_corners=torch.from_numpy(corners),
            mark_weights=real(weights),
            points_known=torch.from_numpy((joint >= 0) | (weights.sum(1) > 0)),
        )

    @property
    def shapes(self) -> int:
        """Number of shape coefficients."""
        return len(self.shape_dirs)

    def __call__(
        self,
        rotations: Tensor,
        *,
        root: Tensor | None = None,
        shape: Tensor | None = None,
        actions: Tensor | None = None,
    ) -> Posed:
        """The whole mesh in a pose (Loper et al. 2015, eq. 2 to 4). Errors: ``InputError``."""
        shaped = self._shaped(shape, actions)
        turned = self._turned(rotations)
        heads = self.regressor @ shaped
        eye = torch.eye(3, dtype=turned.dtype, device=turned.device)
        feature = (turned[..., 1:, :, :] - eye).flatten(-3)
        rest = shaped + torch.tensordot(feature, self.pose_dirs, 1)
        transforms = place_joints(turned, heads, root, self.parents, self.steps)
        return Posed(skin(rest, heads, transforms, self.bones, self.shares), transforms)

    def place(self, rotations: Tensor, *, root: Tensor | None = None, shape: Tensor | None = None) -> Tensor:
        """Only the joints' transforms ``(..., joints, 3, 4)``."""
        heads = self.regressor @ self._shaped(shape, None)
        return place_joints(self._turned(rotations), heads, root, self.parents, self.steps)

    def landmarks(
        self,
        rotations: Tensor,
        *,
        root: Tensor | None = None,
        shape: Tensor | None = None,
        actions: Tensor | None = None,
    ) -> Tensor:
        """Canonical points ``(..., 178, 3)`` in metres; NaN where ``points_known`` is False (the face's oval)."""
        posed = self(rotations, root=root, shape=shape, actions=actions)
        on_skin = (posed.vertices[..., self.mark_corners, :] * self.mark_weights[..., None]).sum(-2)
        at_joint = posed.joints[..., self.mark_joint.clamp_min(0), :]
        points = torch.where((self.mark_joint >= 0)[:, None], at_joint, on_skin)
        return torch.where(self.points_known[:, None], points, torch.nan)

    def _shaped(self, shape: Tensor | None, actions: Tensor | None) -> Tensor:
        vertices = self.template
        for name, value, dirs in (("shape", shape, self.shape_dirs), ("actions", actions, self.action_dirs)):
            if value is not None:
                if value.shape[-1:] != (len(dirs),) or value.dtype != dirs.dtype:
                    raise InputError(
                        f"{name}: {value.dtype} {tuple(value.shape)}, expected {dirs.dtype} (..., {len(dirs)})"
                    )
                vertices = vertices + torch.tensordot(value, dirs, 1)
        return vertices

    def _turned(self, rotations: Tensor) -> Tensor:
        joints = len(self.joint_names)
        if rotations.shape[-2:] == (joints, 3) and rotations.shape[-3:] != (joints, 3, 3):
            return from_axis_angle(rotations + self.mean_pose)
        return as_matrices(rotations, joints)


def _checked(path: str | Path, arrays: dict[str, np.ndarray]) -> tuple[int, int]:
    """Number of vertices and joints. Errors: ``FileError``."""
    if missing := sorted(set(NEEDED) - set(arrays)):
        raise FileError(f"{path}: lacks {', '.join(missing)}, expected the layout of SMPLX_NEUTRAL.npz")
    vertices, joints = len(arrays["v_template"]), len(JOINT_NAMES)
    sizes = {"vertices": vertices, "joints": joints, "9(joints-1)": 9 * (joints - 1), "3": 3, "2": 2}
    for name, shape in NEEDED.items():
        found = arrays[name].shape
        wanted = shape.split()
        if len(found) != len(wanted) or any(sizes.get(w, size) != size for w, size in zip(wanted, found, strict=True)):
            raise FileError(f"{path}: {name} has shape {found}, expected ({shape}) with {joints} joints")
    if int(arrays["f"].max(initial=0)) >= vertices:
        raise FileError(f"{path}: f points beyond the {vertices} vertices")
    return vertices, joints
