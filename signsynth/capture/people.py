"""Who of several people signs: the one who is near the camera, in the middle, and moves their hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signsynth.capture.landmarks import View

LEAST_SCORE = 0.55
"""Score of a detection from which it counts as a person."""
_REACH = 1.15
"""Half the width of the strip around a person, in radii of the circle around their upper body."""


@dataclass(frozen=True)
class Person:
    """``middle (2,)`` between the shoulders and ``radius`` of the circle around the upper body, in 0..1 of width
    (both axes), as MediaPipe's pose detector finds them; ``moving``: mean change of pixels around them, 0..255.
    """

    middle: tuple[float, float]
    radius: float
    moving: float = 0.0

    def weight(self) -> float:
        """How much this looks like the signer: size, times place, times movement."""
        central = np.exp(-(((self.middle[0] - 0.5) / 0.35) ** 2))
        return float(self.radius**2 * (0.25 + central) * (1.0 + self.moving))


def strip(people: Sequence[Person], width: int, height: int) -> tuple[View, int] | None:
    """The strip of the picture that belongs to the signer, and who it is; None where there are not two people."""
    if len(people) < 2:
        return None
    chosen = int(np.argmax([person.weight() for person in people]))
    own = people[chosen]
    left, right = own.middle[0] - _REACH * own.radius, own.middle[0] + _REACH * own.radius
    for other in people:
        if other is own:
            continue
        # Between two people the strip ends where each has room by their size.
        share = own.radius / (own.radius + other.radius)
        border = own.middle[0] + share * (other.middle[0] - own.middle[0])
        if other.middle[0] > own.middle[0]:
            right = min(right, border)
        else:
            left = max(left, border)
    start, stop = max(0, round(left * width)), min(width, round(right * width))
    if stop - start < 0.1 * width:
        return None
    return View(start, stop - start, height), chosen


def movement(frames: Sequence[np.ndarray], person: Person) -> float:
    """Mean change of the pixels around a person over ``frames`` uint8 ``(h, w, 3)``, sparsely sampled."""
    if len(frames) < 2:
        return 0.0
    height, width = frames[0].shape[:2]
    columns = np.clip(np.array([-1, 1]) * person.radius * width + person.middle[0] * width, 0, width).astype(int)
    rows = np.clip(np.array([-1, 1]) * person.radius * width + person.middle[1] * width, 0, height).astype(int)
    parts = np.stack([f[rows[0] : rows[1] : 8, columns[0] : columns[1] : 8, 1] for f in frames]).astype(np.int16)
    return float(np.abs(np.diff(parts, axis=0)).mean()) if parts.size else 0.0


def merged(found: Sequence[Sequence[Person]]) -> list[Person]:
    """People seen in at least half of several frames, each once."""
    groups: list[list[Person]] = []
    for people in found:
        for person in people:
            for group in groups:
                apart = np.hypot(*np.subtract(group[0].middle, person.middle))
                if apart < 0.6 * min(group[0].radius, person.radius):
                    group.append(person)
                    break
            else:
                groups.append([person])
    kept = [group for group in groups if len(group) >= max(2, len(found) / 2)]
    return [
        Person(tuple(np.median([p.middle for p in g], axis=0)), float(np.median([p.radius for p in g]))) for g in kept
    ]
