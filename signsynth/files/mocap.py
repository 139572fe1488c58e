"""Motion capture as a ``Recording``: ``.vrma``, ``.glb``, ``.gltf`` and ``.bvh`` with named joints.

Joints become points by name (Mixamo, VRM, Unreal, SMPL, and the body of this package); depth is true. The
clip is turned so that the person faces the camera. Frames of the calibration pose that such files begin
with, arms straight out, are left out. Fingertips lie along the last bones. The face follows the head without
expression, at confidence 0.5. Hands whose fingers are not all there are not seen.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from signsynth.errors import FileError
from signsynth.files.joint_clip import JointClip
from signsynth.files.mocap_names import missing_shoulders, point_joints
from signsynth.files.tracker import empty
from signsynth.geometry import unit
from signsynth.motion import GUESSED
from signsynth.motion.recording import Recording
from signsynth.skeleton import CANONICAL, FACE, LEFT_HAND, RIGHT_HAND, hand_lengths_sw, head_template

_T_POSE_COS = 0.94
"""Upper arms and forearms within 20° of straight out to the side."""
_END_RANGE = (0.3, 1.5)
"""A stated end is believed where its bone has this length against the bone before it."""


def read_mocap(path: str | Path) -> Recording:
    """What was captured. Errors: ``FileError`` for a damaged file or one without shoulders, elbows and wrists."""
    if Path(path).suffix.lower() == ".bvh":
        from signsynth.files.bvh_clip import read_bvh

        clip = read_bvh(path)
    else:
        from signsynth.files.gltf_clip import read_gltf

        clip = read_gltf(path)
    return recording_of(clip, str(path))


def recording_of(clip: JointClip, source: str) -> Recording:
    """Canonical points of a clip in the person's frame; ``source`` names it in errors. Errors: ``FileError``."""
    joints, head = point_joints(clip.names, clip.roles)
    if missing := missing_shoulders(joints):
        some = ", ".join(name for name in clip.names[:6])
        raise FileError(f"{source}: no joint for {', '.join(missing)} among {some}, …; expected Mixamo or VRM names")
    upright = _upright(clip.places, joints)
    facing = upright @ _facing(clip.places @ upright, joints)
    at_rest = _upright(clip.rest_places[None], joints)
    at_rest = at_rest @ _facing(clip.rest_places[None] @ at_rest, joints)
    places = clip.places @ facing
    points, confidence = empty(len(clip))
    for point, joint in joints.items():
        points[:, point], confidence[:, point] = places[:, joint], 1.0
    for hand in (LEFT_HAND, RIGHT_HAND):
        _tips(clip, joints, hand.start, facing, points, confidence)
        if not (confidence[:, hand] > 0).all():
            confidence[:, hand] = 0.0
    width = np.median(np.linalg.norm(points[:, 0] - points[:, 1], axis=-1))
    if not width > 0:
        raise FileError(f"{source}: both shoulders are at one point, expected them apart")
    if head is not None:
        turned = _since_rest(clip, head)
        if turned is not None:
            _face(places[:, head] / width, at_rest.T @ turned.transpose(0, 2, 1) @ facing, points, confidence, width)
    first = _calibration_frames(points)
    scale = np.where(confidence > 0, 1 / width, 0.0)[..., None]
    return Recording(points[first:] * scale[first:], confidence[first:], clip.fps, arm_depth=True, hand_depth=True)


def _upright(places: np.ndarray, joints: dict[int, int]) -> np.ndarray:
    """Turn ``(3, 3)``, from the right, that brings the file's up axis to y: z points up in some."""
    if 6 not in joints or 7 not in joints:
        return np.eye(3)
    middle = [places[:, [joints[a], joints[b]]].mean(1) for a, b in ((0, 1), (6, 7))]
    up = np.median(middle[0] - middle[1], axis=0)
    if abs(up[1]) >= abs(up[2]):
        return np.eye(3)
    return (
        np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]]) if up[2] > 0 else np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]])
    )


def _facing(places: np.ndarray, joints: dict[int, int]) -> np.ndarray:
    """Turn about y ``(3, 3)``, from the right, that brings the left shoulder to +x."""
    across = np.median(places[:, joints[0]] - places[:, joints[1]], axis=0)
    length = np.hypot(across[0], across[2])
    if length < 1e-12:
        return np.eye(3)
    c, s = across[0] / length, across[2] / length
    return np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])


def _since_rest(clip: JointClip, joint: int) -> np.ndarray | None:
    """How a joint has turned since the pose the file was built in ``(frames, 3, 3)``; None where that is flat."""
    if abs(np.linalg.det(clip.rest_axes[joint])) < 1e-30:
        return None
    return clip.axes[:, joint] @ np.linalg.inv(clip.rest_axes[joint])


def _tips(
    clip: JointClip, joints: dict[int, int], hand: int, facing: np.ndarray, points: np.ndarray, confidence: np.ndarray
) -> None:
    """Ends of the fingers: stated by the file, else straight on from the last bone as it was built, turned with it."""
    lengths = hand_lengths_sw()
    for tip in range(4, 21, 4):
        last, before = joints.get(hand + tip - 1), joints.get(hand + tip - 2)
        if last is None or before is None or hand + tip in joints:
            continue
        bone = np.linalg.norm(points[:, hand + tip - 1] - points[:, hand + tip - 2], axis=-1)
        end = clip.ends.get(last)
        if end is not None:
            reach = np.median(np.linalg.norm(end - clip.places[:, last], axis=-1)) / max(np.median(bone), 1e-30)
            if _END_RANGE[0] <= reach <= _END_RANGE[1]:
                points[:, hand + tip], confidence[:, hand + tip] = end @ facing, 1.0
                continue
        turned = _since_rest(clip, last)
        if turned is None:
            continue
        straight = turned @ (clip.rest_places[last] - clip.rest_places[before])
        reach = bone[:, None] * lengths[tip] / lengths[tip - 1]
        points[:, hand + tip] = (
            points[:, hand + tip - 1] + unit(straight / max(np.abs(straight).max(), 1e-30)) @ facing * reach
        )
        confidence[:, hand + tip] = 1.0


def _face(head: np.ndarray, turns: np.ndarray, points: np.ndarray, confidence: np.ndarray, width: float) -> None:
    """The canonical face, still, turned ``turns (frames, 3, 3)`` (from the right) about the joint of the head."""
    rest = np.concatenate([CANONICAL.rest[FACE], head_template()])
    # The joint of the head lies between the ears, a little below them.
    pivot = np.array([0.0, rest[:, 1].min() + 0.05, rest[:, 2].min()])
    norms = np.linalg.norm(turns, axis=1, keepdims=True)
    turned = (rest - pivot) @ (turns / np.maximum(norms, 1e-30))
    points[:, FACE.start :] = (head[:, None] + turned) * width
    confidence[:, FACE.start :] = GUESSED  # it only turns along with the head


def _calibration_frames(points: np.ndarray) -> int:
    """How many frames at the beginning show straight arms out to the sides; 0 where all do."""
    outward = np.array([1.0, -1.0])
    straight = np.ones(len(points), bool)
    for parent, child in ((0, 2), (2, 4)):
        bones = unit(points[:, child : child + 2] - points[:, parent : parent + 2] + 1e-30)
        straight &= (bones[..., 0] * outward > _T_POSE_COS).all(1)
    moving = np.flatnonzero(~straight)
    return int(moving[0]) if len(moving) else 0
