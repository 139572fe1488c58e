"""A hand's flesh as capsules, measured on the skin: bones lie nearer to the back of a finger than to its pad."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from signsynth.geometry import unit
from signsynth.writing.hand.bodyhand import MIRROR, BodyHand
from signsynth.writing.hand.handskin import PALM, HandSkin

_FINGER = ((0.4, 0.95), (0.05, 0.95), (0.05, 0.8))
"""Where the capsules of a finger's bones start and end along them; the last ends in the fingertip."""
_THUMB = ((0.5, 1.0), (0.45, 0.95), (0.05, 0.8))
_PALM = (0.35, 0.85)
_APART = 1.2
"""Spheres along a capsule are so many radii apart."""


@dataclass(frozen=True, eq=False)
class Flesh:
    """Capsules of the right hand at rest, own frame, shoulder widths: 15 finger bones, thumb first, and 4 of the palm.

    ``bones (19,)``: which of ``PALM`` and the joints carries it; ``ends (19, 2, 3)``, ``radii (19,)``.
    """

    hand: BodyHand
    bones: np.ndarray
    ends: np.ndarray
    radii: np.ndarray

    @staticmethod
    @lru_cache(maxsize=1)
    def bundled() -> Flesh:
        """That of the body that ships, measured once."""
        return Flesh.of(HandSkin.bundled())

    @staticmethod
    def of(skin: HandSkin) -> Flesh:
        """Measured across the skin at both ends of every capsule."""
        hand = skin.hand
        rows = []
        for finger in range(5):
            joints = np.concatenate([hand.heads[finger], hand.tips[finger, None]])
            for bone, places in enumerate(_FINGER if finger else _THUMB):
                start, step = joints[bone], joints[bone + 1] - joints[bone]
                flex, palmar = hand.axes[finger, bone][:, 0], hand.axes[finger, bone][:, 1]
                # Before the thumb's palm bone is the palm: there the back and the sides say how thick it is.
                deep = finger == 0 and bone == 0
                found = [_middle(skin, start + t * step, palmar, flex, deep) for t in places]
                rows.append((3 * finger + bone, *zip(*found, strict=True)))
        for knuckle in hand.heads[1:, 0]:
            found = [_middle(skin, t * knuckle, np.array([0, 0, 1.0]), None, False) for t in _PALM]
            rows.append((PALM, *zip(*found, strict=True)))
        bones, ends, radii = zip(*rows, strict=True)
        ends, radii = np.array(ends), np.mean(radii, axis=1)
        for finger in range(5):
            end = 3 * finger + 2
            along = unit(hand.tips[finger] - hand.heads[finger, 2])
            ends[end, 1] += along * ((hand.tips[finger] - ends[end, 1]) @ along - radii[end])
        return Flesh(hand, np.array(bones), ends, radii)

    def place(self, angles: np.ndarray) -> np.ndarray:
        """Ends ``(..., 19, 2, 3)`` of the capsules for ``angles (..., 21)``, own frame."""
        turns, heads = self.hand.place(angles)
        out = np.empty((*heads.shape[:-3], len(self.bones), 2, 3))
        rest = self.hand.heads.reshape(15, 1, 3)
        turns = turns.reshape(*turns.shape[:-4], 15, 1, 3, 3)
        moved = (turns @ (self.ends[:15] - rest)[..., None])[..., 0]
        out[..., :15, :, :] = moved + heads.reshape(*heads.shape[:-3], 15, 1, 3)
        out[..., 15:, :, :] = self.ends[15:]
        return out


def hand_points(angles: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
    """Spheres that fill palm and fingers: middles ``(..., k, 3)`` and radii ``(k,)``, for ``angles (..., 21)``.

    Shoulder widths from the wrist joint in the axes of a hand that is not turned, mirrored for ``side`` 0; palm
    last. Their surface lies within about 2 mm of the skin.
    """
    flesh = Flesh.bundled()
    capsule, share = _spheres()
    ends = flesh.place(angles)[..., capsule, :, :]
    points = ends[..., 0, :] + share[:, None] * (ends[..., 1, :] - ends[..., 0, :])
    return (points if side == 1 else points * MIRROR), flesh.radii[capsule]


@lru_cache(maxsize=1)
def _spheres() -> tuple[np.ndarray, np.ndarray]:
    """Capsule of each sphere, and how far along it is."""
    flesh = Flesh.bundled()
    lengths = np.linalg.norm(flesh.ends[:, 1] - flesh.ends[:, 0], axis=-1)
    counts = np.ceil(lengths / (_APART * flesh.radii)).astype(int) + 1
    return np.repeat(np.arange(len(counts)), counts), np.concatenate([np.linspace(0, 1, count) for count in counts])


def _middle(skin: HandSkin, place: np.ndarray, palmar: np.ndarray, flex: np.ndarray | None, deep: bool):
    """Middle of the flesh around a place on a bone, and its mean radius."""

    def far(way: np.ndarray) -> float:
        corners, shares = skin.hit(place, way)
        return float(np.linalg.norm(shares @ skin.vertices[corners] - place))

    sides = np.array([far(flex), far(-flex)]) if flex is not None else None
    back = far(-palmar)
    across = sides.mean() if deep else (far(palmar) + back) / 2
    middle = place + palmar * (across - back)
    if sides is None:
        return middle, across
    return middle + flex * (sides[0] - sides[1]) / 2, (across + sides.mean()) / 2
