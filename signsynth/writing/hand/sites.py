"""Places on the skin of a hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.errors import InputError, nearest
from signsynth.geometry import unit
from signsynth.writing.hand.bodyhand import MIRROR
from signsynth.writing.hand.spot import Spot, on_finger, on_palm, placed
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
    ends = [site] if site is None or site.second is None else [replace(site, second=None), site.second]
    spots = [spots_of(end, side) for end in ends]
    points, normals = placed([spot for end in spots for spot in end], angles)
    share = np.concatenate([np.full(len(end), 1 / (len(end) * len(spots))) for end in spots])[:, None]
    point, normal = (points * share).sum(-2), unit((normals * share).sum(-2))
    return (point, normal) if side == 1 else (point * MIRROR, normal * MIRROR)


def spots_of(site: HandSite | None, side: int = 1) -> list[Spot]:
    """The spots on a right hand's skin that a site is the middle of; ``side`` says what left and right mean.

    Errors: ``InputError`` for a site that no hand has.
    """
    return [_one(part, side) for part in _parts(site)]


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


def _one(part: tuple[str, int, str | None], side: int) -> Spot:
    name, digit, at = part
    at = _side(at, side)
    if not digit:
        return on_palm(name, at)
    if name == "tip" and at is None:
        return on_finger(digit, 2, 0.5, "tip")
    at = at or _SIDES.get(name, "palmar")
    bone, along = _ALONG.get(name, (2, 0.8))
    if digit == 1 and name in ("base", "midjoint"):
        bone += 1  # a thumb's first bone lies in the palm
    if name == "base" and at in ("radial", "ulnar"):
        along = _APART
    return on_finger(digit, bone, along, at)


def _side(written: str | None, side: int) -> str | None:
    """``left`` and ``right`` are the signer's with the palm to the viewer; on a right hand left is radial."""
    if written is None or written in ("palmar", "dorsal", "radial", "ulnar"):
        return written
    if written in _SAME:
        return _SAME[written]
    return "radial" if written.startswith("left") == (side == 1) else "ulnar"
