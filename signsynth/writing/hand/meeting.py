"""What touches what in a written hand shape."""

from __future__ import annotations

from signsynth.errors import InputError, nearest
from signsynth.writing.hand.contact import Touches
from signsynth.writing.hand.forms import OPEN
from signsynth.writing.hand.spot import Spot, on_finger, on_palm
from signsynth.writing.notation import Shape

KINDS = ("tip", "pad", "nail", "midjoint", "base", "side")


def touches_of(shape: Shape, selected: tuple[int, ...], thumb: str) -> Touches:
    """The touches of a shape whose ``selected`` digits and thumb position (see ``forms.THUMBS``) are known.

    Errors: ``InputError`` for an unknown kind of contact.
    """
    spots: list[tuple[Spot, Spot]] = []
    capsules: list[tuple[int, int]] = []
    if shape.contact_pair is not None:
        spots.append(_pair(shape.contact_pair, shape.contact_kind))
    elif shape.base.startswith("pinch") and shape.thumb in (None, "opposed"):
        met = (shape.opposed_finger,) if shape.opposed_finger in selected else selected
        spots.append((pad(1), pad(met[0])))
        capsules += [(2, _last(digit)) for digit in met[1:2]]
        capsules += [(_last(a), _last(b)) for a, b in zip(met, met[1:], strict=False)]
    elif thumb == "over":
        met = next(digit for digit in (3, 2, 4, 5) if digit in closed_digits(shape, selected))
        spots.append((pad(1), on_finger(met, 1, 0.5, "dorsal")))
    elif thumb in ("across", "enclosed"):
        spots.append((pad(1), on_palm("base", None)))
    elif thumb == "side" and 2 not in selected:
        spots.append((pad(1), on_finger(2, 1, 0.3, "radial")))
    return Touches(tuple(spots), tuple(capsules))


def closed_digits(shape: Shape, selected: tuple[int, ...]) -> tuple[int, ...]:
    """Digits 2 to 5 that are folded into the palm."""
    bends = dict(shape.bends)
    folded = {digit for digit, bend in bends.items() if digit > 1 and bend in ("dblhooked", "dblbent")}
    if shape.base in OPEN or (shape.base == "fist" and shape.bend is not None):
        return tuple(sorted(folded))
    spoken_of = {*selected, *shape.exempted_digits, *bends}
    return tuple(sorted(folded | ({2, 3, 4, 5} - spoken_of)))


def pad(digit: int) -> Spot:
    """The end of a digit's pad, with which it touches."""
    return on_finger(digit, 2, 0.7, "palmar")


def _last(digit: int) -> int:
    """The capsule of a digit's last bone."""
    return 3 * digit - 1


def _pair(pair: tuple[int, int], kind: str | None) -> tuple[Spot, Spot]:
    """The thumb, or the finger farther from it, touches the other one where ``kind`` says."""
    if kind is not None and kind not in KINDS:
        raise InputError(f"hand shape contact {kind!r}; {nearest(kind, KINDS)}")
    first, second = sorted(pair)
    doer, met = (1, second) if first == 1 else (second, first)
    if kind == "nail":
        return pad(doer), on_finger(met, 2, 0.6, "dorsal")
    if kind in ("midjoint", "base", "side"):
        bone, along = {"midjoint": (1, 0.05), "base": (0, 0.4), "side": (1, 0.5)}[kind]
        return pad(doer), on_finger(met, bone, along, "radial")
    return pad(doer), pad(met)
