"""Arms of the body that follow arms of the pose: what has changed in one is changed in the other."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from signsynth.geometry import unit
from signsynth.rotations import swing
from signsynth.transition.tables import table
from signsynth.transition.tracks import bend_elbows

SIDES = ("L", "R")
_TRUNK = ("root", "spine05", "spine04", "spine03", "spine02", "spine01")
_ARM = ("clavicle", "shoulder01", "upperarm01", "upperarm02", "lowerarm01", "lowerarm02")
_UPPER, _FORE = _ARM.index("upperarm01"), _ARM.index("lowerarm01")
_FLIP = np.array([[1.0, 1, 1], [-1, 1, 1]])


@lru_cache(maxsize=8)
def has_arms(joints: tuple[str, ...]) -> bool:
    """Whether a mesh track of these joints has all from the root to both wrists."""
    return {*_TRUNK, *(f"{name}.{side}" for name in _ARM for side in SIDES)} <= set(joints)


class Reach(NamedTuple):
    """Where the arms of a body are, left first, in shoulder widths from mid-shoulder at rest."""

    turns: np.ndarray
    """``(frames, 2, 6, 3, 3)``: rotations of the arms' joints against the joint before."""
    places: np.ndarray
    """``(frames, 3, 2, 3)``: shoulders, elbows, wrists."""
    carriers: np.ndarray
    """``(frames, 2 bones, 2, 3, 3)``: rotations against rest of upper arms and forearms."""

    def __getitem__(self, frames: slice) -> Reach:
        return Reach(*(array[frames] for array in tuple(self)))

    @classmethod
    def of(cls, turns: np.ndarray, root: np.ndarray, joints: tuple[str, ...]) -> Reach:
        """By forward kinematics from ``turns (frames, joints or more, 3, 3)`` and ``root (frames, 3)`` of a mesh."""
        trunk, arms = _indices(joints)
        along, out = _bones()
        carried, place = turns[:, trunk[0]], root + table("heads")["root"]
        for bone, joint in zip(along, trunk[1:], strict=True):
            place = place + carried @ bone
            carried = carried @ turns[:, joint]
        turns = turns[:, arms]
        carried, place = carried[:, None], place[:, None]
        places, carriers = [], []
        for k in range(len(_ARM)):
            place = place + (carried @ out[k][..., None])[..., 0]
            carried = carried @ turns[:, :, k]
            if k in (_UPPER, _FORE):
                places.append(place)
                carriers.append(carried)
        places.append(place + (carried @ out[-1][..., None])[..., 0])
        return cls(turns, np.stack(places, 1), np.stack(carriers, 1))

    def marks(self, pose: np.ndarray) -> np.ndarray:
        """How far elbows and wrists lie from those of ``pose (frames, 178, 3)``: ``(frames, 2 bones, 2 sides, 3)``.

        A body of other proportions is elsewhere in the same pose; by how much changes slowly if at all.
        """
        return self.places[:, 1:] - pose[:, 2:6].reshape(len(pose), 2, 2, 3)

    def aimed(self, pose: np.ndarray, marks: np.ndarray) -> np.ndarray:
        """Turns ``(frames, 2 sides, 2, 3, 3)`` of shoulders and elbows that bring arms to ``marks`` from the pose.

        Arms keep their twist; out of reach they are straight.
        """
        bent = np.concatenate([self.places[:, :1], pose[:, 2:6].reshape(len(pose), 2, 2, 3) + marks], 1)
        bones = np.diff(self.places, axis=1)
        lengths = np.sqrt((bones * bones).sum(-1))
        bend_elbows(bent.reshape(len(pose), 6, 3), lengths[:, 0], lengths[:, 1])
        now, wanted = bones / lengths[..., None], unit(np.diff(bent, axis=1))
        upper = swing(now[:, 0], wanted[:, 0])
        # The forearm has swung along with the upper arm before it is swung itself.
        fore = swing((upper @ now[:, 1][..., None])[..., 0], wanted[:, 1]) @ upper
        # Above a joint is its own rotation less its turn; the elbow's has been carried along by the shoulder.
        old_upper, old_fore = self.carriers[:, 0], self.carriers[:, 1]
        shoulder = self.turns[:, :, _UPPER] @ old_upper.swapaxes(-1, -2) @ upper @ old_upper
        elbow = self.turns[:, :, _FORE] @ (upper @ old_fore).swapaxes(-1, -2) @ fore @ old_fore
        return np.stack([shoulder, elbow], axis=2)


def aimed_joints(joints: tuple[str, ...]) -> np.ndarray:
    """Indices ``(2 sides, 2)`` of the shoulders and elbows that ``Reach.aimed`` turns."""
    return _indices(joints)[1][:, [_UPPER, _FORE]]


@lru_cache(maxsize=8)
def _indices(joints: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Of the trunk ``(6,)`` and of both arms ``(2, 6)``."""
    trunk = [joints.index(name) for name in _TRUNK]
    return np.array(trunk), np.array([[joints.index(f"{name}.{side}") for name in _ARM] for side in SIDES])


@lru_cache(maxsize=1)
def _bones() -> tuple[np.ndarray, np.ndarray]:
    """From each joint at rest to the next: along the trunk ``(5, 3)`` and both arms ``(7, 2, 3)``, from the chest."""
    heads = table("heads")
    trunk = np.stack([heads[name] for name in _TRUNK]).astype(np.float64)
    arm = np.stack([trunk[-1], *(heads[name] for name in (*_ARM, "wrist"))])
    chest = trunk[-1] * [0, 1, 1]
    trunk[:, 0], arm[0] = 0, chest
    return np.diff(trunk, axis=0), np.diff(arm[:, None] * _FLIP, axis=0)
