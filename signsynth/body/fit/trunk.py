"""Spine, shoulders, neck and head: from shoulders, hips and face."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from signsynth.body.fit.chain import Chain
from signsynth.body.fit.rig import COLLAR, NECK, SIDES, SPINE, Rig
from signsynth.body.fit.solve import ITERATIONS, solve
from signsynth.body.fit.targets import Targets
from signsynth.skeleton import FACE

JOINTS = ("root", *SPINE, *(f"{name}.{side}" for side in SIDES for name in COLLAR), *NECK)
_STIFF_M = 1e-3
"""A quarter of an angle's range weighs as much as this distance: decides only what the points leave open."""
_ROOT_STIFF = 0.01
_ARM_M = 0.08
"""The head's turn counts as six points at this distance from the middle of the face."""
_PLACE = 0.35
"""Weight of the head's place where proportions differ: its turn matters more."""
_CROSS = _ARM_M * np.concatenate([np.eye(3), -np.eye(3)])


class Trunk(NamedTuple):
    """Solved trunk of every frame."""

    local: np.ndarray
    """``(frames, joints, 3, 3)`` of ``JOINTS``: rotations against the joint before."""
    root: np.ndarray
    """``(frames, 3)``: shift from rest in metres."""
    chest_turns: np.ndarray
    """``(frames, 3, 3)``: what the collarbones hang on."""
    chest: np.ndarray
    """``(frames, 3)``: the joint ``spine01``."""
    collars: np.ndarray
    """``(frames, 2, dofs)``: angles of the collarbones, where the arms' refinement starts."""
    shoulder_turns: np.ndarray
    """``(frames, 2, 3, 3)``: what the arms hang on."""
    shoulders: np.ndarray
    """``(frames, 2, 3)``: the joints that the upper arms turn about."""
    face: np.ndarray
    """``(frames, 3)``: middle of the face."""
    carried: np.ndarray
    """``(frames, 2, 3, 4)``: transforms of ``spine01`` and ``head``, as ``Solid`` wants them."""


def solve_trunk(targets: Targets, rig: Rig) -> Trunk:
    """All frames at once; the first three unknowns shift the root."""
    chain = trunk_chain(rig)
    frames = len(targets.trunk)
    base = rig.heads[0]
    goal = np.concatenate([targets.trunk, _cross(targets)], 1)
    weight = np.concatenate([targets.trunk_weight, np.ones((frames, 6))], 1)
    eye = np.eye(3)
    # The six points of the head share one place; where proportions differ their mean counts less.
    keep = 1.0 if targets.own else _PLACE
    mix = np.eye(10)
    mix[4:, 4:] -= (1 - keep) / 6
    weight[:, 4:] *= np.maximum(targets.face.seen, 0.05)[:, None]
    elbow, arm = ([rig.joint(f"{name}.{side}") for side in SIDES] for name in ("lowerarm01", "upperarm01"))
    upper = np.linalg.norm(rig.heads[elbow] - rig.heads[arm], axis=-1)
    # Known elbows say where the arm's joint is: one upper arm away. Elsewhere they follow from it.
    reach = float(targets.own)

    def residuals(unknowns: np.ndarray, index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        turn = np.broadcast_to(eye, (len(index), 3, 3))
        placed, jacobian = chain.moving(unknowns[:, 3:], turn, base + unknowns[:, :3])
        slide = np.broadcast_to(eye, (len(index), 12, 3, 3))
        jacobian = np.concatenate([slide, jacobian], -1)
        scaled = weight[index, :, None] * mix
        rows = (scaled @ (placed.points[:, :10] - goal[index])).reshape(len(index), 30)
        from_elbow = placed.points[:, 10:] - targets.elbows[index]
        length = np.maximum(np.linalg.norm(from_elbow, axis=-1), 1e-6)
        away = (from_elbow[..., None, :] @ jacobian[:, 10:])[:, :, 0] / length[..., None]
        jacobian = (scaled @ jacobian[:, :10].reshape(len(index), 10, -1)).reshape(len(index), 30, -1)
        rows = np.concatenate([rows, reach * (length - upper)], 1)
        return rows, np.concatenate([jacobian, reach * away], 1)

    free = np.array([[-1.0, 1.0]] * 3)
    limits = np.concatenate([free, chain.limits])
    width = chain.limits[:, 1] - chain.limits[:, 0]
    stiffness = np.concatenate([np.full(3, _ROOT_STIFF), _STIFF_M * 4 / width])
    stiffness[3:6] = _ROOT_STIFF
    if targets.own:
        stiffness[:6] = 1e-4
    start = np.zeros((frames, len(limits)))
    # A head of another place is never met exactly: its last tenths of a millimetre are not worth the time.
    iterations = ITERATIONS if targets.own else 15
    unknowns, _ = solve(residuals, start, limits, stiffness=stiffness, iterations=iterations)
    turn = np.broadcast_to(eye, (frames, 3, 3))
    placed = chain.place(unknowns[:, 3:], turn, base + unknowns[:, :3])
    collars = [JOINTS.index(f"shoulder01.{side}") for side in SIDES]
    local = chain.local(unknowns[:, 3:])
    middle = placed.points[:, 4:10].mean(1)
    turns = placed.turns[:, collars]
    arm, collar = ([rig.joint(f"{name}.{side}") for side in SIDES] for name in ("upperarm01", "shoulder01"))
    shoulders = placed.heads[:, collars] + (turns @ (rig.heads[arm] - rig.heads[collar])[..., None])[..., 0]
    joint = np.nonzero(chain.free)[0]
    angles = [unknowns[:, 3:][:, np.isin(joint, [JOINTS.index(f"{name}.{side}") for name in COLLAR])] for side in SIDES]
    chest = JOINTS.index("spine01")
    hung = placed.turns[:, chest], placed.heads[:, chest], np.stack(angles, 1)
    both = [chest, JOINTS.index("head")]
    carried = np.concatenate([placed.turns[:, both], placed.heads[:, both][..., None]], -1)
    return Trunk(local, unknowns[:, :3], *hung, turns, shoulders, middle, carried)


def trunk_chain(rig: Rig) -> Chain:
    """Points: shoulders, hips, six around the middle of the face, and the joints of the upper arms."""
    points = [(f"shoulder01.{side}", rig.points[k]) for k, side in enumerate(SIDES)]
    points += [("root", rig.points[6 + k]) for k in range(2)]
    points += [("head", rig.points[FACE].mean(0) + offset) for offset in _CROSS]
    points += [(f"shoulder01.{side}", rig.heads[rig.joint(f"upperarm01.{side}")]) for side in SIDES]
    return rig.chain(JOINTS, points, "root")


def _cross(targets: Targets) -> np.ndarray:
    """Six points ``(frames, 6, 3)`` around the middle of the face, turned with it."""
    return targets.face.centre[:, None] + _CROSS @ np.swapaxes(targets.face.turns, -1, -2)
