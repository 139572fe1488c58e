"""A decoded frame as a small upright RGB picture: scaled, turned, HDR brought to what trackers know."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from signsynth.capture.orientation import display_turn, turned

LONGEST = 1280
"""Longest side in pixels that is tracked. The models look at crops of 256 and 224 pixels."""
_QUICK = 1920
_HDR = {16: "PQ", 18: "HLG"}
"""Transfer functions of ITU-T H.273, table 3, that code more light than a screen's white."""


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
    if curve := hdr(frame):
        pixels = cv2.LUT(pixels, _standard(curve))
    return turned(pixels, display_turn(frame))


def tracked_size(frame: Any, longest: int = LONGEST) -> tuple[int, int]:
    """Width and height, before turning: square pixels, no larger than ``longest``, never enlarged."""
    ratio = getattr(frame, "sample_aspect_ratio", None)
    stretch = float(ratio) if ratio and 0.1 < float(ratio) < 10 else 1.0
    width, height = frame.width * max(stretch, 1.0), frame.height * max(1 / stretch, 1.0)
    scale = min(1.0, longest / max(width, height))
    return max(2, round(width * scale)), max(2, round(height * scale))


def hdr(frame: Any) -> str:
    """How light is coded that is brighter than white: "PQ" (HDR10, Dolby Vision), "HLG" (phones), else "".

    Read as usual such pictures look grey and dark.
    """
    return _HDR.get(int(getattr(frame, "color_trc", 0) or 0), "")


@lru_cache(maxsize=2)
def _standard(curve: str) -> np.ndarray:
    """HDR code to sRGB code; white is at 203 nit, or 75 % of HLG (ITU-R BT.2408, table 1), and what is above is cut.

    Colours stay those of BT.2020, a little pale: trackers do not mind the hue.
    """
    code = np.arange(256) / 255.0
    light = _pq(code) / 203 if curve == "PQ" else (_hlg(code) / _hlg(np.array(0.75))) ** 1.2
    return np.clip(255 * np.clip(light, 0, 1) ** (1 / 2.2) + 0.5, 0, 255).astype(np.uint8)


def _pq(code: np.ndarray) -> np.ndarray:
    """Light in nit (SMPTE ST 2084, eq. 4.1)."""
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    code = code ** (1 / m2)
    return 10000 * (np.maximum(code - c1, 0) / (c2 - c3 * code)) ** (1 / m1)


def _hlg(code: np.ndarray) -> np.ndarray:
    """Light of the scene, 0..1 (ITU-R BT.2100, table 5). A screen shows its power 1.2."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.where(code <= 0.5, code**2 / 3, (np.exp((code - c) / a) + b) / 12)
