"""Motions made for the laws: smooth arms, rigid hands, any path."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from signsynth.geometry import unit
from signsynth.motion import Motion, Segment
from signsynth.motion.rigid import hand_directions, place_hands
from signsynth.skeleton import CANONICAL, HAND_PARENTS, hand_lengths_sw

FPS = 25.0


def signing(seed: int, frames: int = 12, *, fps: float = FPS, speed: float = 1.0) -> Motion:
    """Both hands in front of the chest on random smooth paths, fingers bending smoothly."""
    rng = np.random.default_rng(seed)
    time = np.arange(frames)[:, None] / fps * speed
    wave = lambda *shape: sum(  # noqa: E731
        np.sin(time.reshape(-1, *([1] * len(shape))) * rng.uniform(1, 5, shape) + rng.uniform(0, 6, shape))
        for _ in (1, 2)
    )
    pose = np.broadcast_to(CANONICAL.rest, (frames, *CANONICAL.rest.shape)).copy()
    for side in range(2):
        sign = 1 - 2 * side
        pose[:, 4 + side] = [0.25 * sign, -0.5, 0.6] + 0.12 * wave(3)
    _, rest = hand_directions(CANONICAL.rest[None])
    # Hands point up, palms forward; then every bone strays.
    directions = unit(rest[0] * [1, -1, 1] + 0.15 * wave(2, 20, 3))
    pose[:, 50:] += 0.02 * wave(1, 3)
    return placed(pose, directions, fps)


def placed(pose: np.ndarray, directions: np.ndarray, fps: float = FPS, confidence: float = 1.0) -> Motion:
    """Hands of these directions on the wrists of ``pose``, elbows between; every point seen."""
    pose = pose.copy()
    for side in range(2):
        middle = (pose[:, side] + pose[:, 4 + side]) / 2
        pose[:, 2 + side] = middle + [0.3 * (1 - 2 * side), -0.4, 0.0]
    pose[:, 8:50] = place_hands(pose[:, 4:6], directions)
    return Motion(pose, np.full(pose.shape[:2], confidence), fps)


def still(seed: int = 0, frames: int = 10, *, fps: float = FPS) -> Motion:
    """One pose of ``signing``, held."""
    one = signing(seed, 1, fps=fps)
    return Motion(np.repeat(one.pose, frames, 0), np.repeat(one.confidence, frames, 0), fps)


def moved(motion: Motion, offsets: np.ndarray) -> Motion:
    """Everything shifted by ``offsets (frames, 3)`` or ``(3,)``."""
    offsets = np.asarray(offsets, float)
    offsets = offsets[:, None] if offsets.ndim == 2 else offsets
    return Motion(motion.pose + offsets, motion.confidence, motion.fps, segments=motion.segments)


def reversed_in_time(motion: Motion) -> Motion:
    return Motion(motion.pose[::-1], motion.confidence[::-1], motion.fps)


def labelled(motion: Motion, label: str) -> Motion:
    return Motion(motion.pose, motion.confidence, motion.fps, segments=(Segment(0, len(motion), "sign", label, 0),))


def hand_stretch(motion: Motion) -> float:
    """Largest relative deviation of a hand bone from its canonical length."""
    hands = np.stack([motion.pose[:, 8:29], motion.pose[:, 29:50]], 1).astype(float)
    bones = np.linalg.norm(hands[:, :, 1:] - hands[:, :, list(HAND_PARENTS[1:])], axis=-1)
    return float(np.abs(bones / hand_lengths_sw()[1:] - 1).max())


def raised_and_lowered(path: Callable[[np.ndarray], np.ndarray], *, rest_s=0.5, reach_s=0.4, sign_s=0.8, fps=FPS):
    """A clip with rest, preparation, sign, retraction and rest; the right wrist follows ``path (t in s) -> (n, 3)``.

    Returns the motion and the frames at which the sign truly begins and ends.
    """
    rest_frames, reach, sign = round(rest_s * fps), round(reach_s * fps), round(sign_s * fps)
    at = path(np.arange(sign) / fps)
    down = CANONICAL.rest[5]
    ease = (lambda s: s * s * s * (10 - 15 * s + 6 * s * s))(np.arange(1, reach + 1) / (reach + 1))[:, None]
    wrist = np.concatenate(
        [
            np.repeat(down[None], rest_frames, 0),
            down + ease * (at[0] - down),
            at,
            at[-1] + ease * (down - at[-1]),
            np.repeat(down[None], rest_frames, 0),
        ]
    )
    pose = np.broadcast_to(CANONICAL.rest, (len(wrist), *CANONICAL.rest.shape)).copy()
    pose[:, 5] = wrist
    _, directions = hand_directions(pose[:1])
    motion = placed(pose, np.broadcast_to(directions, (len(wrist), 2, 20, 3)), fps)
    return motion, rest_frames + reach, rest_frames + reach + sign
