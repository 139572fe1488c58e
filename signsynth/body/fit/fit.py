"""Canonical motion to joint rotations and face actions: fills ``gesture`` and ``mesh``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np

from signsynth.body.body import Body
from signsynth.body.fit.arms import JOINTS as ARM_JOINTS
from signsynth.body.fit.arms import solve_arms
from signsynth.body.fit.fingers import solve_fingers
from signsynth.body.fit.rig import SIDES, TRACKED, Rig
from signsynth.body.fit.targets import Targets, shown_hands
from signsynth.body.fit.trunk import JOINTS as TRUNK_JOINTS
from signsynth.body.fit.trunk import solve_trunk
from signsynth.body.fit.turns import to_6d
from signsynth.errors import InputError
from signsynth.motion import Gesture, MeshTrack, Motion
from signsynth.skeleton import CANONICAL

LARGEST_SW = 20.0
"""A point farther out than this is not part of a person."""


def fit(motion: Motion, body: Body | None = None, *, progress: bool = False) -> Motion:
    """The same motion with ``gesture`` and ``mesh`` filled; pose and confidence are untouched.

    Damped least squares with the chain's analytic Jacobian, from trunk to arms to fingers. Motions of the body's own
    proportions are fitted frame by frame; others over time, so that nothing jumps, and kept outside the body.
    ``body`` is the bundled one by default; its shape does not matter, only its mean proportions are used.
    Errors: ``InputError`` for a motion of another skeleton, without frames, or far outside a person's reach.
    """
    if motion.skeleton is not CANONICAL:
        raise InputError(f"fit: skeleton {motion.skeleton.name}, expected {CANONICAL.name}")
    if not len(motion):
        raise InputError("fit: a motion without frames, expected at least one")
    if (largest := float(np.abs(motion.pose).max())) > LARGEST_SW:
        raise InputError(f"fit: a point {largest:.3g} shoulder widths away, expected at most {LARGEST_SW:.0f}")
    rig = Rig.of(bundled() if body is None else body)
    targets = Targets.of(motion, rig)
    shown = shown_hands(targets.seen, motion.fps)
    trunk = arms = fingers = None
    for stage in _shown(("trunk", "arms", "fingers"), progress):
        if stage == "trunk":
            trunk = solve_trunk(targets, rig)
        elif stage == "arms":
            arms = solve_arms(targets, trunk, rig, shown, motion.fps)
        else:
            fingers = solve_fingers(targets, arms, rig, shown, motion.fps)
    wrists = ARM_JOINTS.index("wrist")
    gesture = Gesture(
        to_6d(fingers).astype(np.float32), to_6d(arms.turns[:, :, wrists]).astype(np.float32), targets.seen
    )
    parts = {name: trunk.local[:, k] for k, name in enumerate(TRUNK_JOINTS)}
    for side, suffix in enumerate(SIDES):
        parts |= {f"{name}.{suffix}": arms.local[:, side, k] for k, name in enumerate(ARM_JOINTS)}
    rotations = to_6d(np.stack([parts[name] for name in TRACKED], 1))
    mesh = MeshTrack(rotations, targets.face.actions, trunk.root / rig.width_m, TRACKED, rig.action_names)
    return replace(motion, gesture=gesture, mesh=mesh)


@lru_cache(maxsize=1)
def bundled() -> Body:
    """The bundled body, read once."""
    return Body.load()


def _shown(stages: tuple[str, ...], progress: bool) -> Iterator[str]:
    if not progress:
        return iter(stages)
    from tqdm import tqdm

    return iter(tqdm(stages, desc="fit", unit="stage", leave=False))
