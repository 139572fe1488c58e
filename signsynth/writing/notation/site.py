"""Places: on a hand, on the body, and of one hand at the other."""

from __future__ import annotations

from dataclasses import dataclass

HAND_SITES = (
    "tip", "nail", "pad", "midjoint", "base", "side",
    "palm", "handback", "thumbball", "thumbside", "pinkyside", "wristback", "wristpulse", "elbowinside",
)  # fmt: skip
BODY_SITES = (
    "headtop", "head", "forehead", "eyebrows", "eyes", "nose", "nostrils", "ear", "earlobe", "cheek", "lips",
    "tongue", "teeth", "chin", "underchin", "neck", "shouldertop", "shoulders", "chest", "stomach", "belowstomach",
    "upperarm", "elbow", "elbowinside", "lowerarm", "neutralspace",
)  # fmt: skip
CONTACTS = ("touch", "close", "armextended")
SIDES = ("left_at", "right_at", "left_beside", "right_beside", "front", "dorsal", "palmar", "back", "ulnar", "radial")


@dataclass(frozen=True)
class HandSite:
    """A place on a hand. ``digits`` 1 to 5 where it is on fingers; several mean the middle of them.

    ``name``    one of ``HAND_SITES``; None with ``digits``: the whole finger
    ``side``    one of ``SIDES``; None: the site's own
    ``second``  the far end of "between the two"
    ``other``   where this is a place to go to: the site of the hand that goes there
    """

    name: str | None = None
    digits: tuple[int, ...] = ()
    side: str | None = None
    contact: str | None = None
    second: HandSite | None = None
    other: HandSite | None = None


@dataclass(frozen=True)
class BodySite:
    """A place on, or in front of, body and arms.

    ``name``     one of ``BODY_SITES``
    ``side``     one of ``SIDES``: ``right_at`` is on its right part, ``right_beside`` to the right of it, as the signer
                 sees it; None: the middle of it, or the side of the hand that goes there where it comes in pairs
    ``contact``  one of ``CONTACTS``; None: at an easy distance
    ``hand``     the site on the hand that is there; None: the middle of the palm or, for a touch, what comes natural
    ``second``   the far end of "between the two"
    """

    name: str
    side: str | None = None
    contact: str | None = None
    hand: HandSite | None = None
    second: BodySite | None = None


@dataclass(frozen=True)
class Constellation:
    """One hand at the other: ``dominant`` of the dominant hand is at ``other`` of the other hand.

    ``place`` says where the pair is; None: in the neutral space.
    """

    dominant: HandSite | None = None
    other: HandSite | None = None
    contact: str | None = None
    place: BodySite | None = None
