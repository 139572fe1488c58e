"""Windows of movement that a model of transitions learns from: frames before a gap, in it, and after it.

Generalisation decides, not size: 13 signs are most of what was recorded, and a model of them is no model of signing.
So each window is one of three kinds: real (cut out of one recording, at any rate), spliced (from one recording to
another) or made (procedural reaching); and each is changed as other signers, signs and cameras would.

What the training sets show (``benchmarks`` of real signing are not looked at), and what is drawn accordingly:

- **Noise**: white noise of the wrists in the picture, from fourth differences of held hands, median (and 97 %), in
  thousandths of a shoulder width: ksl13 1.5 (5), asl100 0.9 (4), msl150 3 (7), asl_selfrecorded 1.2 (6), motion capture
  0.4; of bone directions in radians 0.020 (0.085), 0.008 (0.05), 0.06 (0.19), 0.008 (0.03), 0.002. Residuals of a
  second-order fit to held hands have a lag-one correlation of -0.1 to -0.25 where white noise has -0.3: some drift.
- **Torn tracking**: 2 % of wrist steps and 3 % of hand steps in ksl13 are jumps (asl100: 0.2 and 0.4 %). Recordings are
  cut there.
- **Movements** between two dips of speed take 0.23 to 0.37 s (median), more for longer ways: about
  ``0.5 s * way ** 0.3`` (0.6 s * way ** 0.4 in written signs) within a factor of 1.3, 0.65 s for ways of 1.2 from and
  to rest. Drawn is ``0.52 s * way ** 0.58`` by the busier hand. Their speed peaks at 0.5 of the time (0.33 to 0.7), the
  path bends by 0.06 to 0.07 of the chord (90 %: 0.2), speed falls with curvature to the power -0.22 to -0.46, as the
  two-thirds power law has it (-0.33). Speed of a moving hand: median 0.7 to 1.0 shoulder widths a second, 90 % below
  2.2 to 2.7.
- **Hand shape and palm** change fastest when the wrist does, give or take 0.4 of the movement's time (quartiles).
- **Holds** between movements: median 0.08 s, 90 % below 0.33 to 0.5 s. The speeds of two moving hands correlate by 0.7
  to 0.87 (median).

``tests/transition/training/test_windows.py`` measures windows against these figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from signsynth.errors import InputError
from signsynth.files.corpus import Take
from signsynth.transition.training.augment import bent_limbs, lost, recombined, shaken
from signsynth.transition.training.course import Course
from signsynth.transition.training.pace import CONTEXT, PACE, Pace
from signsynth.transition.training.reaches import reaches
from signsynth.transition.training.shelf import Shelf, chosen
from signsynth.transition.training.splices import splices

KINDS = ("real", "spliced", "made")
WEIGHTS = (
    ("asl100", 0.22), ("ksl13", 0.16), ("ngt_sigml", 0.34), ("lexicon/ase", 0.08), ("asl_selfrecorded", 0.08),
    ("mocap_sample", 0.06), ("msl150", 0.06),
)  # fmt: skip
_SLOWEST = 0.3
_TRIES = 4


@dataclass(frozen=True)
class Mix:
    """What windows are made of. Probabilities, unless said otherwise.

    ``kinds``      of real, spliced and made windows.
    ``weights``    of sources; within one, each gloss has the same part, whatever the number of its recordings.
    ``only, leave_out``  sources, glosses, or ``source/gloss``: nothing else, nothing of these, not even a hand shape.
    ``pace``       frame rates, and the share of made movements that fill the gap exactly.
    ``warp``       by how much the clock of real windows may be uneven.
    ``raw``        that a real window is as the tracker saw it, not smoothed.
    ``busy``       that of several windows of a recording that with most movement in the gap is taken.
    ``mirror, reverse, limb, shape, affine, noise, dropout``  of each change; noise levels (see ``augment.shaken``) are
                   log-uniform over ``noise_levels``.
    """

    kinds: tuple[float, float, float] = (0.5, 0.25, 0.25)
    weights: tuple[tuple[str, float], ...] = WEIGHTS
    otherwise: float = 0.1
    only: frozenset[str] = frozenset()
    leave_out: frozenset[str] = frozenset()
    pace: Pace = PACE
    warp: float = 0.35
    raw: float = 0.4
    busy: float = 0.6
    mirror: float = 0.5
    reverse: float = 0.1
    limb: float = 0.2
    shape: float = 0.2
    affine: float = 0.6
    noise: float = 0.6
    noise_levels: tuple[float, float] = (0.03, 1.5)
    dropout: float = 0.12

    @classmethod
    def plain(cls, *only: str) -> Mix:
        """Recordings as they are, at 25 frames a second, of these sources or glosses: to validate on."""
        changes = dict.fromkeys(("mirror", "reverse", "limb", "shape", "affine", "noise", "dropout", "warp"), 0.0)
        return cls((1, 0, 0), only=frozenset(only), pace=Pace(0.0, 25.0, 0.0), raw=1.0, **changes)


class Window(NamedTuple):
    """A batch. ``t`` frames are 8 before the gap, the gap, and 8 after it."""

    pose: np.ndarray
    """float32 ``(n, t, 50, 3)``: as a tracker would see it, noise and lost hands included."""
    clean: np.ndarray
    """float32 ``(n, t, 50, 3)``: without the noise that was added, and with hands where they were."""
    confidence: np.ndarray
    """float32 ``(n, t, 50)``: 0 where nothing is seen; in the gap, where what is there is not known."""
    source: np.ndarray
    """int ``(n,)``: index into ``Windows.sources`` of the recording, for spliced ones of that before the gap."""
    kind: np.ndarray
    """int ``(n,)``: index into ``KINDS``."""
    fps: np.ndarray
    """float32 ``(n,)``: the frame rate that the window plays at in real time."""


@dataclass(frozen=True, eq=False)
class Windows:
    """An endless supply of windows; the same generator gives the same ones."""

    shelf: Shelf
    mix: Mix = field(default_factory=Mix)

    @classmethod
    def of(cls, takes: Iterable[Take], mix: Mix | None = None) -> Windows:
        """From a corpus (``files.corpus``). Errors: ``InputError`` where ``mix`` leaves nothing of it."""
        mix = mix or Mix()
        takes = chosen(takes, mix.only, mix.leave_out)
        if not takes:
            raise InputError("windows: only and leave_out leave no take, expected at least one")
        return cls(Shelf.of(takes, dict(mix.weights), mix.otherwise), mix)

    @property
    def sources(self) -> Sequence[str]:
        """Names of sources."""
        return self.shelf.sources

    def batch(self, rng: np.random.Generator, size: int, frames: int) -> Window:
        """``size`` windows with ``frames`` in the gap. Errors: ``InputError`` for a size or length below 1."""
        if size < 1 or frames < 1:
            raise InputError(f"batch of {size} windows with {frames} frames in the gap, expected 1 or more of each")
        mix, n = self.mix, size
        kinds = np.array(mix.kinds, float)
        kind = np.sort(rng.choice(3, n, p=kinds / kinds.sum()))
        parts = [
            make(rng, count, frames)
            for make, count in zip((self._real, self._spliced, self._made), np.bincount(kind, minlength=3), strict=True)
            if count
        ]
        course = Course(*(np.concatenate(arrays) for arrays in zip(*(part[0] for part in parts), strict=True)))
        fps, stretch = (np.concatenate([part[k] for part in parts]) for k in (1, 2))
        flat = self.shelf.flat[stretch]

        def some(probability: float) -> np.ndarray:
            return np.flatnonzero(rng.random(n) < probability)

        limbs, shapes = some(mix.limb), some(mix.shape)
        if len(limbs) or len(shapes):
            course = recombined(course, flat, limbs, shapes)
        bent_limbs(course, rng, some(mix.affine), flat, fps)
        course = course.mirrored(some(mix.mirror))
        clean = course.poses()
        levels = np.exp(rng.uniform(*np.log(mix.noise_levels), n)) * (rng.random(n) < mix.noise)
        noisy, hidden = np.flatnonzero(levels > 0), some(mix.dropout)
        pose = clean.copy()
        if len(noisy):
            course.put(noisy, shaken(course.taken(noisy), rng, levels[noisy]))
        if len(hidden):
            course = lost(course, rng, hidden)
        changed = np.union1d(noisy, hidden)
        pose[changed] = course.taken(changed).poses()
        order = rng.permutation(n)
        batch = pose, clean, course.confidences(), self.shelf.source[stretch], kind, fps
        return Window(*(array[order] for array in batch))

    def _real(self, rng: np.random.Generator, n: int, frames: int) -> tuple[Course, np.ndarray, np.ndarray]:
        """Cut out of single recordings, at any rate and with a clock that runs unevenly."""
        shelf, total = self.shelf, 2 * CONTEXT + frames
        stretch = shelf.draw(rng, n, long=True)
        room = (shelf.stop - shelf.start)[stretch] - 1.0
        fps = self.mix.pace.fps(rng, n)
        step = np.clip(np.minimum(shelf.fps[stretch] / fps, room / (total - 1)), _SLOWEST, None)
        fps = (shelf.fps[stretch] / step).astype(np.float32)
        span = step * (total - 1)
        begin = rng.random((_TRIES, n)) * np.maximum(room - span, 0)
        gap = [shelf.start[stretch] + (begin + k * step).astype(np.int64) for k in (CONTEXT, CONTEXT + frames)]
        gap = [np.minimum(rows, shelf.stop[stretch] - 1) for rows in gap]
        busiest = (shelf.way[gap[1]] - shelf.way[gap[0]]).argmax(0)
        seen = ((shelf.seen[gap[0], 8:] > 0) & (shelf.seen[gap[1], 8:] > 0)).any(-1).argmax(0)
        pick = np.where(rng.random(n) < self.mix.busy, busiest, seen)
        begin = np.take_along_axis(begin, pick[None], 0)[0]
        even = np.linspace(0, 1, total)
        bend = self.mix.warp * rng.uniform(-0.7, 0.7, (n, 2)) / np.array([np.pi, 2 * np.pi])
        clock = even + bend[:, :1] * np.sin(np.pi * even) + bend[:, 1:] * np.sin(2 * np.pi * even)
        at = begin[:, None] + clock * span[:, None]
        at = np.where((rng.random(n) < self.mix.reverse)[:, None], at[:, ::-1], at)
        soft = rng.random(n) >= self.mix.raw
        return Course.of(*shelf.read(stretch, at, soft)), fps, stretch

    def _spliced(self, rng: np.random.Generator, n: int, frames: int) -> tuple[Course, np.ndarray, np.ndarray]:
        return splices(self.shelf, rng, n, frames, self.mix.pace)

    def _made(self, rng: np.random.Generator, n: int, frames: int) -> tuple[Course, np.ndarray, np.ndarray]:
        return reaches(self.shelf, rng, n, frames, self.mix.pace)
