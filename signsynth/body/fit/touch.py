"""A thumb that touches a finger keeps touching it on a hand of other bone lengths."""

from __future__ import annotations

import numpy as np

TOUCHING_M, FREE_M = 0.018, 0.045
"""Up to the first distance between thumb tip and finger a touch is kept entirely, beyond the second not at all."""
_SOFT_M = 0.006
_ALONG = np.array([0.2, 0.6, 1.0])
"""How far the three points of a finger go along when its tip moves."""
_TIPS = np.arange(12) % 3 == 2


def touched(goal: np.ndarray, hands: np.ndarray) -> np.ndarray:
    """Goals of the fingers' points ``(frames, 2, 5, 3, 3)``, moved so that touches are those of ``hands``.

    Goals lie in the right directions but at the body's lengths. Between two tips thumb and finger move half
    the way each; to other joints of a finger the thumb moves alone. ``hands (frames, 2, 21, 3)``; everything in metres.
    """
    points = hands[:, :, 1:].reshape(*hands.shape[:2], 5, 4, 3)[..., 1:, :]
    seen, shown = _to_thumb(points), _to_thumb(goal)
    distance = np.linalg.norm(seen, axis=-1)
    share = np.exp(-(distance - distance.min(-1, keepdims=True)) / _SOFT_M)
    share /= share.sum(-1, keepdims=True)
    t = np.clip((FREE_M - distance.min(-1)) / (FREE_M - TOUCHING_M), 0, 1)
    gap = ((t * t * (3 - 2 * t))[..., None] * share)[..., None] * (shown - seen)
    half = gap * np.where(_TIPS, 0.5, 1.0)[:, None]
    moved = goal.copy()
    moved[:, :, 0] -= half.sum(2)[:, :, None] * _ALONG[:, None]
    moved[:, :, 1:] += half[:, :, _TIPS][:, :, :, None] * _ALONG[:, None]
    return moved


def _to_thumb(fingers: np.ndarray) -> np.ndarray:
    """Thumb tip seen from each point of the other fingers ``(frames, 2, 12, 3)``."""
    others = fingers[:, :, 1:].reshape(*fingers.shape[:2], 12, 3)
    return fingers[:, :, 0, 2][:, :, None] - others
