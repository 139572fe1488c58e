"""Where our 178 points lie on SMPL-X: its joints, fingertip vertices and the face landmarks of its own file."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from signsynth.errors import InputError
from signsynth.skeleton import BODY, CANONICAL, FACE, LEFT_HAND, RIGHT_HAND

_FINGERS = ("index", "middle", "pinky", "ring", "thumb")
JOINT_NAMES = (
    "pelvis", "left_hip", "right_hip", "spine1", "left_knee", "right_knee", "spine2", "left_ankle", "right_ankle",
    "spine3", "left_foot", "right_foot", "neck", "left_collar", "right_collar", "head", "left_shoulder",
    "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist", "jaw", "left_eye", "right_eye",
    *(f"{side}_{finger}{k}" for side in ("left", "right") for finger in _FINGERS for k in (1, 2, 3)),
)  # fmt: skip
"""The 55 joints in the file's order."""

TIPS = {"left_thumb": 5361, "left_index": 4933, "left_middle": 5058, "left_ring": 5169, "left_pinky": 5286}
TIPS |= {"right_thumb": 8079, "right_index": 7669, "right_middle": 7794, "right_ring": 7905, "right_pinky": 8022}
"""Fingertip vertices of the 10,475."""

FACE_POINTS = (70, 63, 105, 66, 107, 336, 296, 334, 293, 300, *[-1] * 9, 33, 160, 158, 133, 153, 144)
FACE_POINTS += (362, 385, 387, 263, 373, 380, 61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181)
FACE_POINTS += (78, 82, 13, 312, 308, 317, 14, 87)
"""Face-mesh point of each of the file's 51 landmarks (brows, nose, eyes, outer and inner lips); -1 for none."""


def point_joints() -> np.ndarray:
    """Joint that each canonical point is, int64 ``(178,)``, -1 for none."""
    joint = np.full(len(CANONICAL), -1, np.int64)
    for point in range(BODY.start, BODY.stop):
        joint[point] = JOINT_NAMES.index(CANONICAL.points[point].lower())
    for side, where in (("left", LEFT_HAND), ("right", RIGHT_HAND)):
        joint[where.start] = JOINT_NAMES.index(f"{side}_wrist")
        for k in range(20):
            if k % 4 < 3:
                joint[where.start + 1 + k] = JOINT_NAMES.index(f"{side}_{_finger(k)}{k % 4 + 1}")
    return joint


def face_corners(
    arrays: dict[str, np.ndarray], vertices: int, tips: dict[str, int], path: str | Path
) -> tuple[np.ndarray, np.ndarray]:
    """Vertices ``(178, 3)`` and weights of the points on the skin; weight 0 where the file has no landmark."""
    corners = np.zeros((len(CANONICAL), 3), np.int64)
    weights = np.zeros((len(CANONICAL), 3), np.float32)
    for side, where in (("left", LEFT_HAND), ("right", RIGHT_HAND)):
        for k in range(3, 20, 4):
            tip = tips.get(f"{side}_{_finger(k)}", -1)
            if not 0 <= tip < vertices:
                raise InputError(
                    f"{path}: {side}_{_finger(k)} at vertex {tip}, the mesh has {vertices}; name them in tips="
                )
            corners[where.start + 1 + k, 0], weights[where.start + 1 + k, 0] = tip, 1
    if "lmk_faces_idx" in arrays and "lmk_bary_coords" in arrays and len(arrays["lmk_faces_idx"]) == len(FACE_POINTS):
        names = CANONICAL.points[FACE]
        for face, shares, name in zip(arrays["lmk_faces_idx"], arrays["lmk_bary_coords"], FACE_POINTS, strict=True):
            if name >= 0:
                point = FACE.start + names.index(str(name))
                corners[point], weights[point] = arrays["f"][int(face)], shares
    return corners, weights


def _finger(k: int) -> str:
    return ("thumb", "index", "middle", "ring", "pinky")[k // 4]
