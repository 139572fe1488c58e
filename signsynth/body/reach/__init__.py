"""Hands brought where they should be: arms solved in closed form, hands kept out of the body and each other."""

from signsynth.body.reach.clear import clear
from signsynth.body.reach.hanging import hanging
from signsynth.body.reach.reach import Reached, reach

__all__ = ["Reached", "clear", "hanging", "reach"]
