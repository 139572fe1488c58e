"""Which tracker there is: chosen by what is installed."""

from __future__ import annotations

from importlib import import_module, util

from signsynth.capture.tracker import Tracker
from signsynth.errors import SignsynthError

HOW = (
    "install it with `pip install 'signsynth[capture]'`; or give a .pose file, or "
    "tracker=TasksTracker('holistic_landmarker.task') with MediaPipe 1.x"
)


class NoTracker(SignsynthError):
    """No program that finds people in pictures is installed."""


def default_tracker() -> Tracker:
    """MediaPipe holistic with the models in its package. Errors: ``NoTracker`` saying what to install."""
    solutions = bundled_solutions()
    if solutions is None:
        raise NoTracker(f"capture: no tracker with models is installed; {HOW}")
    from signsynth.capture.holistic import HolisticTracker

    return HolisticTracker()


def bundled_solutions() -> object | None:
    """MediaPipe's package of solutions and models, or None where MediaPipe is missing or of version 1.x."""
    if util.find_spec("mediapipe") is None:
        return None
    try:
        return import_module("mediapipe.python.solutions.holistic")
    except ImportError:
        return None
