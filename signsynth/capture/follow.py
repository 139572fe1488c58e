"""One person from the first frame to the last: sightings of somebody else are not believed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.motion.recording import Recording

_FAR_SW = 1.5
"""A body this far from the clip's usual place is somebody else's."""


def followed(recording: Recording) -> tuple[Recording, int]:
    """``recording`` without somebody else who was tracked for some frames, and how many frames those are.

    Signers keep their place: the median over the frames in which shoulders are seen is the signer's.
    """
    shoulders = recording.points[:, :2, :2]
    seen = (recording.confidence[:, :2] > 0.3).all(1)
    if not seen.any():
        return recording, 0
    widths = np.linalg.norm(shoulders[:, 0] - shoulders[:, 1], axis=-1)
    width, middle = np.median(widths[seen]), np.median(shoulders[seen].mean(1), axis=0)
    if width <= 0:
        return recording, 0
    away = np.linalg.norm(shoulders.mean(1) - middle, axis=-1) > _FAR_SW * width
    other = seen & away
    level = recording.confidence.copy()
    level[other] = 0.0
    return (replace(recording, confidence=level), int(other.sum())) if other.any() else (recording, 0)
