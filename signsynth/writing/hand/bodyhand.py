"""The hand of the bundled body, in the own frame of a right hand: bones, hinges, limits, and how angles move them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from signsynth.body.baked import Baked
from signsynth.geometry import rotation_between, unit
from signsynth.skeleton import RIGHT_HAND
from signsynth.writing.hand.handshape import CONVERGE_DEG, thumb_frame

MIRROR = np.array([-1.0, 1.0, 1.0])
_STRAIGHT = np.linspace(-60, 60, 2401)


@dataclass(frozen=True, eq=False)
class BodyHand:
    """Joints are ordered as ``Gesture.fingers``: thumb to little finger, base to tip. Lengths in shoulder widths.

    ``frame``       ``(3, 3)``: columns are the own frame's axes in the body's, for the right hand at rest.
    ``width_m``     one shoulder width.
    ``heads``       ``(5, 3, 3)``: joints at rest from the wrist joint, in the own frame.
    ``tips``        ``(5, 3)``: fingertips, likewise.
    ``axes``        ``(5, 3, 3, 3)``: columns are each joint's flex, side and twist axes at rest.
    ``limits_deg``  ``(5, 3, 3, 2)`` from rest.
    ``straight``    ``(5, 3, 3)``: turns each finger at rest so that its bones lie along y, its hinges along x; the
                    thumb's bones along x, its hinges along z, as the columns of ``thumb_frame``.
    ``rest_bend``   ``(5, 2)`` degrees: how far the two outer joints are bent at rest.
    """

    frame: np.ndarray
    width_m: float
    heads: np.ndarray
    tips: np.ndarray
    axes: np.ndarray
    limits_deg: np.ndarray
    straight: np.ndarray
    rest_bend: np.ndarray

    @staticmethod
    @lru_cache(maxsize=1)
    def bundled() -> BodyHand:
        """That of the body that ships, read once; no torch."""
        return BodyHand.of(Baked.load())

    @staticmethod
    def of(baked: Baked) -> BodyHand:
        """From a baked body."""
        names = list(baked.about["bones"])
        joints = baked["joints"].astype(np.float64)
        wrist = joints[names.index("wrist.R")]
        own = [[names.index(f"finger{finger}-{bone}.R") for bone in (1, 2, 3)] for finger in range(1, 6)]
        knuckles = joints[own][:, 0] - wrist
        along = unit(knuckles[2])
        across = unit(knuckles[1] - knuckles[4] - along * (along @ (knuckles[1] - knuckles[4])))
        frame = np.stack([across, along, np.cross(across, along)], 1)
        shares = baked["landmark_joint_weights"].astype(np.float64)
        shoulders = (joints[baked["landmark_joints"]] * shares[..., None]).sum(1)[:2]
        width = float(np.linalg.norm(shoulders[0] - shoulders[1]))
        corners = baked["landmark_vertices"][RIGHT_HAND][4::4]
        weights = baked["landmark_weights"][RIGHT_HAND][4::4].astype(np.float64)
        tips = (baked["template"].astype(np.float64)[corners] * weights[..., None]).sum(1)
        heads, tips = (joints[own] - wrist) @ frame / width, (tips - wrist) @ frame / width
        axes = frame.T @ baked["axes"].astype(np.float64)[own]
        straight, bend = _straightened(heads, tips, axes)
        limits = baked["limits_deg"].astype(np.float64)[own]
        return BodyHand(frame, width, heads, tips, axes, limits, straight, bend)

    @property
    def rest_flex_deg(self) -> np.ndarray:
        """How far each knuckle is bent at rest ``(5,)``; of the thumb's it says nothing."""
        bones = self.heads[:, 1] - self.heads[:, 0]
        return np.rad2deg(np.arctan2(bones[:, 2], np.hypot(bones[:, 0], bones[:, 1])))

    def local(self, angles: np.ndarray) -> np.ndarray:
        """Rotations ``(..., 5, 3, 3, 3)`` against the joint before, in the own frame, of angles ``(..., 21)``."""
        radians = np.deg2rad(np.asarray(angles, np.float64))
        four = radians[..., :16].reshape(*radians.shape[:-1], 4, 4)
        out = np.empty((*radians.shape[:-1], 5, 3, 3, 3))
        lean = np.deg2rad(CONVERGE_DEG) * np.sin(four[..., 0])
        sideways = _turn(-four[..., 3], 0, 1) @ _turn(lean, 2, 0)
        out[..., 1:, 0, :, :] = sideways @ _turn_x(four[..., 0]) @ self.straight[1:]
        out[..., 0, 0, :, :] = thumb_frame(radians[..., 16:19]) @ self.straight[0]
        bends = np.concatenate([radians[..., None, 19:], four[..., 1:3]], -2) - np.deg2rad(self.rest_bend)
        hinges = self.axes[:, 1:]
        out[..., 1:, :, :] = hinges @ _turn_x(bends) @ np.swapaxes(hinges, -1, -2)
        return out

    def place(self, angles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How each joint is turned against rest ``(..., 5, 3, 3, 3)`` and where it is ``(..., 5, 3, 3)``, own frame."""
        turns = self.local(angles)
        heads = np.empty(turns.shape[:-1])
        heads[..., 0, :] = self.heads[:, 0]
        for joint in (1, 2):
            step = self.heads[:, joint] - self.heads[:, joint - 1]
            heads[..., joint, :] = heads[..., joint - 1, :] + (turns[..., joint - 1, :, :] @ step[..., None])[..., 0]
            turns[..., joint, :, :] = turns[..., joint - 1, :, :] @ turns[..., joint, :, :]
        return turns, heads

    def points(self, angles: np.ndarray) -> np.ndarray:
        """Hand points 1 to 20 ``(..., 20, 3)`` from the wrist joint: joints and fingertips, own frame."""
        turns, heads = self.place(angles)
        tips = heads[..., 2, :] + (turns[..., 2, :, :] @ (self.tips - self.heads[:, 2])[..., None])[..., 0]
        return np.concatenate([heads, tips[..., None, :]], -2).reshape(*heads.shape[:-3], 20, 3)


def _straightened(heads: np.ndarray, tips: np.ndarray, axes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The turn of each finger and the bends of its outer joints that take the rest pose to angles 0."""
    bones = unit(np.diff(np.concatenate([heads, tips[:, None]], 1), axis=1))
    turns, bends = np.empty((5, 3, 3)), np.empty((5, 2))
    finger_goal, thumb_goal = np.eye(3)[[1, 1, 1, 0, 0]], np.eye(3)[[0, 0, 0, 2, 2]]
    for finger in range(5):
        carried, before = np.eye(3), bones[finger, 0]
        straight, hinges = [before], []
        for joint in (1, 2):
            axis = axes[finger, joint][:, 0]
            own = carried.T @ before
            bent = np.arctan2(
                np.cross(own, bones[finger, joint]) @ axis, own @ bones[finger, joint] - (own @ axis) ** 2
            )
            bends[finger, joint - 1] = np.rad2deg(bent)
            carried = carried @ axes[finger, joint] @ _turn_x(-bent) @ axes[finger, joint].T
            straight.append(carried @ bones[finger, joint])
            hinges.append(carried @ axis)
        goal = thumb_goal if finger == 0 else finger_goal
        turns[finger] = rotation_between(np.array([*straight, *hinges]), goal, np.ones(5))
    return turns, bends


def _turn_x(angle: np.ndarray) -> np.ndarray:
    return _turn(angle, 1, 2)


def _turn(angle: np.ndarray, a: int, b: int) -> np.ndarray:
    out = np.zeros((*np.shape(angle), 3, 3))
    cos, sin = np.cos(angle), np.sin(angle)
    out[..., 3 - a - b, 3 - a - b] = 1
    out[..., a, a] = out[..., b, b] = cos
    out[..., b, a], out[..., a, b] = sin, -sin
    return out
