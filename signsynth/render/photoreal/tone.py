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
    """How many pixels of each part of a person have each sRGB value: ``levels (parts, 256, 3)``.

    Parts are told apart because what is seen of them changes: a raised hand hides cloth and makes a person brighter
    without any change of colour.
    """

    levels: np.ndarray

    @classmethod
    def of(cls, pictures: Iterable[np.ndarray], labels: Iterable[np.ndarray]) -> Tone:
        """Of uint8 ``(h, w, 3)`` pictures and their labels, int ``(h, w)`` up to 255, negative outside the person.

        Labels of another size are scaled to the picture's.
        """
        levels = np.zeros((256, 256, 3))
        for picture, label in zip(pictures, labels, strict=True):
            label = _scaled(label, picture.shape[:2])
            person = label >= 0
            of, seen = label[person].astype(np.int64) * 256, picture[person]
            parts = 1 + int(label.max(initial=-1))
            for channel in range(3):
                found = np.bincount(of + seen[:, channel], minlength=256 * parts)
                levels[:parts, :, channel] += found.reshape(parts, 256)
        return cls(levels)

    @property
    def count(self) -> np.ndarray:
        """Pixels of each part, ``(parts,)``."""
        return self.levels[..., 0].sum(1)

    def both(self, other: Tone) -> np.ndarray:
        """The parts, bool ``(parts,)``, of which both show enough to be compared."""
        return (self.count > _FEW * self.count.sum()) & (other.count > _FEW * other.count.sum())

    def mixed(self, parts: np.ndarray, shares: np.ndarray) -> np.ndarray:
        """How often each value is, float ``(256, 3)``, if each of ``parts`` filled its share ``(n,)``; the sum is 1."""
        return np.einsum("p,pvc->vc", shares / self.count[parts], self.levels[parts])

    def away(self, wanted: Tone) -> np.ndarray:
        """How far the mean light of each channel is from that wanted, ``(3,)`` in sRGB levels of 255; 0 if unknown."""
        both = self.both(wanted)
        if not both.any():
            return np.zeros(3)
        shares = wanted.count[both] / wanted.count[both].sum()
        here, there = (255 * _srgb(_LINEAR @ tone.mixed(both, shares)) for tone in (self, wanted))
        return here - there

    def towards(self, wanted: Tone) -> np.ndarray:
        """Table uint8 ``(256, 3)`` that gives what has this tone the mean and variance of ``wanted``, by channel.

        In linear light. Each part counts as it does in ``wanted``. What would become darker than black or brighter
        than white is cut off there, and the rest moved so that the mean is the wanted one all the same. Nothing
        changes where too little can be compared.
        """
        both = self.both(wanted)
        if not both.any():
            return np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, 1)
        shares = wanted.count[both] / wanted.count[both].sum()
        here, there = self.mixed(both, shares), wanted.mixed(both, shares)
        mean, goal = (_LINEAR @ mixed for mixed in (here, there))
        spread, aim = (
            np.maximum(_LINEAR**2 @ mixed - middle**2, 1e-6) for mixed, middle in ((here, mean), (there, goal))
        )
        gain = np.clip(np.sqrt(aim / spread), 1 / _MOST_GAIN, _MOST_GAIN)
        light = (_LINEAR[:, None] - mean) * gain
        low, high = goal - light.max(0), goal - light.min(0)
        for _ in range(40):  # the mean grows with the shift: halving finds it
            shift = (low + high) / 2
            short = (here * np.clip(light + shift, 0, 1)).sum(0) < goal
            low, high = np.where(short, shift, low), np.where(short, high, shift)
        return _encoded(np.clip(light + shift, 0, 1))


def toned(pictures: np.ndarray, table: np.ndarray) -> np.ndarray:
    """uint8 pictures ``(..., 3)`` with each channel sent through its column of a table uint8 ``(256, 3)``."""
    return np.stack([table[:, channel][pictures[..., channel]] for channel in range(3)], -1)


def _encoded(light: np.ndarray) -> np.ndarray:
    return np.rint(255 * _srgb(light)).astype(np.uint8)


def _srgb(light: np.ndarray) -> np.ndarray:
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def _scaled(label: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    if label.dtype == bool:
        label = np.where(label, 0, -1)
    if label.shape == tuple(size):
        return label
    rows, columns = (np.arange(new) * old // new for new, old in zip(size, label.shape, strict=True))
    return label[rows[:, None], columns]
