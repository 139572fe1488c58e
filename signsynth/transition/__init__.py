"""From discrete signs to continuous motion."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from signsynth.motion.continuity import joins_over_inside
from signsynth.stages import Timing, Transition
from signsynth.transition.diffusion import Diffusion
from signsynth.transition.duration import Duration
from signsynth.transition.gaussian_process import GaussianProcess
from signsynth.transition.hermite import Hermite
from signsynth.transition.holds import shorten_ends, shorten_holds
from signsynth.transition.idle import carried, carried_stream
from signsynth.transition.join import Pause, join, join_stream
from signsynth.transition.linear import Linear
from signsynth.transition.refine import coarticulated, refine
from signsynth.transition.slide import slid
from signsynth.transition.tempo import Tempo
from signsynth.transition.unhurried import Unhurried

TRANSITIONS: dict[str, Callable[[], Transition]] = {
    "linear": Linear,
    "hermite": Hermite,
    "gaussian-process": GaussianProcess,
    "diffusion": Diffusion,
}
"""Name on the command line -> what builds it."""
DEFAULT = "diffusion"
TIMINGS: dict[str, Callable[[], Timing]] = {
    "distance": Duration,
    "tempo": Unhurried,
    "running": partial(Tempo.load, "running"),
}
"""What says how long a transition takes: name on the command line -> what builds it."""

__all__ = [
    "DEFAULT",
    "Diffusion",
    "TIMINGS",
    "TRANSITIONS",
    "Duration",
    "GaussianProcess",
    "Hermite",
    "Linear",
    "Pause",
    "Tempo",
    "Unhurried",
    "carried",
    "carried_stream",
    "coarticulated",
    "join",
    "join_stream",
    "joins_over_inside",
    "refine",
    "shorten_ends",
    "shorten_holds",
    "slid",
]
