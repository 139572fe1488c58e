"""How bright each vertex is, and which shadow near things throw."""

from __future__ import annotations

import numpy as np

_KEY = np.array([-0.42, 0.62, 0.66])
_FILL = np.array([0.75, 0.05, 0.66])
_KEY, _FILL = _KEY / np.linalg.norm(_KEY), _FILL / np.linalg.norm(_FILL)
_SKY, _GROUND = 0.34, 0.16
_GAMMA = 1 / 2.2
_SAMPLES = 10
NOTHING = 1e3
"""Depth of the empty picture, in shoulder widths."""


def brightness(normals: np.ndarray) -> np.ndarray:
    """Factor on sRGB colours ``(v,)`` for unit normals ``(v, 3)``: soft key from above left, fill, sky and ground.

    Light adds up linearly; since colours are stored to the power 1/2.2, its factor is raised to that power.
    """
    key = np.clip((normals @ _KEY.astype(normals.dtype) + 0.25) / 1.25, 0, None)
    fill = np.clip((normals @ _FILL.astype(normals.dtype) + 0.35) / 1.35, 0, None)
    around = _GROUND + (_SKY - _GROUND) * (0.5 + 0.5 * normals[:, 1])
    edge = 1 - np.clip(normals[:, 2], 0, 1)
    total = 0.66 * key * key + 0.16 * fill + around - 0.10 * edge * edge
    return np.clip(total, 0.03, None) ** _GAMMA


class Shade:
    """Ambient occlusion and the key light's shadow, found from the depths on the screen.

    Shanmugam and Arikan, Hardware Accelerated Ambient Occlusion Techniques on GPUs, 2007; the shadow marches
    from each pixel towards the light. Both work at half the picture's resolution.
    """

    def __init__(self, size: int, pixels_per_width: float, strength: float = 1.0) -> None:
        """``pixels_per_width``: of the picture, for one shoulder width, the unit of depth; ``strength`` of shade."""
        self._size, self._strength = size, np.float32(strength)
        half = pixels_per_width / 2
        golden = np.pi * (3 - np.sqrt(5))
        self._around = []
        for k in range(_SAMPLES):
            reach = 0.19 * np.sqrt((k + 0.6) / _SAMPLES)
            x, y = reach * half * np.cos(k * golden), reach * half * np.sin(k * golden)
            self._around.append((round(x), round(y), 0.022 + 0.25 * reach))
        way = np.array([_KEY[0], -_KEY[1]]) / _KEY[2]
        self._march = []
        for rise in (0.03, 0.065, 0.11, 0.165, 0.23, 0.31):
            x, y = way * 0.55 * rise * half
            self._march.append((round(x), round(y), rise))
        self._margin = max(max(abs(x), abs(y)) for x, y, *_ in self._around + self._march) + 1

    def __call__(self, depth: np.ndarray) -> np.ndarray:
        """Factor float32 ``(h, w)`` on colours, for depths ``(h, w)`` in shoulder widths."""
        import cv2

        half = depth[::2, ::2]
        height, width = half.shape
        m = self._margin
        wide = cv2.copyMakeBorder(half, m, m, m, m, cv2.BORDER_CONSTANT, value=NOTHING)

        def before(x: int, y: int, least: float) -> np.ndarray:
            """How far the surface ``(x, y)`` pixels away lies before this one, less ``least``."""
            return cv2.subtract(half, wide[m + y : m + y + height, m + x : m + x + width]) - np.float32(least)

        hidden, cast = np.zeros((height, width), np.float32), np.zeros((height, width), np.float32)
        for x, y, least in self._around:
            nearer = before(x, y, least)
            hidden += np.clip(nearer * 7, 0, 1) / (1 + np.clip(nearer, 0, 3) * np.float32(1.6))
        for x, y, rise in self._march:
            nearer = before(x, y, 0.8 * rise)
            np.maximum(cast, np.clip(nearer * 14, 0, 1) * np.float32(1 - 1.4 * rise), out=cast)
        soft = max(self._size / 512 * 1.6, 0.5)
        cast = cv2.GaussianBlur(cast, (0, 0), soft)
        hidden = cv2.GaussianBlur(hidden / len(self._around), (0, 0), 0.8 * soft)
        factor = (1 - 0.62 * np.clip(hidden, 0, 1)) * (1 - 0.36 * cast)
        # Nothing lies in the shade of a body's outline: inside it, the shade continues outwards, then ends.
        cv2.copyTo(cv2.erode(factor, np.ones((3, 3), np.uint8)), (half == NOTHING).view(np.uint8), factor)
        full = cv2.resize(factor, depth.shape[::-1], interpolation=cv2.INTER_LINEAR)
        if self._strength != 1:
            full = 1 - self._strength * (1 - full)
        full[depth == NOTHING] = 1
        return full
