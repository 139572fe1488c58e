"""What anny itself computes, for tests of our own kinematics and skinning."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from signsynth.body.bake.shape import ShapeSpace
from signsynth.body.bake.source import Source, our_axes
from signsynth.files.atomic import atomic_path

POSES, SHOWN = 6, 900


def anny_pose(source: Source, space: ShapeSpace, pose: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """anny's vertices ``(n, vertices, 3)`` and joints ``(n, joints, 3)`` in our axes, metres.

    ``pose``: rotations as axis-angle ``(n, joints, 3)``, root ``(n, 3)``, shape ``(n, components)``, actions.
    """
    import roma
    import torch

    model = source.model
    count = len(pose["shape"])
    coefficients = np.concatenate([space.mean + pose["shape"] @ space.basis, pose["actions"]], axis=1)
    # Our left, up, viewer is anny's left, up = third, viewer = minus the second; a rotation vector turns likewise.
    turned = np.stack([pose["rotations"][..., 0], -pose["rotations"][..., 2], pose["rotations"][..., 1]], -1)
    shift = np.stack([pose["root"][:, 0], -pose["root"][:, 2], pose["root"][:, 1]], -1)
    deltas = torch.eye(4, dtype=torch.float64).repeat(count, model.bone_count, 1, 1)
    deltas[..., :3, :3] = roma.rotvec_to_rotmat(torch.as_tensor(turned))
    blend = torch.as_tensor(coefficients)
    deltas[:, 0, :3, 3] = model.get_rest_model(blend)["rest_bone_heads"][:, 0] + torch.as_tensor(shift)
    reference, model.reference_bone_orientations = model.reference_bone_orientations, None  # rest pose is zero
    try:
        out = super(type(model), model).forward(deltas, blend, pose_parameterization="local-ref")
    finally:
        model.reference_bone_orientations = reference
    return our_axes(out["vertices"].numpy()), our_axes(out["bone_poses"][..., :3, 3].numpy())


def random_pose(source: Source, components: int, count: int, seed: int) -> dict[str, np.ndarray]:
    """Rotations of every joint by 23° in the mean, shapes to two deviations and beyond, every face action."""
    rng = np.random.default_rng(seed)
    return {
        "rotations": rng.normal(0, 0.25, (count, len(source.bones), 3)),
        "root": rng.normal(0, 1, (count, 3)),
        "shape": rng.normal(0, 1, (count, components)),
        "actions": rng.random((count, len(source.action_names))),
    }


def write_truth(path: str | Path, source: Source, space: ShapeSpace) -> None:
    """A small ``.npz`` of poses and some of the vertices that anny gives for them."""
    pose = random_pose(source, len(space.basis), POSES, seed=7)
    pose = {name: array.astype(np.float32).astype(np.float64) for name, array in pose.items()}
    vertices, joints = anny_pose(source, space, pose)
    shown = np.sort(np.random.default_rng(8).choice(vertices.shape[1], SHOWN, replace=False))
    arrays = {name: array.astype(np.float32) for name, array in pose.items()}
    arrays |= {"shown": shown.astype(np.uint16), "vertices": vertices[:, shown].astype(np.float32)}
    with atomic_path(path) as temporary:
        np.savez_compressed(temporary, joints=joints.astype(np.float32), **arrays)
