"""Arms, wrists and palms: two-bone inverse kinematics, then least squares, all frames and both arms at once."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from signsynth.body.fit.apart import kept_apart
from signsynth.body.fit.branches import moved, smoothest
from signsynth.body.fit.chain import Chain
from signsynth.body.fit.elbows import placed_elbows
from signsynth.body.fit.rig import ARM, COLLAR, PALM, SIDES, Rig, stacked
from signsynth.body.fit.solve import solve
from signsynth.body.fit.steady import steadied
from signsynth.body.fit.targets import Targets
from signsynth.body.fit.trunk import Trunk
from signsynth.body.fit.turns import frame_of, logarithm
from signsynth.geometry import unit

JOINTS = (*COLLAR, *ARM, "wrist", *PALM)
HEADS = ("lowerarm01", "wrist", *(f"finger{k}-1" for k in range(1, 6)))
"""Points of the chain after the shoulder: elbow, wrist, base of the thumb and knuckles."""
_BEARERS = ("lowerarm01", "wrist", "wrist", *PALM)
POINTS = (0, 1, 5, 9, 13, 17)
"""Hand points that the palm carries: wrist, base of the thumb, knuckles. The tracked wrist is a mean of joints."""
_STIFF_M = 6e-4
_LOOSE_M, _PALM_STIFF_M = 4e-3, 6e-3
_WEIGHTS = np.array([1.0, 0.7, 1.0, 0.6, 0.6, 0.6, 0.6, 0.6])
_POOR_M = 5e-3
_GUESSED = 0.015
"""Weight of the palm of a hand that was not seen."""
_USUAL_M = 0.05
_STEADY_M, _CALM_M = 6e-3, 0.08
"""How much angles of recorded motion are drawn to their mean over time, and how much more where they jump."""
_FOREARMS = (0.0, 0.7, -0.7)
"""Twists from which arms are solved, as shares of the limits."""
_JUMP = 2e-3
"""A jump by one radian costs as much as this cost, metres squared, for one frame."""
_TWISTED = tuple(tuple(JOINTS.index(f"{part}0{k}") for k in (1, 2)) for part in ("upperarm", "lowerarm"))
_TWISTS = ((0.0, 0.8, 0.5), (0.0, -0.8, 0.5), (0.8, 0.0, 0.3), (-0.8, 0.0, 0.3), (0.8, 0.8, 0.0), (-0.8, -0.8, 0.0))
_TWISTS += ((0.8, -0.8, 0.0), (-0.8, 0.8, 0.0))
"""Further starts where the first does not lead home: twists of upper arm and forearm, share of other angles kept."""


class Arms(NamedTuple):
    """Solved arms of every frame."""

    local: np.ndarray
    """``(frames, 2, joints, 3, 3)`` of ``JOINTS``."""
    turns: np.ndarray
    """``(frames, 2, joints, 3, 3)``: against rest."""
    knuckles: np.ndarray
    """``(frames, 2, 5, 3)``: base of the thumb and knuckles, metres."""
    error: np.ndarray
    """``(frames, 2)``: largest distance of a point from its target, metres."""


def solve_arms(targets: Targets, trunk: Trunk, rig: Rig, shown: np.ndarray, fps: float) -> Arms:
    """Arms on the solved chest; ``shown (frames, 2)`` says how much of each hand is known."""
    chain = stacked([_arm_chain(rig, side) for side in range(2)])
    frames = len(targets.wrists)
    if not targets.own:
        wrists = kept_apart(targets.wrists, targets.bones, rig.solid, trunk.carried, fps)
        targets = replace(targets, wrists=wrists)
    goal = _goal(targets, trunk, rig, shown, fps)
    # Collarbones start where the trunk left them, and move where the arm would not reach otherwise.
    loose = trunk.collars.shape[-1]

    def sided(array: np.ndarray) -> np.ndarray:
        """One problem an arm and frame."""
        return array.reshape(2 * frames, *array.shape[2:])

    turn, base, wanted = np.repeat(trunk.chest_turns, 2, 0), np.repeat(trunk.chest, 2, 0), sided(goal)
    weight = np.broadcast_to(_WEIGHTS, (frames, 2, len(_WEIGHTS))).copy()
    weight[..., 3:] *= np.maximum(shown, _GUESSED)[..., None]
    weight = sided(np.repeat(weight, 3, -1))

    def residuals(angles: np.ndarray, index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        placed, jacobian = chain.at(index % 2).moving(angles, turn[index], base[index])
        rows = (placed.points - wanted[index]).reshape(len(index), weight.shape[1])
        return rows * weight[index], jacobian.reshape(*rows.shape, chain.dofs) * weight[index, :, None]

    limits = sided(np.broadcast_to(chain.limits, (frames, *chain.limits.shape)))
    stiffness = _stiffness(chain, targets.own)
    start = sided(_start(goal, trunk, rig, chain))
    mean = np.where(np.arange(chain.dofs) < loose, start, 0.0)
    if targets.own:
        angles, cost = solve(residuals, start, limits, mean=mean, stiffness=stiffness)
        angles = _again(residuals, angles, cost, limits, mean, stiffness, chain)
    else:
        angles = _smoothest(residuals, start, limits, mean, stiffness, chain)
        follows = np.concatenate([trunk.shoulders[:, :, None], goal[:, :, 1:3]], 2)
        own = moved(follows, goal[:, :, 3:] - goal[:, :, 2:3])
        angles = steadied(residuals, angles, limits, own, fps, _STEADY_M, _CALM_M)
    angles = angles.reshape(frames, 2, -1)
    placed = chain.place(angles, trunk.chest_turns[:, None], trunk.chest[:, None])
    error = np.linalg.norm(placed.points - goal, axis=-1).max(-1)
    return Arms(chain.local(angles), placed.turns, placed.points[:, :, 3:], error)


def _arm_chain(rig: Rig, side: int) -> Chain:
    name = SIDES[side]
    points = [(f"shoulder01.{name}", rig.points[side])]
    points += [
        (f"{bearer}.{name}", rig.heads[rig.joint(f"{head}.{name}")])
        for bearer, head in zip(_BEARERS, HEADS, strict=True)
    ]
    return rig.chain([f"{joint}.{name}" for joint in JOINTS], points, "spine01")


def _stiffness(chain: Chain, own: bool) -> np.ndarray:
    width = np.maximum(chain.limits[0, :, 1] - chain.limits[0, :, 0], 0.05)
    joint = np.nonzero(chain.free)[0]
    palm = joint >= JOINTS.index(PALM[0])
    if not own:
        return np.where(palm, _PALM_STIFF_M, _LOOSE_M) * 4 / np.maximum(width, 0.35)
    return _STIFF_M * 4 / np.maximum(width, 0.35)


def _goal(targets: Targets, trunk: Trunk, rig: Rig, shown: np.ndarray, fps: float) -> np.ndarray:
    """Shoulder, elbow, wrist and palm ``(frames, 2, 8, 3)``: an arm of the body's lengths to the wrist's place."""
    shoulder, elbow, wrist = ([rig.joint(f"{name}.{side}") for side in SIDES] for name in ("upperarm01", *HEADS[:2]))
    upper = np.linalg.norm(rig.heads[elbow] - rig.heads[shoulder], axis=-1)[:, None]
    fore = np.linalg.norm(rig.heads[wrist] - rig.heads[elbow], axis=-1)[:, None]
    palm = targets.bones[:, :, [point - 1 for point in POINTS[1:]]]
    # The tracked wrist is a mean of the joint and of knuckles, whose places the palm gives: solve for the joint.
    joint = targets.wrists.copy()
    for side, mean in enumerate(rig.wrist_marks):
        for name, share in mean.items():
            if name != "wrist":
                joint[:, side] -= share / mean["wrist"] * palm[:, side, HEADS.index(name) - 2]
    reach = joint - trunk.shoulders
    far = np.maximum(np.linalg.norm(reach, axis=-1, keepdims=True), 1e-6)
    along = reach / far
    near = np.abs(upper - fore) + 0.25 * np.minimum(upper, fore)
    far = np.clip(far, near, upper + fore - 1e-6)
    # The elbow lies on a circle around the line from shoulder to wrist, on the side where the motion has it.
    # Of an arm that is almost straight the side is mostly noise: its elbow points back and out.
    out = targets.elbows - trunk.shoulders + _USUAL_M * np.array([[0.4, -0.2, -0.9], [-0.4, -0.2, -0.9]])
    out -= (out * along).sum(-1, keepdims=True) * along
    out /= np.maximum(np.linalg.norm(out, axis=-1, keepdims=True), 1e-9)
    foot = (far**2 + upper**2 - fore**2) / (2 * far)
    wrist = trunk.shoulders + along * far
    if targets.own:  # the circle is blind where the arm is straight
        elbow = targets.elbows
    else:
        radial = shown[..., None] * unit(palm[:, :, 1] - palm[:, :, 4])
        middle, out = trunk.shoulders + along * foot, out * np.sqrt(np.maximum(upper**2 - foot**2, 0))
        elbow = placed_elbows(np.stack([trunk.shoulders, middle, wrist], 2), out, radial, rig.solid, trunk.carried, fps)
    palm = (wrist + targets.wrists - joint)[:, :, None] + palm
    return np.concatenate([targets.trunk[:, :2, None], elbow[:, :, None], wrist[:, :, None], palm], 2)


def _start(goal: np.ndarray, trunk: Trunk, rig: Rig, chain: Chain) -> np.ndarray:
    """Angles ``(frames, 2, dofs)`` that bring elbow and wrist home; hands straight."""
    out = np.zeros((*goal.shape[:2], chain.dofs))
    joint, axis = np.nonzero(chain.free)
    flex = int(np.flatnonzero((joint == JOINTS.index("lowerarm01")) & (axis == 0))[0])
    for side in range(2):
        shoulder, elbow, wrist = (rig.heads[rig.joint(f"{name}.{SIDES[side]}")] for name in ("upperarm01", *HEADS[:2]))
        hinge = chain.axes[side, JOINTS.index("lowerarm01"), :, 0]
        to_elbow = goal[:, side, 1] - trunk.shoulders[:, side]
        to_wrist = goal[:, side, 2] - goal[:, side, 1]
        rest_bend = np.arctan2(np.cross(elbow - shoulder, wrist - elbow) @ hinge, (elbow - shoulder) @ (wrist - elbow))
        across = np.cross(to_elbow, to_wrist)
        bend = np.arctan2(np.linalg.norm(across, axis=-1), (to_elbow * to_wrist).sum(-1))
        out[:, side, flex] = bend - rest_bend
        rest_frame = frame_of(elbow - shoulder, hinge)
        local = np.swapaxes(trunk.shoulder_turns[:, side], -1, -2)
        world = frame_of(to_elbow, across)
        turn = local @ world @ rest_frame.T
        arm = JOINTS.index("upperarm01")
        axes = chain.axes[side, arm]
        out[:, side, joint == arm] = logarithm(axes.T @ turn @ axes)
        out[:, side, : trunk.collars.shape[-1]] = trunk.collars[:, side]
    return out


def _smoothest(residuals, start, limits, mean, stiffness, chain: Chain) -> np.ndarray:
    """From several twists of the forearm, and of what they come to the path that does not jump.

    A palm that the arm hardly reaches can be met in two ways, as by bending the wrist down or up.
    """
    joint, axis = np.nonzero(chain.free)
    fore = np.flatnonzero((axis == 2) & np.isin(joint, _TWISTED[1]))
    found, costs = [], []
    for share in _FOREARMS:
        first = start.copy()
        first[:, fore] = share * np.abs(limits[:, fore]).max(-1)
        angles, cost = solve(residuals, first, limits, mean=mean, stiffness=stiffness)
        found.append(angles.reshape(-1, 2, angles.shape[1]))
        costs.append(cost.reshape(-1, 2))
    found, costs = np.stack(found, 2), np.stack(costs, 2)
    chosen = smoothest(costs, found, _JUMP)
    return np.take_along_axis(found, chosen[..., None, None], 2).reshape(start.shape)


def _again(residuals, angles, cost, limits, mean, stiffness, chain: Chain) -> np.ndarray:
    """Problems that did not come home, from their neighbours in time and from other twists; the best is kept."""
    joint, axis = np.nonzero(chain.free)
    upper, fore = (np.flatnonzero((axis == 2) & np.isin(joint, joints)) for joints in _TWISTED)
    for attempt in (-1, 1, *_TWISTS):
        apart, _ = residuals(angles, np.arange(len(angles)))
        poor = np.flatnonzero((apart**2).sum(1) > _POOR_M**2)
        if isinstance(attempt, int):
            poor = poor[(poor + 2 * attempt >= 0) & (poor + 2 * attempt < len(angles))]
            start = angles[poor + 2 * attempt]
        else:
            start = angles[poor] * attempt[2]
            for twist, share in ((upper, attempt[0]), (fore, attempt[1])):
                start[:, twist] = share * limits[poor][:, twist, 1]
        if not len(poor):
            continue

        def some(values: np.ndarray, index: np.ndarray, poor=poor) -> tuple[np.ndarray, np.ndarray]:
            return residuals(values, poor[index])

        found, new_cost = solve(some, start, limits[poor], mean=mean[poor], stiffness=stiffness)
        better = new_cost < cost[poor]
        angles[poor[better]], cost[poor[better]] = found[better], new_cost[better]
    return angles
