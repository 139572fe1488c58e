"""Of a short video the frames that show a person best."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from signsynth.capture import Frame
from signsynth.capture.video import Video
from signsynth.errors import InputError
from signsynth.skeleton import FACE, LEFT_HAND, RIGHT_HAND

VIDEOS = (".mp4", ".mov", ".m4v", ".webm", ".avi", ".mkv")
LONGEST_S = 60.0
_EVERY_S = 0.2
_SLANT = 0.25
"""From which share of its width the face's one side is nearer than the other: it is turned."""


def is_video(image: object) -> bool:
    """Whether a path names a video by its ending."""
    return isinstance(image, str | Path) and Path(image).suffix.lower() in VIDEOS


def best_frames(path: str | Path, tracker: Any) -> list[np.ndarray]:
    """At most three pictures uint8 ``(h, w, 3)``: the sharpest with the face to the front, hands low, first; then the
    sharpest turned to each side, where there is one. Five frames a second are looked at.

    Errors: ``FileError`` as of ``capture.Video``, longer than 60 s too; ``InputError`` where no face is seen.
    """
    shown: list[np.ndarray] = []

    def some() -> Iterator[Frame]:
        due = 0.0
        for frame in Video(Path(path), LONGEST_S).frames():
            if frame.time_s >= due:
                due = frame.time_s + _EVERY_S
                shown.append(frame.pixels)
                yield frame

    best: dict[str, tuple[float, np.ndarray]] = {}
    for seen in tracker(some(), mask=False):
        pixels = shown.pop(0)  # one for one, and trackers look only a few frames ahead
        if (seen.confidence[FACE] > 0).mean() < 0.9:
            continue
        face = seen.points[FACE] * [1, -1, 1]
        width = max(float(np.ptp(face[:, 0])), 1.0)
        nearer = (face[face[:, 0].argmax(), 2] - face[face[:, 0].argmin(), 2]) / width
        kind = "front" if abs(nearer) < _SLANT else "left" if nearer > 0 else "right"
        hands = (seen.confidence[LEFT_HAND] > 0).any() + int((seen.confidence[RIGHT_HAND] > 0).any())
        score = sharpness(pixels, face[:, :2]) * (1 - min(abs(nearer), 0.9) * (kind == "front")) * 0.6**hands
        if kind not in best or score > best[kind][0]:
            best[kind] = score, pixels
    if not best:
        raise InputError(f"{Path(path).name}: no face was found, expected one person who looks into the camera")
    order = sorted(best, key=("front", "left", "right").index)
    return [best[kind][1] for kind in order]


def sharpness(pixels: np.ndarray, face: np.ndarray) -> float:
    """Mean square of the Laplacian over the face, points ``(n, 2)``, in squares of its contrast."""
    import cv2

    height, width = pixels.shape[:2]
    (left, top), (right, bottom) = np.clip([face.min(0), face.max(0)], 0, [width - 1, height - 1]).astype(int)
    if right - left < 8 or bottom - top < 8:
        return 0.0
    grey = cv2.cvtColor(pixels[top:bottom, left:right], cv2.COLOR_RGB2GRAY).astype(np.float32)
    return float(cv2.Laplacian(grey, cv2.CV_32F).var() / max(grey.var(), 25.0))
