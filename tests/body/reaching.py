"""What the tests of ``body.reach`` share: the bundled body posed by solved arms, and smooth random goals."""

from __future__ import annotations

import numpy as np
import torch

from signsynth.body import Body
from signsynth.body.fit.arms import JOINTS
from signsynth.body.fit.rig import SIDES, Rig
from signsynth.body.fit.turns import exponential
from signsynth.body.reach import Reached

MIRROR = np.diag([-1.0, 1.0, 1.0])


def placed(reached: Reached, body: Body, base: np.ndarray | None = None) -> np.ndarray:
    """Transforms ``(n, joints, 3, 4)`` of all joints in shoulder widths; ``base``: rotations to start from."""
    rig = Rig.of(body)
    rotations = np.tile(np.eye(3), (len(reached.local), body.joints, 1, 1)) if base is None else base.copy()
    for side, suffix in enumerate(SIDES):
        for k, name in enumerate(JOINTS):
            rotations[:, body.joint(f"{name}.{suffix}")] = reached.local[:, side, k]
    transforms = body.to(torch.float64).place(torch.from_numpy(rotations)).numpy()
    transforms[..., 3] = (transforms[..., 3] - rig.origin_m) / rig.width_m
    return transforms


def wander(frames: int, seed: int, *, centre: tuple, size: tuple, turn: float, fps: float = 25.0):
    """Wrists ``(n, 2, 3)`` and palms ``(n, 2, 3, 3)`` that wander smoothly about a place of the right hand."""
    rng = np.random.default_rng(seed)
    time = np.arange(frames)[:, None, None] / fps

    def waves() -> np.ndarray:
        return sum(
            rng.normal(size=(2, 3)) * np.sin(2 * np.pi * 0.3 * k * time + rng.uniform(0, 7, (2, 3))) / k
            for k in (1, 2, 3)
        )

    wrists = np.array([[-1, 1, 1], [1, 1, 1]]) * np.array(centre) + np.clip(waves(), -1.7, 1.7) * size
    return wrists, exponential(waves() * turn)[0]
