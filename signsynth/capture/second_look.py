"""Hands that the first look lost, found again in a crop around the wrist that the body predicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from signsynth.capture.landmarks import INDEXES, PINKIES, WRISTS, View

LEAST_VISIBLE = 0.3
_CROPS_SW = (1.6, 1.1)
"""Sides of the crops that are searched, one after the other, in shoulder widths."""
_NEAR_SW, _SAME_SW, _PALM_SW = 0.4, 0.15, (0.08, 0.6)
"""Farthest from the predicted wrist, least way to the other hand, and length of the palm that is believed."""
_PATIENCE, _RARELY = 6, 5
"""After so many looks in vain only every so many-th frame is looked at: a hand in a pocket stays there."""


class HandFinder(Protocol):
    """Finds hands in a crop, uint8 ``(h, w, 3)``: landmarks ``(21, 4)`` of each, in 0..1 of the crop."""

    def __call__(self, crop: np.ndarray) -> Sequence[np.ndarray]:
        """All hands in ``crop``."""


class SecondLook:
    """Remembers how often it looked in vain, for each hand."""

    def __init__(self, find: HandFinder) -> None:
        self.find = find
        self.vain = [0, 0]
        self.found = 0

    def __call__(
        self, pixels: np.ndarray, body: np.ndarray | None, hands: Sequence[np.ndarray | None]
    ) -> list[np.ndarray | None]:
        """For each side the hand ``(21, 4)`` in 0..1 of ``pixels`` that was not among ``hands``, or None."""
        out: list[np.ndarray | None] = [None, None]
        if body is None:
            return out
        height, width = pixels.shape[:2]
        places = body[:, :2] * [width, height]
        shoulders = float(np.linalg.norm(places[11] - places[12]))
        for side in range(2):
            if hands[side] is not None:
                self.vain[side] = 0
                continue
            middle = _middle(places, side)
            inside = (middle > 0).all() and (middle < [width, height]).all()
            if not inside or body[WRISTS[side], 3] < LEAST_VISIBLE or shoulders < 8:
                continue
            self.vain[side] += 1
            if self.vain[side] > _PATIENCE and self.vain[side] % _RARELY:
                continue
            other = hands[1 - side]
            for size in _CROPS_SW:
                half = max(16, round(size * shoulders / 2))
                out[side] = self._look(pixels, middle, half, places[WRISTS[side]], other, shoulders)
                if out[side] is not None:
                    break
            if out[side] is not None:
                self.vain[side], self.found = 0, self.found + 1
        return out

    def _look(self, pixels, middle, half: int, wrist, other, shoulders: float) -> np.ndarray | None:
        height, width = pixels.shape[:2]
        left, top = (np.maximum(np.round(middle).astype(int) - half, 0)).tolist()
        crop = np.ascontiguousarray(pixels[top : top + 2 * half, left : left + 2 * half])
        view = View(left, crop.shape[1], crop.shape[0])
        best, nearest = None, _NEAR_SW * shoulders
        for hand in self.find(crop):
            places = hand[:, :2] * [view.width, view.height] + [left, top]
            away = float(np.linalg.norm(places[0] - wrist))
            palm = float(np.linalg.norm(places[9] - places[0])) / shoulders
            if not _PALM_SW[0] < palm < _PALM_SW[1]:
                continue
            if other is not None:
                apart = np.linalg.norm(places - other[:, :2] * [width, height], axis=-1).mean()
                if apart < _SAME_SW * shoulders:
                    continue
            if away < nearest:
                depth = hand[:, 2] * view.width / width
                best = np.column_stack([places / [width, height], depth, hand[:, 3]])
                nearest = away
        return best


def _middle(places: np.ndarray, side: int) -> np.ndarray:
    """Where the middle of the hand should be: from the wrist through the roots of the fingers."""
    wrist = places[WRISTS[side]]
    return wrist + 1.2 * ((places[PINKIES[side]] + places[INDEXES[side]]) / 2 - wrist)
