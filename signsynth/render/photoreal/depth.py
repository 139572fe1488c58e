"""The depth picture that VACE is driven by: brightness goes with one over the distance, as depth networks have it."""

from __future__ import annotations

import numpy as np

WALL = 1.2
"""Shoulder widths from mid-shoulder back to the wall that is black: near, so that little of the range is lost."""
REACH = 1.7
"""And forward to what is white: nearly an arm's length."""


def depth_picture(depth: np.ndarray, distance: float) -> np.ndarray:
    """uint8 ``(h, w, 3)`` of depths float ``(h, w)`` in shoulder widths, infinite outside the body.

    ``distance`` is that of mid-shoulder. VACE's own preprocessing stretches the range of every frame anew; ours is the
    same in all frames, so that a chest does not darken when a hand comes near.
    """
    black, white = 1 / (distance + WALL), 1 / (distance - REACH)
    share = np.clip((1 / depth.astype(np.float64) - black) / (white - black), 0, 1)
    return np.repeat(np.rint(255 * share).astype(np.uint8)[..., None], 3, -1)
