"""Hand shapes."""

from __future__ import annotations

from dataclasses import replace

from signsynth.writing.hamnosys.stream import Stream
from signsynth.writing.hamnosys.symbols import BASES, BENDS, DIGITS, FINGER_PARTS, SIZES, THUMBS
from signsynth.writing.notation import Shape

OPENINGS = {"across": "tight", "opposed": "slack"}


def read_shape(stream: Stream) -> Shape:
    """Base form, thumb and bend, the far end of "between the two", and what single digits do.

    Rules of the grammar of HamNoSys 4 and of its translation to G-SiGML by R. Elliott (University of East Anglia).
    Errors: ``InputError`` for contradictions.
    """
    shape = _read_core(stream)
    if stream.peek() == "hambetween" and stream.peek(1) in BASES:
        stream.take()
        shape = replace(shape, second=_read_core(stream))
    return _read_digits(shape, stream)


def _read_core(stream: Stream) -> Shape:
    base = BASES[stream.expect(BASES, "a hand shape")]
    thumb = bend = opening = None
    while name := stream.take((*THUMBS, *BENDS, *SIZES)):
        if name in SIZES:
            stream.warn("no size of hand shapes is known, left out")
            continue
        before, after = (thumb, THUMBS[name]) if name in THUMBS else (bend, BENDS[name])
        if before is not None and before != after:
            stream.at -= 1
            raise stream.error(f"contradicts {before!r} of the same hand shape, expected one of the two")
        if name in THUMBS:
            thumb = after
        else:
            bend = after
    if base.startswith("cee"):
        opening, thumb = OPENINGS.get(thumb), None
    elif base.startswith("pinch") and thumb:
        stream.warn(f"thumb {thumb!r} of a pinch, left out")
        thumb = None
    return Shape(base, thumb=thumb, bend=bend, opening=opening)


def _read_digits(shape: Shape, stream: Stream) -> Shape:
    alone: list[int] = []
    while stream.peek() in DIGITS or stream.peek() in FINGER_PARTS or stream.peek() == "hambetween":
        name = stream.take()
        if name in FINGER_PARTS:
            shape = replace(shape, thumb_contact=FINGER_PARTS[name])
        elif name == "hambetween":
            shape = replace(shape, thumb_enclosed=True)
            if shape.thumb not in (None, "across"):
                stream.at -= 1
                raise stream.error(f"an enclosed thumb contradicts thumb {shape.thumb!r}, expected one of the two")
        else:
            shape = _read_digit(shape, DIGITS[name], stream, alone)
    return _with_alone(shape, tuple(sorted(set(alone))), stream) if alone else shape


def _read_digit(shape: Shape, digit: int, stream: Stream, alone: list[int]) -> Shape:
    following, after = stream.peek(), stream.peek(1)
    if following in BENDS:
        bends = dict(shape.bends) | {digit: BENDS[stream.take()]}
        return replace(shape, bends=tuple(sorted(bends.items())))
    if after in DIGITS and DIGITS[after] != digit and (following in FINGER_PARTS or following == "hamcross"):
        stream.at += 2
        kind = FINGER_PARTS.get(following, "nail")
        if shape.contact_pair:
            stream.warn("a second pair of fingers in contact, taken instead of the first")
        return replace(shape, contact_pair=(digit, DIGITS[after]), contact_kind=kind)
    if following == "hambetween" and after in DIGITS:
        stream.at += 2
        stream.warn("a thumb between fingers is not told from one across")
        return replace(shape, thumb=shape.thumb or "across")
    if following == "hamthumbopenmod" and digit != 1:
        stream.take()
        shape = replace(shape, opposed_finger=digit)
    alone.append(digit)
    return shape


def _with_alone(shape: Shape, digits: tuple[int, ...], stream: Stream) -> Shape:
    """What digits mean that nothing is said of depends on the base form."""
    fingers = tuple(digit for digit in digits if digit != 1)
    named = shape.base.startswith(("finger2", "pinch12", "cee12")) and shape.base != "finger2345"
    if shape.base.startswith("finger23") and len(fingers) < 2:
        named = False
    if named and fingers:
        return replace(shape, special_fingers=fingers, exempted_digits=(1,) if 1 in digits else ())
    if shape.bend is None and (shape.second is None or shape.second.bend is None):
        stream.warn("nothing is said of this digit, left out")
        return shape
    return replace(shape, exempted_digits=digits)
