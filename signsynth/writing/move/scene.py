"""How both hands are held at one moment, and how that follows from a change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from signsynth.geometry import unit
from signsynth.rotations import exponential, logarithm
from signsynth.writing.move.course import Change, Course
from signsynth.writing.move.rooms import Studio
from signsynth.writing.notation import BodySite, Constellation, HandSite, Posture

OFF = 0.08
"""Skins this far apart do not touch."""
CROWDED = 0.5
"""Wrists of touching hands that come nearer than this do so because the hands would turn into each other."""
HALF_TURN = np.deg2rad(155)
"""Turns beyond this may be made either way round: an arm's comfort decides."""


@dataclass(frozen=True, eq=False)
class Scene:
    """Both hands: axis 0 is left, right.

    ``wrists``    joints ``(2, 3)`` in shoulder widths
    ``turns``     rotations of the hands' own frames ``(2, 3, 3)``
    ``angles``    ``(2, 21)`` degrees
    ``postures``  what is written of them
    ``pivots``    the sites that are led and turned about; None: the wrist
    ``coming``    the pivots of the next movement
    ``used``      whether the hands sign
    ``pair``      the constellation that was written last
    ``sites``     where on the body each hand was put last
    ``skins``     outward normals ``(2, 3)`` of the body where hands touch it; 0 for hands at each other
    """

    wrists: np.ndarray
    turns: np.ndarray
    angles: np.ndarray
    postures: tuple[Posture, Posture]
    pivots: tuple[HandSite | None, HandSite | None] = (None, None)
    coming: tuple[HandSite | None, HandSite | None] = (None, None)
    used: tuple[bool, bool] = (False, True)
    pair: Constellation | None = None
    sites: tuple[BodySite | None, BodySite | None] = (None, None)
    skins: np.ndarray = field(default_factory=lambda: np.zeros((2, 3)))

    def skin(self, side: int, site: HandSite | None, studio: Studio) -> tuple[np.ndarray, np.ndarray]:
        """Point and outward normal ``(3,)`` of a hand's site, the point from the wrist."""
        point, normal = studio.site(site, self.angles[side], side)
        return self.turns[side] @ point, self.turns[side] @ normal

    def trace(self, change: Change, studio: Studio) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Wrists ``(n, 2, 3)``, rotations ``(n, 2, 3, 3)`` and angles ``(n, 2, 21)`` of a change from here."""
        angles = self.angles + change.bend
        turns = self.turns @ change.turn
        wrists = self.wrists + change.shift
        for side, pivot in enumerate(self.pivots):
            if pivot is not None:
                led = np.einsum("nij,nj->ni", turns[:, side], studio.site(pivot, angles[:, side], side)[0])
                wrists[:, side] += self.skin(side, pivot, studio)[0] - led
        return wrists, turns @ change.wag, angles

    def after(self, change: Change, studio: Studio) -> Scene:
        """The scene where the change ends."""
        wrists, turns, angles = self.trace(change, studio)
        return replace(self, wrists=wrists[-1], turns=turns[-1], angles=angles[-1])

    def held_as(self, other: Scene) -> Scene:
        """What is written of this scene, with the hands of the other."""
        return replace(self, wrists=other.wrists, turns=other.turns, angles=other.angles, pivots=other.pivots)

    def with_hand(self, side: int, other: Scene, *, highest: float = np.inf) -> Scene:
        """One hand as in another scene, its wrist no higher than ``highest``."""
        mine = np.arange(2) == side
        return replace(
            self,
            wrists=np.where(mine[:, None], np.minimum(other.wrists, [np.inf, highest, np.inf]), self.wrists),
            turns=np.where(mine[:, None, None], other.turns, self.turns),
            angles=np.where(mine[:, None], other.angles, self.angles),
        )

    def parts(self, course: Course, studio: Studio) -> bool:
        """Whether a course takes hands off what they touch, or into each other if they turned about it."""
        change = course.at(np.linspace(0, course.seconds, 5))
        shift = change.shift
        if all(self.pivots) and not self.skins.any():
            wrists = self.trace(change, studio)[0]
            wide = np.linalg.norm(wrists[:, 1] - wrists[:, 0], axis=-1)
            if wide.min() < min(0.6 * wide[0], CROWDED):
                return True
        for side, pivot in enumerate(self.pivots):
            if pivot is None:
                continue
            apart = shift[:, side] - shift[:, 1 - side]
            away = shift[:, side] @ self.skins[side] if self.skins[side].any() else np.linalg.norm(apart, axis=1)
            if away.max() > OFF:
                return True
        return False

    def released(self) -> Scene:
        """The scene from which the next movement starts."""
        return replace(self, pivots=self.coming)


def rotation_vector(start: np.ndarray, end: np.ndarray, side: int) -> np.ndarray:
    """Turn ``(3,)`` in the hand's frame that leads from one rotation to the other.

    The shorter way; a turn of nearly half a circle goes round so that the palm passes the inner side (thumb up when
    it turns over), as forearms do.
    """
    vector = logarithm(start.T @ end)
    angle = np.linalg.norm(vector)
    if angle < HALF_TURN:
        return vector
    other = vector * (1 - 2 * np.pi / angle)
    inward = np.array([1.0 if side == 1 else -1.0, 0.0, -0.4])
    ways = np.stack([vector, other])
    middles = start @ exponential(ways / 2)
    # the palm looks inward, and what the fingers point at is not behind
    comfort = middles[:, :, 2] @ inward + 0.5 * middles[:, :, 1] @ np.array([inward[0], 0.3, 0.6])
    return ways[int(comfort[1] > comfort[0] + 1e-6)]


def facing(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Direction ``(3,)`` in which ``first`` lies off ``second`` when skins with these outward normals meet."""
    between = second - first
    return unit(between if np.linalg.norm(between) > 0.3 else second)
