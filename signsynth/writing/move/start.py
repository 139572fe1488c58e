"""The scene with which a phrase starts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.writing.move.mirror import Cast, merged, other_posture
from signsynth.writing.move.placing import ARMS, placed
from signsynth.writing.move.rooms import Studio
from signsynth.writing.move.scene import Scene
from signsynth.writing.move.target import oriented
from signsynth.writing.notation import BodySite, Constellation, Direction, HandSite, Phrase, Posture, Shape

USUAL = Posture(Shape("flat"), Direction("uo"), Direction("l"))
"""Of a right hand of which nothing is written."""


def opening(phrase: Phrase, studio: Studio, before: Scene | None) -> tuple[Scene, Cast]:
    """Both hands as a phrase starts, and who acts in it. ``before``: where the last phrase ended."""
    cast = Cast.of(phrase)
    usual = other_posture(USUAL, None, (True, False, False))
    if cast.leads == 0:
        left = _complete(phrase.dominant, before.postures[0] if before else usual, studio, "other hand")
        right = before.postures[1] if before else USUAL
        used = (True, phrase.hold and before is not None and before.used[1])
    else:
        right = _complete(phrase.dominant, before.postures[1] if before else USUAL, studio, "dominant hand")
        followed = other_posture(right, phrase.other, cast.mirror)
        alone = merged(usual, phrase.other) if phrase.other is not None else usual
        left = followed if cast.both else alone
        # An upper arm is touched where it hangs; what is farther down is held out to the hand.
        raised = getattr(phrase.place, "name", None) in ARMS[1:]
        pair = isinstance(phrase.place, Constellation | HandSite) or raised
        if pair and not cast.both and phrase.other is None and before is None:
            studio.warn("other hand: touched, but not written, the usual taken")
        used = (cast.both or phrase.other is not None or phrase.other_place is not None or pair, True)
    kept = phrase.hold and before is not None
    scene = Scene(
        wrists=np.zeros((2, 3)),
        turns=np.stack([oriented(left, 0, studio), oriented(right, 1, studio)]),
        angles=np.stack([studio.hands.handshape_of(p.shape).angles for p in (left, right)]),
        postures=(left, right),
        used=used,
    )
    if kept:
        scene = _keeping(scene, before, 1 - cast.leads)
    scene = _settled(scene, studio, before if kept else None, 1 - cast.leads)
    place = phrase.place
    if isinstance(place, Constellation) and place.place is None and not kept:
        place = replace(place, place=BodySite("neutralspace"))
    only = replace(cast, acts=(True, True)) if cast.both else cast
    scene = placed(scene, place, phrase.other_place, only, studio, np.zeros((2, 3)))
    return scene, cast


def _complete(posture: Posture, usual: Posture, studio: Studio, who: str) -> Posture:
    """What a phrase does not say of a hand is taken from before, with a warning where it is a guess."""
    missing = [name for name in ("shape", "fingers", "palm") if getattr(posture, name) is None]
    if missing:
        studio.warn(f"{who}: no {', '.join(missing)} written, the usual taken")
    return merged(usual, posture)


def _keeping(scene: Scene, before: Scene, side: int) -> Scene:
    """A hand as it was."""
    turns, angles = np.array(scene.turns), np.array(scene.angles)
    postures, used = list(scene.postures), list(scene.used)
    turns[side], angles[side] = before.turns[side], before.angles[side]
    postures[side], used[side] = before.postures[side], before.used[side]
    return replace(
        scene,
        turns=turns,
        angles=angles,
        postures=tuple(postures),
        used=tuple(used),
        pair=before.pair,
        sites=before.sites,
    )


def _settled(scene: Scene, studio: Studio, before: Scene | None, kept: int) -> Scene:
    """Both hands in the neutral space, one as before."""
    wrists = np.zeros((2, 3))
    for side in (0, 1):
        if before is not None and side == kept:
            wrists[side] = before.wrists[side]
        else:
            wrists[side] = studio.places.neutral(side).point - scene.skin(side, HandSite("palm"), studio)[0]
    return replace(scene, wrists=wrists)
