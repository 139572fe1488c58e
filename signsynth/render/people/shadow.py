"""What light does not reach: a shadow map for one lamp, and openings towards the sky from depths on the screen."""

from __future__ import annotations

import numpy as np

from signsynth.render.mesh.raster import rasterise

_TAPS = np.array([(0, 0), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7), (1.6, 0), (-1.6, 0), (0, 1.6), (0, -1.6)])
_GOLDEN = np.pi * (3 - np.sqrt(5))


class ShadowMap:
    """Depths seen from a lamp far away (Williams, Casting Curved Shadows on Curved Surfaces, 1978)."""

    def __init__(self, vertices: np.ndarray, faces: np.ndarray, towards: np.ndarray, size: int = 384) -> None:
        """``vertices (v, 3)`` in shoulder widths, ``towards (3,)`` the unit vector to the lamp."""
        side = np.cross((0.0, 1.0, 0.0), towards)
        side /= np.linalg.norm(side)
        self._frame = np.stack([side, -np.cross(towards, side), -towards]).astype(np.float32)
        seen = vertices @ self._frame.T
        low, high = seen[:, :2].min(0), seen[:, :2].max(0)
        self._scale = np.float32((size - 8) / (high - low).max())
        self._shift = 4 - low * self._scale
        place = np.column_stack([seen[:, :2] * self._scale + self._shift, seen[:, 2]]).astype(np.float32)
        self._depth = rasterise(place, faces, size).depth
        self._size = size

    def lit(self, places: np.ndarray, normals: np.ndarray, blur: float = 1.5) -> np.ndarray:
        """How much of the lamp places ``(n, 3)`` see, 0 to 1 ``(n,)``; ``blur`` in texels of the map."""
        seen = (places + 0.012 * normals) @ self._frame.T
        at, depth = seen[:, :2] * self._scale + self._shift, seen[:, 2] - 0.012
        found = np.zeros(len(places), np.float32)
        for tap in _TAPS * blur:
            x, y = np.clip(np.rint(at + tap), 0, self._size - 1).astype(np.int32).T
            found += depth <= self._depth[y, x]
        return found / len(_TAPS)


def openness(depth: np.ndarray, reach_px: float, unit: float, samples: int = 14) -> np.ndarray:
    """How open each pixel lies, float32 ``(h, w)``, 0 to 1, as seen from its surroundings within ``reach_px``.

    ``depth (h, w)`` is finite where something is, ``unit`` is the length that ``reach_px`` shows, in units of depth.
    """
    import cv2

    far = np.float32(1e3)
    near = np.where(np.isfinite(depth), depth, far).astype(np.float32)
    margin = int(np.ceil(reach_px)) + 1
    wide = cv2.copyMakeBorder(near, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=float(far))
    height, width = near.shape
    hidden = np.zeros_like(near)
    for k in range(samples):
        r = reach_px * np.sqrt((k + 0.5) / samples)
        x, y = round(r * np.cos(k * _GOLDEN)), round(r * np.sin(k * _GOLDEN))
        there = wide[margin + y : margin + y + height, margin + x : margin + x + width]
        back = wide[margin - y : margin - y + height, margin - x : margin - x + width]
        length = unit * max(r / reach_px, 1e-3)
        # A slope hides nothing: what rises here and falls on the other side is level.
        rise = near - 0.5 * (there + np.minimum(back, near + np.float32(2 * length)))
        rise = np.minimum(rise, near - there)
        hidden += np.clip(rise / np.float32(length) - 0.15, 0, 1) / (1 + np.clip(rise / np.float32(2 * unit), 0, 3))
    return 1 - np.clip(hidden / samples * 1.15, 0, 1)
