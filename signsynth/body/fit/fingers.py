"""Fingers: ten chains of three joints, each on its own, all frames at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.body.fit.arms import JOINTS as ARM_JOINTS
from signsynth.body.fit.arms import Arms
from signsynth.body.fit.chain import Chain
from signsynth.body.fit.rig import FINGERS, PALM, SIDES, Rig, stacked
from signsynth.body.fit.solve import solve
from signsynth.body.fit.steady import steadied
from signsynth.body.fit.targets import HANDS, Targets
from signsynth.body.fit.touch import touched
from signsynth.geometry import unit

_STIFF_M = 2e-4
_STEADY_M, _CALM_M = 2e-3, 0.06
"""How much angles of recordings are drawn to their mean over time, and how much more where they jump."""
_RELAXED_SHARE = 0.3
"""A hand that is not seen bends its fingers by this share of their range."""


def solve_fingers(targets: Targets, arms: Arms, rig: Rig, shown: np.ndarray, fps: float) -> np.ndarray:
    """Rotations ``(frames, 2, 15, 3, 3)`` against the joint before; relaxed where ``shown (frames, 2)`` is below 1."""
    chains = [_finger_chain(rig, side, finger) for side in range(2) for finger in range(5)]
    chain = stacked(chains)
    frames = len(targets.wrists)
    bearers = [ARM_JOINTS.index(name) for name in ("wrist", *PALM)]
    turn = arms.turns[:, :, bearers].reshape(-1, 3, 3)
    base = arms.knuckles.reshape(-1, 3)
    bones = targets.bones.reshape(frames, 2, 5, 4, 3)[..., 1:, :]
    goal = touched(arms.knuckles[..., None, :] + np.cumsum(bones, -2), targets.hands).reshape(-1, 3, 3)

    def residuals(angles: np.ndarray, index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        placed, jacobian = chain.at(index % 10).moving(angles, turn[index], base[index])
        rows = (placed.points - goal[index]).reshape(len(index), 9)
        return rows, jacobian.reshape(*rows.shape, chain.dofs)

    limits = np.broadcast_to(chain.limits, (frames, *chain.limits.shape)).reshape(-1, chain.dofs, 2)
    relaxed = _relaxed(chain)
    start = np.broadcast_to(relaxed, (frames, *relaxed.shape)).reshape(-1, chain.dofs)
    angles, _ = solve(residuals, start, limits, stiffness=_STIFF_M)
    if not targets.own:
        way = unit(targets.bones.reshape(frames, 10, 4, 3))
        own = np.arccos(np.clip((way[1:] * way[:-1]).sum(-1), -1, 1)).sum(-1)
        angles = steadied(residuals, angles, limits, own, fps, _STEADY_M, _CALM_M)
    angles = angles.reshape(frames, 2, 5, -1)
    shown = shown[..., None, None]
    angles = shown * angles + (1 - shown) * relaxed.reshape(2, 5, -1)
    local = chain.local(angles.reshape(frames, 10, -1))
    return local.reshape(frames, 2, 15, 3, 3)


def _finger_chain(rig: Rig, side: int, finger: int) -> Chain:
    name = SIDES[side]
    joints = [f"{bone}.{name}" for bone in FINGERS[finger]]
    tips = rig.points[HANDS[side]][4 * finger + 2 : 4 * finger + 5]
    bearer = "wrist" if finger == 0 else PALM[finger - 1]
    chain = rig.chain(joints, list(zip(joints, tips, strict=True)), f"{bearer}.{name}")
    # The base is the knuckle itself, which the palm has placed.
    offsets = chain.offsets.copy()
    offsets[0] = 0
    return replace(chain, offsets=offsets)


def _relaxed(chain: Chain) -> np.ndarray:
    """Angles ``(10, dofs)``: fingers a little bent, nothing spread."""
    axis = np.nonzero(chain.free)[1]
    low, high = chain.limits[..., 0], chain.limits[..., 1]
    bent = np.where(axis == 0, low + _RELAXED_SHARE * (high - low), 0.0)
    return np.clip(bent, low, high)
