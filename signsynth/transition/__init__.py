"""From discrete signs to continuous motion."""

from __future__ import annotations

from collections.abc import Callable

from signsynth.stages import Transition
from signsynth.transition.duration import Duration
from signsynth.transition.hermite import Hermite
from signsynth.transition.join import Pause, join, join_stream
from signsynth.transition.linear import Linear

TRANSITIONS: dict[str, Callable[[], Transition]] = {"linear": Linear, "hermite": Hermite}
"""Name on the command line -> what builds it."""
DEFAULT = "hermite"

__all__ = ["DEFAULT", "TRANSITIONS", "Duration", "Hermite", "Linear", "Pause", "join", "join_stream"]
