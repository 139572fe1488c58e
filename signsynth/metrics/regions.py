"""Where in a picture body, hands and face are, by the points that were tracked in it."""

from __future__ import annotations

import numpy as np

from signsynth.errors import InputError
from signsynth.skeleton import FACE, LEFT_HAND, RIGHT_HAND

REGIONS = ("body", "hands", "face")
_AROUND = {"body": 0.2, "hands": 0.1, "face": 0.1}
"""Shoulder widths that are added on all sides: points lie on joints and features, skin goes further."""
_LEAST_SEEN = 3


def regions(points: np.ndarray, seen: np.ndarray, size: tuple[int, int]) -> dict[str, np.ndarray]:
    """Masks bool ``(h, w)`` by name of ``size`` (h, w): the hull of each part's seen points and some room around it.

    ``points (178 or more, 2)`` canonical order, in pixels, y down; ``seen`` bool ``(178 or more,)``. ``hands`` are two
    hulls. What was not seen has an empty mask; without both shoulders there is no room around. Errors: ``InputError``
    for other shapes.
    """
    points, seen = np.asarray(points, np.float64), np.asarray(seen, bool)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) < FACE.stop or seen.shape != points.shape[:1]:
        raise InputError(f"points {points.shape}, seen {seen.shape}; expected ({FACE.stop} or more, 2) and as many")
    width = float(np.linalg.norm(points[0] - points[1])) if seen[:2].all() else 0.0
    parts = {"body": [slice(0, FACE.stop)], "hands": [LEFT_HAND, RIGHT_HAND], "face": [FACE]}
    return {
        name: np.logical_or.reduce([_hull(points[p][seen[p]], size, _AROUND[name] * width) for p in slices])
        for name, slices in parts.items()
    }


def _hull(points: np.ndarray, size: tuple[int, int], around: float) -> np.ndarray:
    import cv2

    out = np.zeros(size, np.uint8)
    if len(points) < _LEAST_SEEN:
        return out.astype(bool)
    # Far outside the picture nothing is drawn, and whole numbers of pixels stay small.
    hull = cv2.convexHull(np.clip(np.rint(points), -4 * max(size), 5 * max(size)).astype(np.int32))
    cv2.fillConvexPoly(out, hull, 1)
    reach = min(round(around), 4 * max(size), 15000)
    if reach:
        cv2.polylines(out, [hull], True, 1, thickness=2 * reach + 1)
    return out.astype(bool)
