"""A written sign to motion."""

from __future__ import annotations

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import interpolate, minimum_jerk
from signsynth.motion import GUESSED, Motion, Segment
from signsynth.motion.rigid import place_hands
from signsynth.skeleton import CANONICAL, FACE, LEFT_HAND, RIGHT_HAND
from signsynth.writing.hand.handshape import bone_directions
from signsynth.writing.hand.orientation import matrices, quaternion
from signsynth.writing.letters.arm import RIGHT_ELBOW, RIGHT_SHOULDER, RIGHT_WRIST, elbow_of
from signsynth.writing.letters.sign import Keyframe, WrittenSign


def realise(sign: WrittenSign, *, fps: float = 25.0) -> Motion:
    """The sign's frames, right-dominant: the right hand signs, the left hangs with confidence 0.

    Between keyframes the hand follows a straight or curved way with the speed of a minimum-jerk
    movement (Flash and Hogan, J. Neurosci. 5 (1985) 1688): a bell. Errors: ``InputError`` naming
    the file where the arm cannot reach.
    """
    keys = sign.keyframes
    frames = max(1, round(sign.duration_s * fps)) if len(keys) == 1 else max(2, round(sign.duration_s * fps) + 1)
    way = _way(keys, frames)
    wrists = _between([key.wrist for key in keys], way, keys) + CANONICAL.rest[RIGHT_SHOULDER]
    turns = matrices(_between(_aligned([quaternion(key.rotation) for key in keys]), way, keys))
    angles = _between([key.shape.angles for key in keys], way, keys)
    lifts = _between([[key.elbow] for key in keys], way, keys)[:, 0]

    bones = np.einsum("nij,nbj->nbi", turns, bone_directions(angles))
    pose = np.repeat(CANONICAL.rest[None], frames, axis=0)
    pose[:, RIGHT_HAND] = place_hands(wrists[:, None], bones[:, None])
    pose[:, RIGHT_WRIST] = wrists
    try:
        pose[:, RIGHT_ELBOW] = [elbow_of(wrist, lift) for wrist, lift in zip(wrists, lifts, strict=True)]
    except InputError as error:
        raise InputError(f"{sign.file or sign.gloss}: {error}") from error
    confidence = np.ones(pose.shape[:2])
    confidence[:, LEFT_HAND] = 0.0
    confidence[:, FACE] = GUESSED  # nothing is written about the face: non-manual rules may move it
    return Motion(pose, confidence, fps, segments=(Segment(0, frames, "sign", sign.gloss),))


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
