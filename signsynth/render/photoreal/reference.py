"""The picture that says who signs."""

from __future__ import annotations

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Motion
from signsynth.motion.rigid import hand_directions, place_hands
from signsynth.render.camera import Camera
from signsynth.skeleton import CANONICAL, LEFT_HAND, RIGHT_HAND

SMALLEST = 64
_ELBOWS = np.array([[0.66, -0.83, 0.05], [-0.66, -0.83, 0.05]])
_WRISTS = np.array([[0.80, -0.36, 0.45], [-0.80, -0.36, 0.45]])


def neutral() -> Motion:
    """One frame: arms bent at the sides, hands open and up, palms to the viewer. Not fitted to a body.

    A generator knows of a person what their reference shows; of a signer it must know the hands.
    """
    pose = CANONICAL.rest[None].astype(np.float64).copy()
    pose[:, 2:4], pose[:, 4:6] = _ELBOWS, _WRISTS
    directions = hand_directions(pose)[1].reshape(1, 2, 20, 3) * [-1, -1, 1]  # fingers up, palms outwards
    for side, turn in ((0, 1), (1, -1)):  # a quarter turn about the forearm, so that palms face the viewer
        x, y, z = np.moveaxis(directions[:, side], -1, 0)
        directions[:, side] = np.stack([-turn * z, y, turn * x], -1)
    hands = place_hands(pose[:, 4:6], directions).reshape(1, 2, 21, 3)
    pose[:, LEFT_HAND], pose[:, RIGHT_HAND] = hands[:, 0], hands[:, 1]
    return Motion(pose, np.ones(pose.shape[:2]), 25.0)


def framed(picture: np.ndarray, shoulders: np.ndarray, size: int, camera: Camera) -> np.ndarray:
    """A photo, uint8 ``(h, w, 3)``, cut as ``camera`` frames a signer: uint8 ``(size, size, 3)``.

    ``shoulders (2, 2)`` are the pixels of the left and the right one. What lies outside the photo continues its edge.
    Errors: ``InputError`` for shoulders that coincide or are seen from behind.
    """
    import cv2

    left, right = np.asarray(shoulders, np.float64)
    width = float(np.linalg.norm(left - right))
    if width < 4 or left[0] <= right[0]:
        raise InputError(
            f"reference: shoulders at {left.tolist()} and {right.tolist()}, expected a view from the front"
        )
    scale = camera.scale(size) / width
    middle = np.array(camera.middle) * size - 0.5
    shift = middle - scale * (left + right) / 2
    change = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
    if scale < 0.5:  # averaged first: one sample in many pixels would flicker with their pattern
        picture = cv2.GaussianBlur(picture, (0, 0), 0.4 / scale)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.warpAffine(picture, change, (size, size), flags=how, borderMode=cv2.BORDER_REPLICATE)


def checked(picture: np.ndarray) -> np.ndarray:
    """The user's own reference picture. Errors: ``InputError`` where it is no square uint8 RGB picture."""
    kind = isinstance(picture, np.ndarray) and picture.dtype == np.uint8 and picture.ndim == 3
    if not kind or picture.shape[2] != 3 or picture.shape[0] != picture.shape[1] or len(picture) < SMALLEST:
        found = f"{picture.dtype} {picture.shape}" if isinstance(picture, np.ndarray) else type(picture).__name__
        raise InputError(
            f"reference: {found}, expected a square uint8 (n, n, 3) of at least {SMALLEST} pixels, framed as the "
            "signer is drawn; signsynth.pipeline.reference.reference_from_photo cuts one from a photo"
        )
    return picture
