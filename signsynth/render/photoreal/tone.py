"""How bright and how colourful a person is, and the change that makes one picture as another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

_LINEAR = np.where(
    np.arange(256) <= 0.04045 * 255, np.arange(256) / 255 / 12.92, ((np.arange(256) / 255 + 0.055) / 1.055) ** 2.4
)
"""Light of an sRGB value (IEC 61966-2-1)."""
_FEW = 0.002
"""Parts that fill a smaller share of the person are not compared: a few pixels at an edge say nothing."""
_MOST_GAIN = 2.0


@dataclass(frozen=True, eq=False)
class Tone:
    """Sums over the pixels of each part of a person, in linear light: ``count (p,)``, ``first`` and ``second (p, 3)``.

    Parts are told apart because what is seen of them changes: a raised hand hides cloth and makes a person brighter
    without any change of colour.
    """

    count: np.ndarray
    first: np.ndarray
    second: np.ndarray

    @classmethod
    def of(cls, pictures: Iterable[np.ndarray], labels: Iterable[np.ndarray]) -> Tone:
        """Of uint8 ``(h, w, 3)`` pictures and their labels, int ``(h, w)`` up to 255, negative outside the person.

        Labels of another size are scaled to the picture's.
        """
        count, first, second = np.zeros(256), np.zeros((256, 3)), np.zeros((256, 3))
        for picture, label in zip(pictures, labels, strict=True):
            label = _scaled(label, picture.shape[:2])
            person = label >= 0
            of, seen = label[person].astype(np.int64), picture[person]
            count += np.bincount(of, minlength=256)
            for channel in range(3):
                light = _LINEAR[seen[:, channel]]
                first[:, channel] += np.bincount(of, light, minlength=256)
                second[:, channel] += np.bincount(of, light * light, minlength=256)
        return cls(count, first, second)

    def towards(self, wanted: Tone) -> np.ndarray:
        """Table uint8 ``(256, 3)`` that gives what has this tone the mean and variance of ``wanted``, by channel.

        Each part counts as it does in ``wanted``. Nothing changes where too little can be compared.
        """
        both = (self.count > _FEW * self.count.sum()) & (wanted.count > _FEW * wanted.count.sum())
        if not both.any():
            return np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, 1)
        weights = wanted.count[both] / wanted.count[both].sum()
        here, there = (tone._moments(both, weights) for tone in (self, wanted))
        gain = np.clip(np.sqrt(there[1] / np.maximum(here[1], 1e-9)), 1 / _MOST_GAIN, _MOST_GAIN)
        light = (_LINEAR[:, None] - here[0]) * gain + there[0]
        return _encoded(np.clip(light, 0, 1))

    def _moments(self, parts: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean and variance ``(3,)`` of the light of ``parts``."""
        count = self.count[parts][:, None]
        mean = weights @ (self.first[parts] / count)
        return mean, np.maximum(weights @ (self.second[parts] / count) - mean**2, 1e-6)


def toned(pictures: np.ndarray, table: np.ndarray) -> np.ndarray:
    """uint8 pictures ``(..., 3)`` with each channel sent through its column of a table uint8 ``(256, 3)``."""
    return np.stack([table[:, channel][pictures[..., channel]] for channel in range(3)], -1)


def _encoded(light: np.ndarray) -> np.ndarray:
    value = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.rint(255 * value).astype(np.uint8)


def _scaled(label: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    if label.dtype == bool:
        label = np.where(label, 0, -1)
    if label.shape == tuple(size):
        return label
    rows, columns = (np.arange(new) * old // new for new, old in zip(size, label.shape, strict=True))
    return label[rows[:, None], columns]
