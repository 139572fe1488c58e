"""HamNoSys hand shapes as joint angles."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from signsynth.errors import InputError, nearest
from signsynth.writing.hand import forms
from signsynth.writing.hand.contact import ROOM, THUMB_ROOM, touching
from signsynth.writing.hand.handshape import FINGERS, Finger, HandShape, Thumb
from signsynth.writing.hand.meeting import closed_digits, touches_of
from signsynth.writing.notation import Shape

Bend = tuple[float, float, float]


@lru_cache(maxsize=1024)
def handshape_of(shape: Shape) -> HandShape:
    """The joint angles of a written shape, half way to its ``second`` where it has one.

    Errors: ``InputError`` that names an unknown base form, thumb position or bend and the nearest known one.
    """
    if shape.base not in forms.SELECTED:
        raise InputError(f"hand shape {shape.base!r}; {nearest(shape.base, forms.SELECTED)}")
    if shape.second is not None:
        near = replace(shape, second=None)
        digits = {name: getattr(shape, name) for name in ("bends", "special_fingers", "exempted_digits")}
        return handshape_of(near).blended(handshape_of(replace(shape.second, **digits)), 0.5)
    selected, position = selected_digits(shape), thumb_position(shape)
    fingers = {name: _finger(shape, digit, selected) for digit, name in enumerate(FINGERS, 2)}
    written = HandShape(**fingers, thumb=_thumb(shape, position))
    touches = touches_of(shape, selected, position)
    pinched = shape.base.startswith("pinch") or shape.contact_pair is not None or shape.thumb_enclosed
    return HandShape.from_angles(touching(written.angles, touches, ROOM if pinched else THUMB_ROOM))


def selected_digits(shape: Shape) -> tuple[int, ...]:
    """Digits 2 to 5 that the shape is about; exempting all of them exempts none."""
    digits = tuple(digit for digit in shape.special_fingers if 2 <= digit <= 5) or forms.SELECTED[shape.base]
    kept = tuple(digit for digit in digits if digit not in shape.exempted_digits)
    return kept or digits


def thumb_position(shape: Shape) -> str:
    """One of ``forms.THUMBS``. Errors: ``InputError`` for an unknown written one."""
    if shape.thumb not in (None, "out", "across", "opposed"):
        raise InputError(f"thumb {shape.thumb!r}; {nearest(shape.thumb, ('out', 'across', 'opposed'))}")
    selected = selected_digits(shape)
    closed = closed_digits(shape, selected)
    if shape.thumb_enclosed:
        return "enclosed"
    if shape.thumb == "across":
        return "over" if closed else "across"
    if shape.thumb is not None:
        return shape.thumb
    if shape.base.startswith(("pinch", "cee")) or 1 in (shape.contact_pair or ()):
        return "opposed"
    return "side" if closed else "beside"


def _finger(shape: Shape, digit: int, selected: tuple[int, ...]) -> Finger:
    own = dict(shape.bends).get(digit)
    k = digit - 2
    closed = Finger(forms.CLOSED[k], forms.CONVERGED[k])
    if own is not None:
        bend = _bend(own, k)
    elif digit in selected:
        bend = _formed(shape, k)
    elif digit in shape.exempted_digits or shape.base in forms.OPEN:
        bend = forms.RELAXED[k]
    elif shape.base == "fist" and shape.bend is not None and not shape.special_fingers and shape.thumb != "out":
        bend = _bend(shape.bend, k)
    else:
        return closed
    # Spread goes out as the finger bends: a bent finger points to the scaphoid.
    share = np.clip(bend[0] / forms.CLOSED[k][0], 0, 1)
    spread = (1 - share) * _spread(shape, selected, digit) + share * forms.CONVERGED[k]
    return Finger(tuple(map(float, bend)), float(spread))


def _formed(shape: Shape, k: int) -> Bend:
    """A selected finger."""
    if shape.base.startswith(("pinch", "cee")) and shape.bend in (None, "bent"):
        opening = shape.opening or "usual"
        if shape.base.startswith("pinch"):
            return forms.PINCH[shape.bend or "usual"]
        table = forms.CEE if shape.bend is None else forms.CEE_BENT
        if opening not in table:
            raise InputError(f"hand shape opening {opening!r}; {nearest(opening, table)}")
        return table[opening]
    if shape.bend is not None:
        return _bend(shape.bend, k)
    # A fist of which fingers are named is one that they stand out of.
    return forms.CLOSED[k] if shape.base == "fist" and not shape.special_fingers else forms.STRAIGHT[k]


def _bend(written: str | Bend, k: int) -> Bend:
    if not isinstance(written, str):
        return tuple(forms.QUARTER_DEG * number for number in written)
    if written not in forms.BENDS:
        raise InputError(f"hand shape bend {written!r}; {nearest(written, forms.BENDS)}")
    return forms.BENDS[written] or forms.CLOSED[k]


def _spread(shape: Shape, selected: tuple[int, ...], digit: int) -> float:
    k = digit - 2
    if shape.base in ("finger2345", "ceeallopen") or (shape.base in forms.OPEN and digit not in selected):
        return forms.SPREAD[k]
    if shape.base == "finger23spread" and selected == (2, 3):
        return forms.TWO_SPREAD[k]
    return forms.SPREAD[k] if shape.base == "finger23spread" else forms.TOGETHER[k]


def _thumb(shape: Shape, position: str) -> Thumb:
    thumb = forms.THUMBS[position]
    own = dict(shape.bends).get(1)
    if own is None and shape.base == "fist" and shape.thumb == "out":
        own = shape.bend  # a thumb that stands out of a fist is what the shape is about
    if own is None:
        return thumb
    bend = _bend(own, 0)
    return Thumb(thumb.out, thumb.forward, thumb.turn, (float(bend[1]) / 2, float(bend[2])))
