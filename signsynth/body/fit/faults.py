"""What a viewer would call wrong in a fitted motion, in numbers: joints that pop, hands inside the body, odd wrists."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from signsynth.body.body import Body
from signsynth.body.capsules import closest
from signsynth.body.fit.branches import moved, turn_between
from signsynth.body.fit.fit import bundled
from signsynth.body.fit.pose import body_pose
from signsynth.body.fit.rig import ARM, COLLAR, SIDES, Rig
from signsynth.body.fit.turns import from_6d, logarithm
from signsynth.body.solid import Solid
from signsynth.geometry import unit
from signsynth.motion import Motion
from signsynth.motion.rigid import hand_directions
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

POP_DEG, INSIDE_M = 20.0, 0.01
"""More than this in one frame, beyond what the points did, is a pop; deeper than this is inside."""
_CHUNK = 256
_PALM = (0, 5, 9, 13, 17)
_ALONG = np.linspace(0, 1, 3)
"""Where a finger's depth is looked at."""
_FOREARM = np.linspace(0, 0.8, 5)
_TURNING = (*COLLAR, *ARM, "wrist")


@dataclass(frozen=True, eq=False)
class Faults:
    """Per frame and, where two, for left and right; NaN where the hand was not seen.

    ``pops_deg (frames, 2)``   most that a joint of the arm turned since the frame before, beyond what upper arm,
                               forearm and palm of the pose turned together; 0 in the first frame.
    ``fingers_deg (frames, 2)`` the same for the joints of the fingers, beyond what the bones of the finger turned.
    ``palm_deg (frames, 2)``   how far the palm is turned away from the pose's.
    ``body_m (frames, 2)``     how deep the hand is in trunk or head; negative outside.
    ``arms_m (frames, 2)``     how deep the middle of elbow or forearm is in trunk or head; negative outside.
    ``hands_m (frames,)``      how deep the hands are in each other; negative apart.
    """

    pops_deg: np.ndarray
    fingers_deg: np.ndarray
    palm_deg: np.ndarray
    body_m: np.ndarray
    arms_m: np.ndarray
    hands_m: np.ndarray

    @property
    def popping(self) -> np.ndarray:
        """Bool ``(frames,)``."""
        return (self.pops_deg > POP_DEG).any(1) | (np.nan_to_num(self.fingers_deg) > POP_DEG).any(1)

    @property
    def inside(self) -> np.ndarray:
        """Bool ``(frames,)``: a hand is in the body, the face or the other hand, or an arm in the body."""
        return (
            (np.nan_to_num(self.body_m, nan=-1.0) > INSIDE_M).any(1)
            | (self.hands_m > INSIDE_M)
            | (self.arms_m > 0).any(1)
        )

    def __str__(self) -> str:
        count = len(self.hands_m)
        return f"{self.popping.sum()} of {count} frames pop, hands or arms inside something in {self.inside.sum()}"


def faults(motion: Motion, body: Body | None = None) -> Faults:
    """Of a fitted motion. Errors: ``InputError`` without gesture or mesh."""
    body = bundled() if body is None else body
    transforms, local = _transforms(motion, body)
    seen = motion.gesture.confidence > 0
    known = seen & np.concatenate([seen[:1], seen[:-1]])
    hands = np.stack([motion.pose[:, hand] for hand in (LEFT_HAND, RIGHT_HAND)], 1)[:, :, _PALM].astype(np.float64)
    bones = hands[:, :, 1:] - hands[:, :, :1]
    pops, fingers = np.zeros((2, len(motion), 2))
    pops[1:], fingers[1:] = _arm_steps(motion, bones, local, body), _finger_steps(motion)
    palms = [_palm_turn(bones[:, k], transforms[..., 3], side, body) for k, side in enumerate(SIDES)]
    solid = Rig.of(body).solid
    parts = [_depths(transforms[start : start + _CHUNK], solid) for start in range(0, len(motion), _CHUNK)]
    inside, arms, between = (np.concatenate(values) for values in zip(*parts, strict=True))
    return Faults(
        pops,
        np.where(known, fingers, np.nan),
        np.where(seen, np.stack(palms, 1), np.nan),
        np.where(seen, inside, np.nan),
        arms,
        np.where(seen.all(1), between, -1.0),
    )


def _palm_turn(bones: np.ndarray, places: np.ndarray, side: str, body: Body) -> np.ndarray:
    """Degrees ``(frames,)`` from the pose's palm to the body's."""
    names = ("wrist", *(f"finger{k}-1" for k in range(2, 6)))
    marks = places[:, [body.joint(f"{name}.{side}") for name in names]]
    return _angle(turn_between(unit(marks[:, 1:] - marks[:, :1]), unit(bones)))


def _depths(transforms: np.ndarray, solid: Solid) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Metres that hands ``(frames, 2)`` and forearms ``(frames, 2)`` are in the body, and hands in each other."""
    limbs = solid.limbs
    starts, ends = limbs.place(transforms)

    def depth(which: np.ndarray | list[int], along: np.ndarray) -> np.ndarray:
        points = starts[:, which, None] + along[:, None] * (ends - starts)[:, which, None]
        return solid.depth_m(points.reshape(len(points), -1, 3), transforms)[0].reshape(points.shape[:-1])

    left, right = (np.flatnonzero([_is_hand(name, side) for name in limbs.names]) for side in SIDES)
    inside = [(depth(own, _ALONG) + limbs.radii[own, None]).max((1, 2)) for own in (left, right)]
    arms = depth([limbs.names.index(f"lowerarm01.{side}") for side in SIDES], _FOREARM).max(-1)
    p, q, _, _ = closest(starts[:, left, None], ends[:, left, None], starts[:, None, right], ends[:, None, right])
    between = limbs.radii[left, None] + limbs.radii[right] - np.linalg.norm(p - q, axis=-1)
    return np.stack(inside, 1), arms, between.max((1, 2))


def _arm_steps(motion: Motion, bones: np.ndarray, local: np.ndarray, body: Body) -> np.ndarray:
    """Degrees ``(frames - 1, 2)`` that a joint of an arm turned beyond what upper arm, forearm and palm did."""
    joints = np.array([[body.joint(f"{name}.{side}") for name in _TURNING] for side in SIDES])
    turned = _angle(np.swapaxes(local[:-1, joints], -1, -2) @ local[1:, joints]).max(-1)
    arms = np.stack([motion.pose[:, [side, 2 + side, 4 + side]] for side in range(2)], 1).astype(np.float64)
    return turned - np.rad2deg(moved(arms, bones))


def _finger_steps(motion: Motion) -> np.ndarray:
    """Degrees ``(frames - 1, 2)`` that a joint of a finger turned beyond what the finger's bones did."""
    turns = from_6d(motion.gesture.fingers)
    steps = _angle(np.swapaxes(turns[:-1], -1, -2) @ turns[1:]).reshape(-1, 2, 5, 3)
    _, way = hand_directions(motion.pose)
    moved = np.arccos(np.clip((way[1:] * way[:-1]).sum(-1), -1, 1)).reshape(-1, 2, 5, 4).sum(-1, keepdims=True)
    return (steps - np.rad2deg(moved)).max((2, 3))


def _transforms(motion: Motion, body: Body) -> tuple[np.ndarray, np.ndarray]:
    """Of all joints ``(frames, joints, 3, 4)``, and their rotations against the joint before."""
    placed, local = [], []
    for start in range(0, len(motion), _CHUNK):
        pose = body_pose(motion[start : start + _CHUNK], body)
        with torch.no_grad():
            placed.append(body.place(pose.rotations, root=pose.root).numpy())
        local.append(pose.rotations.numpy())
    return np.concatenate(placed).astype(np.float64), np.concatenate(local).astype(np.float64)


def _is_hand(name: str, side: str) -> bool:
    return name.startswith(("finger", "metacarpal")) and name.endswith(side)


def _angle(turns: np.ndarray) -> np.ndarray:
    """Degrees of rotations ``(..., 3, 3)``."""
    return np.rad2deg(np.linalg.norm(logarithm(turns), axis=-1))
