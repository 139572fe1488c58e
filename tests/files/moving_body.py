"""The body that ships, waving: animations for the tests of 3D files."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from signsynth.files.animation import Animation, Material, Skin


@lru_cache(maxsize=1)
def waving(frames: int = 9, seed: int = 0):
    """Body, its rotations ``(frames, joints, 3, 3)``, root, actions, and the animation of all that."""
    import torch

    from signsynth.body import Body
    from signsynth.body.rotations import from_axis_angle
    from signsynth.pipeline.figure import animation_of

    body, rng = Body.load(), np.random.default_rng(seed)
    phase = np.linspace(0, 5, frames)[:, None, None] + rng.uniform(0, 6, (1, body.joints, 1))
    angles = rng.normal(0, 0.4, (1, body.joints, 3)) * np.sin(phase)
    angles[:, 3] = 0.0  # one joint never moves, one is turned but still
    angles[:, 4] = 0.3
    rotations = from_axis_angle(torch.tensor(angles, dtype=torch.float32))
    root = torch.tensor(rng.normal(0, 0.2, (frames, 3)), dtype=torch.float32)
    actions = torch.tensor(rng.uniform(0, 1, (frames, len(body.action_names))), dtype=torch.float32)
    animation = animation_of(body, rotations.numpy(), root.numpy(), actions.numpy(), 25.0, title="Wave-é")
    return body, rotations, root, actions, animation


def small(frames: int = 4, *, joints: int = 6, skinned: bool = True, seed: int = 0) -> Animation:
    """A chain of joints in any turns, with a few triangles on it."""
    rng = np.random.default_rng(seed)
    rotations = rng.normal(size=(frames, joints, 4))
    rotations /= np.linalg.norm(rotations, axis=-1, keepdims=True)
    skin = None
    if skinned:
        bones = np.array([rng.permutation(joints)[:5] for _ in range(6)])
        weights = rng.random((6, 5))
        skin = Skin(
            rng.normal(size=(6, 3)), np.array([[0, 1, 2], [2, 1, 3], [3, 4, 5]]), bones,
            weights / weights.sum(1, keepdims=True), rng.random((7, 2)), np.array([[0, 1, 2], [2, 6, 3], [3, 4, 5]]),
            (Material("a", (1, 0, 0)), Material("b", (0, 0, 1))), np.array([0, 0, 1]), ("up", "none"),
            ((np.array([2, 0]), rng.normal(size=(2, 3))), (np.empty(0, int), np.empty((0, 3)))),
        )  # fmt: skip
    return Animation(
        tuple(f"j{k}" for k in range(joints)), tuple(range(-1, joints - 1)), rng.normal(size=(joints, 3)), rotations,
        rng.normal(size=(frames, 3)), 30.0, skin=skin, morph_weights=rng.random((frames, 2)) if skinned else None,
    )  # fmt: skip
