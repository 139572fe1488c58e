"""Which point is which, in the orders that published skeletons come in."""

from __future__ import annotations

from dataclasses import dataclass

from signsynth.errors import InputError, nearest


@dataclass(frozen=True)
class PointOrder:
    """Where wrists, hands and face lie among the points of a sequence."""

    name: str
    points: int
    wrists: tuple[int, int]
    """Right, left: those of the body's arms, as the challenge counts them."""
    right_hand: slice
    left_hand: slice
    face: slice
    """Empty where the skeleton has none."""


CANONICAL_178 = PointOrder("canonical178", 178, (5, 4), slice(29, 50), slice(8, 29), slice(50, 178))
SLRTP_178 = PointOrder("slrtp178", 178, (2, 5), slice(8, 29), slice(29, 50), slice(50, 178))
"""SLRTP 2025: right shoulder, elbow, wrist, left ones, hips; right hand, left hand, face."""
PHOENIX_50 = PointOrder("phoenix150", 50, (7, 4), slice(8, 29), slice(29, 50), slice(50, 50))
"""Progressive Transformers (Saunders et al. 2020): nose, neck, two arms; two hands; no face."""
ORDERS = {order.name: order for order in (CANONICAL_178, SLRTP_178, PHOENIX_50)}


def order_named(name: str) -> PointOrder:
    """Errors: ``InputError`` with the nearest name."""
    if name not in ORDERS:
        raise InputError(f"layout {name!r}; {nearest(name, ORDERS)}")
    return ORDERS[name]


def order_of(points: int) -> PointOrder:
    """The order that sequences of so many points have outside signsynth. Errors: ``InputError``."""
    found = {order.points: order for order in (PHOENIX_50, SLRTP_178)}
    if points not in found:
        known = ", ".join(f"{order.points} ({order.name})" for order in found.values())
        raise InputError(f"{points} points a frame, expected a known skeleton: {known}")
    return found[points]
