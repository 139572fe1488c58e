"""Movements that nobody recorded: from posture to posture, by the laws of human reaching.

Postures are those of held frames of the corpus, moved, turned and mixed. Between them, submovements are added up, each
a share of its own way by its own clock (Flash and Henis 1991; Plamondon 1995): apart they leave holds, overlapping they
pass via-points without a stop. Arcs make the path curved, and its speed drops where it bends.
"""

from __future__ import annotations

import numpy as np

from signsynth.transition.training.augment import neighbours
from signsynth.transition.training.course import ARMS, BONES, ELBOWS, PALMS, WRISTS, Course, arm_lengths, set_arms
from signsynth.transition.training.hands import turned, unit
from signsynth.transition.training.pace import CONTEXT, PACE, Pace
from signsynth.transition.training.profiles import Profiles, arcs, durations_s
from signsynth.transition.training.shelf import Shelf
from signsynth.transition.training.splices import effort

POSTURES = 6
_MOVES = POSTURES - 1
_CLOCKS = 14
"""Of each movement: left and right arm, left and right palm, five fingers left and right."""
_ODDS = ((0.15, 0.25, 1), (0.3, 0.3, 1), (0.35, 0.5, 5))
"""How often arms, palms and fingers stay, how often they go all the way, and how many clocks a side they have."""
_LEFT = [0, 2, 4, 5, 6, 7, 8]
"""Clocks of the left arm and hand."""
_PLACE_SW, _TURN_RAD = 0.1, 0.25


def reaches(
    shelf: Shelf, rng: np.random.Generator, n: int, frames: int, pace: Pace = PACE
) -> tuple[Course, np.ndarray, np.ndarray]:
    """``n`` windows of procedural signing, some movement of which crosses the gap, or fills it.

    Returns the course, frames a second ``(n,)`` and the stretch that the first posture is from ``(n,)``.
    """
    stretch, postures, seen, resting = _postures(shelf, rng, n)
    upper, fore = arm_lengths(postures[..., ARMS].reshape(n, POSTURES, 6, 3))
    postures = _path(rng, postures, resting)
    ways = np.diff(postures, axis=1)
    span = ways[..., WRISTS].reshape(n, _MOVES, 2, 3)
    seconds = durations_s(rng, effort(ways).max(-1))
    begin = _begins(rng, seconds)

    middle = _MOVES // 2
    first, length, fps = pace.timed(rng, seconds[:, middle], frames)
    total = 2 * CONTEXT + frames
    time = (np.arange(total, dtype=np.float32) - first[:, None]) / length[:, None]  # in units of the middle movement
    clock = (time * seconds[:, middle : middle + 1])[..., None] - (begin - begin[:, middle : middle + 1])[:, None]
    shares = _shares(rng, clock / seconds[:, None])  # (n, t, moves, clocks)
    values = np.repeat(postures[:, :1], total, axis=1)
    for group, columns in enumerate(_GROUPS):
        values[..., columns] += np.einsum("ntm,nmc->ntc", shares[..., group], ways[..., columns], optimize=True)
    _add_arcs(rng, values, shares[..., :2], span)
    _drift(rng, values, fps)
    arms = [
        start[:, :1] + np.einsum("ntms,nms->nts", shares[..., :2], np.diff(start, axis=1)) for start in (upper, fore)
    ]
    course = Course.of(values, np.repeat(seen[:, None], total, axis=1))
    set_arms(course.body, shelf.flat[stretch], fps, *arms)
    return course, fps, stretch


_GROUPS = (
    [3 * point + axis for point in (0, 2, 4, 6) for axis in range(3)],
    [3 * point + axis for point in (1, 3, 5, 7) for axis in range(3)],
    slice(24, 28),
    slice(28, 32),
    *(slice(32 + 12 * finger, 44 + 12 * finger) for finger in range(10)),
)
"""Columns that follow each clock."""


def _postures(shelf: Shelf, rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Stretch ``(n,)`` of the first, numbers ``(n, postures, 152)`` of all, confidences ``(n, 10)`` throughout, and
    whether the left hand rests ``(n,)``.

    The right hand signs. In half of the windows the left one does too: as recorded with it, or, where it was not seen,
    or at random, as its mirror image or as in another recording. In the others it stays as it is in one of them.
    """
    first = shelf.draw(rng, n)
    drawn = shelf.draw(rng, n * POSTURES, like=np.repeat(first, POSTURES))
    drawn[::POSTURES] = first
    course = Course.of(*shelf.read(drawn, shelf.moments(rng, drawn)[:, None]))
    course = course.mirrored(np.flatnonzero(course.seen[:, 0, 9] < course.seen[:, 0, 8]))
    twin = course.mirrored(np.arange(n * POSTURES))
    how = rng.random(n).repeat(POSTURES)
    resting = rng.random(n) < 0.5
    two = ~resting.repeat(POSTURES)
    rows = np.flatnonzero(two & (how < 0.3))
    _left_from(course, rows, course, neighbours(shelf.flat[drawn])[rows])
    rows = np.flatnonzero(two & ((course.seen[:, 0, 8] == 0) | (how > 0.8)))
    _left_from(course, rows, twin, rows)
    rows = np.flatnonzero(~two)
    _left_from(course, rows, course, rows // POSTURES * POSTURES)
    flat = [part.reshape(n, POSTURES, -1) for part in (course.body, course.palms, course.bones)]
    return first, np.concatenate(flat, -1), course.seen.reshape(n, POSTURES, 10).min(1), resting


def _left_from(course: Course, rows: np.ndarray, other: Course, from_: np.ndarray) -> None:
    """Give ``rows`` the left arm and hand of rows ``from_`` of another course, in place."""
    arm = other.body[from_][:, :, [2, 4]] - other.body[from_][:, :, :1]
    hand = other.palms[from_, :, 0], other.bones[from_, :, 0], other.seen[from_, :, 8]
    course.body[rows[:, None], :, [2, 4]] = (arm + course.body[rows][:, :, :1]).swapaxes(1, 2)
    course.palms[rows, :, 0], course.bones[rows, :, 0], course.seen[rows, :, 8] = hand


def _path(rng: np.random.Generator, postures: np.ndarray, resting: np.ndarray) -> np.ndarray:
    """Postures one after the other: each is some of the way from the one before towards a drawn one.

    Hands keep place, turn or shape now and then, a ``resting (n,)`` left hand all of them; some windows go to and fro.
    """
    n = len(postures)
    out = postures.copy()
    back = rng.random(n) < 0.2
    jitter = (_PLACE_SW * rng.standard_normal((n, POSTURES, 6))).astype(np.float32)
    out[..., WRISTS] += jitter
    out[..., ELBOWS] += 0.5 * jitter
    spins = (_TURN_RAD * rng.standard_normal((n, POSTURES, 2, 3))).astype(np.float32)
    out[..., PALMS] = turned(spins, out[..., PALMS].reshape(n, POSTURES, 2, 4)).reshape(n, POSTURES, 8)
    for k in range(1, POSTURES):
        share = np.concatenate([_drawn(rng, n, *odds) for odds in _ODDS], axis=1)
        share[:, _LEFT] *= ~resting[:, None]
        before, after = out[:, k - 1], out[:, k]
        flip = (before[:, PALMS] * after[:, PALMS]).reshape(n, 2, 4).sum(-1) < 0
        after[:, PALMS] *= np.where(flip, -1, 1).repeat(4, 1)
        mixed = before.copy()
        for group, columns in enumerate(_GROUPS):
            mixed[:, columns] += share[:, group, None] * (after - before)[:, columns]
        mixed[:, PALMS] = unit(mixed[:, PALMS].reshape(n, 2, 4)).reshape(n, 8)
        mixed[:, BONES] = unit(mixed[:, BONES].reshape(n, 40, 3)).reshape(n, 120)
        out[:, k] = np.where(back[:, None], out[:, k - 2], mixed) if k >= 2 else mixed
    return out


def _drawn(rng: np.random.Generator, n: int, stays: float, whole: float, clocks: int) -> np.ndarray:
    """Shares of the way that left and right go ``(n, 2 * clocks)``: none, all, or something between."""
    kind = rng.random((n, 2))
    share = np.where(kind < stays, 0, np.where(kind > 1 - whole, 1, rng.uniform(0.1, 1, (n, 2))))
    return share.repeat(clocks, axis=1).astype(np.float32)


def _begins(rng: np.random.Generator, seconds: np.ndarray) -> np.ndarray:
    """When each movement begins ``(n, moves)`` in seconds: after a hold, at once, or before the last one has ended."""
    kind = rng.random(seconds.shape)
    hold = np.where(kind < 0.3, rng.exponential(0.15, seconds.shape), 0.0)
    hold = np.where(kind > 0.6, -rng.uniform(0.1, 0.4, seconds.shape) * seconds, hold)
    ends = np.cumsum(seconds + hold, axis=1)
    return np.concatenate([np.zeros_like(ends[:, :1]), ends[:, :-1]], axis=1).astype(np.float32)


def _shares(rng: np.random.Generator, time: np.ndarray) -> np.ndarray:
    """Shares of the way ``(n, t, moves, clocks)`` at shares of the movements' time ``(n, t, moves)``.

    Both arms mostly share one law; palms and fingers lead or follow theirs, and take longer or less long.
    """
    n = len(time)
    law = Profiles.drawn(rng, (n, 1, _MOVES, 2))
    late = np.zeros((n, _MOVES, _CLOCKS), np.float32)
    stretch = np.ones((n, _MOVES, _CLOCKS), np.float32)
    late[..., :2] = rng.normal(0, 0.12, (n, 1, 2)) * (rng.random((n, 1, 1)) < 0.4)
    for hands, clocks in ((slice(2, 4), 1), (slice(4, 14), 5)):
        late[..., hands] = rng.normal(-0.05, 0.2, (n, _MOVES, 2)).repeat(clocks, axis=-1)
        stretch[..., hands] = np.exp(rng.normal(-0.15, 0.25, (n, _MOVES, 2))).repeat(clocks, axis=-1)
    late[..., 4:] += rng.uniform(-0.05, 0.05, (n, _MOVES, 10))
    own = (time[..., None] - late[:, None]) / stretch[:, None]
    return law.taken(np.array([0, 1, 0, 1, *[0] * 5, *[1] * 5])).at(own)


def _add_arcs(rng: np.random.Generator, values: np.ndarray, shares: np.ndarray, span: np.ndarray) -> None:
    """Bend the wrists' paths, in place, and the elbows' half as much.

    ``shares (n, t, moves, 2)``, ``span (n, moves, 2, 3)``.
    """
    n = len(values)
    typical = np.where(rng.random((n, 1, 1)) < 0.15, 0.3, 0.1)
    bumps = np.einsum("ntms,nmsc->ntsc", 4 * shares * (1 - shares), arcs(rng, span, typical)).reshape(n, -1, 6)
    values[..., WRISTS] += bumps
    values[..., ELBOWS] += 0.5 * bumps


def _drift(rng: np.random.Generator, values: np.ndarray, fps: np.ndarray) -> None:
    """Slow wandering of hands that nobody can hold quite still, in place: up to 0.02 shoulder widths or 0.1 radians."""
    n, frames, _ = values.shape
    size = np.exp(rng.uniform(np.log(5e-4), np.log(0.01), (n, 1)))
    for columns, much in ((WRISTS, 1.0), (PALMS, 2.5), (BONES, 4.0)):
        width = values[:, 0, columns].shape[1]
        turns = rng.uniform(0.3, 2.0, (2, n, 1)) * np.arange(frames) / fps[:, None] + rng.random((2, n, 1))
        waves = np.sin(2 * np.pi * turns).astype(np.float32)
        ways = rng.standard_normal((2, n, width), dtype=np.float32) * (much * size).astype(np.float32)
        values[..., columns] += np.einsum("knt,knc->ntc", waves, ways, optimize=True)
