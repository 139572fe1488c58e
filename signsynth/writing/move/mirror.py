"""What the other hand does: the dominant hand's mirror image, or the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from signsynth.writing.notation import BodySite, Direction, Phrase, Posture

EXCHANGED = ({"l": "r", "r": "l"}, {"u": "d", "d": "u"}, {"o": "i", "i": "o"})
_SIDES = {"left_at": "right_at", "right_at": "left_at", "left_beside": "right_beside", "right_beside": "left_beside"}


@dataclass(frozen=True)
class Cast:
    """Who acts, and how the other hand follows.

    ``acts``    left and right
    ``mirror``  axes x, y, z that are exchanged for the left hand
    ``leads``   the hand that is written about, 1 right
    ``behind``  the left hand is half a round behind
    """

    acts: tuple[bool, bool] = (False, True)
    mirror: tuple[bool, bool, bool] = (False, False, False)
    leads: int = 1
    behind: bool = False

    @classmethod
    def of(cls, phrase: Phrase) -> Cast:
        """As a phrase has it."""
        mirror = (phrase.lr_symmetric, phrase.ud_symmetric, phrase.oi_symmetric)
        if phrase.nondominant and not phrase.both_hands:
            return cls((True, False), leads=0)
        both = phrase.both_hands or any(mirror)
        return cls((both, True), mirror, 1, both and phrase.out_of_phase)

    def only(self, side: int) -> Cast:
        """One hand, by the letter."""
        return Cast((side == 0, side == 1), leads=side)

    @property
    def both(self) -> bool:
        """Both hands act on what is written of one."""
        return all(self.acts)

    @property
    def signs(self) -> np.ndarray:
        """Factors ``(2, 3)`` of the dominant hand's displacements."""
        left = np.where(self.mirror, -1.0, 1.0) if self.both else np.ones(3)
        return np.stack([left, np.ones(3)]) * np.array(self.acts)[:, None]

    @property
    def spins(self) -> np.ndarray:
        """Factors ``(2, 3)`` of rotation vectors about a right hand's own axes.

        In its mirrored frame, a left hand's mirror image turns by the vector with y and z negated.
        """
        left = np.array([1.0, -1.0, -1.0]) if self.both and self.mirror[0] else np.ones(3)
        return np.stack([left, np.ones(3)]) * np.array(self.acts)[:, None]


def mirrored(direction: Direction | None, axes: tuple[bool, bool, bool]) -> Direction | None:
    """The direction with letters exchanged along the axes."""
    if direction is None:
        return None
    table: dict[str, str] = {}
    for swapped, letters in zip(axes, EXCHANGED, strict=True):
        table |= letters if swapped else {}
    letters = [None if each is None else "".join(table.get(c, c) for c in each) for each in _written(direction)]
    return Direction(*letters)


def _written(direction: Direction) -> tuple[str, str | None]:
    return direction.letters, direction.second


def other_posture(posture: Posture, own: Posture | None, mirror: tuple[bool, bool, bool]) -> Posture:
    """Posture of the other hand: ``own`` where it says something, else the dominant one's for it.

    Fingers point as those of the dominant hand but for the exchanged axes; palms are always each other's mirror
    image between left and right, as in HamNoSys.
    """
    followed = replace(
        posture, fingers=mirrored(posture.fingers, mirror), palm=mirrored(posture.palm, (True, *mirror[1:]))
    )
    return followed if own is None else merged(followed, own)


def merged(posture: Posture, change: Posture) -> Posture:
    """The posture with what ``change`` says."""
    return Posture(
        change.shape or posture.shape,
        change.fingers or posture.fingers,
        change.palm or posture.palm,
        change.palm_absolute if change.palm is not None else posture.palm_absolute,
    )


def other_site(site: BodySite) -> BodySite:
    """The same place on the other side of the body."""
    second = None if site.second is None else other_site(site.second)
    return replace(site, side=_SIDES.get(site.side, site.side), second=second)
