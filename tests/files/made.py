"""Motions and recordings made up for the tests of this folder."""

from __future__ import annotations

import io

import numpy as np

from signsynth.motion import Motion, Segment
from signsynth.motion.recording import RECORDED_POINTS, Recording
from signsynth.skeleton import CANONICAL, head_template


def moving(frames: int = 12, *, fps: float = 25.0, seed: int = 0) -> Motion:
    """The rest pose with some noise, every confidence different, two segments."""
    rng = np.random.default_rng(seed)
    pose = CANONICAL.rest + rng.normal(0, 0.2, (frames, len(CANONICAL), 3))
    segments = (Segment(0, frames // 2, "sign", "HAUS-é", 0), Segment(frames // 2, frames, "transition"))
    return Motion(pose, rng.random((frames, len(CANONICAL))), fps, segments=segments)


def on_grid(motion: Motion) -> Motion:
    """Every coordinate on the grid of ``.pose``, 2^-16 shoulder widths."""
    pose = np.round(motion.pose.astype(np.float64) * 2**16) / 2**16
    return Motion(pose, motion.confidence, motion.fps)


def filmed(frames: int = 10, *, fps: float | None = 25.0) -> Recording:
    """The rest pose as a camera sees it, the right arm swinging."""
    points = np.empty((frames, RECORDED_POINTS, 3))
    points[:, :178], points[:, 178:] = CANONICAL.rest, head_template()
    swing = np.sin(np.arange(frames) / 3)[:, None]
    points[:, [5, *range(29, 50)], 0] += 0.2 * swing
    return Recording(points, np.ones((frames, RECORDED_POINTS)), fps)


def pose_bytes(recording: Recording, *, size: tuple[int, int, int] = (640, 480, 0), scale: float = 100.0) -> bytes:
    """The recording as pose-format's own writer stores the 178 points: pixels, y down, the face second."""
    from numpy import ma
    from pose_format import Pose
    from pose_format.numpy import NumPyPoseBody
    from pose_format.pose_header import PoseHeader, PoseHeaderComponent, PoseHeaderDimensions

    parts = dict(CANONICAL.components)
    order = ("POSE_LANDMARKS", "FACE_LANDMARKS", "LEFT_HAND_LANDMARKS", "RIGHT_HAND_LANDMARKS")
    components = [PoseHeaderComponent(name, list(CANONICAL.points[parts[name]]), [], [], "XYZC") for name in order]
    columns = np.concatenate([np.arange(parts[name].start, parts[name].stop) for name in order])
    pixels = recording.points[:, columns] * [scale, -scale, -scale] + [320, 200, 0]
    confidence = recording.confidence[:, columns].astype(np.float32)[:, None]
    body = NumPyPoseBody(recording.fps or 0, ma.array(pixels[:, None].astype(np.float32)), confidence)
    out = io.BytesIO()
    Pose(PoseHeader(0.2, PoseHeaderDimensions(*size), components), body).write(out)
    return out.getvalue()
