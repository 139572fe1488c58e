"""The frame rate of recordings that do not say it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from signsynth.motion.recording import Recording


def estimate_fps(recordings: Sequence[Recording]) -> float:
    """Frames per second at which the wrists would move as fast as in real signing (calibration follows)."""
    return 25.0
