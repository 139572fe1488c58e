"""Where hands are, what shape they have and how they are turned, each with its own error."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import lru_cache
from importlib import resources

import numpy as np

from benchmarks.transitions.windows import HANDS, Window, position_error
from signsynth.geometry import unit
from signsynth.motion import Motion
from signsynth.motion.rigid import hand_directions
from signsynth.transition.tracks import palms


def shape_error(window: Window, made: Motion) -> float:
    """Mean angle in degrees between bones of the hand, as seen from its palm, and the real ones."""
    angles = shape_angles(made.pose, window.truth.pose)
    return float(angles[:, list(window.hands)].mean())


def turn_error(window: Window, made: Motion) -> float:
    """Mean angle in degrees by which the palm is turned away from the real one."""
    angles = turn_angles(made.pose, window.truth.pose)
    return float(angles[:, list(window.hands)].mean())


ERRORS: dict[str, Callable[[Window, Motion], float]] = {
    "place": position_error,
    "shape": shape_error,
    "turn": turn_error,
}
"""What is compared -> its error: shoulder widths, degrees, degrees."""


def shape_angles(pose: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Degrees ``(frames, 2 hands)`` between poses ``(frames, 178, 3)``, meaned over the 20 bones."""
    own, real = (_local(part) for part in (pose, other))
    return np.degrees(_between(own, real)).mean(-1)


def turn_angles(pose: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Degrees ``(frames, 2 hands)`` between the palms' orientations."""
    own, real = (palms(hand_directions(part)[1]) for part in (pose, other))
    trace = np.einsum("...ij,...ij->...", own, real)
    return np.degrees(np.arccos(np.clip((trace - 1) / 2, -1, 1)))


def beyond_limits(pose: np.ndarray) -> np.ndarray:
    """Share ``(frames, 2 hands)`` of the eight middle and end joints of the fingers that bend beyond the body's limits.

    Measured on the bones themselves, against the palm's axis across: a fit to the body would keep within its limits.
    """
    _, directions = hand_directions(pose)
    across = palms(directions)[..., 1] * _CURL[:, None]
    fingers = directions.reshape(len(pose), 2, 5, 4, 3)[:, :, 1:]
    before, after = fingers[..., 1:3, :], fingers[..., 2:4, :]
    sine = (np.cross(before, after) * across[:, :, None, None]).sum(-1)
    bent = np.degrees(np.arctan2(sine, (before * after).sum(-1)))
    low, high = _limits_deg()
    return ((bent < low) | (bent > high)).mean((-1, -2))


@lru_cache(maxsize=1)
def _limits_deg() -> np.ndarray:
    """Least and most flexion ``(2, 4 fingers, 2 joints)`` that the body allows."""
    rows = {row["bone"]: row for row in csv.DictReader(resources.files("signsynth.body").joinpath("limits.csv").open())}
    names = [[f"finger{finger}-{joint}" for joint in (2, 3)] for finger in (2, 3, 4, 5)]
    return np.array([[[float(rows[name][end]) for name in pair] for pair in names] for end in ("flex_min", "flex_max")])


_CURL = np.array([-1.0, 1.0])
"""Fingers of the right hand curl about the direction to its index, those of the left hand the other way."""


def bones(pose: np.ndarray) -> np.ndarray:
    """Lengths ``(frames, 2 hands, 20)`` of the hands' bones, in shoulder widths."""
    _, directions = hand_directions(pose)
    hands = np.stack([pose[:, hand] for hand in HANDS], axis=1).astype(np.float64)
    first = [0 if k % 4 == 0 else k for k in range(20)]
    along = hands[:, :, 1:] - hands[:, :, first]
    return (along * directions).sum(-1)


def _local(pose: np.ndarray) -> np.ndarray:
    """Unit bones ``(frames, 2, 20, 3)`` in the axes of their palm."""
    _, directions = hand_directions(pose)
    turned = palms(directions)
    return unit(np.einsum("fhij,fhki->fhkj", turned, directions))


def _between(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Angles in radians between unit vectors; exact for small ones."""
    return 2 * np.arctan2(np.linalg.norm(a - b, axis=-1), np.linalg.norm(a + b, axis=-1))
