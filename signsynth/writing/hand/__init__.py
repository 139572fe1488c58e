"""Hands: shapes as joint angles, where a hand looks, what of the body that moves, and places on its skin."""

from signsynth.writing.hand.flesh import hand_points
from signsynth.writing.hand.handshape import Finger, HandShape, Thumb
from signsynth.writing.hand.joints import finger_rotations, wrist_rotation
from signsynth.writing.hand.palm import palm_rotation
from signsynth.writing.hand.settled import settled
from signsynth.writing.hand.shapes import handshape_of
from signsynth.writing.hand.sites import site_points

__all__ = [
    "Finger",
    "HandShape",
    "Thumb",
    "finger_rotations",
    "hand_points",
    "handshape_of",
    "palm_rotation",
    "settled",
    "site_points",
    "wrist_rotation",
]
