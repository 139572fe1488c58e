"""How things move, whatever is signed: speeds, spectra, bones, range."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from signsynth.errors import InputError
from signsynth.metrics.sequence import Sequence
from signsynth.metrics.slrtp import Pair
from signsynth.skeleton import HAND_PARENTS

DERIVATIVES = ("speed", "acceleration", "jerk")


def derivatives(sequence: Sequence) -> list[np.ndarray]:
    """Lengths of the first three derivatives of seen hand points and wrists, units per second to the power of 1 to 3.

    A value a point and stencil whose frames were all seen.
    """
    index = _manual(sequence)
    points, seen = sequence.points[:, index], sequence.seen[:, index]
    found = []
    for order in (1, 2, 3):
        if len(points) <= order:
            found.append(np.zeros(0))
            continue
        length = np.linalg.norm(np.diff(points, n=order, axis=0), axis=-1) * sequence.fps**order
        known = np.logical_and.reduce([seen[k : len(seen) - order + k] for k in range(order + 1)])
        found.append(length[known])
    return found


def liveliness(pairs: Iterable[Pair]) -> dict[str, float]:
    """Mean speed, acceleration and jerk of wrists and hands ÷ the reference's; 1 is best, 0 stands still.

    Jerk far above 1 trembles, below 1 is blunted. Derivatives are per second, so rates may differ. NaN without any.
    Blind to: where hands are.
    """
    pooled = [[[], []] for _ in DERIVATIVES]
    for pair in pairs:
        for side, sequence in enumerate(pair):
            for order, values in enumerate(derivatives(sequence)):
                pooled[order][side].append(values)
    means = [[np.concatenate(v).mean() if sum(map(len, v)) else np.nan for v in sides] for sides in pooled]
    return {
        name: float(own / real) if real > 0 else float("nan")
        for name, (own, real) in zip(DERIVATIVES, means, strict=True)
    }


def npss(pairs: Iterable[Pair]) -> float:
    """Normalised power spectrum similarity (Gopalakrishnan et al., CVPR 2019, equation 9); 0 is best, no unit.

    ``spectra_apart`` of every coordinate that was always seen. The shorter side's length counts. NaN for none.
    Blind to: phase, so to when anything happens.
    """
    return spectra_apart(_coordinates(pairs))


def spectra_apart(pairs: Iterable[tuple[np.ndarray, np.ndarray]]) -> float:
    """The same of any series ``(frames, values)``, made and real, of one shape a pair; 0 is best.

    Distance between the cumulative normalised power spectra of both sides, summed over frequencies, and averaged over
    all values of all pairs with the real power as weights. The mean of a series counts as power: take off what should
    not. NaN for nothing that moves. Errors: ``InputError`` for other shapes.
    """
    total, weight = 0.0, 0.0
    for pair in pairs:
        made, real = (np.asarray(side, np.float64) for side in pair)
        if made.shape != real.shape or made.ndim != 2:
            raise InputError(f"series of shapes {made.shape} and {real.shape}, expected one (frames, values)")
        powers = [_power(side) for side in (made, real)]
        sums = [p.sum(0) for p in powers]
        shares = [np.cumsum(p / np.maximum(s, 1e-20), 0) for p, s in zip(powers, sums, strict=True)]
        total += float((np.abs(shares[0] - shares[1]).sum(0) * sums[1]).sum())
        weight += float(sums[1].sum())
    return total / weight if weight > 0 else float("nan")


def _coordinates(pairs: Iterable[Pair]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    for hypothesis, reference in pairs:
        count = min(len(hypothesis), len(reference))
        shared = hypothesis.seen.all(0) & reference.seen.all(0)
        if count >= 2 and shared.any():
            yield tuple(s.points[:count, shared].reshape(count, -1) for s in (hypothesis, reference))


def fast_share(sequence: Sequence, above_hz: float = 5.0) -> float:
    """Share of the hands' moving power (mean taken off) above a frequency: 0 to 1. Trembling is fast, signing is not.

    Over coordinates that were always seen; less is better, as the reference's is best. NaN where none was, nothing
    moves, or the rate cannot show it. Blind to: slow errors.
    """
    index = _manual(sequence)
    known = sequence.seen[:, index].all(0)
    if len(sequence) < 4 or not known.any() or above_hz >= sequence.fps / 2:
        return float("nan")
    values = sequence.points[:, index][:, known].reshape(len(sequence), -1)
    power = _power(values - values.mean(0)).sum(1)
    frequency = np.abs(np.fft.fftfreq(len(values), 1 / sequence.fps))
    return float(power[frequency > above_hz].sum() / power.sum()) if power.sum() > 1e-18 else float("nan")


def hand_rigidity(sequence: Sequence) -> float:
    """Largest change of a seen hand bone's length, as a share of its median: 0 for rigid hands; less is better.

    NaN where no hand was seen. Blind to: hands that are rigid and wrong.
    """
    worst = []
    for hand in (sequence.order.right_hand, sequence.order.left_hand):
        points, seen = sequence.points[:, hand], sequence.seen[:, hand]
        for a, b in enumerate(HAND_PARENTS):
            if b < 0:
                continue
            known = seen[:, a] & seen[:, b]
            length = np.linalg.norm(points[known, a] - points[known, b], axis=-1)
            middle = np.median(length) if len(length) else 0.0
            if middle > 0:
                worst.append(np.abs(length / middle - 1).max())
    return float(np.max(worst)) if worst else float("nan")


def motion_range(pairs: Iterable[Pair]) -> float:
    """Size of the box that the wrists fill (the diagonal) ÷ the reference's, mean over pairs; 1 is best.

    NaN without a moving reference. Blind to: what happens inside the box.
    """
    found = []
    for pair in pairs:
        own, real = (
            float(np.linalg.norm([_extent(s, wrist) for wrist in s.order.wrists])) if len(s) else 0.0 for s in pair
        )
        if real > 0:
            found.append(own / real)
    return float(np.mean(found)) if found else float("nan")


def _manual(sequence: Sequence) -> np.ndarray:
    order = sequence.order
    return np.r_[list(order.wrists), np.r_[order.right_hand], np.r_[order.left_hand]]


def _extent(sequence: Sequence, point: int) -> float:
    seen = sequence.points[sequence.seen[:, point], point]
    return float(np.linalg.norm(np.ptp(seen, axis=0))) if len(seen) else 0.0


def _power(values: np.ndarray) -> np.ndarray:
    return np.abs(np.fft.fft(values, axis=0)) ** 2
