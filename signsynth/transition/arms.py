"""Arms of the body that follow arms of the pose: what has changed in one is changed in the other."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from signsynth.geometry import unit
from signsynth.motion import MeshTrack
from signsynth.rotations import from_6d, swing, to_6d

SIDES = ("L", "R")
_TRUNK = ("root", "spine05", "spine04", "spine03", "spine02", "spine01")
_ARM = ("clavicle", "shoulder01", "upperarm01", "upperarm02", "lowerarm01")
_UPPER, _FORE = _ARM.index("upperarm01"), _ARM.index("lowerarm01")


def has_arms(mesh: MeshTrack | None) -> bool:
    """Whether the track has the joints from the root to both forearms."""
    return mesh is not None and {*_TRUNK, *(f"{name}.{side}" for name in _ARM for side in SIDES)} <= set(mesh.joints)


def arm_marks(rotations: np.ndarray, joints: tuple[str, ...], pose: np.ndarray) -> np.ndarray:
    """Upper arms and forearms of the pose as the body's joints see them: unit ``(frames, 2 sides, 2 bones, 3)``.

    They say how a body of other proportions holds its arm for this pose, and change slowly if at all.
    ``rotations (frames, joints, 6)`` of a ``MeshTrack``, ``pose (frames, 178, 3)``.
    """
    carriers = np.stack(_carriers(rotations, joints)[0], 2)
    return (carriers.swapaxes(-1, -2) @ _bones(pose)[..., None])[..., 0]


def aim(
    rotations: np.ndarray, joints: tuple[str, ...], pose: np.ndarray, marks: np.ndarray, sides: tuple[int, ...] = (0, 1)
) -> None:
    """Swing shoulders and elbows of ``rotations (frames, joints, 6)``, in place, so that ``marks`` lie along the pose.

    ``pose (frames, 178, 3)``; ``marks (frames, 2, 2, 3)`` as from ``arm_marks``. Arms keep their twist.
    """
    wanted = _bones(pose)
    (upper, fore), turns = _carriers(rotations, joints)
    first = swing(_seen(upper, marks[:, :, 0]), wanted[:, :, 0])
    new_upper = first @ upper
    fore = first @ fore
    new_fore = swing(_seen(fore, marks[:, :, 1]), wanted[:, :, 1]) @ fore
    # What is above a joint is its rotation less its own turn; the elbow has swung along with the shoulder.
    for joint, old, new in ((_UPPER, upper, new_upper), (_FORE, fore, new_fore)):
        columns = to_6d(turns[:, :, joint] @ old.swapaxes(-1, -2) @ new)
        for side in sides:
            rotations[:, _indices(joints)[1][side, joint]] = columns[:, side]


@lru_cache(maxsize=8)
def _indices(joints: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Of the trunk ``(6,)`` and of both arms ``(2, 5)``."""
    trunk = [joints.index(name) for name in _TRUNK]
    return np.array(trunk), np.array([[joints.index(f"{name}.{side}") for name in _ARM] for side in SIDES])


def _carriers(rotations: np.ndarray, joints: tuple[str, ...]) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """Rotations ``(frames, 2, 3, 3)`` against rest of what carries upper arms and forearms; turns of the arms' joints.

    The latter are ``(frames, 2, 5, 3, 3)``, each against the joint before.
    """
    trunk, arms = _indices(joints)
    turns = from_6d(rotations[:, np.concatenate([trunk, arms.ravel()])])
    out = turns[:, 0]
    for k in range(1, len(trunk)):
        out = out @ turns[:, k]
    turns = turns[:, len(trunk) :].reshape(len(turns), 2, len(_ARM), 3, 3)
    out, found = out[:, None], []
    for k in range(len(_ARM)):
        out = out @ turns[:, :, k]
        if k in (_UPPER, _FORE):
            found.append(out)
    return (found[0], found[1]), turns


def _bones(pose: np.ndarray) -> np.ndarray:
    """Directions ``(frames, 2 sides, 2 bones, 3)`` of upper arms and forearms."""
    points = pose[:, :6].astype(np.float64).reshape(len(pose), 3, 2, 3)
    return unit(np.diff(points, axis=1)).swapaxes(1, 2)


def _seen(turns: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    return (turns @ vectors[..., None])[..., 0]
