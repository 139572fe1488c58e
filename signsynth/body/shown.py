"""The canonical pose that a body shows: how joint rotations become the 178 points of a motion."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from signsynth.body.body import Body
from signsynth.body.fit.fit import bundled
from signsynth.body.fit.report import body_points
from signsynth.motion import Gesture, MeshTrack, Motion
from signsynth.motion.rigid import hand_directions, place_hands
from signsynth.skeleton import BODY, CANONICAL, FACE, LEFT_HAND, RIGHT_HAND

_HANDS = slice(LEFT_HAND.start, RIGHT_HAND.stop)


def canonical_pose(gesture: Gesture, mesh: MeshTrack, body: Body | None = None) -> np.ndarray:
    """Pose ``(frames, 178, 3)`` in shoulder widths of the posed body (the bundled one by default), without its shape.

    Hands take the body's bone directions and the canonical lengths, the face the body's movement on the canonical
    face; trunk and arms are those of the mean person.
    """
    frames = len(mesh)
    points = body_points(_only(gesture, mesh, np.zeros((frames, len(CANONICAL), 3))), body)
    pose = np.repeat(CANONICAL.rest[None].astype(np.float64), frames, axis=0)
    pose[:, BODY] = points[:, BODY]
    wrists, directions = hand_directions(points)
    pose[:, _HANDS] = place_hands(wrists, directions)
    pose[:, FACE] += points[:, FACE] - _face_at_rest(body)
    return pose


def _only(gesture: Gesture, mesh: MeshTrack, pose: np.ndarray) -> Motion:
    return Motion(pose, np.ones(pose.shape[:2]), 25.0, gesture=gesture, mesh=mesh)


@lru_cache(maxsize=2)
def _face_at_rest(body: Body | None) -> np.ndarray:
    still = np.zeros((1, 1, 6), np.float32)
    still[..., 0] = still[..., 4] = 1
    chosen = bundled() if body is None else body
    mesh = MeshTrack(still, np.zeros((1, len(chosen.action_names))), np.zeros((1, 3)), ("root",), chosen.action_names)
    gesture = Gesture(np.repeat(still[:, None], 2, 1).repeat(15, 2), np.repeat(still, 2, 1), np.ones((1, 2)))
    return body_points(_only(gesture, mesh, np.zeros((1, len(CANONICAL), 3))), chosen)[0, FACE]
