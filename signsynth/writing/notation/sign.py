"""A written sign."""

from __future__ import annotations

from dataclasses import dataclass

from signsynth.writing.notation.movement import Movement
from signsynth.writing.notation.nonmanual import NonManual
from signsynth.writing.notation.posture import Posture
from signsynth.writing.notation.site import BodySite, Constellation, HandSite


@dataclass(frozen=True)
class Phrase:
    """A start posture and what is done from there.

    ``both_hands``      the other hand signs too; without ``other`` it does what the dominant one does, mirrored. Where
                        it is False and there is an ``other`` or a constellation, the other hand is there and holds
                        still, but for the movements that ``Split`` gives it
    ``lr_symmetric``    left and right exchanged for the other hand (the usual mirror); ``ud``, ``oi``: up and down, out
                        and in of its movements exchanged as well
    ``out_of_phase``    the other hand is half a round behind
    ``nondominant``     only the other hand signs
    ``hold``            the other hand stays from the phrase before
    ``other``           the other hand's own posture; fields that are None mirror the dominant hand
    ``other_place``     the other hand's own place
    """

    dominant: Posture
    other: Posture | None = None
    place: BodySite | HandSite | Constellation | None = None
    other_place: BodySite | HandSite | None = None
    movements: tuple[Movement, ...] = ()
    both_hands: bool = False
    lr_symmetric: bool = False
    ud_symmetric: bool = False
    oi_symmetric: bool = False
    out_of_phase: bool = False
    nondominant: bool = False
    hold: bool = False


@dataclass(frozen=True)
class Sign:
    """A gloss, its phrases one after the other, and its non-manuals.

    ``warnings`` name what was written and could not be understood; nothing is dropped without one.
    ``words``, ``part_of_speech``, ``licence``, ``status``, ``note`` come from the file where it gives them.
    """

    gloss: str
    phrases: tuple[Phrase, ...]
    nonmanual: NonManual = NonManual()
    words: tuple[str, ...] = ()
    part_of_speech: str = ""
    licence: str = ""
    status: str = ""
    note: str = ""
    warnings: tuple[str, ...] = ()
    file: str = ""
