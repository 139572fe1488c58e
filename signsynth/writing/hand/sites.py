"""Places on the skin of a hand."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from signsynth.errors import InputError, nearest
from signsynth.geometry import unit
from signsynth.writing.hand.bodyhand import MIRROR, BodyHand
from signsynth.writing.hand.handskin import HandSkin, normals
from signsynth.writing.notation import HandSite

_ALONG = {"nail": (2, 0.55), "pad": (2, 0.55), "midjoint": (1, 0.0), "base": (0, 0.0), "side": (1, 0.5), "": (1, 0.4)}
"""Bone of the finger and how far along it; the first bone of a thumb is its palm bone."""
_SIDES = {"nail": "dorsal", "pad": "palmar", "midjoint": "dorsal", "base": "dorsal", "side": "radial", "": "palmar"}
_WHOLE = ("palm", "handback", "thumbball", "thumbside", "pinkyside", "wristback", "wristpulse")
_SAME = {"front": "palmar", "back": "dorsal"}
_APART = 0.4
"""Sides of a finger's base are taken so far along its first bone, where fingers are apart."""


def site_points(site: HandSite | None, angles: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
    """Where a site of the hand lies and which way its skin looks, ``(..., 3)`` each, for ``angles (..., 21)``.

    Shoulder widths from the wrist joint in the axes of a hand that is not turned: palm to the viewer, fingers up;
    ``side`` 0 is a left hand, so its thumb is at -x. None: the middle of the palm. Several digits, or a site and
    its ``second``: the middle of them. Errors: ``InputError`` for a site that no hand has.
    """
    point, normal = _mean([_one(one, angles, side) for one in _parts(site)])
    if site is not None and site.second is not None:
        point, normal = _mean([(point, normal), site_points(site.second, angles, 1)])
    return (point, normal) if side == 1 else (point * MIRROR, normal * MIRROR)


def _parts(site: HandSite | None) -> list[tuple[str, int, str | None]]:
    """Name, digit (0: none) and side of all places that a site is the middle of."""
    if site is None:
        return [("palm", 0, None)]
    if site.name in _WHOLE:
        return [(site.name, 0, site.side)]
    if site.name is not None and site.name not in (*_ALONG, "tip"):
        raise InputError(f"hand site {site.name!r}: not on a hand; {nearest(site.name, (*_WHOLE, 'tip', *_ALONG))}")
    digits = site.digits or (2, 3, 4, 5)
    if not all(1 <= digit <= 5 for digit in digits):
        raise InputError(f"hand site: digits {digits}, expected 1 (thumb) to 5 (little finger)")
    return [(site.name or "", digit, site.side) for digit in digits]


def _one(part: tuple[str, int, str | None], angles: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
    name, digit, at = part
    skin = HandSkin.bundled()
    corners, shares = _corners(name, digit, _side(at, side))
    triangle = skin.place(corners, angles)
    return (triangle * shares[:, None]).sum(-2), normals(triangle)


def _side(written: str | None, side: int) -> str | None:
    """``left`` and ``right`` are the signer's with the palm to the viewer; on a right hand left is radial."""
    if written is None or written in ("palmar", "dorsal", "radial", "ulnar"):
        return written
    if written in _SAME:
        return _SAME[written]
    return "radial" if written.startswith("left") == (side == 1) else "ulnar"


@lru_cache(maxsize=256)
def _corners(name: str, digit: int, side: str | None) -> tuple[np.ndarray, np.ndarray]:
    hand = BodyHand.bundled()
    if not digit:
        return HandSkin.bundled().hit(*_of_palm(name, side, hand))
    finger = digit - 1
    side = side or _SIDES.get(name)
    joints = np.concatenate([hand.heads[finger], hand.tips[finger, None]])
    if name == "tip" and side is None:
        return HandSkin.bundled().hit(joints[2] + 0.5 * (joints[3] - joints[2]), unit(joints[3] - joints[2]))
    bone, along = _ALONG.get(name, (2, 0.8))
    if digit == 1 and name == "base":
        bone = 1  # a thumb's knuckle
    elif digit == 1 and name == "midjoint":
        bone = 2
    if name == "base" and side in ("radial", "ulnar"):
        along = _APART
    flex, palmar = hand.axes[finger, bone][:, 0], hand.axes[finger, bone][:, 1]
    way = {"palmar": palmar, "dorsal": -palmar, "radial": flex, "ulnar": -flex}[side]
    return HandSkin.bundled().hit(joints[bone] + along * (joints[bone + 1] - joints[bone]), way)


def _of_palm(name: str, side: str | None, hand: BodyHand) -> tuple[np.ndarray, np.ndarray]:
    """A ray out of the palm at rest."""
    across, _, palmar = np.eye(3)
    knuckles = hand.heads[:, 0]
    ways = {"palmar": palmar, "dorsal": -palmar, "radial": across, "ulnar": -across}
    if name in ("wristback", "wristpulse"):
        return np.zeros(3), ways[side or ("dorsal" if name == "wristback" else "palmar")]
    if name == "thumbball":
        return 0.45 * hand.heads[0, 0] + 0.55 * hand.heads[0, 1], unit(palmar + hand.axes[0, 0][:, 0])
    if name == "thumbside":
        return hand.heads[1, 0], hand.axes[1, 0][:, 0]
    if name == "pinkyside":
        return 0.65 * knuckles[4], -across
    return 0.62 * knuckles[2:4].mean(0), ways[side or ("palmar" if name == "palm" else "dorsal")]


def _mean(found: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    points, ways = (np.mean(part, axis=0) for part in zip(*found, strict=True))
    return points, unit(ways)
