"""A motion to a written sign."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from signsynth.motion import Motion
from signsynth.writing.hand import handshape_of, site_points
from signsynth.writing.notation import BodySite, Phrase, Posture, Seq, Sign, Target
from signsynth.writing.transcribe.moments import moments
from signsynth.writing.transcribe.observed import Observed
from signsynth.writing.transcribe.orientations import written_orientation
from signsynth.writing.transcribe.shapes import written_shape
from signsynth.writing.transcribe.sites import PALM, written_site

_FAR_SW, _FAR_DEG = 0.4, 45.0
"""A place or an orientation that is so far off is worth nothing."""
PROPOSED = "proposed from a recording, not reviewed by a signer"


class Transcribed(NamedTuple):
    """A proposal and how sure it is.

    ``confidence`` 0 to 1: the least of shape, orientation and place, averaged over the moments; ``frames`` are the
    moments of the recording, counted from where a hand is first seen.
    """

    sign: Sign
    confidence: float
    frames: tuple[int, ...]


class _Moment(NamedTuple):
    postures: tuple[Posture | None, Posture | None]
    places: tuple[BodySite | None, BodySite | None]
    sure: float


def transcribe(motion: Motion, gloss: str = "") -> Transcribed:
    """A gestural writing of a sign: start posture, then what changes from moment to moment, one target each.

    Hand shape, orientation and place are the nearest that notation has; where the palm is, is written, not what
    touches what: one camera does not see that. The face is left out. Realised again it lands near the recording.
    The dominant hand should be the right one (``motion.handedness.right_dominant``).
    Errors: ``InputError`` for a motion that shows no hand.
    """
    seen = Observed.of(motion)
    frames = moments(seen)
    read = [_moment(seen, int(frame)) for frame in frames]
    both = bool(seen.signs.all())
    only_left = bool(seen.signs[0]) and not seen.signs[1]
    targets, before = [], read[0]
    for now in read[1:]:
        change = _target(before, now, both, only_left)
        if change is not None:
            targets.append(change)
        before = now
    lead, other = (0, 1) if only_left else (1, 0)
    phrase = Phrase(
        dominant=read[0].postures[lead],
        other=read[0].postures[other] if both else None,
        place=read[0].places[lead],
        other_place=read[0].places[other] if both else None,
        movements=(Seq(tuple(targets), fused=True),) if len(targets) > 1 else tuple(targets),
        both_hands=both,
        nondominant=only_left,
    )
    label = gloss or next((part.label for part in motion.segments if part.kind == "sign"), "") or "SIGN"
    sign = Sign(label, (phrase,), status=PROPOSED)
    return Transcribed(sign, float(np.mean([moment.sure for moment in read])), tuple(int(frame) for frame in frames))


def _moment(seen: Observed, frame: int) -> _Moment:
    postures, places, sure = [None, None], [None, None], 1.0
    for side in np.flatnonzero(seen.signs):
        shape, likely = written_shape(seen.bones[frame, side])
        fingers, palm, off = written_orientation(seen.turns[frame, side], int(side))
        postures[side] = Posture(shape, fingers, palm)
        held = site_points(PALM, handshape_of(shape).angles, int(side))[0]
        middle = seen.wrists[frame, side] + seen.turns[frame, side] @ held
        places[side], away = written_site(middle, int(side))
        parts = (likely, 1 - off / _FAR_DEG, 1 - away / _FAR_SW)
        sure = min(sure, *(float(np.clip(part, 0, 1)) for part in parts))
    return _Moment(tuple(postures), tuple(places), sure)


def _target(before: _Moment, now: _Moment, both: bool, only_left: bool) -> Target | None:
    """What changes; None where nothing that notation can say does."""
    lead, other = (0, 1) if only_left else (1, 0)
    place = now.places[lead] if now.places[lead] != before.places[lead] else None
    other_place = now.places[other] if both and now.places[other] != before.places[other] else None
    if both and (place is None) != (other_place is None):
        place, other_place = now.places[lead], now.places[other]
    dominant = _changed(before.postures[lead], now.postures[lead])
    second = _changed(before.postures[other], now.postures[other]) if both else None
    if place is None and other_place is None and dominant == Posture() and second in (None, Posture()):
        return None
    return Target(dominant=dominant, other=second, place=place, other_place=other_place)


def _changed(before: Posture, now: Posture) -> Posture:
    """Orientation is written whole or not at all."""
    shape = now.shape if now.shape != before.shape else None
    if (now.fingers, now.palm) == (before.fingers, before.palm):
        return Posture(shape)
    return replace(now, shape=shape)
