"""Where the elbow goes on the circle that shoulder and wrist leave it: outside the body, near where it was seen."""

from __future__ import annotations

import numpy as np

from signsynth.body.fit.branches import smoothest
from signsynth.body.solid import Solid
from signsynth.geometry import smooth, unit

_STEPS = 24
_SEEN_M = np.array([0.04, 0.04, 0.12])
"""Deviations of an elbow's place along x, y and z that cost one: its depth is a guess."""
_DEEP_M = 0.008
"""Depth of the arm in the body that costs one."""
_ASIDE_RAD, _WRUNG_RAD = np.deg2rad((-22.0, 38.0)), np.deg2rad(8.0)
"""How far a wrist bends to the thumb's and to the little finger's side, and what beyond that costs one."""
_JUMP_M = 0.03
_EASE_S = 0.05
_UPPER, _FORE = (0.55, 0.8, 1.0), (0.2, 0.4, 0.6, 0.8)
"""Where upper arm and forearm are looked at, from shoulder to elbow and from elbow to wrist."""
_THIN = (0.4, 0.8)
"""Shares of the radii of upper arm and forearm that must be outside: sleeves and muscles give way."""


def placed_elbows(
    arms: np.ndarray, out: np.ndarray, across: np.ndarray, solid: Solid, carried: np.ndarray, fps: float
) -> np.ndarray:
    """Elbows ``(frames, 2, 3)``, turned around the line from shoulder to wrist where the arm would be in the body,
    or the wrist would bend sideways more than it can.

    ``arms (frames, 2, 3, 3)`` are shoulders, middles of the elbows' circles, and wrists; ``out (frames, 2, 3)`` leads
    from the middle to where the elbow was seen; ``across (frames, 2, 3)`` points over the palm to the index finger's
    side, of a length of 0 to 1 for how much of the hand is known; ``carried (frames, 2, 3, 4)`` are the transforms of
    ``solid.joints``. Metres.
    """
    shoulders, middles, wrists = np.moveaxis(arms, 2, 0)
    angle = np.linspace(-np.pi, np.pi, _STEPS, endpoint=False)
    along = wrists - shoulders
    along = along / np.maximum(np.linalg.norm(along, axis=-1, keepdims=True), 1e-9)
    side = np.cross(along, out)
    turned = np.cos(angle)[:, None] * out[:, :, None] + np.sin(angle)[:, None] * side[:, :, None]
    elbows = middles[:, :, None] + turned  # (frames, 2, steps, 3)
    deep = _depth(shoulders, elbows, wrists, solid, carried)
    fore = unit(wrists[:, :, None] - elbows)
    bent = np.arcsin(np.clip((fore * across[:, :, None]).sum(-1), -1, 1))
    wrung = np.maximum(bent - _ASIDE_RAD[1], 0) + np.maximum(_ASIDE_RAD[0] - bent, 0)
    seen = np.square((turned - out[:, :, None]) / _SEEN_M).sum(-1)
    cost = seen + np.square(deep / _DEEP_M) + np.square(wrung / _WRUNG_RAD)
    if not (cost.argmin(-1) != _STEPS // 2).any():
        return middles + out
    # What the elbow moves beyond what it was seen to move is a jump.
    chosen = smoothest(cost, (turned - out[:, :, None]) / _JUMP_M, 1.0)
    swivel = np.unwrap(angle[chosen], axis=0)
    swivel = smooth(swivel, _EASE_S * fps)[..., None]
    return middles + np.cos(swivel) * out + np.sin(swivel) * side


def _depth(shoulders, elbows, wrists, solid: Solid, carried: np.ndarray) -> np.ndarray:
    """How deep upper arm and forearm are in trunk and head, ``(frames, 2, steps)``, 0 outside."""
    of = dict(zip(solid.limbs.names, solid.limbs.radii, strict=True))
    points = [shoulders[:, :, None] + t * (elbows - shoulders[:, :, None]) for t in _UPPER]
    points += [elbows + t * (wrists[:, :, None] - elbows) for t in _FORE]
    thick = np.repeat([_THIN[0] * of["upperarm01.L"], _THIN[1] * of["lowerarm01.L"]], (len(_UPPER), len(_FORE)))
    points = np.stack(points, 3)
    depth = solid.depth_m(points.reshape(len(points), -1, 3), carried)[0].reshape(points.shape[:-1])
    return np.maximum(depth + thick, 0).max(-1)
