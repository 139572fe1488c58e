"""``python -m signsynth.transition.training.texture CORPUS.npz``: how far recorded motion strays from its course.

Prints the constants of ``signsynth.transition.texture``, fitted to gaps cut out of recordings at their own frame rate:
medians of what the mixture's guess misses there, wave by wave, in the units of ``Straying``. Then draws are made for
the same gaps and measured as the recordings were, and the constants are moved by what draws lack (indirect inference,
Gouriéroux et al. 1993): mixing, fading and scattering make a wave's median smaller than its law. The same corpus and
weights give the same constants.
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
_ROUNDS = 4
_ROWS = ("slow", "quick")
_FAINT = np.log(1e-4)


def fitted(gaps: Sequence[Strayed], rounds: int = _ROUNDS, start: Straying = STRAYING) -> Straying:
    """The constants of gaps of several lengths; how quick waves grow with length is taken from ``start``."""
    missed = [gap.missed() for gap in gaps]
    straying = replace(start, shaken=_shaken(gaps))
    straying = replace(straying, speed=_speed(gaps, missed, straying))
    logs = [gap.logarithms(strays, straying) for gap, strays in zip(gaps, missed, strict=True)]
    straying = replace(_of_medians(gaps, _medians(logs), straying), scatter=float(np.sqrt(_scatter(logs))))
    for number in range(rounds):
        straying = _moved(gaps, missed, straying, number)
    return straying


def _moved(gaps: Sequence[Strayed], missed: Sequence[np.ndarray], straying: Straying, seed: int) -> Straying:
    """Moved by what draws lack of what was ``missed``."""
    drawn = [gap.drawn(straying, seed) for gap in gaps]
    speed = straying.speed + _speed(gaps, missed, straying) - _speed(gaps, drawn, straying)
    moved = replace(straying, speed=float(np.clip(speed, 0, 1)))
    true = [gap.logarithms(strays, moved) for gap, strays in zip(gaps, missed, strict=True)]
    made = [gap.logarithms(strays, straying) for gap, strays in zip(gaps, drawn, strict=True)]
    laws = [np.log(straying.law(gap.frames)) for gap in gaps]
    aims = [law + t - m for law, t, m in zip(laws, _medians(true), _medians(made), strict=True)]
    scatter = straying.scatter**2 + _scatter(true) - _scatter(made)
    return replace(_of_medians(gaps, aims, moved), scatter=float(np.sqrt(max(scatter, 0.0))))


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
    """Variance from gap to gap of how large all waves of a group are together."""
    return float(np.mean([np.nanvar((log - np.nanmedian(log, 0)).mean(1), axis=0).mean() for log in logs]))


def _shaken(gaps: Sequence[Strayed]) -> float:
    """Second differences of both sides over third ones: median."""
    return float(np.median(np.concatenate([(gap.beside.bends / gap.beside.shakes)[gap.known] for gap in gaps])))


def _speed(gaps: Sequence[Strayed], strays: Sequence[np.ndarray], like: Straying) -> float:
    """How far slow waves' size goes with the gap's speed rather than with both sides' roughness: least squares."""
    product, square = 0.0, 0.0
    for gap, parts in zip(gaps, strays, strict=True):
        slow, all_rough = slice(movement_waves(gap.frames)), replace(like, speed=0.0)
        size = gap.logarithms(parts, all_rough)[:, slow].mean(1)[gap.known]
        rough = np.log(all_rough.units(gap.beside)[0])[gap.known]
        faster = np.log(gap.beside.inside)[gap.known] - rough
        there = rough > _FAINT
        x, y = (values[there] - np.median(values[there]) for values in (faster, size))
        product, square = product + x @ y, square + x @ x
    return float(np.clip(product / square, 0, 1))


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
    rows = {name: [tuple(float(f"{x:.3g}") for x in row) for row in getattr(straying, name)] for name in _ROWS}
    lines = [f"    {name}=({', '.join(map(str, row))})," for name, row in rows.items()]
    lines += [f"    {name}={getattr(straying, name):.3g}," for name in ("speed", "longer", "scatter", "shaken")]
    return "\n".join(["STRAYING = Straying(", *lines, ")", ""])


if __name__ == "__main__":
    main()
