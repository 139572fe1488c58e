"""Places of written signs on and around the bundled body."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from signsynth.body import Body
from signsynth.body.fit.fit import bundled
from signsynth.body.fit.rig import Rig
from signsynth.errors import InputError, nearest
from signsynth.geometry import unit
from signsynth.writing.notation import BodySite
from signsynth.writing.notation.site import BODY_SITES
from signsynth.writing.place.arm import ARM_SITES, ArmSkin
from signsynth.writing.place.seat import Seat, seats_of
from signsynth.writing.place.skin import Skin
from signsynth.writing.place.spot import Spot

_OFF = {
    "face": {None: 0.44, "close": 0.22, "armextended": 0.9},
    "trunk": {None: 0.6, "close": 0.4, "armextended": 0.95},
}
"""How far from the skin, shoulder widths. Wrists of the real ASL recordings are 0.1 to 0.4 before the trunk; the
realiser behind the NGT motions holds palms 0.65 (close) to 0.8 before it. Real signers count more."""
_ASIDE = {None: 0.3, "close": 0.18, "armextended": 0.7, "touch": 0.0}
"""How far beside a part of the body."""
_WIDEST = {"face": 0.3, "trunk": 0.6}
"""Beside head and neck starts not farther out than this, nor beside a trunk whose arms hang."""
_AHEAD = np.array([0.0, 0.0, 1.0])
_NEUTRAL = np.array([-0.3, -0.38, 0.85])
"""Of a right hand."""


@dataclass(frozen=True, eq=False)
class Places:
    """Body sites as points; left and right are the signer's, side 0 is the left hand.

    >>> places = Places.of()
    >>> places.spot(BodySite("chin", contact="touch"), side=1)
    """

    skin: Skin
    seats: dict[str, Seat]
    arm: ArmSkin
    marks: dict[tuple[str, int], tuple[Spot, Spot]]
    """Of a site and its left (1), middle (0) or right (-1): on the skin, and where the free way out leaves it."""

    @staticmethod
    def of(body: Body | None = None) -> Places:
        """On the mean person of a body, the bundled one by default; computed once."""
        return _places(bundled() if body is None else body)

    def spot(self, site: BodySite, side: int) -> Spot:
        """Where the hand ``side`` goes for a site, its distance included.

        Without a side of its own a site is the middle one, or, where it comes in pairs, that of the hand. A
        touched spot is on the skin, its normal the skin's; else the normal is the way out that the hand is off.
        Errors: ``InputError`` for a site that is none, or on an arm (see ``on_arm``).
        """
        if site.second is not None:
            second = site.second
            if second.contact is None and site.contact is not None:
                second = BodySite(second.name, second.side, site.contact, second.hand, second.second)
            spot = self.spot(BodySite(site.name, site.side, site.contact), side).to(self.spot(second, side))
            return self._laid(spot) if spot.touch else spot
        if site.name == "neutralspace":
            return self.neutral(side)
        if site.name in ARM_SITES:
            raise InputError(f"body site {site.name!r}: on an arm, which moves; expected on_arm with its joints")
        seat = self.seats.get(site.name)
        if seat is None:
            raise InputError(f"body site {site.name!r}: not on the body; {nearest(site.name, BODY_SITES)}")
        touch = site.contact == "touch"
        if site.side is not None and site.side.endswith("_beside"):
            return self._beside(seat, 1 if site.side.startswith("left") else -1, site.contact)
        if site.side in ("back", "dorsal"):
            return self._behind(seat, site.contact)
        sign = _sign(site.side)
        if sign == 0 and seat.paired:
            sign = 1 if side == 0 else -1
        on, free = self.marks[site.name, sign]
        if touch:
            return on
        return Spot(free.point + _OFF[seat.region][site.contact] * free.normal, free.normal)

    def middle(self, site: BodySite) -> Spot:
        """Where a pair of hands goes: half way between where each would go. Errors: as ``spot``."""
        right, left = self.spot(site, 1), self.spot(site, 0)
        spot = right.to(left)
        return self._laid(spot) if spot.touch and np.ptp([right.point, left.point], axis=0).max() > 0 else spot

    def neutral(self, side: int) -> Spot:
        """The place of a hand that is given none: before the chest, on its own side."""
        return Spot(_NEUTRAL * [1 if side else -1, 1, 1], _AHEAD)

    def on_arm(
        self, site: BodySite, side: int, elbow: np.ndarray, wrist: np.ndarray, shoulder: np.ndarray, palm: np.ndarray
    ) -> Spot:
        """A site on the arm ``side``; see ``ArmSkin.spot``."""
        return self.arm.spot(site, side, shoulder, elbow, wrist, palm)

    def _laid(self, spot: Spot) -> Spot:
        """The spot on the skin under (or over) it."""
        met = self.skin.enter(spot.point - 0.1 * spot.normal, spot.normal, 0.25)
        return spot if met is None else Spot(*met, True)

    def _beside(self, seat: Seat, sign: int, contact: str | None) -> Spot:
        aim = np.array(seat.aim) * [0, 1, 1]
        out = np.array([sign, 0.0, 0.0])
        if contact == "touch":
            met = self.skin.enter(*self._side_of(seat, sign), 1.5)
            if met is None:
                raise InputError(f"body site at {seat.aim}: no skin beside it")
            return Spot(*met, True)
        # A hand beside the body is held where it is easy: before it as well.
        width = seat.width or min(self.skin.half_width(aim[1]), _WIDEST[seat.region])
        front = self.skin.enter(aim, _AHEAD)
        depth = aim[2] if front is None else front[0][2]
        ahead = (aim[2] + depth) / 2 if seat.region == "face" and seat.width is None else depth
        aside = sign * (width + _ASIDE[contact])
        return Spot(np.array([aside, aim[1], ahead + _OFF[seat.region][contact]]), out)

    def _side_of(self, seat: Seat, sign: int) -> tuple[np.ndarray, np.ndarray]:
        """Aim and way out of the skin beside a part: of a small one on the face beside it."""
        if seat.width is None:
            return np.array(seat.aim) * [0, 1, 1], np.array([sign, 0.0, 0.0])
        return np.array([sign * seat.width, seat.aim[1], 0.1]), unit(np.array([sign * 0.5, 0.0, 1.0]))

    def _behind(self, seat: Seat, contact: str | None) -> Spot:
        back = np.array([0.0, 0.0, -1.0])
        met = self.skin.enter(np.array(seat.aim) * [0, 1, 0], back)
        if met is None:
            raise InputError(f"body site at {seat.aim}: no back there")
        if contact == "touch":
            return Spot(*met, True)
        return Spot(met[0] + _ASIDE[contact] * back, back)


def _sign(side: str | None) -> int:
    if side is None:
        return 0
    return 1 if side.startswith("left") else -1 if side.startswith("right") else 0


@lru_cache(maxsize=2)
def _places(body: Body) -> Places:
    rig, skin = Rig.of(body), Skin.of(body)
    seats = seats_of(rig, skin)
    marks = {}
    for name, seat in seats.items():
        for sign in (1, -1) if seat.paired else (1, 0, -1):
            aim, away, free = seat.at(sign)
            on, off = (skin.enter(aim, way, seat.far if way is away else 3.0) for way in (away, free))
            if on is None or off is None:
                raise InputError(f"body site {name!r}: its line meets no skin")
            marks[name, sign] = Spot(*on, True), Spot(off[0], free)
    return Places(skin, seats, ArmSkin.of(rig, body), marks)
