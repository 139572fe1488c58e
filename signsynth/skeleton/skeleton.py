"""The skeleton type and the canonical skeleton of 178 points.

Order: 8 body points, 21 left hand, 21 right hand, 128 face. Unit: one shoulder width. Origin:
mid-shoulder. +x to the signer's left, +y up, +z towards the viewer.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

from signsynth.skeleton.hand import HAND_EDGES, HAND_PARENTS, HAND_POINTS, hand_lengths_sw

BODY = slice(0, 8)
LEFT_HAND = slice(8, 29)
RIGHT_HAND = slice(29, 50)
FACE = slice(50, 178)
MANUAL = slice(0, 50)
"""Body and both hands: everything but the face."""

_BODY_POINTS = tuple(f"{side}_{joint}" for joint in ("SHOULDER", "ELBOW", "WRIST", "HIP") for side in ("LEFT", "RIGHT"))
_BODY_EDGES = ((0, 1), (0, 2), (2, 4), (1, 3), (3, 5), (0, 6), (1, 7), (6, 7))
# Arms hang at the sides. Lengths: medians of tracked recordings (upper arm 0.83 to 1.04 shoulder widths
# seen in the image plane, forearm 0.55 to 0.87), hips at 1.4 to 1.5 below the shoulders.
_BODY_REST = ((0.5, 0, 0), (0.62, -0.87, 0), (0.60, -1.60, 0.10), (0.32, -1.45, 0))

HEAD_POINTS = (
    ("NOSE",)
    + tuple(f"{side}_{part}" for side in ("LEFT", "RIGHT") for part in ("EYE_INNER", "EYE", "EYE_OUTER"))
    + ("LEFT_EAR", "RIGHT_EAR", "MOUTH_LEFT", "MOUTH_RIGHT")
)
"""The head points of body trackers, in MediaPipe's order; not part of the skeleton, used to place its face."""


@dataclass(frozen=True, eq=False)
class Skeleton:
    """Names, tree, bone lengths and rest position of a set of points.

    ``parents``    index of each point's parent, -1 for a root (shoulders, hips, wrists of the hands, face).
    ``lengths``    float64 ``(points,)``: length of the bone to the parent in shoulder widths, 0 for a root.
    ``rest``       float64 ``(points, 3)``: arms at the sides, face neutral.
    ``mirror``     int ``(points,)``: the point on the other side of the body.
    ``edges``      pairs of points to draw as bones.
    """

    name: str
    points: tuple[str, ...]
    components: tuple[tuple[str, slice], ...]
    parents: tuple[int, ...]
    lengths: np.ndarray
    rest: np.ndarray
    mirror: np.ndarray
    edges: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.points)

    def index(self, component: str, point: str) -> int:
        """Index of a point by its pose-format component and name, e.g. ``("POSE_LANDMARKS", "LEFT_WRIST")``."""
        part = dict(self.components)[component]
        return part.start + self.points[part].index(point)


@lru_cache(maxsize=1)
def _face_table() -> list[tuple[str, np.ndarray, str]]:
    text = resources.files("signsynth.skeleton").joinpath("face.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return [(row["name"], np.array([float(row[axis]) for axis in "xyz"]), row["mirror"]) for row in rows]


def head_template() -> np.ndarray:
    """Rest position of the 11 ``HEAD_POINTS``, float64 ``(11, 3)`` in canonical coordinates."""
    table = {name: position for name, position, _ in _face_table()}
    return np.array([table[name] for name in HEAD_POINTS])


def _canonical() -> Skeleton:
    face = [row for row in _face_table() if row[0].isdigit()]
    face_names = tuple(name for name, _, _ in face)
    points = _BODY_POINTS + HAND_POINTS + HAND_POINTS + face_names

    body_rest = np.array([(side * x, y, z) for x, y, z in _BODY_REST for side in (1, -1)])
    body_parents = (-1, -1, 0, 1, 2, 3, -1, -1)
    left = tuple(p + 8 if p >= 0 else -1 for p in HAND_PARENTS)
    right = tuple(p + 29 if p >= 0 else -1 for p in HAND_PARENTS)
    parents = body_parents + left + right + (-1,) * len(face)

    rest = np.concatenate(
        [body_rest, _rest_hand(body_rest[4], 1), _rest_hand(body_rest[5], -1), [p for _, p, _ in face]]
    )
    lengths = np.array([np.linalg.norm(rest[i] - rest[p]) if p >= 0 else 0.0 for i, p in enumerate(parents)])
    mirror = [1, 0, 3, 2, 5, 4, 7, 6, *range(29, 50), *range(8, 29)]
    mirror += [50 + face_names.index(other) for _, _, other in face]
    edges = _BODY_EDGES + tuple((a + base, b + base) for base in (8, 29) for a, b in HAND_EDGES)
    for array in (rest, lengths):
        array.setflags(write=False)
    parts = (
        ("POSE_LANDMARKS", BODY),
        ("LEFT_HAND_LANDMARKS", LEFT_HAND),
        ("RIGHT_HAND_LANDMARKS", RIGHT_HAND),
        ("FACE_LANDMARKS", FACE),
    )
    return Skeleton("canonical-178", points, parts, parents, lengths, rest, np.array(mirror), edges)


def _rest_hand(wrist: np.ndarray, side: int) -> np.ndarray:
    """A relaxed hand that hangs down, palm to the thigh; ``side`` is +1 for the signer's left."""
    # Angle of each finger across the palm (degrees, thumb forward) and its bend per joint.
    spread = {1: 50, 5: 12, 9: 2, 13: -8, 17: -18}
    hand = np.zeros((21, 3))
    lengths = hand_lengths_sw()
    for point, parent in enumerate(HAND_PARENTS[1:], start=1):
        base = (point - 1) // 4 * 4 + 1
        across = np.deg2rad(spread[base])
        bend = np.deg2rad((18 if base > 1 else 10) * (point - base))
        forward, inward = np.sin(across), np.sin(bend)
        direction = np.array([-side * inward, -np.cos(across) * np.cos(bend), forward * np.cos(bend)])
        hand[point] = hand[parent] + lengths[point] * direction / np.linalg.norm(direction)
    return hand + wrist


CANONICAL = _canonical()
