"""Single spots on the skin of a hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from signsynth.geometry import unit
from signsynth.writing.hand.bodyhand import BodyHand
from signsynth.writing.hand.handskin import HandSkin

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Spot:
    """Three vertices of ``HandSkin``, the shares of each, and which way the skin there looks at rest."""

    corners: tuple[int, int, int]
    shares: Triple
    normal: Triple


def placed(spots: Sequence[Spot], angles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where ``n`` spots are and which way they look, ``(..., n, 3)`` each, own frame, for ``angles (..., 21)``."""
    corners = np.array([spot.corners for spot in spots])
    shares = np.array([spot.shares for spot in spots])
    normal = np.array([spot.normal for spot in spots])
    points, turns = HandSkin.bundled().place(corners, angles)
    turn = (turns * shares[..., None, None]).sum(-3)
    return (points * shares[..., None]).sum(-2), unit((turn @ normal[..., None])[..., 0])


@lru_cache(maxsize=256)
def on_finger(digit: int, bone: int, along: float, side: str) -> Spot:
    """Where a ray from a bone (0 to 2), ``along`` it from its head, leaves the skin, on its ``side`` or its tip."""
    hand = BodyHand.bundled()
    joints = np.concatenate([hand.heads[digit - 1], hand.tips[digit - 1, None]])
    flex, palmar, _ = hand.axes[digit - 1, bone].T
    step = joints[bone + 1] - joints[bone]
    ways = {"palmar": palmar, "dorsal": -palmar, "radial": flex, "ulnar": -flex, "tip": unit(step)}
    return _spot(joints[bone] + along * step, ways[side])


@lru_cache(maxsize=64)
def on_palm(name: str, side: str | None) -> Spot:
    """A spot of the palm and its edges, or of the wrist; ``side`` None: its own."""
    hand = BodyHand.bundled()
    across, _, palmar = np.eye(3)
    knuckles = hand.heads[:, 0]
    ways = {"palmar": palmar, "dorsal": -palmar, "radial": across, "ulnar": -across}
    if name in ("wristback", "wristpulse"):
        return _spot(np.zeros(3), ways[side or ("dorsal" if name == "wristback" else "palmar")])
    if name == "thumbball":
        return _spot(0.45 * hand.heads[0, 0] + 0.55 * hand.heads[0, 1], unit(palmar + hand.axes[0, 0][:, 0]))
    if name == "thumbside":
        return _spot(knuckles[1], hand.axes[1, 0][:, 0])
    if name == "pinkyside":
        return _spot(0.65 * knuckles[4], -across)
    if name == "base":  # where a thumb laid across the palm ends
        return _spot(0.88 * knuckles[2:4].mean(0), palmar)
    return _spot(0.62 * knuckles[2:4].mean(0), ways[side or ("palmar" if name == "palm" else "dorsal")])


def _spot(origin: np.ndarray, way: np.ndarray) -> Spot:
    skin = HandSkin.bundled()
    corners, shares = skin.hit(origin, way)
    # Single triangles are rough, and a ray says where the spot was meant to look: half of each.
    normal = unit(unit(skin.normal(shares @ skin.vertices[corners])) + way)
    return Spot(tuple(corners.tolist()), tuple(shares.tolist()), tuple(normal.tolist()))
