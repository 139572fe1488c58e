"""A hand's flesh as capsules that move with its shape, and as spheres that fill them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from signsynth.body.flesh import far_tip, hand_flesh
from signsynth.writing.hand.bodyhand import MIRROR, BodyHand
from signsynth.writing.hand.handskin import PALM, HandSkin

_APART = 1.0
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
        """That of the body that ships, measured once; fingers end at their pads' tips, where a pinch closes."""
        skin = HandSkin.bundled()
        return Flesh.of(skin, skin.hand.tips)

    @staticmethod
    @lru_cache(maxsize=1)
    def whole() -> Flesh:
        """As ``bundled``, but to the skin's farthest ends, as ``body.capsules``: what stays out of all else."""
        skin = HandSkin.bundled()
        owner = np.take_along_axis(skin.bones, skin.shares.argmax(1)[:, None], 1)[:, 0]
        tips = [far_tip(skin.vertices[owner == 3 * finger + 2], skin.hand.heads[finger, 2]) for finger in range(5)]
        return Flesh.of(skin, np.array(tips))

    @staticmethod
    def of(skin: HandSkin, tips: np.ndarray) -> Flesh:
        """Measured across the skin at both ends of every capsule; fingers end at ``tips (5, 3)``."""
        hand = skin.hand
        joints = np.concatenate([hand.heads, tips[:, None]], 1)
        out_of_palm = np.array([0.0, 0.0, 1.0])
        ends, radii = hand_flesh(skin.vertices, skin.faces, joints, hand.axes, np.zeros(3), out_of_palm)
        return Flesh(hand, np.array([*range(15), *[PALM] * 4]), ends, radii)

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
    flesh = Flesh.whole()
    capsule, share = _spheres()
    ends = flesh.place(angles)[..., capsule, :, :]
    points = ends[..., 0, :] + share[:, None] * (ends[..., 1, :] - ends[..., 0, :])
    return (points if side == 1 else points * MIRROR), flesh.radii[capsule]


@lru_cache(maxsize=1)
def _spheres() -> tuple[np.ndarray, np.ndarray]:
    """Capsule of each sphere, and how far along it is."""
    flesh = Flesh.whole()
    lengths = np.linalg.norm(flesh.ends[:, 1] - flesh.ends[:, 0], axis=-1)
    counts = np.ceil(lengths / (_APART * flesh.radii)).astype(int) + 1
    return np.repeat(np.arange(len(counts)), counts), np.concatenate([np.linspace(0, 1, count) for count in counts])
