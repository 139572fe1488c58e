"""Hands: shapes as joint angles, and where a hand looks."""

from signsynth.writing.hand.handshape import Finger, HandShape, Thumb

__all__ = ["Finger", "HandShape", "Thumb"]
