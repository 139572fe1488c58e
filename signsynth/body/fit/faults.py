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
from signsynth.body.fit.turns import logarithm
from signsynth.geometry import unit
from signsynth.motion import Motion
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
    ``palm_deg (frames, 2)``   how far the palm is turned away from the pose's.
    ``body_m (frames, 2)``     how deep the hand is in trunk or head; negative outside.
    ``arms_m (frames, 2)``     how deep the middle of elbow or forearm is in trunk or head; negative outside.
    ``hands_m (frames,)``      how deep the hands are in each other; negative apart.
    """

    pops_deg: np.ndarray
    palm_deg: np.ndarray
    body_m: np.ndarray
    arms_m: np.ndarray
    hands_m: np.ndarray

    @property
    def popping(self) -> np.ndarray:
        """Bool ``(frames,)``."""
        return (self.pops_deg > POP_DEG).any(1)

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
    solid = Rig.of(body).solid
    names = list(body.joint_names)
    seen = motion.gesture.confidence > 0
    joints = np.array([[names.index(f"{name}.{side}") for name in _TURNING] for side in SIDES])
    turned = _angle(np.swapaxes(local[:-1, joints], -1, -2) @ local[1:, joints]).max(-1)
    pops = np.zeros((len(motion), 2))
    pose = motion.pose.astype(np.float64)
    hands = np.stack([pose[:, hand][:, _PALM] for hand in (LEFT_HAND, RIGHT_HAND)], 1)
    bones = hands[:, :, 1:] - hands[:, :, :1]
    arms = np.stack([pose[:, [side, 2 + side, 4 + side]] for side in range(2)], 1)
    pops[1:] = turned - np.rad2deg(moved(arms, bones))
    palm = np.full((len(motion), 2), np.nan)
    places = transforms[..., 3]
    knuckles = [f"finger{k}-1" for k in range(2, 6)]
    for side in range(2):
        marks = [names.index(f"{name}.{SIDES[side]}") for name in ("wrist", *knuckles)]
        shown = unit(places[:, marks[1:]] - places[:, marks[:1]])
        palm[:, side] = _angle(turn_between(shown, unit(bones[:, side])))
    limbs = solid.limbs
    starts, ends = limbs.place(transforms)
    own = [np.flatnonzero([_is_hand(name, side) for name in limbs.names]) for side in SIDES]
    radii = limbs.radii
    inside = np.full((len(motion), 2), np.nan)
    for side, which in enumerate(own):
        points = starts[:, which, None] + _ALONG[:, None] * (ends - starts)[:, which, None]
        depth = solid.depth_m(points.reshape(len(points), -1, 3), transforms)[0].reshape(points.shape[:-1])
        inside[:, side] = (depth + radii[which, None]).max((1, 2))
    fore = [limbs.names.index(f"lowerarm01.{side}") for side in SIDES]
    points = starts[:, fore, None] + _FOREARM[:, None] * (ends - starts)[:, fore, None]
    arms = solid.depth_m(points.reshape(len(points), -1, 3), transforms)[0].reshape(points.shape[:-1]).max(-1)
    a, b = ([ends_[:, which] for ends_ in (starts, ends)] for which in own)
    p, q, _, _ = closest(a[0][:, :, None], a[1][:, :, None], b[0][:, None], b[1][:, None])
    between = radii[own[0]][:, None] + radii[own[1]] - np.linalg.norm(p - q, axis=-1)
    return Faults(
        pops, np.where(seen, palm, np.nan), np.where(seen, inside, np.nan), arms,
        np.where(seen.all(1), between.max((1, 2)), -1.0),
    )  # fmt: skip


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
