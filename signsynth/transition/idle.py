"""The hand that a sign does not use, between signs that do.

A sign recorded alone shows an unused arm hanging at the side; in running signing it does not drop
and rise again for every one-handed sign (weak hand hold and spread; Sandler and Lillo-Martin
2006). Unused arms here lower themselves slowly from the last sign that used them, and rise in
time for the next. The used hand of a sign is never touched.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from signsynth.geometry import minimum_jerk, unit
from signsynth.motion import GUESSED, Gesture, Motion
from signsynth.motion.phases_hands import RAISED_SW
from signsynth.motion.rigid import hand_directions, place_hands
from signsynth.rotations import from_6d, from_quaternions, slerp, to_6d, to_quaternions
from signsynth.skeleton import CANONICAL, LEFT_HAND, RIGHT_HAND
from signsynth.transition.arms import has_arms
from signsynth.transition.join import Pause
from signsynth.transition.tracks import bend_elbows
from signsynth.transition.turns import columns_of, follow, of_one_body, side_turns, split

_HANDS = (LEFT_HAND, RIGHT_HAND)
_JOIN_S = 0.3
_SPEED_SW_S = 0.5
_QUICKEST_S, _SLOWEST_S = 0.6, 2.0
HORIZON_S = 20.0
"""A hand that is used again only later than this is not waited for: ten times what the slowest arm takes to rise."""


@dataclass(frozen=True)
class _End:
    """Where an arm was last, or will be next: wrist and elbow ``(3,)``, bone directions ``(20, 3)``, seconds.

    ``bones (2,)`` are the lengths of upper arm and forearm; ``frame`` is that one frame itself.
    """

    wrist: np.ndarray
    elbow: np.ndarray
    bones: np.ndarray
    directions: np.ndarray
    at_s: float
    frame: Motion

    @classmethod
    def of(cls, motion: Motion, side: int, at_s: float) -> _End:
        """Of a motion of one frame."""
        pose = motion.pose[0].astype(np.float64)
        _, directions = hand_directions(pose[None])
        return cls(pose[4 + side], pose[2 + side], _arm(pose, side), directions[0, side], at_s, motion)

    @property
    def lowering_s(self) -> float:
        """Time to lower this arm to the side, or to raise it from there."""
        way = np.linalg.norm(self.wrist - CANONICAL.rest[4:6], axis=-1).min()
        return float(np.clip(way / _SPEED_SW_S, _QUICKEST_S, _SLOWEST_S))


def used_sides(motion: Motion) -> tuple[bool, bool]:
    """Whether the sign uses the left and the right hand: it is raised at some time, or no hand is."""
    height = motion.pose[:, 4:6, 1] - CANONICAL.rest[6, 1]
    raised = (height > RAISED_SW).any(0)
    return (bool(raised[0]), bool(raised[1])) if raised.any() else (True, True)


def carried(parts: Sequence[Motion | Pause]) -> list[Motion | Pause]:
    """All of ``carried_stream``."""
    return list(carried_stream(parts))


def carried_stream(parts: Iterable[Motion | Pause]) -> Iterator[Motion | Pause]:
    """The parts with unused arms that follow from their neighbours; used arms and everything else as they were.

    Frames keep their number. A moved arm and its hand have the confidence of a guess. A part waits for the next one
    that uses each hand, at most ``HORIZON_S``: so few parts are held at a time, however many come.
    """
    waiting: deque[_Waiting] = deque()
    last: list[tuple[Motion, float] | None] = [None, None]
    now = 0.0
    for part in parts:
        still = isinstance(part, Pause)
        waiting.append(_Waiting(part, now, (True, True) if still else used_sides(part)))
        now += part.duration_s + (0.0 if still else _JOIN_S)
        while waiting and waiting[0].may_go(waiting, now):
            yield _followed(waiting.popleft(), waiting, last)
    while waiting:
        yield _followed(waiting.popleft(), waiting, last)


class _Waiting(NamedTuple):
    part: Motion | Pause
    at_s: float
    uses: tuple[bool, bool]

    def next_using(self, side: int, later: Iterable[_Waiting]) -> _Waiting | None:
        """Who uses this hand next, and soon enough to matter."""
        for one in later:
            if one.at_s - self.at_s > HORIZON_S:
                return None
            if one.at_s > self.at_s and isinstance(one.part, Motion) and one.uses[side]:
                return one
        return None

    def may_go(self, later: Iterable[_Waiting], now: float) -> bool:
        """Whether all that it depends on is known; ``now`` is when the next part, which is not known, begins."""
        far = now - self.at_s > HORIZON_S
        return all(used or far or self.next_using(side, later) for side, used in enumerate(self.uses))


def _followed(one: _Waiting, later: Iterable[_Waiting], last: list[tuple[Motion, float] | None]) -> Motion | Pause:
    """The part as it goes out; ``last`` (changed in place) are the last frames that used each hand, and their time."""
    part = out = one.part
    if isinstance(part, Pause):
        return part
    for side, used in enumerate(one.uses):
        if used:
            continue
        next_ = one.next_using(side, later)
        before = None if last[side] is None else _End.of(last[side][0], side, last[side][1])
        after = None if next_ is None else _End.of(next_.part[:1], side, next_.at_s)
        out = _follow(out, side, one.at_s, before, after)
    for side, used in enumerate(one.uses):
        if used:
            last[side] = (part[-1:], one.at_s + part.duration_s)
    return out


def _follow(motion: Motion, side: int, start_s: float, before: _End | None, after: _End | None) -> Motion:
    """One arm of one sign between where it was and where it must be."""
    if before is None and after is None:
        return motion
    time = start_s + np.arange(len(motion)) / motion.fps
    low = np.ones(len(motion))
    if before is not None:
        low = np.minimum(low, minimum_jerk((time - before.at_s) / before.lowering_s))
    if after is not None:
        low = np.minimum(low, minimum_jerk((after.at_s - time) / after.lowering_s))
    if (low == 1).all():
        return motion
    if before is not None and after is not None:
        share = minimum_jerk((time - before.at_s) / max(after.at_s - before.at_s, 1e-6))
    else:
        share = np.full(len(motion), 0.0 if after is None else 1.0)
    pose = motion.pose.astype(np.float64)
    _, own = hand_directions(pose)
    ends = (before or after, after or before)

    def mixed(name: str, rest: np.ndarray) -> np.ndarray:
        shape = (-1, *([1] * (rest.ndim - 1)))
        between = (1 - share).reshape(shape) * getattr(ends[0], name) + share.reshape(shape) * getattr(ends[1], name)
        return (1 - low).reshape(shape) * between + low.reshape(shape) * rest

    moved = pose.copy()
    moved[:, 4 + side] = mixed("wrist", pose[:, 4 + side])
    moved[:, 2 + side] = mixed("elbow", pose[:, 2 + side])
    # Arms of recordings and of written signs differ in length, and arms must not jump where they reach their own place.
    bones = mixed("bones", _arm(pose, side))
    bend_elbows(moved, bones[:, :1], bones[:, 1:])
    directions = own.copy()
    directions[:, side] = unit(mixed("directions", own[:, side]))
    hand = place_hands(moved[:, 4:6], directions).reshape(len(pose), 2, 21, 3)[:, side]
    arm = [2 + side, 4 + side]
    free = low < 1
    pose[np.ix_(free, arm)] = moved[np.ix_(free, arm)]
    pose[free, _HANDS[side]] = hand[free]
    confidence = motion.confidence.copy()
    confidence[np.ix_(free, arm)] = GUESSED
    confidence[free, _HANDS[side]] = GUESSED
    followed = replace(motion, pose=pose, confidence=confidence, gesture=None, mesh=None)
    if all(of_one_body(motion, end.frame) for end in ends) and has_arms(motion.mesh.joints):
        return _on_body(followed, motion, side, [end.frame for end in ends], share[free], low[free], free)
    return followed


def _arm(pose: np.ndarray, side: int) -> np.ndarray:
    """Lengths ``(..., 2)`` of upper arm and forearm in ``pose (..., points, 3)``."""
    arm = pose[..., [side, 2 + side, 4 + side], :]
    return np.linalg.norm(np.diff(arm, axis=-2), axis=-1)


def _on_body(
    followed: Motion,
    motion: Motion,
    side: int,
    ends: list[Motion],
    share: np.ndarray,
    low: np.ndarray,
    free: np.ndarray,
) -> Motion:
    """``followed`` with the tracks of ``motion``, whose arm turns between both ``ends`` and to the side likewise.

    ``share`` and ``low`` are of the frames that are ``free`` to move; all other frames stay bit for bit.
    """
    gesture, mesh = motion.gesture, motion.mesh
    frames = np.flatnonzero(free)
    own = motion.taken(frames)
    known = from_6d(np.concatenate([columns_of(part) for part in (*ends, own)]))
    moving = side_turns(mesh.joints)[side]
    turns = to_quaternions(known[:, moving])
    between = slerp(turns[:1], turns[1:2], np.repeat(share[:, None], len(moving), 1))
    turns = from_quaternions(slerp(between, turns[2:], np.repeat(low[:, None], len(moving), 1)))
    all_turns = np.concatenate([known, known[2:]])
    mine, new = slice(2, 2 + len(own)), slice(2 + len(own), None)
    all_turns[new, moving] = turns
    root = np.concatenate([*(end.mesh.root for end in ends), own.mesh.root, own.mesh.root])
    pose = np.concatenate([*(end.pose for end in ends), own.pose, followed.pose[frames]])
    mixed = [(1, share[:, None]), (mine, low[:, None])]
    follow(all_turns, root, pose, mesh.joints, mixed, (side,), (side,))

    columns = columns_of(motion)
    columns[np.ix_(frames, moving)] = to_6d(all_turns[new][:, moving])
    rotations, wrists, fingers = split(columns, mesh.joints)
    seen = gesture.confidence.copy()
    seen[frames, side] = GUESSED
    return replace(followed, gesture=Gesture(fingers, wrists, seen), mesh=replace(mesh, rotations=rotations))
