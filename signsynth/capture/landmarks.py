"""MediaPipe's landmarks as points of a ``Recording``, in pixels of the whole frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from signsynth.capture.tracker import SEEN, Sighting, nobody
from signsynth.files.tracker import MEDIAPIPE_BODY, recorded_index
from signsynth.skeleton import CANONICAL, FACE, LEFT_HAND, RIGHT_HAND

HANDS = (LEFT_HAND, RIGHT_HAND)
WRISTS, PINKIES, INDEXES = (15, 16), (17, 18), (19, 20)
"""MediaPipe's numbers of the left and right wrist, and of the roots of little and index finger."""


@dataclass(frozen=True)
class View:
    """The part of the frame that was tracked: its left edge and its size in pixels."""

    left: int
    width: int
    height: int

    def pixels(self, landmarks: np.ndarray) -> np.ndarray:
        """Landmarks ``(n, 3+)`` in 0..1 (z in widths, away from the camera) as ``Recording`` has them: ``(n, 3)``."""
        return landmarks[:, :3] * [self.width, -self.height, -self.width] + [self.left, 0, 0]


def array(landmarks: Any) -> np.ndarray | None:
    """A landmark list, as a protocol buffer or a Python list, as ``(n, 4)`` x, y, z, visibility; None where empty."""
    points: Sequence[Any] = getattr(landmarks, "landmark", landmarks) or ()
    if not len(points):
        return None
    rows = [(p.x, p.y, p.z, 1.0 if p.visibility is None else p.visibility) for p in points]
    return np.array(rows, np.float64)


def sighting(
    view: View, body: np.ndarray | None, hands: Sequence[np.ndarray | None], face: np.ndarray | None
) -> Sighting:
    """Body ``(33, 4)``, left and right hand ``(21, 4)`` and face ``(468+, 4)``, each None where it was not seen."""
    out = nobody()
    if body is None:  # hands and faces without a body are someone else's, or none
        return out
    source, target = _body_order()
    out.points[target], out.confidence[target] = view.pixels(body)[source], np.clip(body[source, 3], 0, 1)
    for part, hand in zip(HANDS, hands, strict=True):
        if hand is not None:
            out.points[part], out.confidence[part] = view.pixels(hand), SEEN
    if face is not None:
        out.points[FACE], out.confidence[FACE] = view.pixels(face[_face_order()]), SEEN
    return out


@lru_cache(maxsize=1)
def _body_order() -> tuple[np.ndarray, np.ndarray]:
    index = recorded_index()
    pairs = [(k, index[name]) for k, name in enumerate(MEDIAPIPE_BODY) if name in index]
    source, target = np.array(pairs).T
    return source, target


@lru_cache(maxsize=1)
def _face_order() -> np.ndarray:
    return np.array([int(name) for name in CANONICAL.points[FACE]])
