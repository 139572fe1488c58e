"""Recordings laid out so that many stretches of them can be read at once, at any speed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from signsynth.errors import InputError
from signsynth.files.corpus import Take
from signsynth.geometry import smooth
from signsynth.motion.rigid import hand_directions
from signsynth.rotations import continuous
from signsynth.skeleton import CANONICAL, LEFT_HAND, RIGHT_HAND
from signsynth.transition.training.course import PALMS, WIDTH
from signsynth.transition.training.hands import apart

LEAST, LONG = 6, 16
"""Frames of the shortest stretch that is used, and of one that a whole window is cut from."""
_JUMP_SW_S, _SPIN_RAD_S = 6.5, 25.0
"""A hand faster than this was lost and found elsewhere: real ones stay below 4 shoulder widths and 18 radians."""
_TRIES = 3
_TOGETHER = 256
_SOFT_S = 0.03
_FLAT_SW = 0.03


@dataclass(frozen=True, eq=False)
class Shelf:
    """All stretches without a jump, in one array.

    ``values (2, rows, 152)``: as recorded, and smoothed; ``seen (rows, 10)``; ``way (rows,)``: how far the busier
    hand has come since the beginning of the shelf, in shoulder widths. Of each stretch, ``(n,)``: the first row and the
    one after the last, frames a second, index into ``sources``, its share of all draws, and whether its depth was
    guessed from the picture (``flat``).
    """

    values: np.ndarray
    seen: np.ndarray
    way: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    fps: np.ndarray
    source: np.ndarray
    share: np.ndarray
    flat: np.ndarray
    sources: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    """Source and label of each stretch."""

    @classmethod
    def of(cls, takes: Iterable[Take], weights: Mapping[str, float], otherwise: float) -> Shelf:
        """Each source gets its weight (``otherwise``: of those not named), each gloss an equal part of it, and each
        take an equal part of that. Errors: ``InputError`` where no stretch is long enough.
        """
        takes = list(takes)
        groups = (takes[k : k + _TOGETHER] for k in range(0, len(takes), _TOGETHER))
        parts = [piece for group in groups for piece in _pieces(group)]
        if not parts:
            raise InputError(f"windows: no take has {LEAST} frames in a row without a jump, expected at least one")
        sources = tuple(sorted({take.source for take, *_ in parts}))
        lengths = np.array([len(values) for _, values, *_ in parts])
        stop = np.cumsum(lengths)
        values = np.empty((2, stop[-1], WIDTH), np.float32)
        for (take, piece, *_), start, end in zip(parts, stop - lengths, stop, strict=True):
            values[0, start:end] = piece
            values[1, start:end] = smooth(piece, _SOFT_S * take.fps)
        seen = np.concatenate([seen for *_, seen, _ in parts])
        return cls(
            values, seen, _way(values[1], seen), stop - lengths, stop,
            np.array([take.fps for take, *_ in parts], np.float32),
            np.array([sources.index(take.source) for take, *_ in parts]),
            _shares([take for take, *_ in parts], weights, otherwise),
            np.array([flat for *_, flat in parts]), sources, tuple((take.source, take.label) for take, *_ in parts),
        )  # fmt: skip

    def draw(
        self, rng: np.random.Generator, n: int, *, like: np.ndarray | None = None, long: bool = False
    ) -> np.ndarray:
        """Indices of ``n`` stretches: of at least ``LONG`` frames; of the same depth as the stretches ``like (n,)``."""
        share = self.share * (self.stop - self.start >= LONG) if long else self.share
        if like is None:
            return _drawn(rng, n, share)
        chosen = np.empty(n, np.int64)
        for kind in (False, True):
            rows = np.flatnonzero(self.flat[like] == kind)
            chosen[rows] = _drawn(rng, len(rows), share * (self.flat == kind))
        return chosen

    def moments(self, rng: np.random.Generator, stretch: np.ndarray, part: tuple[float, float] = (0, 1)) -> np.ndarray:
        """A frame in a ``part`` of each stretch ``(n,)``; mostly the slowest of a few, as where signs begin and end."""
        length = (self.stop - self.start)[stretch]
        at = rng.uniform(*part, (_TRIES, len(stretch))) * (length - 1)
        rows = self.start[stretch] + np.clip(at.astype(np.int64), 1, length - 2)
        pace = self.way[rows + 1] - self.way[rows - 1]
        best = np.where(rng.random(len(stretch)) < 0.7, pace.argmin(0), 0)
        return np.take_along_axis(at, best[None], 0)[0].astype(np.float32)

    def used(self, stretch: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Which hands ``(n, 2)`` are seen in one frame ``at (n,)`` each."""
        return self.seen[self.start[stretch] + at.astype(np.int64), 8:] > 0

    def still(self, stretch: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Numbers ``(n, 152)`` of one frame ``at (n,)`` each."""
        return self.read(stretch, at[:, None])[0][:, 0]

    def read(
        self, stretch: np.ndarray, at: np.ndarray, soft: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Numbers ``(n, t, 152)`` and confidences ``(n, t, 10)`` at frames ``at (n, t)`` of stretches ``(n,)``.

        Before the first and after the last frame these are held. ``soft (n,)``, by default all: from the smoothed
        recording, by cubic B-splines; else as recorded, by Catmull-Rom.
        """
        soft = np.ones(len(stretch), bool) if soft is None else soft
        first, last = self.start[stretch][:, None], self.stop[stretch][:, None] - 1
        at = np.clip(at, 0, last - first)
        base = np.floor(at).astype(np.int64)
        t = (at - base).astype(np.float32)
        base += first
        rows = self.values.reshape(-1, WIDTH)
        offset = np.where(soft, self.values.shape[1], 0)[:, None]
        out = 0.0
        for k, weight in enumerate(_kernel(t, soft)):
            out = out + weight[..., None] * np.take(rows, np.clip(base + (k - 1), first, last) + offset, axis=0)
        seen = np.minimum(np.take(self.seen, base, axis=0), np.take(self.seen, np.minimum(base + 1, last), axis=0))
        return out, seen


def chosen(takes: Iterable[Take], only: frozenset[str], leave_out: frozenset[str]) -> list[Take]:
    """Takes whose source, label or ``source/label`` is in ``only`` (if that is not empty) and not in ``leave_out``."""

    def named(take: Take, names: frozenset[str]) -> bool:
        return not names.isdisjoint((take.source, take.label, f"{take.source}/{take.label}"))

    return [take for take in takes if (not only or named(take, only)) and not named(take, leave_out)]


def _pieces(takes: Sequence[Take]) -> Iterator[tuple[Take, np.ndarray, np.ndarray, bool]]:
    """Take, numbers ``(f, 152)``, confidences ``(f, 10)`` and flatness of each run of frames without a jump."""
    pose = np.concatenate([take.pose for take in takes]).astype(np.float64)
    confidence = np.concatenate([take.confidence for take in takes])
    lengths = [len(take) for take in takes]
    fps = np.repeat([take.fps for take in takes], lengths)[1:, None]
    hands = np.stack([confidence[:, hand].max(1) for hand in (LEFT_HAND, RIGHT_HAND)], 1)
    seen = np.concatenate([confidence[:, :8], hands], 1)
    wrists, directions = hand_directions(pose)
    both = (hands[1:] > 0) & (hands[:-1] > 0)
    step = np.linalg.norm(np.diff(wrists, axis=0), axis=-1) * fps > _JUMP_SW_S
    turn = np.arccos(np.clip((directions[1:] * directions[:-1]).sum(-1), -1, 1)).mean(-1) * fps > _SPIN_RAD_S
    torn = np.flatnonzero((both & turn | step).any(1)) + 1
    palms, bones = apart(pose)
    values = np.concatenate([part.reshape(len(pose), -1) for part in (pose[:, :8], palms, bones)], 1)
    values = values.astype(np.float32)
    stops = np.cumsum(lengths)
    for take, first, last in zip(takes, stops - lengths, stops, strict=True):
        flat = _is_flat(pose[first:last])
        cuts = [first, *torn[(torn > first) & (torn < last)], last]
        for start, end in pairwise(cuts):
            if end - start >= LEAST and (hands[start:end] > 0).any(1).mean() > 0.5:
                piece = values[start:end].copy()
                piece[:, PALMS] = continuous(piece[:, PALMS].reshape(-1, 2, 4)).reshape(-1, 8)
                yield take, piece, seen[start:end], flat


def _is_flat(pose: np.ndarray) -> bool:
    """Whether the arms' depth follows from their length in the picture, as ``motion.arms`` makes it."""
    bones = pose[:, 2:6] - pose[:, 0:4]
    lifted = np.sqrt(np.maximum(CANONICAL.lengths[2:6] ** 2 - (bones[..., :2] ** 2).sum(-1), 0.0))
    return bool(np.median(np.abs(bones[..., 2] - lifted)) < _FLAT_SW)


def _shares(takes: Sequence[Take], weights: Mapping[str, float], otherwise: float) -> np.ndarray:
    glosses = {(take.source, take.label) for take in takes}
    per_source: dict[str, int] = {}
    for source, _ in glosses:
        per_source[source] = per_source.get(source, 0) + 1
    per_gloss: dict[tuple[str, str], float] = {}
    for take in takes:
        key = (take.source, take.label)
        per_gloss[key] = per_gloss.get(key, 0) + 1
    share = [
        weights.get(take.source, otherwise) / per_source[take.source] / per_gloss[take.source, take.label]
        for take in takes
    ]
    total = float(np.sum(share))
    if not total > 0:
        raise InputError("windows: every source has weight 0, expected one above it")
    return np.array(share) / total


def _way(values: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Path of the busier hand: its wrist, or its bones at a lever of 0.2."""
    way = np.linalg.norm(np.diff(values[:, 12:18].reshape(-1, 2, 3), axis=0)[..., :2], axis=-1)
    turn = np.linalg.norm(np.diff(values[:, 24:].reshape(-1, 128), axis=0), axis=-1)[:, None] / np.sqrt(40)
    steps = np.where((seen[1:, 8:] > 0) & (seen[:-1, 8:] > 0), np.maximum(way, 0.2 * turn), 0.0).max(1)
    return np.concatenate([[0.0], np.cumsum(steps)])


def _drawn(rng: np.random.Generator, n: int, share: np.ndarray) -> np.ndarray:
    total = np.cumsum(share)
    return np.minimum(np.searchsorted(total, rng.random(n) * total[-1], side="right"), len(share) - 1)


def _kernel(t: np.ndarray, soft: np.ndarray) -> list[np.ndarray]:
    """Weights ``(n, t)`` of the four frames around: cubic B-spline where soft, else Catmull-Rom."""
    t2, t3 = t * t, t * t * t
    spline = ((1 - t) ** 3 / 6, (3 * t3 - 6 * t2 + 4) / 6, (-3 * t3 + 3 * t2 + 3 * t + 1) / 6, t3 / 6)
    through = ((-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (-3 * t3 + 4 * t2 + t) / 2, (t3 - t2) / 2)
    soft = soft[:, None]
    return [np.where(soft, a, b).astype(np.float32) for a, b in zip(spline, through, strict=True)]
