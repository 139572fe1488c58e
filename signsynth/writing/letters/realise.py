"""A written sign to motion: the body's hand takes the written shape, its arm reaches, and the pose is read off it."""

from __future__ import annotations

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import interpolate, minimum_jerk
from signsynth.motion import GUESSED, Gesture, MeshTrack, Motion, Segment
from signsynth.motion.rigid import place_hands
from signsynth.skeleton import CANONICAL, FACE, LEFT_HAND, RIGHT_HAND
from signsynth.writing.hand import finger_rotations, settled, wrist_rotation
from signsynth.writing.hand.bodyhand import BodyHand
from signsynth.writing.hand.forms import HANGING
from signsynth.writing.hand.handshape import bone_directions
from signsynth.writing.hand.orientation import matrices, quaternion
from signsynth.writing.letters.sign import Keyframe, WrittenSign

RIGHT_SHOULDER, RIGHT_WRIST = 1, 5
"""Points of the canonical skeleton; wrists are written from the shoulder."""
_MISSED_SW = 0.15
"""A hand that the arm does not quite bring there is as good."""


def realise(sign: WrittenSign, *, fps: float = 25.0) -> Motion:
    """The sign's frames in all three modalities, right-dominant: the right hand signs, the left hangs, unseen.

    The body's hand has its middle where the canonical hand has it. Between keyframes the hand follows a straight
    or curved way with the speed of a minimum-jerk movement (Flash and Hogan, J. Neurosci. 5 (1985) 1688): a bell.
    Errors: ``InputError`` naming the file where the arm cannot reach.
    """
    # Late: they import torch, and reading signs does not need it.
    from signsynth.body.fit.arms import JOINTS as ARM_JOINTS
    from signsynth.body.fit.fit import bundled
    from signsynth.body.fit.rig import SIDES, TRACKED
    from signsynth.body.fit.turns import to_6d
    from signsynth.body.reach import reach
    from signsynth.body.shown import canonical_pose

    keys = sign.keyframes
    frames = max(1, round(sign.duration_s * fps)) if len(keys) == 1 else max(2, round(sign.duration_s * fps) + 1)
    way = _way(keys, frames)
    tracked = _between([key.wrist for key in keys], way, keys) + CANONICAL.rest[RIGHT_SHOULDER]
    turns = matrices(_between(_aligned([quaternion(key.rotation) for key in keys]), way, keys))
    angles = _between([key.shape.angles for key in keys], way, keys)
    settled_angles = _between([settled(key.shape, key.touch).angles for key in keys], way, keys)

    # The canonical hand takes the written angles as they are, the body's is settled on its own proportions.
    bones = np.einsum("nij,nbj->nbi", turns, bone_directions(angles))
    shown = place_hands(tracked[:, None], bones[:, None])
    body = bundled()
    used = np.tile([False, True], (frames, 1))
    palms = np.stack([np.broadcast_to(np.eye(3), (frames, 3, 3)), wrist_rotation(turns, 1)], 1)
    middle = turns @ BodyHand.bundled().points(settled_angles).mean(1)[..., None]
    wrists = np.stack([np.zeros((frames, 3)), shown[:, 1:].mean(1) - middle[..., 0]], 1)
    reached = reach(wrists, palms, used, fps=fps)
    if (missed := float(reached.missed_sw.max())) > _MISSED_SW:
        raise InputError(f"{sign.file or sign.gloss}: the wrist is {missed:.2f} shoulder widths out of the arm's reach")
    fingers = np.stack(
        [finger_rotations(np.broadcast_to(HANGING.angles, (frames, 21)), 0), finger_rotations(settled_angles, 1)], 1
    )
    gesture = Gesture(
        to_6d(fingers).astype(np.float32), to_6d(reached.palms).astype(np.float32), used.astype(np.float32)
    )
    parts = {
        f"{name}.{suffix}": reached.local[:, side, k]
        for side, suffix in enumerate(SIDES)
        for k, name in enumerate(ARM_JOINTS)
    }
    still = np.broadcast_to(np.eye(3), (frames, 3, 3))
    rotations = to_6d(np.stack([parts.get(name, still) for name in TRACKED], 1))
    actions = np.zeros((frames, len(body.action_names)))
    mesh = MeshTrack(rotations, actions, np.zeros((frames, 3)), TRACKED, body.action_names)
    pose = canonical_pose(gesture, mesh)
    pose[:, RIGHT_HAND] = shown + (reached.wrists - wrists)[:, 1:]
    pose[:, RIGHT_WRIST] = pose[:, RIGHT_HAND.start]
    confidence = np.ones(pose.shape[:2])
    confidence[:, LEFT_HAND] = 0.0
    confidence[:, FACE] = GUESSED  # nothing is written about the face: non-manual rules may move it
    segment = Segment(0, frames, "sign", sign.gloss)
    return Motion(pose, confidence, fps, segments=(segment,), gesture=gesture, mesh=mesh)


def _way(keys: tuple[Keyframe, ...], frames: int) -> list[np.ndarray]:
    """Fractional keyframe numbers of the frames, an array for each stroke: from one stop to the next."""
    stops = [i for i, key in enumerate(keys) if key.at_s is not None]
    times = np.linspace(0.0, keys[-1].at_s, frames)
    strokes = []
    for first, last in zip(stops, stops[1:], strict=False):
        start, end = keys[first].at_s, keys[last].at_s
        inside = times[(times >= start) & ((times < end) | (last == stops[-1]))]
        strokes.append(first + (last - first) * minimum_jerk((inside - start) / (end - start)))
    return strokes or [np.zeros(frames)]


def _between(values: list, way: list[np.ndarray], keys: tuple[Keyframe, ...]) -> np.ndarray:
    """Values along the way: Catmull-Rom within each stroke, with straight ends, so two keyframes make a line."""
    known = np.asarray(values, np.float64)
    if len(known) == 1:
        return np.repeat(known, len(way[0]), axis=0)
    stops = [i for i, key in enumerate(keys) if key.at_s is not None]
    out = []
    for first, last, at in zip(stops, stops[1:], way, strict=False):
        part = known[first : last + 1]
        padded = np.concatenate([2 * part[:1] - part[1:2], part, 2 * part[-1:] - part[-2:-1]])
        out.append(interpolate(padded, at - first + 1))
    return np.concatenate(out)


def _aligned(quaternions: list[np.ndarray]) -> list[np.ndarray]:
    """The same rotations with signs that make each next one the nearer of its two forms."""
    out = quaternions[:1]
    for turn in quaternions[1:]:
        out.append(turn if turn @ out[-1] >= 0 else -turn)
    return out
