"""Video after video by one tracker, whose models are loaded once."""

from __future__ import annotations

from pathlib import Path

from signsynth.capture.capture import capture
from signsynth.capture.captured import Captured
from signsynth.capture.choice import default_tracker
from signsynth.capture.tracker import Tracker


class Camera:
    """``capture`` of many videos; the default tracker is chosen, and loads its models, with the first of them."""

    def __init__(self, tracker: Tracker | None = None) -> None:
        self._tracker = tracker

    def __call__(self, path: str | Path) -> Captured:
        """The motion in a video or a ``.pose`` file. Errors: as for ``capture``."""
        if self._tracker is None and Path(path).suffix.lower() != ".pose":
            self._tracker = default_tracker()
        return capture(path, tracker=self._tracker)
