"""Arms of the body that follow arms of the pose: what has changed in one is changed in the other."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from signsynth.geometry import unit
from signsynth.motion import MeshTrack
from signsynth.rotations import from_6d, swing, to_6d
from signsynth.transition.tables import table
from signsynth.transition.tracks import bend_elbows

SIDES = ("L", "R")
_TRUNK = ("root", "spine05", "spine04", "spine03", "spine02", "spine01")
_ARM = ("clavicle", "shoulder01", "upperarm01", "upperarm02", "lowerarm01", "lowerarm02")
_UPPER, _FORE = _ARM.index("upperarm01"), _ARM.index("lowerarm01")
_FLIP = np.array([[1.0, 1, 1], [-1, 1, 1]])


def has_arms(mesh: MeshTrack | None) -> bool:
    """Whether the track has the joints from the root to both wrists."""
    return mesh is not None and {*_TRUNK, *(f"{name}.{side}" for name in _ARM for side in SIDES)} <= set(mesh.joints)


def arm_marks(rotations: np.ndarray, root: np.ndarray, joints: tuple[str, ...], pose: np.ndarray) -> np.ndarray:
    """How far the body's elbows and wrists lie from the pose's: ``(frames, 2 bones, 2 sides, 3)`` shoulder widths.

    A body of other proportions is elsewhere in the same pose; by how much changes slowly if at all.
    ``rotations (frames, joints, 6)`` and ``root (frames, 3)`` of a ``MeshTrack``, ``pose (frames, 178, 3)``.
    """
    _, places, _ = _reached(rotations, root, joints)
    return places[:, 1:] - pose[:, 2:6].reshape(len(pose), 2, 2, 3)


def aim(
    rotations: np.ndarray,
    root: np.ndarray,
    joints: tuple[str, ...],
    pose: np.ndarray,
    marks: np.ndarray,
    sides: tuple[int, ...] = (0, 1),
) -> None:
    """Swing shoulders and elbows of ``rotations (frames, joints, 6)``, in place, to ``marks`` away from the pose's.

    Arguments as for ``arm_marks``, and what comes of it. Arms keep their twist; out of reach they are straight.
    """
    turns, places, carriers = _reached(rotations, root, joints)
    bent = np.concatenate([places[:, :1], pose[:, 2:6].reshape(len(pose), 2, 2, 3) + marks], 1)
    lengths = np.linalg.norm(np.diff(places, axis=1), axis=-1)
    bend_elbows(bent.reshape(len(pose), 6, 3), lengths[:, 0], lengths[:, 1])
    now, wanted = unit(np.diff(places, axis=1)), unit(np.diff(bent, axis=1))
    upper = swing(now[:, 0], wanted[:, 0])
    # The forearm has swung along with the upper arm before it is swung itself.
    fore = swing((upper @ now[:, 1][..., None])[..., 0], wanted[:, 1]) @ upper
    arms = _indices(joints)[1]
    # What is above a joint is its own rotation less its turn; the elbow has been carried along by the shoulder.
    for joint, old, new, above in ((_UPPER, carriers[0], upper, np.eye(3)), (_FORE, carriers[1], fore, upper)):
        before = above @ old @ turns[:, :, joint].swapaxes(-1, -2)
        columns = to_6d(before.swapaxes(-1, -2) @ new @ old)
        for side in sides:
            rotations[:, arms[side, joint]] = columns[:, side]


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


def _reached(
    rotations: np.ndarray, root: np.ndarray, joints: tuple[str, ...]
) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """Turns of the arms' joints ``(frames, 2, 6, 3, 3)`` against the joint before; places of shoulders, elbows and
    wrists ``(frames, 3, 2, 3)``; rotations ``(frames, 2, 3, 3)`` against rest of upper arms and of forearms."""
    trunk, arms = _indices(joints)
    along, out = _bones()
    turns = from_6d(rotations[:, np.concatenate([trunk, arms.ravel()])])
    carried, place = turns[:, 0], root + table("heads")["root"]
    for k in range(1, len(trunk)):
        place = place + carried @ along[k - 1]
        carried = carried @ turns[:, k]
    turns = turns[:, len(trunk) :].reshape(len(turns), 2, len(_ARM), 3, 3)
    carried, place = carried[:, None], place[:, None]
    places, carriers = [], []
    for k in range(len(_ARM)):
        place = place + (carried @ out[k][..., None])[..., 0]
        carried = carried @ turns[:, :, k]
        if k in (_UPPER, _FORE):
            places.append(place)
            carriers.append(carried)
    places.append(place + (carried @ out[-1][..., None])[..., 0])
    return turns, np.stack(places, 1), (carriers[0], carriers[1])
