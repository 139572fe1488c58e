"""Hands brought where they should be: analytic inverse kinematics of arms, and hands kept out of body and each other."""

from signsynth.body.reach.hanging import hanging
from signsynth.body.reach.reach import Reached, reach

__all__ = ["Reached", "hanging", "reach"]
