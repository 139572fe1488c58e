"""From gesture and mesh track back to the rotations of all joints of a body."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from signsynth.body.body import Body
from signsynth.body.fit.rig import FINGERS, SIDES
from signsynth.body.rotations import from_6d
from signsynth.errors import InputError
from signsynth.motion import Motion


class BodyPose(NamedTuple):
    """What a ``Body`` is called with: ``body(pose.rotations, root=pose.root, actions=pose.actions)``."""

    rotations: Tensor
    """``(frames, joints, 3, 3)``."""
    root: Tensor
    """``(frames, 3)`` metres."""
    actions: Tensor
    """``(frames, 52)``."""


def body_pose(motion: Motion, body: Body, shape: Tensor | None = None) -> BodyPose:
    """The pose of ``body`` in every frame of a fitted motion; ``shape (shapes,)`` scales the root's shift.

    Errors: ``InputError`` where gesture or mesh are missing, or name joints or actions that the body lacks.
    """
    gesture, mesh = motion.gesture, motion.mesh
    if gesture is None or mesh is None:
        raise InputError("motion: no gesture or mesh, expected both; fit it first (signsynth.body.fit.fit)")
    if mesh.action_names != body.action_names:
        raise InputError("motion: its mesh track has the face actions of another body")
    kind, device = body.heads.dtype, body.heads.device

    def turns(columns: np.ndarray) -> Tensor:
        return from_6d(torch.as_tensor(np.array(columns), dtype=kind, device=device))

    out = torch.eye(3, dtype=kind, device=device).repeat(len(motion), body.joints, 1, 1)
    out[:, [body.joint(name) for name in mesh.joints]] = turns(mesh.rotations)
    for side, suffix in enumerate(SIDES):
        fingers = [body.joint(f"{bone}.{suffix}") for finger in FINGERS for bone in finger]
        out[:, fingers] = turns(gesture.fingers[:, side])
        wrist = body.joint(f"wrist.{suffix}")
        # The gesture says where the palm faces; what the arm has turned already is taken off.
        chain = []
        above = int(body.parents[wrist])
        while above >= 0:
            chain.append(above)
            above = int(body.parents[above])
        carried = out[:, chain[-1]]
        for joint in reversed(chain[:-1]):
            carried = carried @ out[:, joint]
        out[:, wrist] = carried.mT @ turns(gesture.wrists[:, side])
    heads = body.heads
    if shape is not None:
        heads = heads + torch.tensordot(shape, body.head_shapes, 1)
    shoulders = (heads[body.mark_joints[:2]] * body.mark_joint_weights[:2, :, None]).sum(1)
    width = (shoulders[0] - shoulders[1]).norm()
    real = torch.as_tensor(np.array(mesh.root), dtype=kind, device=device)
    return BodyPose(out, real * width, torch.as_tensor(np.array(mesh.actions), dtype=kind, device=device))
