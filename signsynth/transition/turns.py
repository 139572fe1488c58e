"""Gesture and mesh between two motions: joints turn the short way, and arms follow the pose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from signsynth.motion import Gesture, MeshTrack, Motion
from signsynth.motion.rigid import hand_directions
from signsynth.rotations import exponential, from_6d, from_quaternions, slerp, to_6d, to_quaternions
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from signsynth.transition.arms import SIDES, Reach, aimed_joints, has_arms
from signsynth.transition.fingers import follow_fingers
from signsynth.transition.tracks import from_middle, palms

Groups = tuple[slice, ...] | tuple[np.ndarray, ...]
Fill = Callable[[np.ndarray, np.ndarray, int, Groups], np.ndarray]
"""Values ``(n, columns)`` before, ``(m, columns)`` after, a number of frames, and which columns move together:
the values between."""
_HANDS = np.stack([np.r_[LEFT_HAND], np.r_[RIGHT_HAND]])


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
    mesh, (first, last) = before.mesh, (before[-context:], after[:context])
    sides = Turns.of(first, last)
    values = fill(sides.before, sides.after, len(middle), groups_of(mesh.joints))
    root, actions = values[:, :3], values[:, 3 + 3 * len(sides.middle) :]
    turns = np.concatenate([sides.ends, sides.turns(values)])
    root = np.concatenate([first.mesh.root[-1:], last.mesh.root[:1], root])
    pose = np.concatenate([first.pose[-1:], last.pose[:1], middle.pose])
    share = np.arange(1, len(middle) + 1)[:, None] / (len(middle) + 1)
    # A hand that one side has not seen has no palm there that could be followed.
    seen = np.stack([part.confidence[k, _HANDS].max(-1) > 0 for part, k in ((first, -1), (last, 0))])
    hands = np.flatnonzero(seen[0] == seen[1])
    follow(turns, root, pose, mesh.joints, [(1, share)], hands)
    follow_fingers(turns, pose, len(mesh.joints), share, hands)
    shown = (1 - share) * first.gesture.confidence[-1] + share * last.gesture.confidence[0]
    rotations, wrists, fingers = split(to_6d(turns[2:]), mesh.joints)
    mesh = MeshTrack(rotations, np.clip(actions, 0, 1), root[2:], mesh.joints, mesh.action_names)
    return replace(middle, gesture=Gesture(fingers, wrists, shown), mesh=mesh)


def follow(
    turns: np.ndarray,
    root: np.ndarray,
    pose: np.ndarray,
    joints: tuple[str, ...],
    mixed: Sequence[tuple[int | slice, np.ndarray]],
    palm: Sequence[int] = (0, 1),
    arm: Sequence[int] = (0, 1),
) -> None:
    """Turn palms and swing arms of the last frames with the pose, in place, as the first show how the body wears it.

    Frames first: ``turns (frames, turns, 3, 3)`` as from ``columns_of``, ``root (frames, 3)`` and
    ``pose (frames, 178, 3)``. The last ``n`` frames follow: what the body does otherwise than the pose starts as in
    frame 0, and goes to that of other frames by a share ``(n, 1)``, one pair of ``mixed`` after the other.
    ``palm`` and ``arm`` are the sides that follow, left 0.
    """
    count, own = len(joints), slice(-len(mixed[0][1]), None)
    seen = palms(hand_directions(pose)[1])
    held = to_quaternions(seen.swapaxes(-1, -2) @ turns[:, count : count + 2])
    hold = held[0]
    for frames, share in mixed:
        hold = slerp(hold, held[frames], np.repeat(share, 2, axis=1))
    wrists = seen[own] @ from_quaternions(hold)
    for side in palm:
        turns[own, count + side] = wrists[:, side]
    if not has_arms(joints):
        return
    reach = Reach.of(turns, root, joints)
    marks = reach.marks(pose)
    mark = marks[0]
    for frames, share in mixed:
        weight = share[..., None, None]
        mark = (1 - weight) * mark + weight * marks[frames]
    aimed = reach[own].aimed(pose[own], mark)
    for side in arm:
        turns[own, aimed_joints(joints)[side]] = aimed[:, side]


@dataclass(frozen=True)
class Turns:
    """Two stretches of gesture and mesh in one set of numbers, float64 ``(frames, 3 + 3 turns + actions)`` each.

    They are the root, rotation vectors counted from ``middle (turns, 3, 3)``, half-way between both ends, and the
    face actions. ``ends (2, turns, 3, 3)`` are the last frame before and the first after.
    """

    before: np.ndarray
    after: np.ndarray
    middle: np.ndarray
    ends: np.ndarray

    @classmethod
    def of(cls, before: Motion, after: Motion) -> Turns:
        """All frames of two motions with tracks of one body."""
        cut = len(before)
        turns = from_6d(np.concatenate([columns_of(part) for part in (before, after)]))
        middle, vectors = from_middle(to_quaternions(turns), cut)
        root, actions = (np.concatenate([getattr(m.mesh, n) for m in (before, after)]) for n in ("root", "actions"))
        values = np.concatenate([root, vectors.reshape(len(vectors), -1), actions], axis=1)
        return cls(values[:cut], values[cut:], from_quaternions(middle), turns[cut - 1 : cut + 1])

    def turns(self, values: np.ndarray) -> np.ndarray:
        """Rotations ``(frames, turns, 3, 3)`` of ``values (frames, columns)``."""
        vectors = values[:, 3 : 3 + 3 * len(self.middle)].reshape(len(values), -1, 3)
        return self.middle @ exponential(vectors)


def columns_of(motion: Motion) -> np.ndarray:
    """All 6D rotations ``(frames, turns, 6)``: joints of the mesh, both wrists, fingers of the left, of the right."""
    gesture = motion.gesture
    fingers = gesture.fingers.reshape(len(motion), 30, 6)
    return np.concatenate([motion.mesh.rotations, gesture.wrists, fingers], axis=1)


def split(columns: np.ndarray, joints: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """``columns_of`` taken apart: rotations of the mesh, wrists, fingers."""
    count = len(joints)
    fingers = columns[:, count + 2 :].reshape(len(columns), 2, 15, 6)
    return columns[:, :count], columns[:, count : count + 2], fingers


@lru_cache(maxsize=8)
def side_turns(joints: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Which turns of ``columns_of`` are the left and the right side's: arm, wrist and fingers."""
    count = len(joints)
    sides = []
    for side, suffix in enumerate(SIDES):
        arm = [k for k, name in enumerate(joints) if name.endswith(f".{suffix}")]
        first = count + 2 + 15 * side
        sides.append(np.array([*arm, count + side, *range(first, first + 15)]))
    return sides[0], sides[1]


@lru_cache(maxsize=8)
def groups_of(joints: tuple[str, ...]) -> tuple[np.ndarray, ...]:
    """Columns of ``Turns`` that move together: trunk with root, left side, right side."""
    sides = side_turns(joints)
    trunk = np.setdiff1d(np.arange(len(joints)), np.concatenate(sides))
    columns = [(3 + 3 * turns[:, None] + np.arange(3)).ravel() for turns in (trunk, *sides)]
    return np.concatenate([[0, 1, 2], columns[0]]), columns[1], columns[2]
