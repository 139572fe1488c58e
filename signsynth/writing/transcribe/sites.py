"""The written place that is nearest a seen one."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

import numpy as np

from signsynth.errors import SignsynthError
from signsynth.writing.notation import BodySite, HandSite
from signsynth.writing.place import Places

PALM = HandSite("palm")
_DEPTH = 0.45
"""What depth counts: one camera hardly sees it."""
_NEAREST, _PAIR = 14, 0.04
"""Places that are paired, and by how much "between two" must be nearer than either."""
_NAMES = (
    "headtop", "forehead", "eyes", "nose", "lips", "chin", "ear", "cheek", "neck",
    "shouldertop", "shoulders", "chest", "stomach", "belowstomach",
)  # fmt: skip
"""Places that writers name; those between them in the face say no more of where a palm is."""
_SIDES = (None, "left_at", "right_at", "left_beside", "right_beside")


def written_site(palm: np.ndarray, side: int) -> tuple[BodySite, float]:
    """Where the middle of the palm ``(3,)`` is, and how many shoulder widths off that is."""
    sites, points = _known(side)
    off = np.linalg.norm((points - palm) * [1, 1, _DEPTH], axis=1)
    order = np.argsort(off)[:_NEAREST]
    best, site = float(off[order[0]]), sites[order[0]]
    for a, b in combinations(order, 2):
        if sites[a].contact != sites[b].contact:
            continue
        between = float(np.linalg.norm(((points[a] + points[b]) / 2 - palm) * [1, 1, _DEPTH]))
        if between + _PAIR < best:
            best = between + _PAIR
            second = BodySite(sites[b].name, sites[b].side)
            site = BodySite(sites[a].name, sites[a].side, sites[a].contact, PALM, second)
    return site, float(min(best, off[order[0]]))


@lru_cache(maxsize=2)
def _known(side: int) -> tuple[list[BodySite], np.ndarray]:
    places = Places.of()
    sites, points = [], []
    for name in _NAMES:
        for own in _SIDES:
            for contact in ("close", None, "armextended"):
                site = BodySite(name, own, contact, PALM)
                try:
                    points.append(places.spot(site, side).point)
                except SignsynthError:
                    continue
                sites.append(site)
    return sites, np.array(points)
