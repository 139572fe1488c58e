"""Constants of HamNoSys hand shapes: what straight, bent and closed fingers, and the thumb's positions, are in degrees.

From general knowledge of the notation; closed and straight fingers as in our letters, which were fitted to the true
3D hands of handy.js (MIT). Fingers are index to little finger everywhere.
"""

from __future__ import annotations

from signsynth.writing.hand.handshape import Finger, HandShape, Thumb

STRAIGHT = ((4, 4, 0), (3, 4, 0), (3, 4, 0), (4, 5, 0))
CLOSED = ((66, 98, 50), (72, 99, 52), (73, 94, 52), (73, 84, 50))
RELAXED = ((14, 14, 6), (12, 9, 3), (8, 8, 3), (4, 8, 3))
"""Fingers of the open forms that do not take part."""
BENDS = {
    "bent": (84, 6, 2), "round": (42, 48, 28), "hooked": (6, 96, 58), "dblbent": (84, 84, 10), "dblhooked": None,
}  # fmt: skip
"""Knuckle, middle and end joint; None: as closed."""
PINCH = {"usual": (44, 58, 28), "bent": (68, 10, 4)}
CEE = {"usual": (32, 50, 25), "slack": (20, 38, 18), "tight": (40, 56, 28)}
CEE_BENT = {"usual": (62, 10, 4), "slack": (48, 8, 3), "tight": (66, 10, 4)}
QUARTER_DEG = 22.5
"""A number of a written bend counts quarters of a right angle."""

TOGETHER = (-8, -4, -2, 0)
SPREAD = (14, 0, -13, -28)
TWO_SPREAD = (17, -14, -18, -24)
CONVERGED = (-7, -13, -18, -24)
"""Sideways angles; bent fingers point to the scaphoid, so closed ones lean outwards at the knuckle."""

THUMBS = {
    "side": Thumb(35, 15, 10, (29, 0)),
    "beside": Thumb(18, 8, 0, (8, 0)),
    "out": Thumb(56, 12, 8, (6, -6)),
    "over": Thumb(22, 40, 2, (55, 36)),
    "across": Thumb(10, 24, 0, (60, 40)),
    "opposed": Thumb(40, 50, -45, (10, 26)),
    "enclosed": Thumb(14, 30, 2, (55, 40)),
}
"""Side: along a closed index finger. Beside: along the palm's edge. Over: on closed fingers. Across: on the palm."""

SELECTED = {
    "fist": (), "flat": (2, 3, 4, 5), "finger2": (2,), "finger23": (2, 3), "finger23spread": (2, 3),
    "finger2345": (2, 3, 4, 5), "pinch12": (2,), "pinchall": (2, 3, 4, 5), "pinch12open": (2,), "cee12": (2,),
    "ceeall": (2, 3, 4, 5), "cee12open": (2,), "ceeallopen": (2, 3, 4, 5),
}  # fmt: skip
"""Digits that a base form is about, by their HamNoSys numbers: 2 is the index finger."""
OPEN = ("pinch12open", "cee12open")
"""Base forms whose other fingers are not closed."""

HANGING = HandShape(
    Finger((20, 28, 12), -4),
    Finger((26, 32, 14), -4),
    Finger((30, 34, 15), -4),
    Finger((32, 32, 15), -4),
    Thumb(34, 26, -8, (12, 14)),
)
"""A hand that does nothing."""
