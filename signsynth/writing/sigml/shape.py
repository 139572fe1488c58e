"""Hand shapes as attributes of ``<handconfig>``."""

from __future__ import annotations

import re
from dataclasses import replace

from signsynth.errors import InputError
from signsynth.writing.notation import Shape
from signsynth.writing.notation.shape import BASES, BENDS, CONTACT_KINDS, OPENINGS, SUCCESSIONS, THUMB_CONTACTS, THUMBS
from signsynth.writing.sigml.fields import Fields
from signsynth.writing.sigml.notes import short

MAX_BEND = 4.0
"""Four quarters of a right angle."""
HALF_BENT = (2.0, 0.0, 0.0)
# "410", and with one decimal each "0.50.50.5".
COMPACT = re.compile(r"(\d(?:\.\d)?)(\d(?:\.\d)?)(\d(?:\.\d)?)")
NAMES = ("handshape", "thumbpos", "mainbend", "ceeopening", "thumbcontact", "thumbenclosed", "contactpair")


def read_shape(fields: Fields) -> Shape | None:
    """None where the element has no hand shape. Errors: ``InputError`` for unknown and contradictory shapes."""
    first = _read_end(fields, None)
    if first is None or not fields.second().any(*NAMES):
        return first
    return replace(first, second=_read_end(fields.second(), first))


def _read_end(fields: Fields, near: Shape | None) -> Shape | None:
    """A shape; ``near`` is the near end of "between the two", which the far end follows where it has no base."""
    if fields.any("handshape"):
        shape = Shape(fields.word("handshape", BASES, strict=True))
    elif near is not None:
        shape = Shape(near.base, thumb=near.thumb, bend=near.bend, opening=near.opening)
    elif fields.any(*NAMES, "specialfingers", *(f"bend{digit}" for digit in range(1, 6))):
        raise fields.notes.error(fields.node, "changes a hand shape that it does not name, expected a handshape")
    else:
        return None
    thumb, bend = fields.word("thumbpos", THUMBS), _read_bend(fields, "mainbend")
    bends = [(digit, _read_bend(fields, f"bend{digit}")) for digit in range(1, 6)]
    pair, opposed = fields.digits("contactpair"), fields.digits("opposedfinger")
    shape = replace(
        shape,
        thumb=thumb or shape.thumb,
        bend=shape.bend if bend is None else bend,
        bends=tuple((digit, bend) for digit, bend in bends if bend is not None),
        special_fingers=fields.digits("specialfingers"),
        exempted_digits=fields.digits("exempteddigits"),
        opposed_finger=opposed[0] if opposed else None,
        opening=fields.word("ceeopening", OPENINGS) or shape.opening,
        contact_pair=pair or None,
        contact_kind=fields.word("contactkind", CONTACT_KINDS),
        thumb_contact=fields.word("thumbcontact", THUMB_CONTACTS),
        thumb_enclosed=fields.flag("thumbenclosed"),
        successive_fingers=fields.word("successivefingers", SUCCESSIONS),
    )
    if problem := _contradiction(shape, pair, opposed):
        raise fields.notes.error(fields.node, problem)
    return shape


def _contradiction(shape: Shape, pair: tuple[int, ...], opposed: tuple[int, ...]) -> str:
    if shape.thumb_enclosed and shape.thumb not in (None, "across"):
        return f"thumbpos {shape.thumb!r} contradicts thumbenclosed, expected across or none"
    if len(pair) not in (0, 2):
        return f"contactpair names {len(pair)} digits, expected two"
    if len(opposed) > 1 or 1 in opposed:
        return "opposedfinger: expected one digit from 2 to 5"
    if shape.opening and not shape.base.startswith(("cee", "pinch")):
        return f"ceeopening contradicts handshape {shape.base!r}, expected a cee or pinch form"
    return ""


def _read_bend(fields: Fields, name: str) -> str | tuple[float, float, float] | None:
    value = fields.text(name)
    if value is None or value in BENDS:
        return value
    if value == "halfbent":
        return HALF_BENT
    compact = COMPACT.fullmatch(value)
    parts = compact.groups() if compact else value.split() if len(value) < 120 else ()
    try:
        numbers = tuple(float(part) for part in parts)
    except ValueError:
        numbers = ()
    if len(numbers) == 3 and all(0 <= number <= MAX_BEND for number in numbers):
        return numbers
    expected = f"expected {', '.join(BENDS)}, or three numbers 0 to {MAX_BEND:g}"
    raise fields.notes.error(fields.node, f"{fields.prefix}{name}={short(value)!r}: {expected}")


def shape_attributes(shape: Shape) -> dict[str, str]:
    """The inverse. Errors: ``InputError`` where the far end of "between the two" is again between two."""
    found = _attributes(shape)
    if shape.second is not None:
        if shape.second.second is not None:
            raise InputError(f"shape {shape.base}: its second has a second itself, expected one at most")
        # Written out where it would follow the near end.
        found |= {f"second_{key}": value for key, value in _attributes(shape.second).items()}
    return found


def _attributes(shape: Shape) -> dict[str, str]:
    found = {
        "handshape": shape.base,
        "thumbpos": shape.thumb,
        "mainbend": _bend_text(shape.bend),
        "ceeopening": shape.opening,
        **{f"bend{digit}": _bend_text(bend) for digit, bend in shape.bends},
        "specialfingers": _digits_text(shape.special_fingers),
        "exempteddigits": _digits_text(shape.exempted_digits),
        "opposedfinger": str(shape.opposed_finger) if shape.opposed_finger else None,
        "contactpair": _digits_text(shape.contact_pair or ()),
        "contactkind": shape.contact_kind,
        "thumbcontact": shape.thumb_contact,
        "thumbenclosed": "true" if shape.thumb_enclosed else None,
        "successivefingers": shape.successive_fingers,
    }
    return {key: value for key, value in found.items() if value is not None}


def _digits_text(digits: tuple[int, ...]) -> str | None:
    return "".join(map(str, digits)) or None


def _bend_text(bend: str | tuple[float, float, float] | None) -> str | None:
    if bend is None or isinstance(bend, str):
        return bend
    parts = [number_text(number) for number in bend]
    return "".join(parts) if all(len(part) in (1, 3) for part in parts) else " ".join(parts)


def number_text(number: float) -> str:
    """The shortest text that reads back as the same number: ``1`` and not ``1.0``."""
    return repr(float(number)).removesuffix(".0")
