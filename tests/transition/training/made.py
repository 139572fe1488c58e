"""Takes made for the laws of training windows."""

from __future__ import annotations

import numpy as np

from signsynth.files.corpus import Take
from signsynth.skeleton import HAND_PARENTS, hand_lengths_sw
from signsynth.transition.training.course import arm_lengths, bend_arms, lift_arms
from tests.transition.made import signing

FPS = 30.0
PARENTS = np.array(HAND_PARENTS[1:])
LENGTHS = hand_lengths_sw()[1:]


def take(
    seed: int, frames: int = 60, *, source: str = "deep", label: str = "", fps: float = FPS, one: bool = False
) -> Take:
    """Both hands on smooth paths; arms as long as the body's, or, of source "flat", as pictures show them.

    ``one``: the left hand is not seen.
    """
    motion = signing(seed, frames, fps=fps, speed=0.8)
    body = motion.pose[None, :, :8].astype(np.float32)
    lengths = [np.full((1, frames, 2), length, np.float32) for length in (0.93, 0.81)]
    if source == "flat":
        lift_arms(body, np.arange(1), np.array([fps]))
    else:
        bend_arms(body, np.arange(1), *lengths)
    pose = motion.pose[:, :50].copy()
    for side, hand in ((4, slice(8, 29)), (5, slice(29, 50))):
        pose[:, hand] += body[0, :, side, None] - pose[:, side, None]
    pose[:, :8] = body[0]
    confidence = np.ones((frames, 50), np.float32)
    confidence[:, 8:29] = 0.0 if one else 0.9
    return Take(source, label or f"G{seed}", f"{source}/{seed}", fps, pose, confidence)


def takes(n: int = 12) -> list[Take]:
    """Of two sources, with and without true depth; every third with one hand."""
    return [take(k, 40 + 5 * k, source=("deep", "flat")[k % 2], label=f"G{k // 2}", one=k % 3 == 2) for k in range(n)]


def bone_errors(pose: np.ndarray) -> float:
    """Largest difference of any hand bone's length from its canonical one, over ``(..., 50, 3)``."""
    hands = pose[..., 8:50, :].astype(np.float64).reshape(*pose.shape[:-2], 2, 21, 3)
    lengths = np.linalg.norm(hands[..., 1:, :] - hands[..., PARENTS, :], axis=-1)
    return float(np.abs(lengths - LENGTHS).max())


def wrist_errors(pose: np.ndarray) -> float:
    """How far hands' roots lie from the arms' ends."""
    return float(np.abs(pose[..., [8, 29], :] - pose[..., 4:6, :]).max())


def arms(pose: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lengths of upper arms and forearms."""
    return arm_lengths(pose[..., :8, :])
