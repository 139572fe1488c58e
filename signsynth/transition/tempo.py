"""How long a transition takes, as learned from movements of real signers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, hypot, isnan, log, log1p
from pathlib import Path
from statistics import NormalDist
from typing import NamedTuple
from zlib import crc32

import numpy as np

from signsynth.errors import InputError, nearest
from signsynth.motion import Motion
from signsynth.transition.seam import Seam


class Seconds(NamedTuple):
    """A log-normal distribution of seconds: normal with this ``mean`` and ``spread`` in their natural logarithm."""

    mean: float
    spread: float

    @property
    def median(self) -> float:
        """Half of all transitions take longer."""
        return exp(self.mean)

    def interval(self, share: float = 0.8) -> tuple[float, float]:
        """The middle ``share`` of the distribution."""
        reach = NormalDist().inv_cdf(0.5 + share / 2) * self.spread
        return exp(self.mean - reach), exp(self.mean + reach)

    def sample(self, seed: int | list[int]) -> float:
        """One draw, the same for the same seed."""
        return exp(self.mean + self.spread * float(np.random.default_rng(seed).standard_normal()))


@dataclass(frozen=True)
class Tempo:
    """Seconds from what the hands must do and how fast they are on both sides; takes the place of ``Duration``.

    The median is a law of few numbers. With the four ways of a ``Seam`` (far, near, turn, shape), and the geometric
    mean v of its two speeds, each at least that of a held hand as trackers see it, √(speed² + faint²),

        seconds = e^base · Π (1 + way / scale)^exponent · v^-slowing

    Movements of one signer take nearly as long whatever their size (isochrony: Viviani and McCollum, Neuroscience 10
    (1983) 211), so exponents are far below 1; none is negative, so that a longer way never takes less time. A speed
    that is not known (a single frame) is that of the other side, else ``usual_sw_s``.

    ``spread``     of the logarithm: how far real movements stray from the law, on sets that it was not fitted to.
    ``variety``    0 gives the median; 1 draws from the whole distribution, by ``seed`` and what the seam is like.
    ``longest_s``  no transition takes longer.
    """

    base: float
    exponents: tuple[float, ...]
    slowing: float
    usual_sw_s: float
    spread: float
    scales: tuple[float, ...]
    faint_sw_s: float
    variety: float = 0.0
    seed: int = 0
    longest_s: float = 1.1

    def __post_init__(self) -> None:
        above, positive = (*self.exponents, self.slowing, self.spread), (*self.scales, self.faint_sw_s, self.usual_sw_s)
        if len(self.exponents) != 4 or len(self.scales) != 4 or not np.isfinite([self.base, *above, *positive]).all():
            raise InputError(f"{self}: expected finite numbers, one exponent and one scale for each of four ways")
        if min(above) < 0 or min(positive) <= 0:
            raise InputError(f"{self}: expected exponents, slowing and spread of 0 or more, scales and speeds above 0")
        if not (0 <= self.variety <= 2 and self.longest_s > 0):
            raise InputError(
                f"variety {self.variety}, longest_s {self.longest_s}: expected 0 to 2 and a positive number"
            )

    def distribution(self, before: Motion, after: Motion) -> Seconds:
        """How long transitions between two such motions take."""
        seam = Seam.between(before, after)
        known = [speed for speed in seam[4:] if not isnan(speed)] or [self.usual_sw_s]
        speed = sum(log(hypot(speed, self.faint_sw_s)) for speed in known) / len(known)
        ways = zip(self.exponents, seam[:4], self.scales, strict=True)
        far = sum(exponent * log1p(way / scale) for exponent, way, scale in ways)
        return Seconds(self.base + far - self.slowing * speed, self.spread)

    def sample(self, before: Motion, after: Motion, seed: int) -> float:
        """Seconds drawn from ``distribution``, at most ``longest_s``."""
        return min(self.distribution(before, after).sample(seed), self.longest_s)

    def seconds(self, before: Motion, after: Motion) -> float:
        """Length in seconds of the transition between two motions: the median, or a draw with ``variety``."""
        found = self.distribution(before, after)
        if not self.variety:
            return min(found.median, self.longest_s)
        # Seams of one sentence differ, so they draw differently although they share the seed.
        draw = [self.seed, crc32(np.round(found.mean, 6).tobytes())]
        return min(found._replace(spread=found.spread * self.variety).sample(draw), self.longest_s)

    def frames(self, before: Motion, after: Motion, pace: float = 1.0) -> int:
        """Whole frames, at least 1; ``pace`` 2 halves the time."""
        if not pace > 0:
            raise InputError(f"pace {pace}, expected a positive number (1 is the pace of the two motions)")
        return max(1, round(self.seconds(before, after) / pace * before.fps))

    def varied(self, variety: float = 1.0, seed: int = 0) -> Tempo:
        """The same law, drawing from its distribution."""
        return replace(self, variety=variety, seed=seed)

    @classmethod
    def load(cls, manner: str = "any", path: str | Path | None = None) -> Tempo:
        """The law for ``"any"`` manner of signing, careful or quick, or for quick ``"running"`` text alone.

        From ``weights/tempo.safetensors``, the bundled one where ``path`` is None. Errors: ``InputError`` for another
        manner, ``FileError`` for a file that is missing, damaged or not one of these.
        """
        from signsynth.transition.tempo_file import load_tempi

        found = load_tempi(path)
        if manner not in found:
            raise InputError(f"manner {manner!r}: no such law of tempo; {nearest(manner, found)}")
        return found[manner]
