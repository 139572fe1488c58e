"""Which part of a hand touches, where hands meet, and from when to when."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.writing.move.mirror import Cast
from signsynth.writing.move.performance import Contact
from signsynth.writing.move.rooms import Studio
from signsynth.writing.move.scene import Scene, facing
from signsynth.writing.notation import Constellation, HandSite, Shape

GAPS = {"touch": 0.0, "close": 0.12, None: 0.2, "armextended": 0.5}
"""Between the skins of two hands, in shoulder widths."""
TOUCHING = 0.035
"""Skins nearer than this touch."""
PALM = HandSite("palm")
_SELECTED = {"finger2": (2,), "finger23": (2, 3), "finger23spread": (2, 3), "pinch12": (1, 2), "cee12": (1, 2)}
_SELECTED |= {"pinch12open": (1, 2), "cee12open": (1, 2), "pinchall": (1, 3), "ceeall": (1, 3), "ceeallopen": (1, 3)}
_SIDES = ("palm", "handback", "thumbside", "pinkyside")


def natural_site(scene: Scene, side: int, normal: np.ndarray, studio: Studio) -> HandSite:
    """The site of a hand that comes natural against a skin with outward ``normal (3,)``.

    The tips of the fingers that the shape selects where they point at it; else the side of the hand, or of its
    selected fingers, that looks at it most.
    """
    shape = scene.postures[side].shape or Shape("flat")
    digits = tuple(digit for digit, _ in shape.bends) if shape.base == "fist" else ()
    if shape.base == "fist" and not digits and shape.thumb == "out":
        digits = (1,)
    digits = digits or shape.special_fingers or _SELECTED.get(shape.base, ())
    tips = HandSite("tip", digits or (3,))
    if shape.base != "fist" or digits:
        # a tip is on its finger's far end: it points at the skin when it reaches farther there than the palm does
        reach = -normal @ (scene.skin(side, tips, studio)[0] - scene.skin(side, PALM, studio)[0])
        if reach > 0.12:
            return tips
    looks = [-normal @ scene.skin(side, HandSite(name), studio)[1] for name in _SIDES]
    best = _SIDES[int(np.argmax(looks))]
    if best == "palm" and digits and digits != (1,):
        return HandSite("pad", digits)
    if best == "thumbside" and digits and shape.base.startswith("finger"):
        return HandSite("side", digits[:1])
    return HandSite(best)


def meeting_sites(
    pair: Constellation, scene: Scene, studio: Studio, apart: np.ndarray
) -> tuple[HandSite, HandSite, str | None]:
    """Sites of the left and the right hand that meet, and how near.

    Those written; else those of the constellation before; else what comes natural for a right hand that lies
    ``apart (3,)`` from the left.
    """
    before = scene.pair or Constellation()
    dominant, other = pair.dominant or before.dominant, pair.other or before.other
    if other is None:
        other = natural_site(scene, 0, -apart, studio)
    if dominant is None:
        dominant = natural_site(scene, 1, apart, studio)
    return other, dominant, pair.contact or (dominant.contact or other.contact)


def meet(
    pair: Constellation, scene: Scene, cast: Cast, studio: Studio, middle: np.ndarray | None, moved: np.ndarray
) -> Scene:
    """The scene with its hands at each other, about ``middle (3,)`` or, without one, near where they are.

    ``moved (2,)``: which hands are on their way; they give way, both alike where both are. Pivots and what touches are
    noted.
    """
    wrists = np.array(scene.wrists)
    apart = wrists[1] - wrists[0]
    apart = apart / np.linalg.norm(apart) if np.linalg.norm(apart) > 0.15 else np.array([-1.0, 0.0, 0.0])
    left, right, contact = meeting_sites(pair, scene, studio, apart)
    (p0, n0), (p1, n1) = scene.skin(0, left, studio), scene.skin(1, right, studio)
    gap = GAPS[contact] * facing(n1, n0)
    if middle is not None:
        wrists[1] = middle + gap / 2 - p1
        wrists[0] = middle - gap / 2 - p0
    else:
        miss = gap - (wrists[1] + p1 - wrists[0] - p0)
        share = moved if moved.any() else np.array(cast.acts) if any(cast.acts) else np.ones(2, bool)
        share = share / share.sum()
        wrists[1] += share[1] * miss
        wrists[0] -= share[0] * miss
    coming: tuple[HandSite | None, HandSite | None] = (None, None)
    if contact == "touch":
        coming = (left, right)
        studio.touches.append((1, right, left, None))
    known = replace(pair, dominant=right, other=left)
    scene = replace(scene, wrists=wrists, coming=coming, pair=known, used=(True, True))
    return replace(scene, sites=(None, None), skins=np.zeros((2, 3)))


def contacts(
    studio: Studio, wrists: np.ndarray, palms: np.ndarray, angles: np.ndarray, used: np.ndarray
) -> tuple[Contact, ...]:
    """Frames in which the sites that are written to touch do: every run of them, by distance."""
    found = {}
    for side, site, what, point in studio.touches:
        key = (side, site, what, None if point is None else tuple(np.round(point, 6)))
        if key in found:
            continue

        def skin(hand: int, at: HandSite | None) -> np.ndarray:
            return wrists[:, hand] + np.einsum("nij,nj->ni", palms[:, hand], studio.site(at, angles[:, hand], hand)[0])

        there = point if point is not None else skin(1 - side, what)
        near = (np.linalg.norm(skin(side, site) - there, axis=1) < TOUCHING) & used[:, side]
        edges = np.flatnonzero(np.diff(np.concatenate([[0], near.astype(int), [0]])))
        runs = zip(edges[::2], edges[1::2] - 1, strict=True)
        found[key] = [Contact(side, site, what, int(first), int(last)) for first, last in runs]
    return tuple(sorted((c for runs in found.values() for c in runs), key=lambda c: (c.first, c.side)))
