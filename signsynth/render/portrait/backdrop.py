"""The wall behind the person: their own, without them."""

from __future__ import annotations

import numpy as np

from signsynth.render.mesh.lens import Lens
from signsynth.render.portrait.sight import Sight

_COARSE = 320
"""Longest side in pixels at which what the person hides is filled in."""


def emptied(sight: Sight) -> np.ndarray:
    """The picture without the person, uint8 ``(h, w, 3)``: what they hide is grown from around, softly."""
    import cv2

    height, width = sight.mask.shape
    grow = max(2, round(0.05 * sight.shoulder_width))
    hidden = cv2.dilate(np.uint8(sight.mask > 0.1), np.ones((2 * grow + 1, 2 * grow + 1), np.uint8))
    shrink = min(1.0, _COARSE / max(height, width))
    size = max(1, round(width * shrink)), max(1, round(height * shrink))
    few = cv2.resize(sight.pixels, size, interpolation=cv2.INTER_AREA)
    hole = np.uint8(cv2.resize(hidden.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0)
    if hole.all():
        return np.full_like(sight.pixels, 208)
    filled = cv2.inpaint(few, hole, 5, cv2.INPAINT_TELEA)
    filled = cv2.resize(cv2.GaussianBlur(filled, (0, 0), 3), (width, height), interpolation=cv2.INTER_LINEAR)
    share = cv2.GaussianBlur(hidden.astype(np.float32), (0, 0), max(1.0, grow / 2))[..., None]
    share = np.maximum(share, hidden[..., None])
    return np.uint8(np.clip(sight.pixels * (1 - share) + filled * share + 0.5, 0, 255))


def behind(sight: Sight, size: int = 768) -> np.ndarray:
    """uint8 ``(size, size, 3)``: the wall as it lies behind the person framed by ``Lens``; beyond the picture it is
    mirrored and blurs away."""
    import cv2

    camera = Lens().camera
    zoom = camera.scale(size) / sight.shoulder_width
    middle = sight.points[:2].mean(0)
    shift = np.array(camera.middle) * size - zoom * middle
    move = np.float32([[zoom, 0, shift[0]], [0, zoom, shift[1]]])
    wall = emptied(sight)
    if zoom < 1:
        wall = cv2.GaussianBlur(wall, (0, 0), max(0.1, 0.4 / zoom))
    moved = cv2.warpAffine(wall, move, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    inside = cv2.warpAffine(np.ones(wall.shape[:2], np.float32), move, (size, size))
    soft = size / 24
    share = np.minimum(inside, np.clip(2 * cv2.GaussianBlur(inside, (0, 0), soft / 2) - 1, 0, 1))[..., None]
    blurred = cv2.GaussianBlur(moved, (0, 0), soft)
    return np.uint8(np.clip(moved * share + blurred * (1 - share) + 0.5, 0, 255))


def square(picture: np.ndarray, size: int = 1024) -> np.ndarray:
    """The middle of a picture uint8 ``(h, w, 3)`` as a square of at most ``size`` pixels."""
    import cv2

    height, width = picture.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    cut = picture[top : top + side, left : left + side]
    wanted = int(np.clip(side, 64, size))
    return cut.copy() if wanted == side else cv2.resize(cut, (wanted, wanted), interpolation=cv2.INTER_AREA)
