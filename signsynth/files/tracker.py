"""Which point of a tracker is which point of a ``Recording``."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from signsynth.motion.recording import RECORDED_POINTS
from signsynth.skeleton import CANONICAL, FACE, HEAD_POINTS, LEFT_HAND, RIGHT_HAND

_OPENPOSE_BODY = {
    **{f"{s[0]}{joint.title()}": f"{s}_{joint}" for s in ("LEFT", "RIGHT") for joint in ("SHOULDER", "ELBOW", "WRIST")},
    **{f"{s[0]}{part.title()}": f"{s}_{part}" for s in ("LEFT", "RIGHT") for part in ("HIP", "EYE", "EAR")},
    "Nose": "NOSE",
}
# The 68 points of iBUG 300-W (jaw, brows, nose, eyes, lips; from the picture's left) as MediaPipe face points.
_IBUG_AS_MEDIAPIPE = (
    (162, 234, 93, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 323, 454, 389)
    + (71, 63, 105, 66, 107, 336, 296, 334, 293, 301, 168, 197, 5, 4, 75, 97, 2, 326, 305)
    + (33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380)
    + (61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82, 13, 312, 308, 317, 14, 87)
)
MEDIAPIPE_BODY = (
    HEAD_POINTS
    + tuple(f"{s}_{j}" for j in ("SHOULDER", "ELBOW", "WRIST") for s in ("LEFT", "RIGHT"))
    + tuple(f"{s}_{j}" for j in ("PINKY", "INDEX", "THUMB") for s in ("LEFT", "RIGHT"))
    + ("LEFT_HIP", "RIGHT_HIP")
)
"""The first 25 of MediaPipe's 33 body points, in its order."""


@lru_cache(maxsize=1)
def recorded_index() -> dict[str, int]:
    """Index in a ``Recording`` of each body and head point by name, and of each face point by its number."""
    names = {name: i for i, name in enumerate(CANONICAL.points[:8])}
    names |= {name: FACE.start + i for i, name in enumerate(CANONICAL.points[FACE])}
    return names | {name: len(CANONICAL) + i for i, name in enumerate(HEAD_POINTS)}


def component_targets(component: str, points: list[str]) -> np.ndarray:
    """For each point of a pose-format component its index in a ``Recording``, or -1 where it has no place there.

    Knows MediaPipe (any subset of body and face points) and OpenPose (body 25, face 70, hands).
    """
    index = recorded_index()
    if component in ("LEFT_HAND_LANDMARKS", "hand_left_keypoints_2d"):
        return _hand(LEFT_HAND, component, points)
    if component in ("RIGHT_HAND_LANDMARKS", "hand_right_keypoints_2d"):
        return _hand(RIGHT_HAND, component, points)
    if component in ("POSE_LANDMARKS", "FACE_LANDMARKS"):
        return np.array([index.get(point, -1) for point in points], int)
    if component == "pose_keypoints_2d":
        return np.array([index.get(_OPENPOSE_BODY.get(point, ""), -1) for point in points], int)
    if component == "face_keypoints_2d":
        known = [index.get(str(number), -1) for number in _IBUG_AS_MEDIAPIPE[: len(points)]]
        return np.array(known + [-1] * (len(points) - len(known)), int)
    return np.full(len(points), -1)


def _hand(hand: slice, component: str, points: list[str]) -> np.ndarray:
    names = list(CANONICAL.points[hand])
    if component.endswith("_2d"):  # OpenPose: the same order under other names
        return np.arange(hand.start, hand.stop)[: len(points)] if len(points) == 21 else np.full(len(points), -1)
    return np.array([hand.start + names.index(point) if point in names else -1 for point in points], int)


def empty(frames: int) -> tuple[np.ndarray, np.ndarray]:
    """Zero points ``(frames, 189, 3)`` and confidence ``(frames, 189)`` to fill."""
    return np.zeros((frames, RECORDED_POINTS, 3)), np.zeros((frames, RECORDED_POINTS))
