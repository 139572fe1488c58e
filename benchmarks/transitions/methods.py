"""Every way to make transitions that is compared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from benchmarks.transitions.baselines import CubicSpline, Hold
from signsynth.errors import InputError
from signsynth.lexicon.place import cache_folder
from signsynth.stages import Transition
from signsynth.transition import TRANSITIONS

REFERENCE = "gaussian-process"
"""Errors are divided by this one's."""
OURS = "diffusion"
"""The method whose figures have goals; as long as there is none, the reference."""
SAMPLED = "-sampled"
"""Added to the name of a method that also draws from what it has learned, instead of giving the mean."""
FULL = "-as-recorded"
"""Added to the name of ours that strays and trembles as far as recordings do; its default is calmer."""
MEAN_OF = 8
"""Draws of a rival whose mean stands for its mean prediction."""
Methods = dict[str, Transition]


def methods(quick: bool = False, only: Collection[str] | None = None) -> Methods:
    """Name -> method: baselines, all of ours, and rivals (``quick``: only those that are trained already).

    A method that draws, with a field ``sample`` or ``samples``, comes twice: its mean, and drawn. With ``only`` the
    reference, linear and those that are named; nothing is then trained but a rival that is named.
    """
    found: Methods = {"hold": Hold(), "linear": TRANSITIONS["linear"](), "cubic-spline": CubicSpline()}
    found |= {name: make() for name, make in TRANSITIONS.items() if name not in found}
    both = mean_and_drawn(found)
    if only is not None and set(only) <= set(both):
        return {name: method for name, method in both.items() if name in {*only, "linear", REFERENCE}}
    both |= mean_and_drawn(_rivals(train=not quick))
    if only is None:
        return both
    unknown = set(only) - set(both)
    if unknown:
        raise InputError(f"no method {', '.join(sorted(unknown))}; choose from {', '.join(both)}")
    return {name: method for name, method in both.items() if name in {*only, "linear", REFERENCE}}


def mean_and_drawn(found: Methods) -> Methods:
    """Each method, those that draw as their mean and, with ``SAMPLED`` added to the name, as one draw."""
    both: Methods = {}
    for name, method in found.items():
        if hasattr(method, "sample"):
            both |= {name: replace(method, sample=False), name + SAMPLED: replace(method, sample=True)}
            if hasattr(method, "variety"):
                both[name + FULL] = replace(method, sample=True, variety=1.0, texture=1.0)
        elif hasattr(method, "samples"):
            both |= {name: replace(method, samples=MEAN_OF), name + SAMPLED: method}
        else:
            both[name] = method
    return both


def judged(found: Methods, sampled: bool = False) -> str:
    """The name of the method that the goals are for: its mean, or ``sampled`` where it can be."""
    ours = OURS if OURS in found else REFERENCE
    return ours + SAMPLED if sampled and ours + SAMPLED in found else ours


def _rivals(train: bool) -> Methods:
    from benchmarks.transitions.rivals import rivals

    return rivals(cache_folder(), train=train)
