"""Real hands that sign ASL letters and digits, all as right hands, as unit bone directions ``(..., 20, 3)``."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np

from signsynth.files import load_motion
from signsynth.geometry import unit
from signsynth.motion import Motion
from signsynth.motion.rigid import hand_directions
from signsynth.skeleton import HAND_PARENTS, LEFT_HAND, RIGHT_HAND

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PARENTS = np.array(HAND_PARENTS[1:])
# From the wrist's frame of WebXR (fingers to -z, back of the hand up) to that of written hand shapes.
_WEBXR = np.array([[-1, 0, 0], [0, 0, -1], [0, -1, 0]])


def bones(points: np.ndarray) -> np.ndarray:
    """Unit bone directions of hand points ``(..., 21, 3)``."""
    return unit(points[..., 1:, :] - points[..., _PARENTS, :])


def palm(directions: np.ndarray) -> np.ndarray:
    """Rotation ``(..., 3, 3)`` from the hand's own frame to the space of its directions."""
    fingers = directions[..., 8, :]
    across = directions[..., 4, :] - directions[..., 16, :]
    across = unit(across - fingers * (across * fingers).sum(-1, keepdims=True))
    return np.stack([across, fingers, np.cross(across, fingers)], axis=-1)


def handy(data: Path) -> dict[str, np.ndarray]:
    """True 3D shapes without orientation, ``(2, 20, 3)`` a label: the author's two hands, in the hand's own frame."""
    table = json.loads((data / "hand_alphabets/handy/handy_poses.json").read_text("utf-8"))
    found: dict[str, list[np.ndarray]] = {}
    for pose in table["poses"]:
        points = np.array(pose["jointPositions"], float)[table["webxr25_to_mediapipe21"]]
        points[:, 0] *= -1 if pose["handedness"] == "left" else 1
        for name in pose["names"]:
            if name.startswith("asl ") and name != "asl ch":
                shape = bones(points @ _WEBXR.T)
                found.setdefault(name[4:].upper(), []).append(shape @ palm(shape))
    return {label: np.stack(shapes) for label, shapes in found.items()}


def webcam(data: Path) -> tuple[np.ndarray, np.ndarray]:
    """Webcam hands ``(10508, 20, 3)`` as the viewer sees them, and their letters. The pictures are mirrored."""
    with np.load(data / "hand_alphabets/graudt/all.npz", allow_pickle=False) as file:
        # 1280 x 720 pixels, y down, z away from the camera; x mirrored back.
        return bones(file["X"].astype(np.float64) * [-16 / 9, -1, -16 / 9]), file["y"]


def asl100(data: Path) -> dict[str, np.ndarray]:
    """One recorded hand ``(20, 3)`` a letter, another signer."""
    return {letter: stillest(load_motion(data / f"asl100/signs/{letter.lower()}.json")) for letter in LETTERS}


def peer(data: Path) -> dict[str, np.ndarray]:
    """One recorded hand ``(20, 3)`` a letter from spoken-to-signed's fingerspelling: for measuring only."""
    folder = data / "peer_lexicon/fingerspelling"
    with open(folder / "index.csv", encoding="utf-8") as file:
        return {row["glosses"]: stillest(load_motion(folder / row["path"])) for row in csv.DictReader(file)}


def stillest(motion: Motion) -> np.ndarray:
    """Bone directions ``(20, 3)`` of the seen, raised, stillest frame of the hand that is seen more."""
    wrists, directions = hand_directions(motion.pose)
    seen = [motion.confidence[:, hand] for hand in (LEFT_HAND, RIGHT_HAND)]
    side = int(seen[1].mean() >= seen[0].mean())
    heights = wrists[:, side, 1]
    ready = (heights > np.median(heights)) & (seen[side].min(1) > 0)
    turning = np.abs(np.gradient(directions[:, side], axis=0)).sum((1, 2))
    turning = np.convolve(turning, np.ones(5) / 5, "same") + np.where(ready, 0, 1e9)
    return directions[int(turning.argmin()), side] * ([1, 1, 1] if side else [-1, 1, 1])
