"""The canonical skeleton: names, bones and rest position of the 178 points."""

from signsynth.skeleton.hand import HAND_EDGES, HAND_PARENTS, HAND_POINTS, hand_lengths_sw
from signsynth.skeleton.skeleton import (
    BODY,
    CANONICAL,
    FACE,
    HEAD_POINTS,
    LEFT_HAND,
    MANUAL,
    RIGHT_HAND,
    Skeleton,
    head_template,
)

__all__ = [
    "BODY",
    "CANONICAL",
    "FACE",
    "HAND_EDGES",
    "HAND_PARENTS",
    "HAND_POINTS",
    "HEAD_POINTS",
    "LEFT_HAND",
    "MANUAL",
    "RIGHT_HAND",
    "Skeleton",
    "hand_lengths_sw",
    "head_template",
]
