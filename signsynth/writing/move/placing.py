"""Hands to their written places."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from signsynth.geometry import unit
from signsynth.writing.move.contact import PALM, meet, natural_site
from signsynth.writing.move.mirror import Cast, other_site
from signsynth.writing.move.rooms import FORE, SHOULDER, UPPER, Spot, Studio
from signsynth.writing.move.scene import Scene
from signsynth.writing.notation import BodySite, Constellation, HandSite

Place = BodySite | HandSite | Constellation | None
MOVED = 1e-3
"""A hand that moves less rests."""
BEHIND = 0.2
"""How much nearer to the body than the place a wrist may be."""
ARMS = ("upperarm", "elbow", "elbowinside", "lowerarm")


def placed(
    scene: Scene, place: Place, other_place: BodySite | HandSite | None, cast: Cast, studio: Studio, shift: np.ndarray
) -> Scene:
    """The scene with the acting hands where ``place`` and ``other_place`` say, its postures being final.

    ``shift (2, 3)`` is how they have moved on their way there: those that did give way where hands meet. What is None
    stays where it is.
    """
    place, other_place = _on_arm(place), _on_arm(other_place)
    place = _nearer(place, scene, cast, shift)
    moved = np.linalg.norm(shift, axis=-1) > MOVED
    if isinstance(place, Constellation):
        if other_place is not None:
            scene = _at(scene, 0, other_place, cast, studio)
            cast, moved = cast.only(1), np.array([False, True])
        if place.place is None:
            return meet(place, scene, cast, studio, None, moved)
        spot = _before(place.place, scene, studio)
        return _out(meet(place, scene, cast, studio, spot.point, moved), (0, 1), spot)
    if isinstance(place, HandSite) and isinstance(other_place, HandSite):
        # each names where it is on the other hand
        pair = Constellation(other_place, place, place.contact or other_place.contact)
        return meet(pair, scene, cast, studio, None, moved)
    if cast.both and isinstance(place, BodySite):
        if other_place is None and place.name not in ARMS:
            place = _on_right(place)
        if other_place is None:
            other_place = other_site(place)
    if cast.leads == 0:
        return _at(scene, 0, place, cast, studio) if place is not None else scene
    sides = [(0, other_place), (1, place)]
    if isinstance(other_place, HandSite):  # where the dominant hand will be
        sides.reverse()
    for side, its in sides:
        if its is not None:
            scene = _at(scene, side, its, cast, studio)
    return scene


def _on_right(place: BodySite) -> BodySite:
    """The right hand's place where both have one: of no written side is the right part.

    Where they touch, "from the middle to the right" is half way; before the body it leaves the hands no room.
    """
    second = place.second
    if second is not None and place.contact != "touch":
        second = _on_right(second)
    middle = place.contact == "touch" and second is not None and second.side is not None
    side = "right_at" if place.side in (None, "front") and not middle else place.side
    return replace(place, side=side, second=second)


def _on_arm(place: Place) -> Place:
    """A hand's site that is really on its arm, as a place on the body."""
    if isinstance(place, HandSite) and place.name in ARMS:
        return BodySite(place.name, place.side, place.contact, place.other)
    if isinstance(place, Constellation) and place.other is not None and place.other.name in ARMS:
        return BodySite(place.other.name, place.other.side, place.contact, place.dominant)
    return place


def _nearer(place: Place, scene: Scene, cast: Cast, shift: np.ndarray) -> Place:
    """A contact of which no site is written is with the body where the hand is at it, not at the other hand.

    Two hands that act meet where they have been at each other, or come nearer to each other on their way.
    """
    if not isinstance(place, Constellation) or (place.dominant, place.other, place.place) != (None, None, None):
        return place
    body = scene.sites[cast.leads]
    apart = scene.wrists[1] - scene.wrists[0]
    nearing = np.linalg.norm(apart) < np.linalg.norm(apart - shift[1] + shift[0]) - 0.05
    if scene.pair is not None or body is None or cast.both and nearing:
        return place
    return replace(body, contact=place.contact)


def _at(scene: Scene, side: int, place: BodySite | HandSite, cast: Cast, studio: Studio) -> Scene:
    """The scene with one hand at a place."""
    if isinstance(place, HandSite):
        if side == 0:
            pair = Constellation(place, place.other, place.contact)
        else:
            pair = Constellation(place.other, place, place.contact)
        return _beside(scene, side, pair, studio)
    spot = _spot(place, scene, side, studio)
    site = place.hand
    if site is None:
        site = natural_site(scene, side, spot.normal, studio) if spot.touch else PALM
    wrists, coming = np.array(scene.wrists), list(scene.coming)
    wrists[side] = spot.point - scene.skin(side, site, studio)[0]
    coming[side] = site if spot.touch else None
    if spot.touch:
        studio.touches.append((side, site, place, np.array(spot.point)))
    sites, skins = list(scene.sites), np.array(scene.skins)
    sites[side], skins[side] = place, spot.normal if spot.touch else 0.0
    # Below the shoulder an arm that is touched is held out for it.
    used = (True, True) if place.name in ARMS[1:] else _using(scene, side)
    scene = replace(scene, wrists=wrists, coming=tuple(coming), used=used)
    return _out(replace(scene, sites=tuple(sites), skins=skins, pair=None), (side,), spot)


def _out(scene: Scene, sides: tuple[int, ...], spot: Spot) -> Scene:
    """Hands that are before the body, not on it, farther out, so that no wrist is much nearer to it than they are."""
    if spot.touch:
        return scene
    wrists = np.array(scene.wrists)
    behind = max(-(wrists[side] - spot.point) @ spot.normal for side in sides)
    wrists[list(sides)] += max(0.0, behind - BEHIND) * spot.normal
    return replace(scene, wrists=wrists)


def _beside(scene: Scene, side: int, pair: Constellation, studio: Studio) -> Scene:
    """One hand at the other, which stays."""
    return meet(pair, scene, Cast().only(side), studio, None, np.arange(2) == side)


def _spot(place: BodySite, scene: Scene, side: int, studio: Studio) -> Spot:
    if place.name in ARMS:
        arm = 1 - side
        if not scene.used[arm]:
            return studio.places.on_arm(place, arm, *hanging_arm(arm))
        shoulder, wrist = SHOULDER * [1 if arm == 1 else -1, 1, 1], scene.wrists[arm]
        return studio.places.on_arm(place, arm, _elbow(shoulder, wrist), wrist, shoulder, -scene.turns[arm][:, 2])
    return studio.places.spot(place, side)


@lru_cache(maxsize=2)
def hanging_arm(side: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Elbow, wrist and shoulder of an arm that hangs, and where the back of its hand looks, each ``(3,)``."""
    from signsynth.body.reach import reach  # late: it imports torch

    idle = reach(np.zeros((1, 2, 3)), np.tile(np.eye(3), (1, 2, 1, 1)), np.zeros((1, 2), bool))
    out = np.array([1.0 if side == 0 else -1.0, 0.0, 0.0])
    return idle.elbows[0, side], idle.wrists[0, side], SHOULDER * [-out[0], 1, 1], out


def _before(place: BodySite, scene: Scene, studio: Studio) -> Spot:
    """Where two hands that are at each other go: of no written side is the middle, also of what comes in pairs."""
    if place.name in ARMS:
        return _spot(place, scene, 1, studio)
    return studio.places.middle(place)


def _elbow(shoulder: np.ndarray, wrist: np.ndarray) -> np.ndarray:
    """An easy elbow ``(3,)``: low and a little out, as arms that reach for ``wrist`` hold it."""
    line = wrist - shoulder
    reach = min(float(np.linalg.norm(line)), 0.99 * (UPPER + FORE))
    line = unit(line)
    along = (reach**2 + UPPER**2 - FORE**2) / (2 * max(reach, 0.05))
    low = np.array([0.35 * np.sign(shoulder[0]), -1.0, -0.15])
    off = unit(low - line * (low @ line))
    return shoulder + along * line + np.sqrt(max(UPPER**2 - along**2, 0.0)) * off


def _using(scene: Scene, side: int) -> tuple[bool, bool]:
    return (True, scene.used[1]) if side == 0 else (scene.used[0], True)
