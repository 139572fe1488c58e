"""Places on body and hands."""

from __future__ import annotations

from dataclasses import replace

from signsynth.writing.hamnosys.stream import Stream
from signsynth.writing.hamnosys.symbols import BODY, CONTACTS, CROSSED, DIGITS, FINGER_PARTS, HAND_PARTS, SIDES
from signsynth.writing.notation import BodySite, HandSite

HAND_WORDS = (*HAND_PARTS, *DIGITS, *FINGER_PARTS)
CONTACT_WORDS = (*CONTACTS, *CROSSED)
PLACE_WORDS = (*BODY, *HAND_WORDS, *SIDES, *CONTACT_WORDS)
FACES = {"hampalm": "palmar", "hamhandback": "dorsal", "hamthumbside": "radial", "hampinkyside": "ulnar"}


def read_body_site(stream: Stream) -> BodySite:
    """A body site with side, "between the two" and contact; ``( touch site )`` says what of the hand touches."""
    site = _read_body_end(stream)
    if stream.peek() == "hambetween" and _body_ahead(stream, 1):
        stream.take()
        site = replace(site, second=_read_body_end(stream))
    if stream.take(("hambehind",)):
        site = replace(site, side=site.side or "back")
    return replace(site, **read_contact(stream))


def read_contact(stream: Stream) -> dict[str, object]:
    """``contact`` and ``hand``, where they come."""
    if stream.peek() == "hamseqbegin" and stream.peek(1) in CONTACT_WORDS:
        stream.take()
        contact = _read_kind(stream)
        hand = read_hand_site(stream) if _hand_ahead(stream) else None
        stream.expect(("hamseqend",), "the end of the contact: hamseqend")
        return {"contact": contact, "hand": hand}
    if stream.peek() in CONTACT_WORDS:
        return {"contact": _read_kind(stream)}
    return {}


def _read_kind(stream: Stream) -> str:
    kind = None
    while name := stream.take(CONTACT_WORDS):
        if name not in CONTACTS:
            stream.warn("read as a touch")
        if kind is not None:
            stream.warn("a second contact, left out")
        kind = kind or CONTACTS.get(name, "touch")
    return kind


def read_hand_site(stream: Stream) -> HandSite:
    """A site on a hand, or between two."""
    site = _read_hand_end(stream)
    if stream.peek() == "hambetween" and _hand_ahead(stream, 1):
        stream.take()
        far = _read_hand_end(stream)
        # What the far end does not say is as in the near one.
        far = replace(far, name=far.name or site.name)
        on_finger = far.name in FINGER_PARTS.values() and not far.digits
        site = replace(site, second=replace(far, digits=site.digits) if on_finger else far)
    return site


def hand_begins(stream: Stream) -> bool:
    """Whether a hand site comes, perhaps after a side."""
    return _hand_ahead(stream)


def body_begins(stream: Stream) -> bool:
    """Whether a body site comes, perhaps after a side."""
    return _body_ahead(stream)


def _body_ahead(stream: Stream, ahead: int = 0) -> bool:
    return stream.peek(ahead + (stream.peek(ahead) in SIDES)) in BODY


def _hand_ahead(stream: Stream, ahead: int = 0) -> bool:
    return stream.peek(ahead + (stream.peek(ahead) in SIDES)) in HAND_WORDS


def _read_body_end(stream: Stream) -> BodySite:
    before = stream.take(SIDES)
    name = stream.expect(BODY, "a place on the body")
    return BodySite(BODY[name], side=_read_side(stream, before))


def _read_side(stream: Stream, before: str) -> str | None:
    """A dot left of the symbol is on the left, one right of it on the right."""
    if not before:
        after = stream.take(SIDES)
        return f"right_{SIDES[after]}" if after else None
    if stream.peek() in SIDES and stream.peek(1) not in (*BODY, *HAND_WORDS):
        stream.take()
        stream.warn("to the left and to the right of the same place, the left is taken")
    return f"left_{SIDES[before]}"


def _read_hand_end(stream: Stream) -> HandSite:
    before = stream.take(SIDES)
    if part := stream.take(HAND_PARTS):
        return HandSite(HAND_PARTS[part], side=_read_side(stream, before))
    digits, name = [], None
    while word := stream.take(DIGITS if name and digits else (*DIGITS, *FINGER_PARTS)):
        if word in FINGER_PARTS:
            name = FINGER_PARTS[word]
            if digits:
                break
        else:
            digits.append(DIGITS[word])
    if not digits and name is None:
        raise stream.error("expected a place on the hand")
    face = stream.take(FACES) if not before else ""
    side = FACES[face] if face else _read_side(stream, before)
    return HandSite(name, tuple(dict.fromkeys(digits)), side=side)
