"""A made-up person in front of a made-up camera."""

from __future__ import annotations

import numpy as np

from signsynth.motion.recording import RECORDED_POINTS, Recording
from signsynth.skeleton import CANONICAL, LEFT_HAND, RIGHT_HAND, head_template

HEAD_MIRROR = 178 + np.array([0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9])


def person(frames: int = 20, *, seed: int = 0, arm: float = 1.0, hand: float = 1.0, apart: float = 0.0) -> Recording:
    """Both arms move in the picture's plane, hands turn and bend; bones ``arm`` and ``hand`` times canonical.

    The wrist path and the direction of every bone depend on ``seed`` alone, not on the proportions.
    ``apart`` (radians) swings the arms outward, away from the face and from each other.
    """
    rng = np.random.default_rng(seed)
    phase = np.linspace(0, 3, frames)
    points = np.empty((frames, RECORDED_POINTS, 3))
    points[:, :178], points[:, 178:] = CANONICAL.rest, head_template()
    for side, part in ((0, LEFT_HAND), (1, RIGHT_HAND)):
        outward = 1 - 2 * side
        start = points[:, side]
        for child in (2 + side, 4 + side):
            angle = apart + rng.uniform(-0.5, 1.0) + rng.uniform(0.2, 0.6) * np.sin(phase * rng.uniform(0.5, 2))
            reach = CANONICAL.lengths[child] * arm
            start = start + reach * np.column_stack([outward * np.sin(angle), -np.cos(angle), np.zeros(frames)])
            points[:, child] = start
        turn = phase[:, None] * rng.uniform(-0.5, 0.5, 20)
        for point in range(1, 21):
            parent = CANONICAL.parents[part.start + point]
            tilt, yaw = rng.uniform(-1, 1), rng.uniform(0, 2)
            angle = yaw + turn[:, point - 1]
            bone = np.column_stack([np.sin(angle), np.cos(angle), np.full(frames, tilt)])
            bone *= hand * CANONICAL.lengths[part.start + point] / np.linalg.norm(bone, axis=-1, keepdims=True)
            base = start if parent == part.start else points[:, parent]
            points[:, part.start + point] = base + bone
        points[:, part.start] = start
    return Recording(points, np.ones((frames, RECORDED_POINTS)), 25.0)


def hidden(recording: Recording, frames, columns) -> Recording:
    """The same recording with some points unseen in some frames."""
    confidence = recording.confidence.copy()
    confidence[np.ix_(np.atleast_1d(frames), np.r_[columns])] = 0
    points = np.where(confidence[..., None] > 0, recording.points, 0.0)
    return Recording(points, confidence, recording.fps, recording.arm_depth, recording.hand_depth)


def mirrored(recording: Recording) -> Recording:
    """What a camera behind a mirror sees, sides named anew."""
    order = np.concatenate([CANONICAL.mirror, HEAD_MIRROR])
    points, confidence = recording.points[:, order] * [-1, 1, 1], recording.confidence[:, order]
    return Recording(points, confidence, recording.fps, recording.arm_depth, recording.hand_depth)


def reaching(left: tuple[float, float], right: tuple[float, float], *, arm: float = 1.0, frames: int = 10) -> Recording:
    """Wrists held at two places of the picture by arms ``arm`` times canonical that lie in its plane."""
    points = np.empty((frames, RECORDED_POINTS, 3))
    points[:, :178], points[:, 178:] = CANONICAL.rest, head_template()
    for side, (wrist, part) in enumerate(((left, LEFT_HAND), (right, RIGHT_HAND))):
        shoulder, wrist = CANONICAL.rest[side, :2], np.array(wrist)
        upper, fore = arm * CANONICAL.lengths[[2 + side, 4 + side]]
        way = wrist - shoulder
        reach = np.linalg.norm(way)
        along = (upper**2 - fore**2 + reach**2) / (2 * reach)
        aside = np.sqrt(upper**2 - along**2) * (1 - 2 * side)
        elbow = shoulder + (along * way + aside * np.array([-way[1], way[0]])) / reach
        points[:, 2 + side, :2], points[:, 4 + side, :2] = elbow, wrist
        points[:, [2 + side, 4 + side], 2] = 0
        offsets = CANONICAL.rest[part] - CANONICAL.rest[part.start]
        points[:, part] = np.append(wrist, 0) + offsets * [1, -1 if wrist[1] > 0 else 1, 1]
    return Recording(points, np.ones((frames, RECORDED_POINTS)), 25.0)
