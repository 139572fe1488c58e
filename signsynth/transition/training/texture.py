"""``python -m signsynth.transition.training.texture CORPUS.npz``: how far recorded motion strays from its course.

Prints the constants of ``signsynth.transition.texture``, fitted to gaps cut out of recordings at their own frame rate:
medians of what the mixture's guess misses there, wave by wave, in the units of ``Straying``. No chance is in it: the
same corpus and weights give the same constants.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from signsynth.errors import InputError
from signsynth.files.corpus import Take, load_corpus
from signsynth.transition.diffusion import bundled
from signsynth.transition.model import TransitionModel
from signsynth.transition.texture import (
    FASTEST_MOVEMENT,
    KINDS,
    STRAYING,
    Straying,
    movement_waves,
)
from signsynth.transition.training.strayed import Strayed

SOURCES = ("ksl13", "asl100", "msl150", "asl_selfrecorded")
"""Sets that a camera saw: written signs and motion capture do not tremble."""
GAPS = (4, 8, 12, 20)
TAKES = 240
"""Recordings of a set, at most, evenly spread; each gives one gap of each length, in its middle."""
_ROWS = ("slow", "quick")
_NUMBERS = ("longer", "scatter", "shaken")
_FAINT = np.log(1e-4)


def fitted(gaps: Sequence[Strayed], start: Straying = STRAYING) -> Straying:
    """The constants of gaps of several lengths; how quick waves grow with length is taken from ``start``."""
    # Recordings do tremble: their roughness is their second differences. Third ones only keep smooth sides still.
    straying = replace(start, shaken=np.inf)
    straying = replace(straying, speed=_speed(gaps, straying))
    logs = [gap.logarithms(straying) for gap in gaps]
    return replace(_of_medians(gaps, _medians(logs), straying), scatter=_scatter(logs), shaken=_shaken(gaps))


def _medians(logs: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Of each wave and group ``(frames, 6)``, groups of a kind taken together."""
    found = []
    for log in logs:
        kinds = [np.nanmedian(log[:, :, np.array(KINDS) == kind], axis=(0, 2)) for kind in range(max(KINDS) + 1)]
        found.append(np.stack(kinds, 1)[:, KINDS])
    return found


def _of_medians(gaps: Sequence[Strayed], medians: Sequence[np.ndarray], like: Straying) -> Straying:
    """The law through logarithms ``(frames, 6)`` of each length: least squares, of slow waves on logarithms."""
    cycles = np.concatenate([np.arange(1, gap.frames + 1) / (2 * (gap.frames + 1)) for gap in gaps])
    length = np.concatenate([np.full(gap.frames, gap.frames / 12) for gap in gaps])
    size, slow = np.concatenate(list(medians)), cycles <= FASTEST_MOVEMENT
    terms = np.column_stack([np.ones(slow.sum()), -np.log(cycles[slow]), np.log(length[slow])])
    slows, quicks, longer = [], [], like.longer
    for kind in range(max(KINDS) + 1):
        own = size[:, KINDS.index(kind)]
        a, b, c = np.linalg.lstsq(terms, own[slow], rcond=None)[0]
        slows.append((float(np.exp(a)), float(b), float(c)))
        # Squares are a sum of squares: a relative fit, linear in those.
        there = np.exp(2 * (own[~slow] - longer * np.log(length[~slow])))
        squares = np.column_stack([cycles[~slow] ** -4.0, np.ones((~slow).sum())])
        quicks.append(tuple(float(x) for x in np.sqrt(_positive(squares / there[:, None]))))
    return replace(like, slow=tuple(slows), quick=tuple(quicks))


def _positive(terms: np.ndarray) -> np.ndarray:
    """Weights of ``terms (n, 2)``, not below 0, with which they come nearest to 1."""
    from scipy.optimize import nnls

    return nnls(terms, np.ones(len(terms)))[0]


def _scatter(logs: Sequence[np.ndarray]) -> float:
    """Standard deviation from gap to gap of how large all waves of a group are together."""
    return float(np.sqrt(np.mean([np.nanvar((log - np.nanmedian(log, 0)).mean(1), axis=0).mean() for log in logs])))


def _shaken(gaps: Sequence[Strayed]) -> float:
    """Second differences of both sides over third ones: median."""
    return float(np.median(np.concatenate([(gap.beside.bends / gap.beside.shakes)[gap.known] for gap in gaps])))


def _speed(gaps: Sequence[Strayed], like: Straying) -> tuple[float, ...]:
    """How far slow waves' size goes with the gap's speed rather than with both sides' roughness: least squares."""
    product, square = np.zeros((2, max(KINDS) + 1))
    all_rough = replace(like, speed=(0.0,) * len(product))
    for gap in gaps:
        size = gap.logarithms(all_rough)[:, : movement_waves(gap.frames)].mean(1)
        rough = np.log(all_rough.units(gap.beside)[0])
        faster, there = np.log(gap.beside.inside) - rough, gap.known & (rough > _FAINT)
        for group, kind in enumerate(KINDS):
            if there[:, group].any():
                own = (values[there[:, group], group] for values in (faster, size))
                x, y = (values - np.median(values) for values in own)
                product[kind], square[kind] = product[kind] + x @ y, square[kind] + x @ x
    return tuple(np.clip(product / np.maximum(square, 1e-9), 0, 1).tolist())


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m signsynth.transition.training.texture", description=__doc__.splitlines()[0].partition(": ")[2]
    )
    parser.add_argument("corpus", type=Path, help="what `python -m signsynth.pipeline.corpus` wrote")
    parser.add_argument("--weights", type=Path, help="whose mixture guesses (default: the weights that ship)")
    options = parser.parse_args(arguments)
    weights = TransitionModel.load(options.weights or bundled()).weights
    takes = chosen(load_corpus(options.corpus))
    straying = fitted([Strayed.of(takes, frames, weights) for frames in GAPS])
    sys.stdout.write(written(straying))


def chosen(takes: Sequence[Take]) -> list[Take]:
    """At most ``TAKES`` of each set, evenly spread. Errors: ``InputError`` where there are none."""
    found = []
    for source in SOURCES:
        own = [take for take in takes if take.source == source]
        found += [own[k] for k in np.unique(np.linspace(0, len(own) - 1, min(TAKES, len(own))).round().astype(int))]
    if not found:
        raise InputError(f"corpus: no recording of {', '.join(SOURCES)}, expected at least one")
    return found


def written(straying: Straying) -> str:
    """As the source says it, to three digits."""
    said = {name: [_short(row) for row in getattr(straying, name)] for name in _ROWS} | {
        "speed": _short(straying.speed)
    }
    lines = [f"    {name}=({', '.join(map(str, row))})," for name, row in said.items()]
    lines += [f"    {name}={getattr(straying, name):.3g}," for name in _NUMBERS]
    return "\n".join(["STRAYING = Straying(", *lines, ")", ""])


def _short(row: Sequence[float]) -> tuple[float, ...]:
    return tuple(float(f"{x:.3g}") for x in row)


if __name__ == "__main__":
    main()
