"""The motion metrics of the SLRTP 2025 challenge (Walsh et al., arXiv 2508.06951), as its evaluator computes them.

Everything is measured on every second frame of 25 a second. A corpus is a list of pairs (hypothesis, reference).
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as List

import numpy as np

from signsynth.errors import InputError
from signsynth.metrics.sequence import Sequence
from signsynth.metrics.warping import Aligner, warping_paths

Pair = tuple[Sequence, Sequence]
"""Hypothesis and reference."""


def dtw_mje(pairs: Iterable[Pair], align: Aligner = warping_paths) -> float:
    """Mean joint error after time warping, in the units of the points; 0 is best, no upper end.

    Each pair is aligned; all aligned frames of the corpus are concatenated, and the mean is over frames and joints:
    long utterances weigh more. Joints that either side has not seen are left out. NaN for no pairs.

    Blind to: speed, rhythm and length; a frozen mean pose scores better than another real sentence does. Never print
    it without its controls (``metrics.controls``). Errors: ``InputError`` as ``aligned_errors``.
    """
    return pooled(aligned_errors(list(pairs), align))


def pooled(errors: Iterable[np.ndarray]) -> float:
    """Mean over all aligned frames and joints of a corpus that are not NaN; NaN for none."""
    sums, count = 0.0, 0
    for error in errors:
        sums, count = sums + float(np.nansum(error)), count + int(np.count_nonzero(~np.isnan(error)))
    return sums / count if count else float("nan")


def aligned_errors(pairs: List[Pair], align: Aligner = warping_paths) -> list[np.ndarray]:
    """Of each pair the distance of every joint in every aligned pair of frames ``(steps, points)``, NaN where not seen.

    Errors: ``InputError`` for other points, no frames, or points that no frame of one side has seen.
    """
    paths = align([_frames(*pair) for pair in pairs])
    return [_apart(*pair, path) for pair, path in zip(pairs, paths, strict=True)]


def _frames(hypothesis: Sequence, reference: Sequence) -> tuple[np.ndarray, np.ndarray]:
    """Both sides ``(frames, values)``, of points that both have ever seen."""
    _alike(hypothesis, reference)
    shared = hypothesis.seen.any(0) & reference.seen.any(0)
    if not shared.any():
        raise InputError("no point was seen on both sides")
    own, real = (side.bridged() if shared.all() else side.bridged()[:, shared] for side in (hypothesis, reference))
    return own.reshape(len(own), -1), real.reshape(len(real), -1)


def _apart(hypothesis: Sequence, reference: Sequence, path: np.ndarray) -> np.ndarray:
    away = hypothesis.points[path[:, 0]] - reference.points[path[:, 1]]
    error = np.sqrt(np.einsum("ijk,ijk->ij", away, away))
    if not (hypothesis.seen.all() and reference.seen.all()):
        error[~(hypothesis.seen[path[:, 0]] & reference.seen[path[:, 1]])] = np.nan
    return error


def mpjpe(pairs: Iterable[Pair]) -> float:
    """Mean per joint position error, frame by frame; both sides must be of one length. 0 is best.

    Blind to: a shift in time counts as an error in space. NaN for no pairs. Errors: ``InputError``.
    """
    found = []
    for hypothesis, reference in pairs:
        _alike(hypothesis, reference)
        if len(hypothesis) != len(reference):
            raise InputError(f"{len(hypothesis)} and {len(reference)} frames, expected one length; use dtw_mje")
        known = hypothesis.seen & reference.seen
        found.append(np.linalg.norm(hypothesis.points - reference.points, axis=-1)[known])
    return float(np.concatenate(found).mean()) if found and sum(map(len, found)) else float("nan")


def total_distance(pairs: Iterable[Pair]) -> float:
    """How far the wrists travel ÷ how far the reference's do, mean of both wrists; 1 is best.

    For each wrist the way of all hypotheses ÷ the way of all references. Steps that touch an unseen wrist are left out.
    NaN where no reference moves. Blind to: where they go; noise counts as way.
    """
    ways = np.zeros((2, 2))
    for pair in pairs:
        _alike(*pair)
        for side, sequence in enumerate(pair):
            for number, wrist in enumerate(sequence.order.wrists):
                ways[side, number] += way(sequence, wrist)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = ways[0] / ways[1]
    return float(ratio.mean()) if (ways[1] > 0).all() else float("nan")


def way(sequence: Sequence, point: int) -> float:
    """Length of one point's path."""
    step = np.linalg.norm(np.diff(sequence.points[:, point], axis=0), axis=-1)
    return float(step[sequence.seen[1:, point] & sequence.seen[:-1, point]].sum())


def duration(pairs: Iterable[Pair]) -> float:
    """Mean of length ÷ the reference's length; 1 is best. NaN for no pairs. Blind to: everything else."""
    found = [len(hypothesis) / len(reference) for hypothesis, reference in pairs if len(reference)]
    return float(np.mean(found)) if found else float("nan")


def _alike(hypothesis: Sequence, reference: Sequence) -> None:
    if hypothesis.order is not reference.order:
        raise InputError(f"layouts {hypothesis.order.name} and {reference.order.name}, expected one")
    if not len(hypothesis) or not len(reference):
        raise InputError(f"{len(hypothesis)} and {len(reference)} frames, expected at least one each")
