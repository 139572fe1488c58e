"""Hands kept out of the trunk, the head and each other.

A single camera sees where hands are in the picture, not how deep: hands that touch are often put into each
other. They are moved apart by the least amount, and rather towards the viewer or away than in the picture.
"""

from __future__ import annotations

import numpy as np

from signsynth.body.capsules import closest
from signsynth.body.fit.branches import smoothest
from signsynth.body.solid import Solid
from signsynth.geometry import smooth, unit
from signsynth.skeleton import HAND_PARENTS

SOFT_M = 0.002
"""What touches may be pressed in so far."""
_WRIST_M = 0.024
"""Half the thickness of a wrist."""
_FLAT = np.array([0.3, 0.3, 1.0])
"""How readily a hand moves along x, y and z."""
_TIMES = 6
_EASE_S = 0.06
_ALONG = np.array([0.5, 1.0])
_PAIRS = 60
"""Pairs of bones that are looked at: the nearest."""
_AHEAD_M = 0.005
_CHUNK = 256
_STEADY = 4.0
_WAYS = np.array([[x, y, z] for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1) if (x, y, z) != (0, 0, 0)])
_WAYS = unit(_WAYS[np.abs(_WAYS).sum(1) < 3].astype(np.float64))
"""Ways in which the right hand may leave the left one: axes and diagonals ``(18, 3)``."""


def kept_apart(wrists: np.ndarray, bones: np.ndarray, solid: Solid, carried: np.ndarray, fps: float) -> np.ndarray:
    """Wrists ``(frames, 2, 3)`` moved so that hands of ``bones (frames, 2, 20, 3)`` are outside body and each other.

    ``carried (frames, 2, 3, 4)`` are the transforms of ``solid.joints``. Metres.
    """
    radii = bone_radii(solid)
    shift = _outside(wrists, bones, radii, solid, carried, fps)
    between = _between(wrists + shift, bones, radii, fps)
    if not between.any():
        return wrists + shift
    shift = shift + between * [[-0.5], [0.5]]
    # The one behind may have gone into the chest: out it comes, and the rest of the way is the front one's.
    shift = shift + _outside(wrists + shift, bones, radii, solid, carried, fps)
    between = _between(wrists + shift, bones, radii, fps)
    ahead = 0.5 + 0.5 * np.tanh(between[..., 2:] / _AHEAD_M)
    return wrists + shift + between * np.concatenate([ahead - 1, ahead], 1)


def bone_radii(solid: Solid) -> np.ndarray:
    """Radii ``(20,)`` of the bones that lead to hand points 1 to 20, metres."""
    of = dict(zip(solid.limbs.names, solid.limbs.radii, strict=True))
    thumb = [of["metacarpal1.L"], *(of[f"finger1-{k}.L"] for k in (1, 2, 3))]
    rest = [
        [of[f"metacarpal{f - 1}.L"], *(of[f"finger{f}-{k}.L"] for k in (1, 2, 3))] for f in range(2, 6)
    ]  # fmt: skip
    return np.concatenate([thumb, *rest])


def _segments(wrists: np.ndarray, bones: np.ndarray, radii: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the bones ``(frames, 2, 20, 3)``; last phalanges end one radius before the tip."""
    points = np.empty((*wrists.shape[:2], 21, 3))
    points[:, :, 0] = wrists
    for point, parent in enumerate(HAND_PARENTS[1:], 1):
        points[:, :, point] = points[:, :, parent] + bones[:, :, point - 1]
    ends = points[:, :, 1:].copy()
    ends[:, :, 3::4] -= radii[3::4, None] * unit(bones[:, :, 3::4])
    return points[:, :, list(HAND_PARENTS[1:])], ends


def _outside(wrists, bones, radii, solid: Solid, carried: np.ndarray, fps: float) -> np.ndarray:
    """Shift of each hand ``(frames, 2, 3)`` out of trunk and head."""
    starts, ends = _segments(wrists, bones, radii)
    points = (starts[..., None, :] + _ALONG[:, None] * (ends - starts)[..., None, :]).reshape(*wrists.shape[:2], -1, 3)
    points = np.concatenate([points, wrists[:, :, None]], 2)
    thick = np.append(np.repeat(radii, len(_ALONG)), _WRIST_M) - SOFT_M
    frames = len(wrists)
    shift = np.zeros_like(wrists)
    for rounds in range(2):
        if rounds:
            shift = _eased(shift, fps)
        which = np.arange(frames)
        for _ in range(_TIMES):
            moved = (points[which] + shift[which, :, None]).reshape(len(which), -1, 3)
            depth, outward = solid.depth_m(moved, carried[which])
            deep = depth.reshape(len(which), 2, -1) + thick
            worst = deep.argmax(-1)[..., None]
            out = np.take_along_axis(outward.reshape(*deep.shape, 3), worst[..., None], 2)[:, :, 0]
            way = out * _FLAT
            way /= np.maximum((way * out).sum(-1, keepdims=True), 1e-6)
            shift[which] += np.maximum(np.take_along_axis(deep, worst, 2), 0) * way
            which = which[(deep > 0).any((1, 2))]
            if not len(which):
                break
    return shift


def _between(wrists: np.ndarray, bones: np.ndarray, radii: np.ndarray, fps: float) -> np.ndarray:
    """How far the right hand is to move out of the left one ``(frames, 1, 3)``."""
    far = [
        _ways_out(wrists[start : start + _CHUNK], bones[start : start + _CHUNK], radii)
        for start in range(0, len(wrists), _CHUNK)
    ]
    places = np.concatenate(far)[:, None, :, None] * _WAYS
    if not places.any():
        return np.zeros((len(wrists), 1, 3))
    cost = (np.square(places) / np.square(_FLAT)).sum(-1)
    chosen = smoothest(cost, places, _STEADY)
    return _eased(np.take_along_axis(places, chosen[..., None, None], 2)[:, :, 0], fps)


def _ways_out(wrists: np.ndarray, bones: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """How far the right hand must go each of ``_WAYS`` to be out of the left one ``(frames, 18)``, 0 where it is."""
    starts, ends = _segments(wrists, bones, radii)
    a, b, c, d = starts[:, 0, :, None], ends[:, 0, :, None], starts[:, 1, None], ends[:, 1, None]
    thick = radii[:, None] + radii - SOFT_M
    near = np.linalg.norm(wrists[:, 0] - wrists[:, 1], axis=-1) < 0.5  # two hands' lengths
    deep = np.full((len(wrists), 20, 20), -1.0)
    p, q, _, _ = closest(a[near], b[near], c[near], d[near])
    deep[near] = thick - np.linalg.norm(p - q, axis=-1)
    which = np.flatnonzero(deep.max((1, 2)) > 0)
    if not len(which):
        return np.zeros((len(wrists), len(_WAYS)))
    pairs = np.argpartition(-deep[which].reshape(len(which), -1), _PAIRS, 1)[:, :_PAIRS]
    one, other = pairs // 20, pairs % 20
    rows = np.arange(len(which))[:, None]
    a, b = (ends_[which, 0][rows, one][:, None] for ends_ in (starts, ends))
    c, d = (ends_[which, 1][rows, other][:, None] for ends_ in (starts, ends))
    thick = thick[one, other][:, None]
    far = np.zeros((len(which), len(_WAYS)))
    for _ in range(_TIMES + 2):
        move = (far[..., None] * _WAYS)[:, :, None]
        p, q, _, _ = closest(a, b, c + move, d + move)
        apart = q - p
        distance = np.linalg.norm(apart, axis=-1)
        gain = (apart * _WAYS[:, None]).sum(-1) / np.maximum(distance, 1e-6)
        far += np.maximum((thick - distance) / np.maximum(gain, 0.4), 0).max(-1)
    out = np.zeros((len(wrists), len(_WAYS)))
    out[which] = far
    return out


def _eased(shift: np.ndarray, fps: float) -> np.ndarray:
    """The same or more, smooth over time."""
    eased = smooth(shift, _EASE_S * fps)
    return np.where((eased * shift >= 0) & (np.abs(eased) > np.abs(shift)), eased, shift)
