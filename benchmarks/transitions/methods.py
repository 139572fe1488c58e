"""Every way to make transitions that is compared."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.transitions.baselines import CubicSpline, Hold
from signsynth.stages import Transition
from signsynth.transition import TRANSITIONS

REFERENCE = "gaussian-process"
"""Errors are divided by this one's."""
OURS = "diffusion"
"""The method whose figures have goals; as long as there is none, the reference."""
Methods = dict[str, Transition]


def methods(quick: bool = False) -> Methods:
    """Name -> method: baselines, all of ours, and rivals (``quick``: only those that are trained already)."""
    found: Methods = {"hold": Hold(), "linear": TRANSITIONS["linear"](), "cubic-spline": CubicSpline()}
    found |= {name: make() for name, make in TRANSITIONS.items() if name not in found}
    return found | _rivals(train=not quick)


def judged(found: Methods) -> str:
    """The name of the method that the goals are for."""
    return OURS if OURS in found else REFERENCE


def _rivals(train: bool) -> Methods:
    from benchmarks.transitions.rivals import rivals

    home = os.environ.get("SIGNSYNTH_CACHE") or Path.home() / ".cache" / "signsynth"
    return rivals(Path(home), train=train)
