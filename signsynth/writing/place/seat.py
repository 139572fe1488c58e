"""Where on the body the named sites are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.body.fit.rig import Rig
from signsynth.skeleton import CANONICAL
from signsynth.writing.place.skin import Skin

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Seat:
    """A line that ends in the site, shoulder widths; x is that of the left one, the middle one has x = 0.

    ``aim``    a point under the skin; ``away`` the way out from there, along which the hand comes to touch
    ``free``   the way out of a hand that does not touch; None: the same
    ``paired`` there is none in the middle
    ``region`` ``face`` or ``trunk``: how far off hands usually are
    ``far``    from where the line starts, so that it does not meet another part first
    """

    aim: Triple
    away: Triple = (0.0, 0.0, 1.0)
    free: Triple | None = None
    paired: bool = False
    region: str = "face"
    far: float = 3.0
    width: float | None = None
    """Of a small part: how far from the middle its side is. Others are as wide as the body is there."""

    def at(self, sign: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Aim, way out and free way out ``(3,)`` of the left (1), middle (0) or right (-1) one."""
        mirror = np.array([sign, 1.0, 1.0])
        away = np.array(self.away) * mirror
        free = away if self.free is None else np.array(self.free) * mirror
        return np.array(self.aim) * mirror, away / np.linalg.norm(away), free / np.linalg.norm(free)


def seats_of(rig: Rig, skin: Skin) -> dict[str, Seat]:
    """The seat of every body site but arms and the neutral space: the face's from its landmarks.

    Sites of the trunk are at the heights, and as far to the side, as the realiser behind the NGT motions has them:
    seen from the front, its palms are within 0.08 shoulder widths of these places in the median of 427 signs.
    """
    points = (rig.points - rig.origin_m) / rig.width_m

    def y(name: str) -> float:
        return float(points[CANONICAL.points.index(name), 1])

    hair, brow, eye, lip, chin = y("10"), y("334"), y("386"), y("13"), y("152")
    nose, ear, lobe = skin.nose, skin.ear, skin.lobe
    front = {"away": (0.0, 0.0, 1.0)}
    return {
        "headtop": Seat((0.1, hair - 0.1, 0.08), (0, 1, 0), (0, 0.8, 0.6)),
        "head": Seat((0.12, (eye + nose[1]) / 2, 0.16), (0.8, 0, 0.6), (0.6, 0, 0.8)),
        "forehead": Seat((0.09, (hair + brow) / 2, 0.1), (0.1, 0, 1), (0.25, 0, 1)),
        "eyebrows": Seat((0.11, brow, 0.1), **front, width=0.18),
        "eyes": Seat((0.1, eye - 0.01, 0.1), **front, width=0.17),
        "nose": Seat((0.028, nose[1], 0.38), (0.4, 0, 1), (0.2, 0, 1), width=0.05),
        "nostrils": Seat((0.022, nose[1] - 0.02, 0.38), (0, -0.5, 1), (0, 0, 1), width=0.045),
        "ear": Seat((ear[0] - 0.1, ear[1], ear[2]), (1, 0, 0), (0.8, 0, 0.6), paired=True),
        "earlobe": Seat((lobe[0] - 0.1, lobe[1] + 0.012, lobe[2]), (1, 0, 0), (0.8, 0, 0.6), paired=True),
        "cheek": Seat((0.12, (lip + eye) / 2, 0.1), (0.25, 0, 1), (0.4, 0, 1), paired=True),
        "lips": Seat((0.06, lip, 0.2), **front, width=0.085),
        "teeth": Seat((0.03, lip - 0.005, 0.2), **front, width=0.085),
        "tongue": Seat((0.02, lip - 0.012, 0.2), **front, width=0.085),
        "chin": Seat((0.07, chin + 0.04, 0.2), **front, width=0.1),
        "underchin": Seat((0.06, chin + 0.1, 0.3), (0, -1, 0.05), (0, -0.25, 1), far=0.17, width=0.1),
        "neck": Seat((0.1, chin / 2 + 0.05, 0.0), (0.6, 0, 1), (0.3, 0, 1)),
        "shouldertop": Seat((0.38, 0.04, -0.04), (0, 1, 0), (0, 0.0, 1), paired=True, region="trunk"),
        "shoulders": Seat((0.36, -0.1, 0.0), region="trunk", **front),
        "chest": Seat((0.34, -0.38, 0.0), region="trunk", **front),
        "stomach": Seat((0.3, -0.66, 0.0), region="trunk", **front),
        "belowstomach": Seat((0.28, -1.1, 0.0), region="trunk", **front),
    }
