"""Made motions: a person with raised, moving arms."""

from __future__ import annotations

import numpy as np

from signsynth.motion import Motion, Segment
from signsynth.motion.rigid import hand_directions, place_hands
from signsynth.skeleton import CANONICAL


def waving(frames: int = 20, fps: float = 25.0, *, both: bool = True) -> Motion:
    """Hands up beside the head (or only the right one), palms forward, each circling on its own."""
    pose = np.repeat(CANONICAL.rest[None], frames, axis=0)
    time = np.arange(frames) / fps
    _, directions = hand_directions(pose)
    directions = directions * [-1, -1, 1]  # fingers up
    for side, sign in ((0, 1), (1, -1)) if both else ((1, -1),):
        turn = 2 * np.pi * time * (1 + 0.3 * side)
        pose[:, 2 + side] = [sign * 0.80, -0.75, 0.25]
        pose[:, 4 + side] = np.column_stack(
            [sign * (0.75 + 0.1 * np.cos(turn)), -0.05 + 0.1 * np.sin(turn), np.full(frames, 0.5)]
        )
    raised = place_hands(pose[:, 4:6], directions).reshape(frames, 2, 21, 3)
    for side in (0, 1) if both else (1,):
        pose[:, 8 + 21 * side : 29 + 21 * side] = raised[:, side]
    third = frames // 3
    segments = (
        Segment(0, third, "pause"),
        Segment(third, 2 * third, "sign", "HELLO", 0),
        Segment(2 * third, frames, "transition"),
    )
    return Motion(pose, np.ones((frames, len(CANONICAL))), fps, segments=segments)
