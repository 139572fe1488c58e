"""What the picture shows beside arms and hands that are before the body: its own cloth, or theirs?"""

from __future__ import annotations

import numpy as np

from signsynth.render.portrait.figure import Figure
from signsynth.render.portrait.sight import Sight
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

_BINS, _SPREAD = 32, 1.0
"""Steps of each of lightness and two hues (CIELAB), and over how many of them a colour counts."""
_LEAST, _RATHER = 0.15, 4.0
"""How common a colour must be on the body, against its even share of the colours that there are; and how many times as
common as on what is before it to be surely the body's."""
_FINE, _SPECKS = 0.004, 0.02
"""Shoulder widths: detail that is no other cloth, and what is too small to be a piece of it."""


_AROUND = 0.3
"""Shoulder widths around a hand in which what it holds may be."""
_LIMBS = tuple(f"{name}.{side}" for name in ("upper_arm", "forearm") for side in "LR")


def sleeve_beside(figure: Figure, sight: Sight) -> tuple[np.ndarray, np.ndarray]:
    """Bool ``(h, w)`` twice: around hands; and where there is an arm's colour, a sleeve's or a bare arm's, there."""
    near = _around_hands(sight)
    return near, cloth_beside(figure, sight, near, _drawn(figure, sight, _LIMBS), _inside_hands(sight))


def not_its_own(figure: Figure, sight: Sight, skin: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """What ``lifted`` is to "avoid", and to "avoid_arms", and what is "doubtful", bool ``(h, w)`` each.

    Around arms and hands before the trunk no colours of the trunk are taken but where the picture has its cloth;
    doubtful is cloth that might as well be the sleeve's. Around hands none of the arms are taken but a sleeve's, or a
    bare arm's: no fingers, nor what they hold. ``skin (h, w)`` of hands that were seen is an arm's, too, beyond the
    cuff.
    """
    held, before = sight.held_before, _drawn(figure, sight, _LIMBS) | _inside_hands(sight)
    trunk = _drawn(figure, sight, ("torso", "leg.L", "leg.R"))
    cloth = cloth_beside(figure, sight, held, trunk, before)
    surely = cloth_beside(figure, sight, held, trunk, before, _RATHER)
    near, sleeve = sleeve_beside(figure, sight)
    if skin is not None:
        sleeve = sleeve | (skin > 0.5)
    return {"avoid": held & ~cloth, "avoid_arms": near & ~sleeve, "doubtful": cloth & ~surely & trunk}


def _drawn(figure: Figure, sight: Sight, names: tuple[str, ...]) -> np.ndarray:
    """Bool ``(h, w)``: where the figure shows some parts."""
    part = np.append(figure.body.face_part.cpu().numpy(), -1)[figure.drawn(sight.mask.shape).face_index]
    return np.isin(part, [figure.body.part_names.index(name) for name in names])


def cloth_beside(
    figure: Figure, sight: Sight, within: np.ndarray, own: np.ndarray, other: np.ndarray, times: float = 0.5
) -> np.ndarray:
    """Bool ``(h, w)``: pixels ``within (h, w)`` in a colour of ``own (h, w)``, what is surely the body's there, that is
    at least ``times`` as common in it as in ``other (h, w)``, what is surely of the arms or hands before it."""
    import cv2

    width = sight.shoulder_width
    good = sight.matte > 0.9
    own, other = own & good & ~within, other & good
    found = np.zeros(within.shape, bool)
    if own.sum() < 200 or not within.any():
        return found
    place = in_steps(sight)
    mine, theirs = (common(place[area]) for area in (own, other))
    at = tuple(place[within].T)
    found[within] = (mine[at] > _LEAST / max((mine > 0.01 * mine.max()).sum(), 1)) & (mine[at] >= times * theirs[at])
    found &= good
    few = 2 * max(1, round(_SPECKS * width)) + 1
    return cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_OPEN, np.ones((few, few), np.uint8)) > 0


def _around_hands(sight: Sight) -> np.ndarray:
    """Bool ``(h, w)``: hands that were seen, and ``_AROUND`` them."""
    import cv2

    reach = max(1, round(_AROUND * sight.shoulder_width))
    apart = cv2.distanceTransform(np.uint8(~_inside_hands(sight)), cv2.DIST_L2, 5)
    return apart < reach


def _inside_hands(sight: Sight) -> np.ndarray:
    """Bool ``(h, w)``: between the points of hands that were seen."""
    import cv2

    inside = np.zeros(sight.mask.shape, np.uint8)
    for hand in (LEFT_HAND, RIGHT_HAND):
        seen = sight.confidence[hand] > 0
        if seen.any():
            cv2.fillConvexPoly(inside, cv2.convexHull(np.rint(sight.points[hand][seen]).astype(np.int32)), 1)
    return inside > 0


def in_steps(sight: Sight) -> np.ndarray:
    """Colours ``(h, w, 3)`` of the picture, without fine detail, counted in steps 0 to 31 of lightness and two hues."""
    import cv2

    soft = cv2.GaussianBlur(sight.pixels, (0, 0), max(0.5, _FINE * sight.shoulder_width))
    return (cv2.cvtColor(soft, cv2.COLOR_RGB2LAB) // (256 // _BINS)).astype(np.intp)


def common(places: np.ndarray) -> np.ndarray:
    """Share ``(_BINS,) * 3`` of the colours ``(n, 3)``, counted in steps, that are about each."""
    from scipy.ndimage import gaussian_filter

    count = np.zeros((_BINS,) * 3)
    np.add.at(count, tuple(places.T), 1.0)
    return gaussian_filter(count, _SPREAD, mode="nearest") / max(len(places), 1)
