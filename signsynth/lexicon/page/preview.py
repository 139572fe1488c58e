"""A motion as a short text that the page's script draws: few points, few frames, 16 bits a number."""

from __future__ import annotations

import base64

import numpy as np

from signsynth.motion import Motion
from signsynth.skeleton import FACE, LEFT_HAND, RIGHT_HAND

FPS, MOST_FRAMES = 15.0, 60
"""A sign's shape is clear at this rate; a longer recording is shown from its beginning."""
REACH = 4.0
"""Coordinates from -REACH to REACH shoulder widths fill the 16 bits, in steps of 0.1 mm."""
POINTS = 6 + 1 + 21 + 21
"""Shoulders, elbows and wrists, the middle of the face, left hand, right hand."""


def preview(motion: Motion) -> str:
    """Base64 of uint16 ``(frames, 1 + 2 * POINTS)``, little-endian: which hands are seen (1 left, 2 right), then x, y.

    At ``FPS`` at most; about 9 kB for a sign of 2 seconds.
    """
    count = max(1, min(round(len(motion) * FPS / motion.fps), len(motion)))
    at = np.linspace(0, len(motion) - 1, count).round().astype(int)[:MOST_FRAMES]
    pose = motion.pose[at, :, :2]
    face = pose[:, FACE].mean(1, keepdims=True)
    points = np.concatenate([pose[:, :6], face, pose[:, LEFT_HAND], pose[:, RIGHT_HAND]], 1)
    values = np.clip((points + REACH) / (2 * REACH) * 65535, 0, 65535).round().astype("<u2")
    seen = sum((motion.confidence[at, hand].max(1) > 0) << bit for bit, hand in enumerate((LEFT_HAND, RIGHT_HAND)))
    frames = np.concatenate([np.asarray(seen, "<u2")[:, None], values.reshape(len(at), -1)], 1)
    return base64.b64encode(np.ascontiguousarray(frames, "<u2").tobytes()).decode("ascii")
