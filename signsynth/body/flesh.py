"""A hand's flesh as capsules, measured on the skin: bones lie nearer to the back of a finger than to its pad."""

from __future__ import annotations

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import unit

_FINGER = ((0.4, 0.95), (0.05, 0.95), (0.05, 0.8))
"""Where the capsules of a finger's bones start and end along them; the last ends in the fingertip."""
_THUMB = ((0.5, 1.0), (0.45, 0.95), (0.05, 0.8))
_PALM = (0.05, 0.85)


def hand_flesh(
    vertices: np.ndarray, faces: np.ndarray, joints: np.ndarray, axes: np.ndarray, wrist: np.ndarray, palm: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Ends ``(19, 2, 3)`` and radii ``(19,)``: 15 finger bones, thumb first, base to tip, and 4 of the palm.

    Of a hand at rest with the skin ``vertices (n, 3)``, ``faces (m, 3)``: measured across the skin at both ends of
    every capsule. ``joints (5, 4, 3)``: joints and tip of every finger; ``axes (5, 3, 3, 3)``: the joints' axes as
    columns, flex first, the way to the palm second; ``wrist (3,)``; ``palm (3,)``: unit vector out of the palm.
    Any unit of length. Errors: ``InputError`` where a joint is not inside the skin.
    """
    skin, found = (vertices, faces), []
    for finger in range(5):
        for bone, places in enumerate(_FINGER if finger else _THUMB):
            start, step = joints[finger, bone], joints[finger, bone + 1] - joints[finger, bone]
            flex, palmar = axes[finger, bone][:, 0], axes[finger, bone][:, 1]
            # Before the thumb's palm bone is the palm: there the back and the sides say how thick it is.
            deep = finger == 0 and bone == 0
            found += [_middle(skin, start + t * step, palmar, flex, deep) for t in places]
    for knuckle in joints[1:, 0]:
        found += [_middle(skin, wrist + t * (knuckle - wrist), palm, None, False) for t in _PALM]
    middles, sizes = zip(*found, strict=True)
    ends, radii = np.array(middles).reshape(-1, 2, 3), np.array(sizes).reshape(-1, 2).mean(1)
    for finger in range(5):
        last, tip = 3 * finger + 2, joints[finger, 3]
        along = unit(tip - joints[finger, 2])
        ends[last, 1] += along * ((tip - ends[last, 1]) @ along - radii[last])
    return ends, radii


def far_tip(skin: np.ndarray, joint: np.ndarray) -> np.ndarray:
    """The vertex ``(3,)`` of a last phalanx ``skin (n, 3)`` that is farthest from its ``joint (3,)``."""
    return skin[np.linalg.norm(skin - joint, axis=-1).argmax()]


def leaving(vertices: np.ndarray, faces: np.ndarray, origin: np.ndarray, way: np.ndarray) -> tuple[int, np.ndarray]:
    """Face through which a ray first leaves a surface, and the shares ``(3,)`` of its corners there.

    Moeller and Trumbore, J. Graphics Tools 2 (1997) 21. Errors: ``InputError`` where it never does.
    """
    a, b, c = np.moveaxis(vertices[faces], 1, 0)
    one, two = b - a, c - a
    across = np.cross(way, two)
    scale = (one * across).sum(-1)
    scale = np.where(np.abs(scale) < 1e-15, np.nan, scale)
    to = origin - a
    u = (to * across).sum(-1) / scale
    side = np.cross(to, one)
    v, far = side @ way / scale, (two * side).sum(-1) / scale
    # Seen from inside, a triangle turns its back: scale is negative there.
    good = (u >= 0) & (v >= 0) & (u + v <= 1) & (far > 0) & (np.cross(one, two) @ way > 0)
    if not good.any():
        raise InputError(f"hand: no skin in direction {np.round(way, 2).tolist()}, expected a point inside it")
    face = int(np.where(good, far, np.inf).argmin())
    return face, np.array([1 - u[face] - v[face], u[face], v[face]])


def _middle(skin: tuple, place: np.ndarray, palmar: np.ndarray, flex: np.ndarray | None, deep: bool) -> tuple:
    """Middle of the flesh around a place on a bone, and its mean radius."""

    def far(way: np.ndarray) -> float:
        face, shares = leaving(*skin, place, way)
        return float(np.linalg.norm(shares @ skin[0][skin[1][face]] - place))

    sides = np.array([far(flex), far(-flex)]) if flex is not None else None
    back = far(-palmar)
    across = sides.mean() if deep else (far(palmar) + back) / 2
    middle = place + palmar * (across - back)
    if sides is None:
        return middle, across
    return middle + flex * (sides[0] - sides[1]) / 2, (across + sides.mean()) / 2
