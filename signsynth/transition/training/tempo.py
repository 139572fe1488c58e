"""Learns how long movements take: ``python -m signsynth.transition.training.tempo CORPUS.npz -o tempo.safetensors``.

No training set has labelled transitions, and none is running text. So seams are put around single movements of real
signers, from one dip of speed to the next: hands move between signs as fast as inside them. Each seam lies anywhere
from where the movement can be told from a hold to just beside its peak, and the whole is played at many tempi, from
four times as fast to as recorded for running text, whose signs take a fraction of the time of signs recorded one by
one and never more (Klima and Bellugi, The signs of language, 1979: 2.4 signs a second); to half as fast for any manner.
Several sets have no known frame rate anyway. What tells the tempo is then how fast hands are at the seam.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from signsynth.errors import InputError
from signsynth.files.corpus import Take, load_corpus
from signsynth.geometry import smooth
from signsynth.transition.seam import Seam, activity_sw_s
from signsynth.transition.tempo import Tempo
from signsynth.transition.tempo_file import save_tempi

RECORDED = ("asl100", "asl_selfrecorded", "ksl13", "mocap_sample", "msl150")
"""Sets of real signers; movements of written signs take the time that was written for them."""
SCALES = (0.1, 0.1, 0.5, 0.3)
"""Ways (far, near, turn, shape) that are small: below them time hardly depends on the way."""
FAINT_SW_S = 0.15
"""Speed of a held hand as trackers see it: they shake it at 0.05 to 0.25 (ksl13, asl100)."""
DIP, PEAK_SW_S = 0.5, 0.35
"""A movement ends where speed falls to half of the lower of two peaks; slower ones are not told from noise."""
EDGES = (0.03, 0.9)
"""Where a seam may lie, as shares of the movement's peak speed."""
MANNERS = {"running": (0.25, 1.0), "any": (0.25, 2.0)}
"""How fast recordings are played: their time is multiplied by a number from the first to the second."""
_CALM_S = 0.03
_AT_LEAST = 3
_INSIDE = 0.8


class Side(NamedTuple):
    """What a movement leads from or to: ``pose (frames, 50, 3)``, ``confidence (frames, 50)``, frames a second."""

    pose: np.ndarray
    confidence: np.ndarray
    fps: float


class Gap(NamedTuple):
    """A movement that was taken out between two sides, how long it took, and the set it comes from."""

    before: Side
    after: Side
    seconds: float
    source: str


class Movements(NamedTuple):
    """Examples: ``seams (n, 6)`` in the order of ``Seam``, ``seconds (n,)``, ``sources (n,)`` names of sets."""

    seams: np.ndarray
    seconds: np.ndarray
    sources: np.ndarray

    @classmethod
    def of(cls, found: Iterable[Gap]) -> Movements:
        """Errors: ``InputError`` where there is none."""
        rows = [(Seam.between(gap.before, gap.after), gap.seconds, gap.source) for gap in found]
        if not rows:
            raise InputError(f"no movement in the takes, expected recordings of {', '.join(RECORDED)}")
        return cls(*(np.array(column) for column in zip(*rows, strict=True)))

    def taken(self, mask: np.ndarray) -> Movements:
        """Some of them."""
        return Movements(*(array[mask] for array in self))


def gaps(takes: Iterable[Take], manner: str = "running", *, seed: int = 0, each: int = 12) -> Iterator[Gap]:
    """Movements of the ``RECORDED`` takes, each ``each`` times with other seams and tempi of ``manner``."""
    rng, tempi = np.random.default_rng(seed), np.log(MANNERS[manner])
    for take in takes:
        if take.source in RECORDED and len(take) > 2 * _AT_LEAST:
            yield from _of(take, tempi, rng, each)


def _of(take: Take, tempi: np.ndarray, rng: np.random.Generator, each: int) -> Iterator[Gap]:
    steps = activity_sw_s(take.pose, take.confidence, take.fps)
    speed = smooth(np.concatenate([steps[:1], (steps[1:] + steps[:-1]) / 2, steps[-1:]]), _CALM_S * take.fps)
    for start, end in between_dips(speed):
        peak = start + int(speed[start : end + 1].argmax())
        for _ in range(each):
            leaves, arrives = np.exp(rng.uniform(*np.log(EDGES), 2)) * speed[peak]
            fps = take.fps / np.exp(rng.uniform(*tempi))
            rises, falls = speed[start : peak + 1] <= leaves, speed[peak : end + 1] <= arrives
            last = start + int(np.flatnonzero(rises)[-1]) if rises.any() else start
            first = peak + int(np.flatnonzero(falls)[0]) if falls.any() else end
            if last < _AT_LEAST or len(take) - first <= _AT_LEAST or first - last < 2:
                continue
            before = Side(take.pose[: last + 1], take.confidence[: last + 1], fps)
            after = Side(take.pose[first:], take.confidence[first:], fps)
            yield Gap(before, after, (first - last - 1) / fps, take.source)


def between_dips(speed: np.ndarray) -> list[tuple[int, int]]:
    """First and last frames of movements in ``speed (frames,)``, shoulder widths a second; ends may be shared."""
    inner = np.flatnonzero((speed[1:-1] <= speed[:-2]) & (speed[1:-1] < speed[2:])) + 1
    dips = [0, *(int(t) for t in inner), len(speed) - 1]
    k = 1
    while k < len(dips) - 1:
        lower = min(speed[dips[k - 1] : dips[k] + 1].max(), speed[dips[k] : dips[k + 1] + 1].max())
        if speed[dips[k]] > DIP * lower or lower < PEAK_SW_S:
            del dips[k]
            k = max(k - 1, 1)
        else:
            k += 1
    return [(a, b) for a, b in zip(dips, dips[1:], strict=False) if speed[a : b + 1].max() > PEAK_SW_S]


def learned(found: Movements) -> Tempo:
    """The law that fits best, by least squares of the logarithm of seconds, no exponent negative.

    A set counts as the root of its size, so that the largest does not speak alone. The spread is such that the middle
    80 % of what the law, fitted without a set, predicts for this set holds 80 % of its movements, sets counted alike.
    """
    law = _fitted(found, 1.0)
    strays, counts = [], []
    for source in sorted(set(found.sources)):
        own = found.sources == source
        if own.all() or own.sum() < 100:
            continue
        strays.append(
            np.abs(np.log(found.seconds[own]) - _logarithms(_fitted(found.taken(~own), 1.0), found.seams[own]))
        )
        counts.append(np.full(own.sum(), 1 / own.sum()))
    if not strays:
        strays = [np.abs(np.log(found.seconds) - _logarithms(law, found.seams))]
        counts = [np.ones(len(found.seconds))]
    return _fitted(found, _quantile(np.concatenate(strays), np.concatenate(counts), _INSIDE) / 1.2816)


def _fitted(found: Movements, spread: float) -> Tempo:
    from scipy.optimize import nnls

    usual = float(np.nanmedian(found.seams[:, 4:]))
    weights = np.zeros(len(found.seconds))
    for source in set(found.sources):
        own = found.sources == source
        weights[own] = own.sum() ** -0.25  # the root of what each example counts: the set counts as √size
    columns = np.column_stack([np.ones(len(weights)), -np.ones(len(weights)), _columns(found.seams)])
    up, down, *exponents, slowing = nnls(columns * weights[:, None], np.log(found.seconds) * weights)[0]
    return Tempo(
        float(up - down), tuple(map(float, exponents)), float(slowing), usual, float(spread), SCALES, FAINT_SW_S
    )


def _columns(seams: np.ndarray) -> np.ndarray:
    """Logarithms ``(n, 5)`` of the four ways and, negative, of the speed, as ``Tempo`` takes them."""
    return np.column_stack(
        [np.log1p(seams[:, :4] / SCALES), -np.nanmean(np.log(np.hypot(seams[:, 4:], FAINT_SW_S)), axis=1)]
    )


def _logarithms(law: Tempo, seams: np.ndarray) -> np.ndarray:
    return law.base + _columns(seams) @ [*law.exponents, law.slowing]


def _quantile(values: np.ndarray, weights: np.ndarray, share: float) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, share * reached[-1])])


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m signsynth.transition.training.tempo", description=__doc__)
    parser.add_argument("corpus", type=Path, help="what `python -m signsynth.pipeline.corpus` wrote")
    parser.add_argument("-o", "--out", type=Path, default=Path("weights/tempo.safetensors"))
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    takes = load_corpus(options.corpus)
    found = {manner: Movements.of(gaps(takes, manner, seed=options.seed)) for manner in MANNERS}
    sources = found["running"].sources
    counts = [f"{source} ({(sources == source).sum()} examples)" for source in sorted(set(sources))]
    card = {"data": ", ".join(counts), "licence": "Apache-2.0", "seed": str(options.seed)}
    save_tempi(options.out, {manner: learned(movements) for manner, movements in found.items()}, card)


if __name__ == "__main__":
    main()
