"""What finds a person in pictures: frames in, sightings out, one for one. Sightings stacked are a ``Recording``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np

from signsynth.motion.recording import RECORDED_POINTS, Recording

SEEN = 1.0
"""Confidence of a hand that the tracker saw."""
RECOVERED = 0.8
"""Confidence of a hand that only a second look, at a crop around the wrist, found. Filled ones have ``GUESSED``."""


class Frame(NamedTuple):
    """A picture ``pixels`` uint8 ``(h, w, 3)``, RGB, upright, square pixels, and its time from the start in seconds."""

    pixels: np.ndarray
    time_s: float


class Sighting(NamedTuple):
    """What was seen in one frame.

    ``points``      ``(189, 3)`` in pixels of the frame, as in ``Recording``: +y up (y is negative), +z to the camera.
    ``confidence``  ``(189,)``, 0 where nothing was seen.
    ``mask``        uint8 ``(h, w)``, 255 where the person is; None where the tracker has none or was not asked.
    """

    points: np.ndarray
    confidence: np.ndarray
    mask: np.ndarray | None = None


@runtime_checkable
class Tracker(Protocol):
    """Any object that turns frames into sightings. It may look ahead some frames, but holds none for long.

    ``notes`` says, when the frames are used up, what a user should know (several people, hands found again).
    """

    notes: list[str]

    def __call__(self, frames: Iterable[Frame], *, mask: bool = False) -> Iterator[Sighting]:
        """One sighting for each frame, in order; with person masks if asked."""


def nobody(mask_shape: tuple[int, int] | None = None) -> Sighting:
    """A sighting of nobody."""
    mask = None if mask_shape is None else np.zeros(mask_shape, np.uint8)
    return Sighting(np.zeros((RECORDED_POINTS, 3), np.float32), np.zeros(RECORDED_POINTS, np.float32), mask)


def stacked(sightings: list[Sighting], fps: float | None = None) -> Recording:
    """All sightings as one recording."""
    points = np.stack([sighting.points for sighting in sightings]).astype(np.float64)
    return Recording(points, np.stack([sighting.confidence for sighting in sightings]).astype(np.float64), fps)
