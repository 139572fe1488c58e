"""Postures and places of both hands, at the start of a sign and where a movement ends."""

from __future__ import annotations

from dataclasses import replace

from signsynth.writing.hamnosys.place import (
    CONTACT_WORDS,
    PLACE_WORDS,
    body_begins,
    hand_begins,
    read_body_site,
    read_contact,
    read_hand_site,
)
from signsynth.writing.hamnosys.shape import read_shape
from signsynth.writing.hamnosys.stream import Stream
from signsynth.writing.hamnosys.symbols import BASES, FINGERS, PALMS
from signsynth.writing.notation import BodySite, Constellation, Direction, HandSite, Posture, Setting

POSTURE_WORDS = (*BASES, *FINGERS, *PALMS)


def setting_begins(stream: Stream) -> bool:
    """Whether a posture or a place comes, perhaps in brackets."""
    return stream.inside() in (*POSTURE_WORDS, *PLACE_WORDS, "hamnondominant")


def read_setting(stream: Stream, *, postures: bool = True) -> Setting:
    """Everything up to the next movement; ``[ a + b ]`` is for the dominant and for the other hand.

    ``postures`` False: places only. Errors: ``InputError`` where something is said twice.
    """
    setting = Setting()
    while True:
        if stream.peek() == "hamparbegin" and _wanted(stream.inside(), postures):
            setting = _joined(setting, _as_constellation(_read_split(stream), stream), stream)
        elif stream.peek() in POSTURE_WORDS and postures:
            setting = _joined(setting, Setting(dominant=_read_posture(stream)), stream)
        elif place_begins(stream):
            setting = _placed(setting, stream)
        else:
            return setting


def place_begins(stream: Stream) -> bool:
    """Whether a place comes outside brackets for two hands."""
    contact = stream.peek() == "hamseqbegin" and stream.peek(1) in CONTACT_WORDS
    return body_begins(stream) or hand_begins(stream) or contact or stream.peek() in CONTACT_WORDS


def _wanted(name: str, postures: bool) -> bool:
    return name in PLACE_WORDS or (postures and name in (*POSTURE_WORDS, "hamnondominant"))


def _read_posture(stream: Stream) -> Posture:
    if stream.peek() in BASES:
        return Posture(shape=read_shape(stream))
    names, prefix = (FINGERS, "fingers") if stream.peek() in FINGERS else (PALMS, "palm")
    first, second = names[stream.take()], None
    while stream.peek() == "hambetween" and stream.peek(1) in names:
        stream.at += 2
        second = names[stream.names[stream.at - 1]]
    if stream.take(("hamorirelative",)):
        stream.warn("an orientation that follows the movement is not told from a fixed one")
    return Posture(**{prefix: Direction(first, second)})


def _read_split(stream: Stream) -> Setting:
    stream.take()
    stream.deeper(+1)
    first = read_setting(stream)
    if stream.take(("hamplus",)):
        stream.take(("hamnondominant",))
        second = read_setting(stream)
    else:
        second = None
    stream.expect(("hamparend",), "the end of the bracket: hamparend")
    stream.deeper(-1)
    if second is None:
        return first
    for half in (first, second):
        if half.other is not None or half.other_place is not None or isinstance(half.place, Constellation):
            raise stream.error("one hand's half of a bracket is split again, expected one hand's posture or place")
    other = second.dominant if second.dominant != Posture() else None
    return Setting(first.dominant, other, first.place, second.place)


def _joined(setting: Setting, more: Setting, stream: Stream) -> Setting:
    """Both together. Errors: ``InputError`` where both say the same thing of a hand."""
    place, other_place = setting.place, setting.other_place
    if isinstance(more.place, Constellation) and isinstance(place, BodySite):
        place, other_place = replace(more.place, place=place), None
    elif more.place is not None or more.other_place is not None:
        if place is not None or other_place is not None:
            stream.warn("a second place, taken instead of the first")
        place, other_place = more.place, more.other_place
    dominant = _posture(setting.dominant, more.dominant, stream)
    return Setting(dominant, _posture(setting.other, more.other, stream), place, other_place)


def _posture(first: Posture | None, more: Posture | None, stream: Stream) -> Posture | None:
    if first is None or more is None:
        return more if first is None else first
    said = {name: value for name, value in vars(more).items() if value not in (None, False)}
    for name in said:
        if getattr(first, name) is not None:
            stream.at -= 1
            raise stream.error(f"says {name} a second time, expected a place or a movement")
    return replace(first, **said)


def _as_constellation(setting: Setting, stream: Stream) -> Setting:
    """``[ site + site ] contact``: one hand at the other."""
    if not (isinstance(setting.place, HandSite) and isinstance(setting.other_place, HandSite)):
        return setting
    found = read_contact(stream)
    pair = Constellation(setting.other_place, setting.place, found.get("contact"))  # the first is on the other hand
    return replace(setting, place=pair, other_place=None)


def _placed(setting: Setting, stream: Stream) -> Setting:
    """One more piece of a place: of the body, of a hand, or the contact of both hands."""
    before = setting.place
    if body_begins(stream):
        site = read_body_site(stream)
        if isinstance(before, Constellation) and before.place is None:
            return replace(setting, place=replace(before, place=site))
        if isinstance(before, HandSite) and before.contact is None:
            return replace(setting, place=replace(site, hand=site.hand or before))
        place: BodySite | HandSite | Constellation = site
    elif hand_begins(stream):
        site = read_hand_site(stream)
        if isinstance(before, BodySite) and before.contact is None and before.hand is None:
            found = read_contact(stream)
            return replace(setting, place=replace(before, hand=site, contact=found.get("contact")))
        found = read_contact(stream)
        place = replace(site, contact=found.get("contact"), other=found.get("hand"))
    else:
        found = read_contact(stream)
        place = Constellation(found.get("hand"), found.get("hand"), found["contact"])
        if isinstance(before, BodySite):
            return replace(setting, place=replace(place, place=before))
    if before is not None or setting.other_place is not None:
        stream.warn("a second place, taken instead of the first")
    return replace(setting, place=place, other_place=None)
