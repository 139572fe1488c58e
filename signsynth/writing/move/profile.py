"""How long movements take and how their speed runs.

The numbers come from 446 strokes of ``ksl13`` and ``asl100`` (class train): between stops a stroke's speed is a bell
with its peak at 0.45 to 0.5 of its time and 1.9 times the mean (a minimum-jerk movement has 1.875), and its time grows
as the 0.36th power of its length. From a tenth of the peak speed to a tenth, 164 strokes take 0.42 s times the 0.34th
power of the shoulder widths; a minimum-jerk movement is over that tenth for 0.83 of its time.
"""

from __future__ import annotations

import numpy as np

from signsynth.geometry import minimum_jerk
from signsynth.writing.notation.movement import Manner

FAST, SLOW = 1.5, 0.55
"""What "fast" and "slow" multiply speed by."""
OPENING_S, CLOSING_S, HOLD_S = 0.08, 0.16, 0.2
"""Holds before the first and after the last movement, and of a sign without movement between them."""
PAUSE_S, HALT_S, TOUCH_S = 0.28, 0.12, 0.04
"""Holds after movements with "rest" and "halt", and at a touch within a sign."""
OVERSHOOT, RISE_S = 0.03, 0.14
"""Free ends swing over by this share of the way, for this long before the end."""
STEP_S = 0.17
"""From one side of a zigzag to the other."""
LEAD_S = 0.03
"""Fingers have their shape this long before the hand arrives; the wrist's turn starts this much after it."""
WAITING = -0.55
"""Height, in shoulder widths, that a hand which will sign in a later phrase waits under."""
BRIDGE = 0.1
"""Bulge of the way from one phrase to the next, as a share of its length."""
OVERLAP = 0.4
"""Share of the shorter of two fused movements in which both run (Flash and Henis, J. Cogn. Neurosci. 3 (1991) 220)."""

USUAL = Manner()


def pace(manner: Manner) -> float:
    """What a manner multiplies speed by."""
    return manner.speed * (FAST if manner.fast else 1.0) * (SLOW if manner.slow else 1.0)


def way_seconds(length: float) -> float:
    """Duration of a free stroke of ``length`` shoulder widths."""
    return 0.5 * max(length, 0.06) ** 0.36


def turn_seconds(radians: float) -> float:
    """Duration of a turn of the hand."""
    return 0.2 + 0.1 * radians


def shape_seconds(degrees: float) -> float:
    """Duration of a change of shape whose largest joint angle changes by ``degrees``."""
    return 0.16 + 0.0012 * degrees


def ease(share: np.ndarray, manner: Manner = USUAL) -> np.ndarray:
    """Share of the way at a share of the time: a bell of speed, sharper when tense, late when halting."""
    share = np.clip(share, 0, 1)
    if manner.tense:
        share = np.clip((share - 0.18) / 0.64, 0, 1)
    if manner.halt:
        share = share**1.4
    return minimum_jerk(share)


def cruise(share: np.ndarray, ramp: float) -> np.ndarray:
    """As ``ease``, with even speed between ramps that take a share ``ramp`` (to 0.5) of the time each.

    Within a ramp the speed itself rises as a minimum-jerk step, so acceleration is continuous.
    """
    share = np.clip(share, 0, 1)
    rise = np.minimum(share, 1 - share)
    u = np.minimum(rise / ramp, 1)
    covered = ramp * u**4 * (2.5 - 3 * u + u * u) + np.maximum(rise - ramp, 0)
    total = 1 - ramp
    return np.where(share <= 0.5, covered, total - covered) / total
