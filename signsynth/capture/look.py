"""What a video's pictures are like, looked at while they pass: light, sharpness of hands, who is cut off."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

import numpy as np

from signsynth.capture.tracker import SEEN, Frame, Sighting
from signsynth.motion.footage import Footage
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

_EVERY = 4
"""Light and sharpness are looked at in each such frame."""
_COARSE, _HAND_PX, _EDGE = 8, 128, 0.005


class Look:
    """Frames go through ``noted`` to a tracker; each sighting then goes to ``seen``, in the same order."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.size: tuple[int, int] | None = None
        self._waiting: deque[Frame] = deque()
        self._light: list[float] = []
        self._sharp: list[float] = []
        self._cut = self._doubled = 0
        self._before: np.ndarray | None = None

    def noted(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """The same frames; each is held until its sighting has come."""
        for frame in frames:
            self.times.append(frame.time_s)
            if self.size is None:
                self.size = (frame.pixels.shape[1], frame.pixels.shape[0])
            self._waiting.append(frame)
            yield frame

    def seen(self, sighting: Sighting) -> None:
        """What the tracker saw in the frame that has waited longest."""
        if not self._waiting:
            return
        pixels = self._waiting.popleft().pixels
        number = len(self.times) - len(self._waiting) - 1
        coarse = pixels[::_COARSE, ::_COARSE]
        if self._before is not None and coarse.shape == self._before.shape:
            self._doubled += bool((coarse == self._before).all())
        self._before = coarse.copy()
        hands = [
            sighting.points[hand, :2] * [1, -1]
            for hand in (LEFT_HAND, RIGHT_HAND)
            if sighting.confidence[hand].min() >= SEEN
        ]
        room = np.array(pixels.shape[1::-1])
        edge = _EDGE * room
        self._cut += any(bool(((hand < edge) | (hand > room - edge)).any()) for hand in hands)
        if number % _EVERY:
            return
        known = sighting.points[sighting.confidence > 0, :2] * [1, -1]
        if len(known):
            self._light.append(_light(pixels, known))
        self._sharp += [value for hand in hands if (value := _sharpness(pixels, hand)) is not None]

    def footage(self, fps: float) -> Footage:
        """The facts; ``fps`` is the rate that the frames' times say."""
        count = max(len(self.times) - len(self._waiting), 1)
        middle = [float(np.median(values)) if values else None for values in (self._light, self._sharp)]
        return Footage(*middle, outside=self._cut / count, fps=fps, doubled=self._doubled / count)


def _light(pixels: np.ndarray, known: np.ndarray) -> float:
    """Mean grey level of the box around what was seen."""
    low, high = (np.clip(edge, 0, pixels.shape[1::-1]).astype(int) for edge in (known.min(0), known.max(0)))
    box = pixels[low[1] : high[1] + 1 : _COARSE, low[0] : high[0] + 1 : _COARSE]
    return float(box.mean()) if box.size else float(pixels[::_COARSE, ::_COARSE].mean())


def _sharpness(pixels: np.ndarray, hand: np.ndarray) -> float | None:
    """Variance of the Laplacian of a hand scaled to ``_HAND_PX``; None for one that is hardly in the picture."""
    import cv2

    low, high = (np.clip(edge, 0, pixels.shape[1::-1]).astype(int) for edge in (hand.min(0), hand.max(0)))
    if (high - low).min() < 8:
        return None
    grey = cv2.cvtColor(np.ascontiguousarray(pixels[low[1] : high[1], low[0] : high[0]]), cv2.COLOR_RGB2GRAY)
    return float(cv2.Laplacian(cv2.resize(grey, (_HAND_PX, _HAND_PX), interpolation=cv2.INTER_AREA), cv2.CV_32F).var())
