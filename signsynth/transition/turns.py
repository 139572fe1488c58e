"""Gesture and mesh between two motions: joints turn the short way, and arms follow the pose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from signsynth.motion import Gesture, MeshTrack, Motion
from signsynth.motion.rigid import hand_directions
from signsynth.rotations import exponential, from_6d, from_quaternions, slerp, to_6d, to_quaternions
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from signsynth.transition.arms import SIDES, aim, arm_marks, has_arms
from signsynth.transition.tracks import from_middle, palms

Fill = Callable[[np.ndarray, np.ndarray, int, tuple[slice, ...]], np.ndarray]
"""Values ``(n, columns)`` before, ``(m, columns)`` after, a number of frames, and which columns move together:
the values between."""
_HANDS = np.stack([np.r_[LEFT_HAND], np.r_[RIGHT_HAND]])
_HAND = 16
"""Turns of a hand: its wrist and fifteen joints."""


def has_tracks(motion: Motion) -> bool:
    """Whether a motion has both gesture and mesh."""
    return motion.gesture is not None and motion.mesh is not None


def of_one_body(a: Motion, b: Motion) -> bool:
    """Whether both have gesture and mesh, of the same joints and actions."""
    if not (has_tracks(a) and has_tracks(b)):
        return False
    return a.mesh.joints == b.mesh.joints and a.mesh.action_names == b.mesh.action_names


def without_tracks(motion: Motion) -> Motion:
    """The motion with its pose alone."""
    return replace(motion, gesture=None, mesh=None)


def with_tracks(before: Motion, middle: Motion, after: Motion, fill: Fill, context: int) -> Motion:
    """``middle`` with gesture and mesh that lead from ``before`` to ``after``, where both have them for one body.

    ``fill`` fills numbers and looks at ``context`` frames of each side. Palms then turn and arms swing with the
    pose: turns alone may take the other way around, and carry a hand along an arc.
    """
    if not of_one_body(before, after):
        return without_tracks(middle)
    turns = Turns.of(before, after, context)
    share = np.arange(1, len(middle) + 1)[:, None] / (len(middle) + 1)
    seen = (1 - share) * before.gesture.confidence[-1] + share * after.gesture.confidence[0]
    rotations, wrists, fingers, free = turns.apart(fill(turns.before, turns.after, len(middle), turns.groups))
    poses = np.stack([before.pose[-1], after.pose[0]])
    hands = np.stack([part.confidence[k, _HANDS].max(-1) > 0 for part, k in ((before, -1), (after, 0))])
    steady = hands[0] == hands[1]  # a hand that one side has not seen has no palm there
    if steady.any():
        ends = palm_marks(np.stack([before.gesture.wrists[-1], after.gesture.wrists[0]]), poses)
        marks = slerp(ends[0], ends[1], np.repeat(share, 2, 1))
        wrists[:, steady] = to_6d(palms_of(middle.pose) @ from_quaternions(marks))[:, steady]
    mesh = before.mesh
    if has_arms(mesh):
        ends = np.stack([mesh.rotations[-1], after.mesh.rotations[0]])
        roots = np.stack([mesh.root[-1], after.mesh.root[0]])
        marks = arm_marks(ends, roots, mesh.joints, poses)
        share = share[..., None, None]
        aim(rotations, free[:, :3], mesh.joints, middle.pose, (1 - share) * marks[0] + share * marks[1])
    mesh = MeshTrack(rotations, np.clip(free[:, 3:], 0, 1), free[:, :3], mesh.joints, mesh.action_names)
    return replace(middle, gesture=Gesture(fingers, wrists, seen), mesh=mesh)


def palms_of(pose: np.ndarray) -> np.ndarray:
    """Orientation ``(frames, 2, 3, 3)`` of both palms of ``pose (frames, 178, 3)``."""
    return palms(hand_directions(pose)[1])


def palm_marks(wrists: np.ndarray, pose: np.ndarray) -> np.ndarray:
    """How the body's wrists ``(frames, 2, 6)`` are turned as the pose's palms see them: quaternions ``(frames, 2, 4)``.

    Like ``arm_marks``, they change slowly if at all.
    """
    return to_quaternions(palms_of(pose).swapaxes(-1, -2) @ from_6d(wrists))


@dataclass(frozen=True)
class Turns:
    """Two stretches of gesture and mesh in one set of numbers, float64 ``(frames, columns)`` each.

    ``groups`` are the columns of trunk, left and right side; the face actions follow them. Rotations are
    counted as vectors from ``middle (turns, 3, 3)``, half-way between both ends.
    """

    before: np.ndarray
    after: np.ndarray
    groups: tuple[slice, ...]
    middle: np.ndarray
    joints: tuple[str, ...]

    @classmethod
    def of(cls, before: Motion, after: Motion, context: int) -> Turns:
        """The last and the first ``context`` frames of two motions with tracks of one body."""
        joints = before.mesh.joints
        ends = ((before, slice(-context, None)), (after, slice(0, context)))
        sides = [[side_of(motion, side, frames) for side in (0, 1)] for motion, frames in ends]
        trunk = sides_of(joints)[0]
        trunks = [motion.mesh.rotations[frames][:, trunk] for motion, frames in ends]
        columns = np.concatenate([np.concatenate([a, *b], 1) for a, b in zip(trunks, sides, strict=True)])
        cut = len(trunks[0])
        middle, vectors = from_middle(to_quaternions(from_6d(columns)), cut)
        free = [np.concatenate([getattr(m.mesh, name)[f] for m, f in ends]) for name in ("root", "actions")]
        values = np.concatenate([free[0], vectors.reshape(len(vectors), -1), free[1]], axis=1)
        bounds = np.cumsum([0, 3 + 3 * len(trunk), *(3 * side.shape[1] for side in sides[0])]).tolist()
        groups = tuple(slice(a, b) for a, b in zip(bounds, bounds[1:], strict=False))
        return cls(values[:cut], values[cut:], groups, from_quaternions(middle), joints)

    def apart(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Rotations ``(frames, joints, 6)``, wrists, fingers, and root with actions ``(frames, 3 + actions)``."""
        end = self.groups[-1].stop
        columns = to_6d(self.middle @ exponential(values[:, 3:end].reshape(len(values), -1, 3)))
        trunk, *arms = sides_of(self.joints)
        rotations = np.empty((len(values), len(self.joints), 6))
        rotations[:, trunk] = columns[:, : len(trunk)]
        at, hands = len(trunk), []
        for arm in arms:
            hand = at + len(arm)
            rotations[:, arm] = columns[:, at:hand]
            hands.append(columns[:, hand : hand + _HAND])
            at = hand + _HAND
        hands = np.stack(hands, axis=1)
        return rotations, hands[:, :, 0], hands[:, :, 1:], np.concatenate([values[:, :3], values[:, end:]], 1)


@lru_cache(maxsize=8)
def sides_of(joints: tuple[str, ...]) -> tuple[list[int], list[int], list[int]]:
    """Indices of the joints of trunk, left and right."""
    left, right = ([k for k, name in enumerate(joints) if name.endswith(f".{side}")] for side in SIDES)
    return [k for k in range(len(joints)) if k not in {*left, *right}], left, right


def side_of(motion: Motion, side: int, frames: slice | np.ndarray) -> np.ndarray:
    """All rotations of one side in ``frames``, ``(n, turns, 6)``: arm, wrist and fingers; left 0, right 1."""
    arm = motion.mesh.rotations[frames][:, sides_of(motion.mesh.joints)[1 + side]]
    hand = motion.gesture
    return np.concatenate([arm, hand.wrists[frames, side, None], hand.fingers[frames, side]], axis=1)
