"""What recordings of one gloss say about each other: which is signed otherwise, slower, or with one hand of two."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from signsynth.errors import InputError
from signsynth.lexicon.quality.fault import Fault
from signsynth.motion import Motion
from signsynth.motion.likeness import SignCode, likeness
from signsynth.skeleton import LEFT_HAND

LEAST = 4
"""Recordings from which one can be an outlier."""
_REFERENCES = 8
"""Recordings that each is compared with, spread over all: 190 recordings take a second."""
_FAR, _FAR_ALONE = 1.8, 0.35
"""An outlier is this many times as far from the typical recording as its siblings, and at least this far from all but
one that it is compared with: several that are alike are another form of the sign, and no outliers."""
_FASTER = 2.2
"""Recordings of one sign differ in speed by less, unless a rate is wrong."""


def outliers(motions: Sequence[Motion]) -> np.ndarray:
    """Distance of each motion to the most typical one over the median such distance, ``(motions,)``."""
    return _distances(motions)[0]


def sibling_faults(motions: Sequence[Motion], handedness: Sequence[str] = ()) -> tuple[list[list[Fault]], np.ndarray]:
    """Faults of each recording of one gloss against the others, and ``outliers``."""
    faults: list[list[Fault]] = [[] for _ in motions]
    ratio, alone = _distances(motions) if len(motions) >= LEAST else (np.ones(len(motions)), np.zeros(len(motions)))
    for found, times, lonely in zip(faults, ratio, alone, strict=True):
        if times > _FAR and lonely > _FAR_ALONE:
            what = f"{times:.1f} times as far from the typical recording of its gloss as its siblings are"
            found.append(Fault("outlier", min(1.0, float(times - _FAR) / 2 + 0.3), what))
    _against(faults, handedness, "handedness", 0.05, "signed with: {}; most siblings with: {}")
    if len(motions) >= LEAST:
        _one_of_two(faults, motions)
        _rates(faults, motions)
    return faults, ratio


def _distances(motions: Sequence[Motion]) -> tuple[np.ndarray, np.ndarray]:
    """Distance to the typical recording over the siblings' median, and distance to the second nearest of those that
    are compared, 0 where that is no more than the siblings' median; ``(motions,)`` each. A motion without hands is as
    far as the farthest."""
    codes: list[SignCode] = []
    known: list[int] = []
    for index, motion in enumerate(motions):
        try:
            codes.append(SignCode.of(motion))
        except InputError:
            continue
        known.append(index)
    if len(codes) < 2:
        return np.ones(len(motions)), np.zeros(len(motions))
    picked = np.unique(np.linspace(0, len(codes) - 1, _REFERENCES).round().astype(int))
    between = np.stack([likeness(codes[one], codes) for one in picked])
    medoid = int(between.sum(1).argmin())
    own = between[medoid].copy()
    typical = max(float(np.median(np.delete(own, picked[medoid]))), 1e-6)
    between[np.arange(len(picked)), picked] = np.inf  # nobody is near because of itself
    second = np.sort(between, axis=0)[min(1, len(picked) - 2)]
    ratio, alone = np.full(len(motions), own.max() / typical), np.zeros(len(motions))
    ratio[known] = own / typical
    alone[known] = np.where(second > typical, second, 0.0)
    return ratio, alone


def _against(faults: list[list[Fault]], values: Sequence[str], name: str, severity: float, what: str) -> None:
    """A fault for each value that is not what most have."""
    known = [value for value in values if value]
    most = max(sorted(set(known)), key=known.count) if known else ""
    for found, value in zip(faults, values, strict=False):
        if value and value != most:
            found.append(Fault(name, severity, what.format(value, most)))


def _one_of_two(faults: list[list[Fault]], motions: Sequence[Motion]) -> None:
    """The other hand is not seen, and nearly all siblings show it."""
    shown = np.array([(motion.confidence[:, LEFT_HAND].max(1) > 0).mean() for motion in motions])
    if np.median(shown) < 0.6 or np.quantile(shown, 0.25) < 0.4:
        return
    for found, share in zip(faults, shown, strict=True):
        if share < 0.15:
            what = f"the other hand is seen in {100 * share:.0f} % of the frames"
            what += f", in siblings in {100 * np.median(shown):.0f} %"
            found.append(Fault("one hand of two", 0.5, what))


def _rates(faults: list[list[Fault]], motions: Sequence[Motion]) -> None:
    """A recording whose hand goes the way of its siblings in far less or far more time."""
    speed = np.array([_speed(motion) for motion in motions])
    known = speed[speed > 0]
    if len(known) < LEAST:
        return
    typical = float(np.median(known))
    spread = float(np.quantile(np.abs(np.log(known / typical)), 0.75))
    for found, one in zip(faults, speed, strict=True):
        times = one / typical
        if one > 0 and abs(np.log(times)) > max(np.log(_FASTER), 3 * spread):
            found.append(Fault("wrong frame rate", 0.2, f"its hands are {times:.1f} times as fast as its siblings'"))


def _speed(motion: Motion) -> float:
    """Shoulder widths a second at which half of the dominant wrist's way is travelled; 0 where it hardly moves."""
    step = np.sort(np.linalg.norm(motion.pose[2:, 5, :2] - motion.pose[:-2, 5, :2], axis=-1)) * motion.fps / 2
    way = np.cumsum(step) / motion.fps
    return float(step[np.searchsorted(way, way[-1] / 2)]) if len(way) and way[-1] > 0.3 else 0.0
