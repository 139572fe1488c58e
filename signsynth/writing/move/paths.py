"""Ways in space: functions from a share of the way, 0 to 1, to displacements from its start."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from signsynth.geometry import minimum_jerk
from signsynth.rotations import swing
from signsynth.writing.notation import Circular, Directed, Direction

Way = Callable[[np.ndarray], np.ndarray]

LENGTHS = {"small": 0.2, None: 0.4, "big": 0.7}
"""Of straight ways, in shoulder widths."""
SAGITTAS = {"small": 0.16, None: 0.4, "big": 0.6}
"""How far arcs bulge, as a share of their chord: ``big`` is half an ellipse."""
RADII = {"small": 0.08, None: 0.17, "big": 0.32}
ZIGZAGS = {"small": 0.06, None: 0.1, "big": 0.2}
"""Half the width of a zigzag."""
ZIGZAG_STEP = 0.15
"""Way from one side of a zigzag to the other."""
RATIOS = {"small": 0.75, None: 0.5, "big": 0.25}
"""Short to long axis of an ellipse."""


def across(along: np.ndarray, letters: Direction) -> np.ndarray:
    """Unit vector ``(3,)`` perpendicular to ``along`` that letters mean there.

    Letters u, d, l and r are said as for a hand that moves out (or in), and turned with it from there by the
    shortest way, as palm orientations are: for a way to the right, a bulge to the right looks to the signer. Letters
    with o or i are meant in the signing space.
    """
    vector = letters.vector
    if not {"o", "i"} & set(letters.letters + (letters.second or "")):
        ahead = np.array([0.0, 0.0, -1.0 if along[2] < -1e-6 else 1.0])
        vector = swing(ahead, along) @ vector
    vector = vector - along * (vector @ along)
    length = np.linalg.norm(vector)
    if length < 1e-6:  # the bulge is along the way: upward says least wrong
        return across(along, Direction("u")) if abs(along[1]) < 0.99 else np.array([0.0, 0.0, 1.0])
    return vector / length


def directed(movement: Directed, *, chord: np.ndarray | None = None) -> tuple[Way, float]:
    """Way and length of a directed movement; ``chord (3,)`` replaces its own direction and size."""
    if chord is None:
        chord = movement.direction.vector * LENGTHS[movement.size]
    size = float(np.linalg.norm(chord))
    along = chord / size if size > 1e-9 else movement.direction.vector
    way, length = straight(chord), size
    if movement.curve is not None:
        height = SAGITTAS[movement.curve_size] * max(size, LENGTHS["small"])
        way, length = arc(chord, across(along, movement.curve) * height)
    if movement.zigzag is not None:
        way, length = _zigzag(movement, way, length, along)
    return way, length


def straight(chord: np.ndarray) -> Way:
    """Straight to ``chord (3,)``."""
    return lambda share: share[:, None] * chord


def arc(chord: np.ndarray, bulge: np.ndarray) -> tuple[Way, float]:
    """Arc over ``chord (3,)`` that rises by ``bulge (3,)``, perpendicular to it, and its length.

    A part of a circle up to half of one, then half an ellipse, run in even angles: that obeys the two-thirds power
    law exactly (Lacquaniti, Terzuolo and Viviani, Acta Psychol. 54 (1983) 115).
    """
    half, height = np.linalg.norm(chord) / 2, np.linalg.norm(bulge)
    along = chord / (2 * half) if half > 1e-9 else np.zeros(3)
    up = bulge / height if height > 1e-9 else np.zeros(3)
    if height < 1e-6:
        return straight(chord), 2 * half
    if height >= half - 1e-9:

        def way(share: np.ndarray) -> np.ndarray:
            angle = np.pi * share[:, None]
            return half * (1 - np.cos(angle)) * along + height * np.sin(angle) * up

        return way, float(np.pi * np.sqrt((half**2 + height**2) / 2))
    radius = (half**2 + height**2) / (2 * height)
    reach = np.arcsin(half / radius)

    def way(share: np.ndarray) -> np.ndarray:
        angle = reach * (2 * share[:, None] - 1)
        return (half + radius * np.sin(angle)) * along + (height - radius + radius * np.cos(angle)) * up

    return way, float(2 * radius * reach)


def zigzag_steps(length: float) -> int:
    """From side to side; whole waves, so that it ends where the way does."""
    return 2 * max(1, round(length / (2 * ZIGZAG_STEP)))


def _zigzag(movement: Directed, way: Way, length: float, along: np.ndarray) -> tuple[Way, float]:
    """To and fro across a way, in its plane of left and right, or up and down where it leads there."""
    amplitude = ZIGZAGS[movement.zigzag_size]
    sideways = np.cross(along, [0.0, 1.0, 0.0]) if abs(along[1]) < 0.9 else np.cross(along, [0.0, 0.0, 1.0])
    sideways /= np.linalg.norm(sideways)
    steps = zigzag_steps(length)
    sharp = movement.zigzag == "zigzag"

    def swinging(share: np.ndarray) -> np.ndarray:
        step, rest = np.divmod(steps * share + 0.5, 1)
        turned = minimum_jerk(rest)
        if sharp:  # slow in the corners, quick between them
            share = (step - 0.5 + 0.4 * rest + 0.6 * turned) / steps
        wave = np.where(step % 2 == 0, 1, -1) * (2 * turned - 1 if sharp else np.sin(np.pi * (rest - 0.5)))
        return way(share) + amplitude * wave[:, None] * sideways

    return swinging, length


def circular(movement: Circular, *, turns: int | None = None, behind: float = 0.0) -> tuple[Way, float]:
    """Way and length of circles, from their start; ``behind`` radians farther on, about the same middle.

    Clockwise as seen looking along the axis; without a start, from the top of the clock, whose letters ``across``
    explains.
    """
    axis = movement.axis.vector
    start = across(axis, movement.start or Direction("u"))
    angle = 2 * np.pi * (movement.turns if turns is None else turns)
    if movement.end is not None:
        end = across(axis, movement.end)
        part = np.arctan2(np.cross(axis, start) @ end, start @ end) % (2 * np.pi)
        if part > 1e-3:
            angle += part - 2 * np.pi
    major = across(axis, movement.ellipse) if movement.ellipse is not None else start
    minor = np.cross(axis, major)
    radius = RADII[movement.size]
    shrink = RATIOS[movement.ellipse_size] if movement.ellipse is not None else 1.0
    first = np.arctan2(start @ minor, start @ major)
    origin = radius * (np.cos(first) * major + shrink * np.sin(first) * minor)

    def way(share: np.ndarray) -> np.ndarray:
        turned = (first + behind + angle * share)[:, None]
        return radius * (np.cos(turned) * major + shrink * np.sin(turned) * minor) - origin

    return way, float(angle * radius * np.sqrt((1 + shrink**2) / 2))
