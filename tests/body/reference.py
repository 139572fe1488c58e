"""The same body once more: numpy, one bone and one vertex after the other, straight from the equations."""

from __future__ import annotations

import numpy as np

from signsynth.body.baked import UNIT, Baked


def rotation(vector: np.ndarray) -> np.ndarray:
    """Rodrigues' formula for one axis-angle."""
    angle = np.linalg.norm(vector)
    if angle == 0:
        return np.eye(3)
    x, y, z = vector / angle
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * k @ k


def pose(baked: Baked, rotations, root, shape, actions, vertices) -> tuple[np.ndarray, np.ndarray]:
    """Joint transforms ``(joints, 4, 4)`` and the posed ``vertices`` (indices) of one frame."""
    heads = baked["joints"] + np.einsum("s,sjx->jx", shape, baked["joint_shapes"])
    rest = baked["template"].astype(float) + np.einsum("s,svx->vx", shape, baked["shapes"].astype(float))
    for action, amount in enumerate(actions):
        for move in range(baked["action_starts"][action], baked["action_starts"][action + 1]):
            rest[baked["action_vertices"][move]] += amount * baked["action_offsets"][move].astype(float)
    world = []
    for joint, parent in enumerate(baked["parents"]):
        local = np.eye(4)
        local[:3, :3] = rotation(rotations[joint])
        local[:3, 3] = heads[joint] + root if parent < 0 else heads[joint] - heads[parent]
        world.append(local if parent < 0 else world[parent] @ local)
    posed = []
    for vertex in vertices:
        point = np.zeros(3)
        for bone, share in zip(baked["skin_bones"][vertex], baked["skin_weights"][vertex], strict=True):
            moved = world[bone][:3, :3] @ (rest[vertex] - heads[bone]) + world[bone][:3, 3]
            point += float(share) / UNIT * moved
        posed.append(point)
    return np.array(world), np.array(posed)
