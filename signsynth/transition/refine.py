"""Frames of a motion made again by a bridge, and mixed with what they were: coarticulation, in a stated amount."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import minimum_jerk
from signsynth.motion import Gesture, MeshTrack, Motion, Segment, concatenate
from signsynth.rotations import from_6d, from_quaternions, slerp, to_6d, to_quaternions
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND
from signsynth.stages import Transition
from signsynth.transition.diffusion import Diffusion
from signsynth.transition.directions import poses_of, values_of
from signsynth.transition.hermite import fill_hermite
from signsynth.transition.parts import LEFT_COLUMNS, RIGHT_COLUMNS
from signsynth.transition.tracks import bone_directions, local_directions, palms
from signsynth.transition.turning import mixed, share_of_turn
from signsynth.transition.turns import columns_of, follow, has_tracks, split, with_tracks, without_tracks

REACH_S = 0.16
"""How far a neighbour reaches into a sign: a choice, not a measurement."""
_CORE = 3
"""A neighbour reaches into one part of a sign of so many, so that its core stays."""
_LOOK = 64
"""Frames beside a gap that a bridge may look at."""
_RAMP = 0.25
"""Share of the made frames over which the mix rises, and of those over which it falls."""


def refine(
    motion: Motion, mask: np.ndarray, bridge: Transition | None = None, *, amount: float, seed: int = 0
) -> Motion:
    """``motion`` with the frames of ``mask (frames,)`` made again from what lies beside them.

    Every run of marked frames is a gap that ``bridge`` (``Diffusion`` by default) fills; what it makes is mixed with
    what was there. The mix rises smoothly from 0 at both ends of the run to ``amount``: 0 changes nothing, 1 leaves
    only what the bridge made. Other frames come out bit for bit, segments stay. Hands of marked frames have the
    canonical lengths of bones; a hand that is not seen in all frames of a run keeps its shape there. Gesture and mesh
    follow where the motion has both (one alone is dropped, as by ``join``). A run at the first or last frame has
    nothing beside it and stays as it is.
    Errors: ``InputError`` for an amount outside 0 to 1, or a mask that is not one bool a frame.
    """
    mask = np.asarray(mask)
    if mask.dtype != bool or mask.shape != (len(motion),):
        raise InputError(f"refine: mask of {mask.dtype} {mask.shape}, expected bool ({len(motion)},)")
    if not 0 <= amount <= 1:
        raise InputError(f"refine: amount {amount:g}, expected 0 to 1")
    runs = [(start, end) for start, end in _runs(mask) if 0 < start and end < len(motion)]
    if amount == 0 or not runs:
        return motion
    bridge = bridge or Diffusion()
    whole = motion if has_tracks(motion) else without_tracks(motion)
    pieces, past = [], 0
    for number, (start, end) in enumerate(runs):
        # Every gap lies between frames as they were: no run depends on another.
        before, old, after = whole[max(0, start - _LOOK) : start], whole[start:end], whole[end : end + _LOOK]
        made = bridge(before, after, end - start, seed=seed + number)
        if has_tracks(whole) and not has_tracks(made):
            made = with_tracks(before, made, after, fill_hermite, context=2)
        pieces += [whole[past:start], _mix(old, made, amount * _weights(end - start))]
        past = end
    return replace(concatenate([*pieces, whole[past:]]), segments=motion.segments)


def coarticulated(
    motion: Motion, bridge: Transition | None = None, *, amount: float, reach_s: float = REACH_S, seed: int = 0
) -> Motion:
    """``motion`` in which neighbouring signs give way to each other: ``refine`` by ``amount``, see ``between_signs``.

    Errors: ``InputError`` for an amount outside 0 to 1.
    """
    if not 0 <= amount <= 1:
        raise InputError(f"coarticulation {amount:g}: expected 0 to 1")
    return refine(motion, between_signs(motion, reach_s), bridge, amount=amount, seed=seed)


def between_signs(motion: Motion, reach_s: float = REACH_S) -> np.ndarray:
    """Which frames ``(frames,)`` neighbouring signs may change: the transition, and ``reach_s`` of either sign.

    At most a third of a sign on each side. Ways from rest, to rest and beside a pause are not between signs: there
    a sign is as it was recorded. The transition belongs to it, or else the sign's last frame could not move.
    """
    mask = np.zeros(len(motion), bool)
    reach = round(reach_s * motion.fps)
    for first, way, second in zip(motion.segments, motion.segments[1:], motion.segments[2:], strict=False):
        if (first.kind, way.kind, second.kind) == ("sign", "transition", "sign"):
            mask[way.start - _reached(first, reach) : way.end + _reached(second, reach)] = True
    return mask


def _reached(sign: Segment, reach: int) -> int:
    return max(0, min(reach, (sign.end - sign.start) // _CORE))


def _runs(mask: np.ndarray) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _weights(frames: int) -> np.ndarray:
    """How much is new ``(frames,)``: 0 and flat beside the run, 1 in its middle."""
    share = np.arange(1, frames + 1) / (frames + 1)
    return minimum_jerk(np.clip(np.minimum(share, 1 - share) / _RAMP, 0, 1))


def _mix(old: Motion, made: Motion, weight: np.ndarray) -> Motion:
    """``old`` with a share ``weight (frames,)`` of ``made``, without its segments."""
    seen = np.stack([old.confidence[:, hand].max(1) > 0 for hand in (LEFT_HAND, RIGHT_HAND)], 1)
    shares = weight[:, None] * seen.all(0)
    points = np.repeat(weight[:, None], old.pose.shape[1], axis=1)
    points[:, LEFT_HAND], points[:, RIGHT_HAND] = shares[:, :1], shares[:, 1:]
    out = replace(
        without_tracks(old),
        pose=_mixed_pose(old.pose, made.pose, weight, shares),
        confidence=np.clip((1 - points) * old.confidence + points * made.confidence, 0, 1),
    )
    return _mixed_tracks(old, made, out, weight, shares) if has_tracks(old) else out


def _mixed_pose(old: np.ndarray, made: np.ndarray, weight: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Poses ``(frames, 178, 3)``: body and face by ``weight (frames,)``, hands by ``shares (frames, 2)``."""
    first, second = values_of(old), values_of(made)
    values = (1 - weight[:, None]) * first + weight[:, None] * second
    both = slice(LEFT_COLUMNS.start, RIGHT_COLUMNS.stop)
    first, second = (side[:, both].reshape(-1, 2, 20, 3) for side in (first, second))
    straight = first + shares[..., None, None] * (second - first)
    turned = _turned(first, second, shares)
    fingers = [bones.reshape(-1, 2, 5, 4, 3) for bones in (straight, turned)]
    values[:, both] = mixed(*fingers, share_of_turn(first, second)).reshape(-1, 120)
    return poses_of(values)


def _turned(first: np.ndarray, second: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Bones ``(frames, 2, 20, 3)`` between others, hands turned about their palms."""
    held = [palms(bones) for bones in (first, second)]
    turns = from_quaternions(slerp(*(to_quaternions(palm) for palm in held), shares))
    local = [local_directions(bones, palm) for bones, palm in zip((first, second), held, strict=True)]
    bent = local[0] + shares[..., None, None, None] * (local[1] - local[0])
    # As in Tracks, with the whole turn in front: body, then for each hand no further turn and the bones.
    hands = np.concatenate([np.zeros((len(bent), 2, 3)), bent.reshape(len(bent), 2, 60)], axis=2)
    return bone_directions(np.concatenate([np.zeros((len(bent), 28)), hands.reshape(len(bent), -1)], axis=1), turns)


def _mixed_tracks(old: Motion, made: Motion, new: Motion, weight: np.ndarray, shares: np.ndarray) -> Motion:
    """``new`` with joints between those of ``old`` and ``made``; palms and arms as ``old`` holds them to its pose."""
    joints, count = old.mesh.joints, len(old.mesh.joints)
    each = np.concatenate([np.repeat(weight[:, None], count, 1), shares, np.repeat(shares, 15, axis=1)], axis=1)
    first, second = (from_6d(columns_of(motion)) for motion in (old, made))
    turns = from_quaternions(slerp(to_quaternions(first), to_quaternions(second), each))
    share = weight[:, None]
    root, actions = ((1 - share) * getattr(old.mesh, n) + share * getattr(made.mesh, n) for n in ("root", "actions"))
    turns = np.concatenate([first, turns])
    pose, places = np.concatenate([old.pose, new.pose]), np.concatenate([old.mesh.root, root])
    own = (slice(len(old)), np.ones((len(old), 1)))
    follow(turns, places, pose, joints, [own], np.flatnonzero(shares.any(0)))
    rotations, wrists, fingers = split(to_6d(turns[len(old) :]), joints)
    shown = (1 - shares) * old.gesture.confidence + shares * made.gesture.confidence
    mesh = MeshTrack(rotations, np.clip(actions, 0, 1), root, joints, old.mesh.action_names)
    return replace(new, gesture=Gesture(fingers, wrists, np.clip(shown, 0, 1)), mesh=mesh)
