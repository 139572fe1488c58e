"""Elbows swung aside where the arm would be in the trunk."""

from __future__ import annotations

import numpy as np

from signsynth.body.reach.elbow import low_and_out
from signsynth.body.reach.limb import Limb
from signsynth.body.solid import Solid
from signsynth.geometry import smooth

_SWINGS = np.deg2rad(np.arange(-48.0, 73.0, 12.0))
_EASY = np.deg2rad(40.0)
"""A swing of this size costs one; out of the body costs as much for every so many metres that the arm is deep."""
_DEEP_M = 0.006
_UPPER, _FORE = (0.7, 1.0), (0.2, 0.4, 0.6, 0.8)
"""Where upper arm and forearm are looked at, from shoulder to elbow and from elbow to wrist."""
_THIN = (0.35, 0.35)
"""Shares of the radii of upper arm and forearm that must be outside: clothes and muscles give way."""
_EASE_S = 0.08


def aside(
    swivels: np.ndarray, along: np.ndarray, far: np.ndarray, shoulder: np.ndarray, limb: Limb, solid: Solid, fps: float
) -> np.ndarray:
    """Swivels ``(n, 2)`` that keep forearms and elbows out of trunk and head, the nearest to those given.

    ``along (n, 2, 3)`` leads from ``shoulder (n, 2, 3)`` to the wrist, ``far (n, 2)`` away; right arms, on a chest
    at rest, shoulder widths. Frames that are free, and far from others, come back as they were.
    """
    way = _Arm(along, far, shoulder, limb, solid)
    sunk = np.argwhere(way.depth_m(swivels[..., None], slice(None))[..., 0] > 0)
    if not len(sunk):
        return swivels
    rows = tuple(sunk.T)
    deep = way.depth_m(swivels[rows][:, None] + _SWINGS, rows)
    cost = (_SWINGS / _EASY) ** 2 + (deep / _DEEP_M) ** 2
    weight = np.exp(cost.min(-1, keepdims=True) - cost)
    swing = np.zeros_like(swivels)
    swing[rows] = (weight * _SWINGS).sum(-1) / weight.sum(-1)
    eased = smooth(swing, _EASE_S * fps)
    return swivels + np.where(np.abs(eased) > np.abs(swing), eased, swing)


class _Arm:
    """Right arms whose wrists are given."""

    def __init__(self, along: np.ndarray, far: np.ndarray, shoulder: np.ndarray, limb: Limb, solid: Solid):
        self.low, self.out = low_and_out(along)
        foot = (far**2 + limb.upper**2 - limb.fore**2) / (2 * far)
        self.height = np.sqrt(np.maximum(limb.upper**2 - foot**2, 0))
        self.middle, self.shoulder = shoulder + foot[..., None] * along, shoulder
        self.wrist = shoulder + far[..., None] * along
        self.limb, self.solid = limb, solid
        of = dict(zip(solid.limbs.names, solid.limbs.radii, strict=True))
        thick = _THIN[0] * of["upperarm01.R"], _THIN[1] * of["lowerarm01.R"]
        self.thick = np.repeat(thick, (len(_UPPER), len(_FORE)))

    def depth_m(self, swivels: np.ndarray, rows: tuple | slice) -> np.ndarray:
        """How deep the arm is in trunk or head for several swivels ``(..., k)`` in some rows, 0 outside."""
        low, out, height, middle, shoulder, wrist = (
            part[rows][..., None, :]
            for part in (self.low, self.out, self.height[..., None], self.middle, self.shoulder, self.wrist)
        )
        elbow = middle + height * (np.cos(swivels)[..., None] * low + np.sin(swivels)[..., None] * out)
        points = [shoulder + t * (elbow - shoulder) for t in _UPPER] + [elbow + t * (wrist - elbow) for t in _FORE]
        points = np.stack(points, -2) * self.limb.width_m + self.limb.origin_m
        depth = self.solid.depth_m(points)[0] + self.thick
        return np.maximum(depth, 0).max(-1)
