"""A hand shape as joint angles, and the bones that follow from them.

The hand's own frame is that of a right hand held up with its palm to the viewer: +x to the thumb's
side, +y along the middle finger's palm bone, +z out of the palm.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

FINGERS = ("index", "middle", "ring", "pinky")

# Directions from the wrist to the thumb's base and the four knuckles: means of the 74 hands of the
# MIT-licensed handy.js set, in the frame above. A palm hardly bends: every shape shares them.
_PALM = np.array(
    [(0.43, 0.77, 0.46), (0.215, 0.974, 0.068), (0.0, 1.0, 0.0), (-0.212, 0.977, 0.019), (-0.436, 0.896, 0.078)]
)
_PALM /= np.linalg.norm(_PALM, axis=1, keepdims=True)

CONVERGE_DEG = np.array([-11.0, -5.0, 0.0, 12.0])
"""Fingers come together as their knuckles bend, as the palm arches: sideways lean at a knuckle bent by 90 degrees,
as the fists of the 3D hands above show it."""


@dataclass(frozen=True)
class Finger:
    """Angles of one finger in degrees; all zero points straight on, parallel to the palm.

    ``bend``    at the knuckle (MCP), the middle joint (PIP) and the end joint (DIP); + closes the fist.
    ``spread``  sideways at the knuckle; + leans to the thumb's side, - to the little finger's.
    """

    bend: tuple[float, float, float] = (0.0, 0.0, 0.0)
    spread: float = 0.0


@dataclass(frozen=True)
class Thumb:
    """Angles of the thumb in degrees; all zero lies along the palm's edge, pointing as the fingers do.

    ``out``      away from the index finger within the plane of the palm (CMC abduction); 60 to 90 makes an L.
    ``forward``  out of the palm's plane, to where the palm looks (CMC opposition).
    ``turn``     where the bends lead: 0 across the palm towards the little finger, 90 to where the palm looks.
    ``bend``     at the middle joint (MCP) and the end joint (IP).
    """

    out: float = 0.0
    forward: float = 0.0
    turn: float = 0.0
    bend: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class HandShape:
    """Joint angles of one hand, in degrees: no bone lengths, so it fits every signer."""

    index: Finger = Finger()
    middle: Finger = Finger()
    ring: Finger = Finger()
    pinky: Finger = Finger()
    thumb: Thumb = Thumb()

    @property
    def angles(self) -> np.ndarray:
        """The 21 angles, float64: bend and spread of the four fingers (4 x 4), then the thumb's five."""
        four = [(*finger.bend, finger.spread) for finger in (getattr(self, name) for name in FINGERS)]
        thumb = self.thumb
        return np.array([*np.ravel(four), thumb.out, thumb.forward, thumb.turn, *thumb.bend], np.float64)

    @classmethod
    def from_angles(cls, angles: np.ndarray) -> HandShape:
        """The inverse of :attr:`angles`."""
        values = [float(angle) for angle in angles]
        four = {name: Finger(tuple(values[4 * i : 4 * i + 3]), values[4 * i + 3]) for i, name in enumerate(FINGERS)}
        out, forward, turn, *bend = values[16:]
        return cls(**four, thumb=Thumb(out, forward, turn, tuple(bend)))

    def blended(self, other: HandShape, share: float) -> HandShape:
        """Every angle ``share`` (0..1) of the way to ``other``'s."""
        return HandShape.from_angles(self.angles + share * (other.angles - self.angles))

    def directions(self) -> np.ndarray:
        """Unit bone directions ``(20, 3)`` of a right hand in its own frame; bone ``k`` leads to point ``k + 1``."""
        return bone_directions(self.angles)


def bone_directions(angles: np.ndarray) -> np.ndarray:
    """Forward kinematics: angles ``(..., 21)`` in degrees to unit bone directions ``(..., 20, 3)``."""
    radians = np.deg2rad(np.asarray(angles, np.float64))
    bones = np.empty((*radians.shape[:-1], 20, 3))
    bones[..., 0::4, :] = _PALM

    four = radians[..., :16].reshape(*radians.shape[:-1], 4, 4)
    bend, spread = np.cumsum(four[..., :3], axis=-1), four[..., 3]
    straight = _vector(np.sin(spread), np.cos(spread), 0 * spread)
    aside = _vector(np.cos(spread), -np.sin(spread), 0 * spread)
    lean = np.deg2rad(CONVERGE_DEG) * np.sin(bend[..., 0])
    palm = np.sin(lean)[..., None] * aside + np.cos(lean)[..., None] * np.array([0.0, 0.0, 1.0])
    for joint in range(3):
        turned = bend[..., joint, None]
        bones[..., 5 + joint :: 4, :] = np.cos(turned) * straight + np.sin(turned) * palm

    thumb = thumb_frame(radians[..., 16:19])
    along, leads = thumb[..., 0], thumb[..., 1]
    first, second = radians[..., 19], radians[..., 20]
    for joint, turned in enumerate((0 * first, first, first + second)):
        bones[..., 1 + joint, :] = np.cos(turned)[..., None] * along + np.sin(turned)[..., None] * leads
    return bones


def thumb_frame(base: np.ndarray) -> np.ndarray:
    """Axes ``(..., 3, 3)`` of the thumb's first bone for its ``out``, ``forward`` and ``turn (..., 3)`` in radians.

    Columns: where it points, where its bends lead, and the axis that it bends about.
    """
    out, forward, turn = np.moveaxis(base, -1, 0)
    along = _vector(np.sin(out) * np.cos(forward), np.cos(out) * np.cos(forward), np.sin(forward))
    across = _vector(-np.cos(out), np.sin(out), 0 * out)
    lifted = _vector(-np.sin(out) * np.sin(forward), -np.cos(out) * np.sin(forward), np.cos(forward))
    leads = np.cos(turn)[..., None] * across + np.sin(turn)[..., None] * lifted
    return np.stack([along, leads, np.cross(along, leads)], axis=-1)


def _vector(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    return np.stack([x, y, z], axis=-1)


FINGER_KEYS = tuple(field.name for field in fields(Finger))
THUMB_KEYS = tuple(field.name for field in fields(Thumb))
