"""Our body's rotations on the joints of SMPL-X, by correspondence of joints.

Each SMPL-X joint takes the turn of ours since the T-pose, then the smallest further turn that points its bone
exactly where ours points; that takes up what joints between (twist bones, palm bones) have done. SMPL-X's own
joints at rest are part of the licensed model: without them its T-pose is taken to be that of our body.
"""

from __future__ import annotations

import numpy as np

from signsynth.body.smplx_points import JOINT_NAMES as JOINTS
from signsynth.files.animation import Animation
from signsynth.files.smplx_npz import SmplxTrack
from signsynth.geometry import unit
from signsynth.rotations import logarithm

_FINGERS = ("index", "middle", "pinky", "ring", "thumb")
_NUMBER = {"thumb": 1, "index": 2, "middle": 3, "ring": 4, "pinky": 5}
_SPREAD_DEG = {"index": 5.0, "middle": 0.0, "ring": -5.0, "pinky": -10.0}
_JAW_DEG = 20.0
"""Turn of the jaw at jawOpen = 1."""
_MIDDLE = {
    "pelvis": ("root", None), "spine1": ("spine04", "pelvis"), "spine2": ("spine03", "spine1"),
    "spine3": ("spine01", "spine2"), "neck": ("neck01", "spine3"), "head": ("head", "neck"), "jaw": ("head", "head"),
}  # fmt: skip
_SIDE = {
    "hip": ("upperleg01", "pelvis"), "knee": ("lowerleg01", "hip"), "ankle": ("foot", "knee"),
    "foot": ("toe2-1", "ankle"),
    "collar": ("clavicle", "spine3"), "shoulder": ("upperarm01", "collar"), "elbow": ("lowerarm01", "shoulder"),
    "wrist": ("wrist", "elbow"), "eye": ("eye", "head"),
}  # fmt: skip
_AIMED = {"spine1": "spine2", "spine2": "spine3", "spine3": "neck", "neck": "head"}
for _side in ("left_", "right_"):
    _chains = ("hip", "knee", "ankle", "foot"), ("collar", "shoulder", "elbow", "wrist", "middle1")
    _AIMED |= {_side + a: _side + b for chain in _chains for a, b in zip(chain, chain[1:], strict=False)}
    _AIMED |= {f"{_side}{f}{k}": f"{_side}{f}{k + 1}" for f in _FINGERS for k in (1, 2)}


def smplx_track(
    animation: Animation, jaw_open: np.ndarray | None = None, *, rest_joints: np.ndarray | None = None
) -> SmplxTrack:
    """The motion of our body for SMPL-X.

    ``jaw_open (frames,)`` 0 to 1. ``rest_joints (55, 3)``: joints of an SMPL-X body in its T-pose, for who has
    the model: directions are then exact on it. The loss is measured on the same joints.
    """
    ours, parents = _correspondence(animation)
    turns, places = animation.placed()
    heads = animation.heads[ours]
    straight = _t_pose(animation, ours)
    own = rest_joints is None
    rest = _rest(heads, parents, straight) if own else np.asarray(rest_joints, np.float64)
    wanted, world = places[:, ours], turns[:, ours] @ straight.transpose(0, 2, 1)
    for joint, name in enumerate(JOINTS):
        if name in _AIMED:
            child = JOINTS.index(_AIMED[name])
            given = world[:, joint] @ (rest[child] - rest[joint])
            world[:, joint] = _swing(given, wanted[:, child] - wanted[:, joint]) @ world[:, joint]
    local = world.copy()
    for joint, parent in enumerate(parents):
        if parent >= 0:
            local[:, joint] = world[:, parent].transpose(0, 2, 1) @ world[:, joint]
    poses = logarithm(local)
    if jaw_open is not None:
        poses[:, JOINTS.index("jaw")] = np.deg2rad(_JAW_DEG) * np.asarray(jaw_open)[:, None] * [1.0, 0.0, 0.0]
    errors = _errors(world, rest, wanted, parents)
    mean, worst = float(errors.mean()), float(errors.max())
    return SmplxTrack(poses.reshape(len(poses), -1), animation.root, animation.fps, mean, worst)


def _correspondence(animation: Animation) -> tuple[np.ndarray, list[int]]:
    """Our joint for each of SMPL-X's 55 and their parents."""
    ours, parents = [], []
    for name in JOINTS:
        if name in _MIDDLE:
            joint, parent = _MIDDLE[name]
        else:
            side, part = name.split("_")
            letter = side[0].upper()
            if part in _SIDE:
                joint, parent = f"{_SIDE[part][0]}.{letter}", _SIDE[part][1]
            else:
                joint, k = f"finger{_NUMBER[part[:-1]]}-{part[-1]}.{letter}", int(part[-1])
                parent = f"{part[:-1]}{k - 1}" if k > 1 else "wrist"
            parent = parent if parent in JOINTS else f"{side}_{parent}"
        ours.append(animation.names.index(joint))
        parents.append(-1 if parent is None else JOINTS.index(parent))
    return np.array(ours), parents


def _t_pose(animation: Animation, ours: np.ndarray) -> np.ndarray:
    """How our body must turn at each joint from rest into the T-pose ``(55, 3, 3)``, in the world.

    Arms straight out, palms down, fingers straight; trunk, legs, head and thumbs (on their hands) as at rest.
    """
    heads = dict(zip(JOINTS, animation.heads[ours], strict=True))
    out = {name: np.eye(3) for name in JOINTS}
    for side, out_x in (("left", 1.0), ("right", -1.0)):
        at = {name.removeprefix(side + "_"): place for name, place in heads.items() if name.startswith(side)}
        upper, fore = at["elbow"] - at["shoulder"], at["wrist"] - at["elbow"]
        hinge = np.cross(upper, fore)  # the elbow is bent at rest: its axis is known
        straight = np.array([out_x, 0.0, 0.0])
        # Bent forward from the T-pose: the axis then points down on the left, up on the right.
        hinge_t = np.array([0.0, -out_x, 0.0])
        across = at["index1"] - at["pinky1"]
        out[f"{side}_shoulder"] = _aligned(upper, hinge, straight, hinge_t)
        out[f"{side}_elbow"] = _aligned(fore, hinge, straight, hinge_t)
        hand = _aligned(at["middle1"] - at["wrist"], across, straight, np.array([0.0, 0.0, 1.0]))
        out[f"{side}_wrist"] = hand
        for finger in _FINGERS:
            for k in (1, 2, 3):
                name = f"{side}_{finger}{k}"
                out[name] = hand
                if finger != "thumb":
                    bone = at[f"{finger}{min(k, 2) + 1}"] - at[f"{finger}{min(k, 2)}"]
                    angle = np.deg2rad(_SPREAD_DEG[finger])
                    aim = np.array([out_x * np.cos(angle), 0.0, np.sin(angle)])
                    out[name] = _aligned(bone, across, aim, np.array([0.0, 0.0, 1.0]))
    return np.array([out[name] for name in JOINTS])


def _rest(heads: np.ndarray, parents: list[int], straight: np.ndarray) -> np.ndarray:
    """Our joints in the T-pose ``(55, 3)``."""
    out = heads.copy()
    for joint, parent in enumerate(parents):
        if parent >= 0:
            out[joint] = out[parent] + straight[parent] @ (heads[joint] - heads[parent])
    return out


def _errors(world: np.ndarray, rest: np.ndarray, wanted: np.ndarray, parents: list[int]) -> np.ndarray:
    """Angles in degrees ``(frames, bones)`` between bones given and wanted; the jaw and eyes have none."""
    bones = [(p, j) for j, p in enumerate(parents) if p >= 0 and JOINTS[j] not in ("jaw", "left_eye", "right_eye")]
    above, below = np.array(bones).T
    given = unit((world[:, above] @ (rest[below] - rest[above])[..., None])[..., 0])
    asked = unit(wanted[:, below] - wanted[:, above])
    return np.rad2deg(2 * np.arcsin(np.clip(np.linalg.norm(given - asked, axis=-1) / 2, 0, 1)))


def _aligned(bone: np.ndarray, side: np.ndarray, bone_t: np.ndarray, side_t: np.ndarray) -> np.ndarray:
    """Rotation that brings ``bone`` onto ``bone_t`` and ``side`` as near as it goes to ``side_t``."""
    return _frame(bone_t, side_t) @ _frame(bone, side).T


def _frame(bone: np.ndarray, side: np.ndarray) -> np.ndarray:
    first = unit(bone)
    second = unit(side - (side @ first) * first)
    return np.stack([first, second, np.cross(first, second)], -1)


def _swing(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Smallest rotations ``(n, 3, 3)`` that turn ``source (n, 3)`` onto the direction of ``target (n, 3)``."""
    a, b = unit(source), unit(target)
    cross, dot = np.cross(a, b), (a * b).sum(-1)[:, None, None]
    x, y, z = cross.T
    zero = np.zeros_like(x)
    skew = np.stack([zero, -z, y, z, zero, -x, -y, x, zero], -1).reshape(-1, 3, 3)
    # Opposite directions have no smallest turn; 1e-6 keeps it finite, and bones never flip within a joint.
    return np.eye(3) + skew + skew @ skew / np.maximum(1 + dot, 1e-6)
