"""What a transition interpolates: numbers that may be mixed freely, and still make a person.

A frame becomes shoulders, hips, wrists, elbows and arm bone lengths; per hand a turn (rotation
vector) and, for each bone, its direction as seen from the bone before it; and the face. Straight
lines in these numbers bend fingers at their joints instead of shrinking them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.geometry import unit
from signsynth.motion.rigid import hand_directions, place_hands
from signsynth.rotations import (
    continuous,
    exponential,
    from_quaternions,
    quaternion_vectors,
    relative,
    to_quaternions,
)
from signsynth.skeleton import FACE, LEFT_HAND, RIGHT_HAND

BODY_COLUMNS = slice(0, 28)
LEFT_COLUMNS = slice(28, 91)
RIGHT_COLUMNS = slice(91, 154)
FACE_COLUMNS = slice(154, 538)
GROUPS = (BODY_COLUMNS, LEFT_COLUMNS, RIGHT_COLUMNS)
"""Columns that move together: body, left hand, right hand (the face follows the simplest rule)."""

_UPPER, _LOWER = slice(24, 26), slice(26, 28)
_INDEX, _MIDDLE, _PINKY = 4, 8, 16


@dataclass(frozen=True)
class Tracks:
    """Two stretches of motion in one set of numbers, float64 ``(frames, 538)`` each.

    ``turn`` is the orientation ``(2, 3, 3)`` half-way between both ends, against which the hands'
    turns are counted, so that none comes near the half turn where rotation vectors jump.
    """

    before: np.ndarray
    after: np.ndarray
    turn: np.ndarray

    @classmethod
    def of(cls, before: np.ndarray, after: np.ndarray, seen: np.ndarray) -> Tracks:
        """From poses ``(frames, 178, 3)``; ``seen (2 sides, 2 hands)`` tells where a hand was tracked.

        A hand seen on one side only has that side's shape on both.
        """
        cut = len(before)
        pose = np.concatenate([before, after]).astype(np.float64)
        _, directions = hand_directions(pose)
        for hand in range(2):
            if seen[0, hand] and not seen[1, hand]:
                directions[cut:, hand] = directions[cut - 1, hand]
            elif seen[1, hand] and not seen[0, hand]:
                directions[:cut, hand] = directions[cut, hand]
        turned = palms(directions)
        middle, vectors = from_middle(to_quaternions(turned), cut)
        local = local_directions(directions, turned)
        arms = pose[:, 2:6] - pose[:, 0:4]
        values = np.concatenate(
            [
                pose[:, :8].reshape(len(pose), 24),
                np.sqrt((arms**2).sum(-1)),
                *(part for hand in range(2) for part in (vectors[:, hand], local[:, hand].reshape(len(pose), 60))),
                pose[:, FACE].reshape(len(pose), -1),
            ],
            axis=1,
        )
        return cls(values[:cut], values[cut:], from_quaternions(middle))

    def poses(self, values: np.ndarray) -> np.ndarray:
        """Poses ``(frames, 178, 3)`` from ``(frames, 538)``: arms bend at the elbow, hand bones keep their length."""
        frames = len(values)
        pose = np.empty((frames, FACE.stop, 3))
        pose[:, :8] = values[:, :24].reshape(frames, 8, 3)
        bend_elbows(pose, np.maximum(values[:, _UPPER], 1e-3), np.maximum(values[:, _LOWER], 1e-3))
        pose[:, LEFT_HAND.start : RIGHT_HAND.stop] = place_hands(pose[:, 4:6], bone_directions(values, self.turn))
        pose[:, FACE] = values[:, FACE_COLUMNS].reshape(frames, 128, 3)
        return pose


def bone_directions(values: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """Unit bones of both hands ``(frames, 2, 20, 3)`` in signing space, of ``values (frames, 154 or more)``.

    ``turn (2, 3, 3)``, or one for each frame ``(frames, 2, 3, 3)``, is what the hands' turns are counted from.
    """
    hands = np.stack([values[:, LEFT_COLUMNS], values[:, RIGHT_COLUMNS]], axis=1)
    palms = turn @ exponential(hands[..., :3])
    return _global(hands[..., 3:].reshape(len(values), 2, 20, 3), palms)


def bend_elbows(pose: np.ndarray, upper: np.ndarray, lower: np.ndarray) -> None:
    """Move both elbows of ``pose (frames, 178, 3)``, in place and no more than needed, to where the bones meet.

    ``upper`` and ``lower`` ``(frames, 2)`` are the lengths of upper arm and forearm, left first. A
    wrist out of reach comes to the end of the straight arm.
    """
    shoulder, elbow = pose[:, 0:2], pose[:, 2:4]
    reach = pose[:, 4:6] - shoulder
    distance = np.sqrt((reach**2).sum(-1))
    straight = np.minimum(distance, upper + lower)
    axis = reach / np.maximum(distance, 1e-9)[..., None]
    pose[:, 4:6] = shoulder + axis * straight[..., None]
    along = (upper**2 - lower**2 + straight**2) / np.maximum(2 * straight, 1e-9)
    along = np.clip(along, -upper, upper)
    side = elbow - shoulder
    side = side - (side * axis).sum(-1, keepdims=True) * axis
    height = np.sqrt(np.maximum(upper**2 - along**2, 0.0))
    pose[:, 2:4] = shoulder + along[..., None] * axis + height[..., None] * unit(side)


def from_middle(quaternions: np.ndarray, cut: int) -> tuple[np.ndarray, np.ndarray]:
    """Rotations of two stretches, ``(frames, n, 4)`` with the second from frame ``cut`` on, as freely mixable numbers.

    Returns the quaternions ``(n, 4)`` half-way between both ends at the cut, and the rotation vectors
    ``(frames, n, 3)`` from there: none comes near the half turn where such vectors jump.
    """
    quaternions = continuous(quaternions)
    middle = quaternions[cut - 1] + quaternions[cut]
    middle = middle / np.linalg.norm(middle, axis=-1, keepdims=True)
    return middle, quaternion_vectors(relative(middle, quaternions))


def palms(directions: np.ndarray) -> np.ndarray:
    """Orientation ``(..., 3, 3)`` of hands ``(..., 20, 3)``: columns along the fingers, to the index, across."""
    x = directions[..., _MIDDLE, :]
    across = directions[..., _INDEX, :] - directions[..., _PINKY, :]
    across = across - (across * x).sum(-1, keepdims=True) * x
    flat = (across**2).sum(-1) < 1e-8
    if flat.any():  # a hand without width has no turn around its axis: any fixed one will do
        spare = np.where(np.abs(x[..., 1:2]) < 0.9, [0.0, 1.0, 0.0], [0.0, 0.0, 1.0])
        across = np.where(flat[..., None], spare - (spare * x).sum(-1, keepdims=True) * x, across)
    y = unit(across)
    return np.stack([x, y, np.cross(x, y)], axis=-1)


def local_directions(directions: np.ndarray, palms: np.ndarray) -> np.ndarray:
    """Bone directions as seen from the bone before: ``(frames, 2, 5 fingers, 4 joints, 3)``."""
    fingers = directions.reshape(*directions.shape[:2], 5, 4, 3)
    out = np.empty_like(fingers)
    frame = palms[:, :, None]
    for joint in range(4):
        out[..., joint, :] = _column(frame.swapaxes(-1, -2), fingers[..., joint, :])
        if 0 < joint < 3:  # the palm bones of one hand share the palm's frame with the first phalanx
            frame = frame @ _bent(out[..., joint, :])
    return out


def finger_frames(directions: np.ndarray, palms: np.ndarray) -> np.ndarray:
    """Orientation ``(frames, 2, 5, 3, 3, 3)`` of the phalanges of each finger: the palm's, bent joint by joint."""
    local = local_directions(directions, palms)
    out = np.empty((*local.shape[:2], 5, 3, 3, 3))
    frame = palms[:, :, None]
    for joint in range(1, 4):
        frame = frame @ _bent(local[..., joint, :])
        out[..., joint - 1, :, :] = frame
    return out


def _global(local: np.ndarray, palms: np.ndarray) -> np.ndarray:
    """Inverse of ``local_directions``; directions ``(frames, 2, 20, 3)`` are made unit on the way."""
    fingers = unit(local, fallback=(1.0, 0.0, 0.0)).reshape(*local.shape[:2], 5, 4, 3)
    out = np.empty_like(fingers)
    frame = palms[:, :, None]
    for joint in range(4):
        out[..., joint, :] = _column(frame, fingers[..., joint, :])
        if 0 < joint < 3:
            frame = frame @ _bent(fingers[..., joint, :])
    return out.reshape(local.shape)


def _column(matrices: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    return (matrices @ vectors[..., None])[..., 0]


def _bent(direction: np.ndarray) -> np.ndarray:
    """The smallest rotation ``(..., 3, 3)`` that takes +x to a unit ``direction``."""
    a, b, c = direction[..., 0], direction[..., 1], direction[..., 2]
    k = 1 / np.maximum(1 + a, 1e-6)
    out = np.empty((*a.shape, 3, 3))
    out[..., 0, 0], out[..., 0, 1], out[..., 0, 2] = a, -b, -c
    out[..., 1, 0], out[..., 1, 1], out[..., 1, 2] = b, 1 - k * b * b, -k * b * c
    out[..., 2, 0], out[..., 2, 1], out[..., 2, 2] = c, -k * b * c, 1 - k * c * c
    return out
