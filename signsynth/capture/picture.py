"""A decoded frame as a small upright RGB picture: scaled, turned, HDR brought to what trackers know."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from signsynth.capture.orientation import display_turn, turned

LONGEST = 1280
"""Longest side in pixels that is tracked. The models look at crops of 256 and 224 pixels."""
_QUICK = 1920
_PQ = 16  # SMPTE ST 2084 among the transfer functions of ITU-T H.273


def picture(frame: Any, longest: int = LONGEST) -> np.ndarray:
    """A PyAV frame as uint8 ``(h, w, 3)`` RGB with square pixels, longest side at most ``longest``."""
    import cv2

    width, height = tracked_size(frame, longest)
    if frame.format.name == "yuv420p" and frame.width % 2 == frame.height % 2 == 0 and frame.width <= _QUICK:
        # The usual case, three times as fast as FFmpeg's conversion. BT.601 for all: trackers do not mind the hue.
        pixels = cv2.cvtColor(frame.to_ndarray(), cv2.COLOR_YUV2RGB_I420)
        if (width, height) != (frame.width, frame.height):
            pixels = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    else:
        pixels = frame.to_ndarray(format="rgb24", width=width, height=height)
    if is_hdr(frame):
        pixels = cv2.LUT(pixels, _pq_curve())
    return turned(pixels, display_turn(frame))


def tracked_size(frame: Any, longest: int = LONGEST) -> tuple[int, int]:
    """Width and height, before turning: square pixels, no larger than ``longest``, never enlarged."""
    ratio = getattr(frame, "sample_aspect_ratio", None)
    stretch = float(ratio) if ratio and 0.1 < float(ratio) < 10 else 1.0
    width, height = frame.width * max(stretch, 1.0), frame.height * max(1 / stretch, 1.0)
    scale = min(1.0, longest / max(width, height))
    return max(2, round(width * scale)), max(2, round(height * scale))


def is_hdr(frame: Any) -> bool:
    """Whether light is coded by the PQ curve (HDR10, Dolby Vision); read as usual it looks grey and dark."""
    return int(getattr(frame, "color_trc", 0) or 0) == _PQ


@lru_cache(maxsize=1)
def _pq_curve() -> np.ndarray:
    """PQ code to sRGB code, 203 nit becoming white (ITU-R BT.2408); SMPTE ST 2084, eq. 4.1."""
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    code = (np.arange(256) / 255.0) ** (1 / m2)
    light = 10000 * (np.maximum(code - c1, 0) / (c2 - c3 * code)) ** (1 / m1) / 203
    return np.clip(255 * np.clip(light, 0, 1) ** (1 / 2.2) + 0.5, 0, 255).astype(np.uint8)
