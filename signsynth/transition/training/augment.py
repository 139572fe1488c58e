"""Other signers, other signs, other cameras: what is changed in a window after it was cut or made."""

from __future__ import annotations

import numpy as np

from signsynth.motion import GUESSED
from signsynth.transition.training.course import Course, arm_lengths, set_arms
from signsynth.transition.training.hands import aligned, turned, unit
from signsynth.transition.training.pace import CONTEXT

_SIDES = ([2, 4], [3, 5])
_HANDS = np.arange(2)


def recombined(course: Course, flat: np.ndarray, limbs: np.ndarray, shapes: np.ndarray) -> Course:
    """Left arm and hand (rows ``limbs``), or shapes of both hands (rows ``shapes``), of another window of the batch.

    Windows with and without true depth (``flat (n,)``) are not mixed.
    """
    partner = neighbours(flat)
    out = Course(*(part.copy() for part in course))
    from_ = partner[limbs]
    shift = (course.body[limbs, :, 0] - course.body[from_, :, 0])[:, :, None]
    out.body[limbs[:, None], :, [_SIDES[0]]] = (course.body[from_][:, :, _SIDES[0]] + shift).swapaxes(1, 2)
    out.seen[limbs[:, None], :, [[*_SIDES[0], 8]]] = course.seen[from_][:, :, [*_SIDES[0], 8]].swapaxes(1, 2)
    out.palms[limbs, :, 0], out.bones[limbs, :, 0] = course.palms[from_, :, 0], course.bones[from_, :, 0]
    from_ = partner[shapes]
    out.bones[shapes] = course.bones[from_]
    out.seen[shapes, :, 8:] = np.minimum(course.seen[shapes, :, 8:], course.seen[from_, :, 8:])
    return out


def neighbours(flat: np.ndarray) -> np.ndarray:
    """For each of ``(n,)`` rows another one of the same depth, in a ring; itself where there is no other."""
    partner = np.empty(len(flat), np.int64)
    for kind in (False, True):
        rows = np.flatnonzero(flat == kind)
        partner[rows] = np.roll(rows, 1)
    return partner


def bent_limbs(course: Course, rng: np.random.Generator, rows: np.ndarray, flat: np.ndarray, fps: np.ndarray) -> None:
    """Arms of ``rows`` elsewhere, larger or smaller, and turned; palms turned; in place.

    Each arm's path is shifted (0.1 shoulder widths), scaled (by 0.8 to 1.25) and turned in the picture (8 degrees), its
    palm turned (12 degrees); bones keep their length, or change by 3 % where depth is true.
    """
    n = len(rows)
    if not n:
        return
    body = course.body[rows]
    upper, fore = arm_lengths(body)
    size = np.exp(0.15 * rng.standard_normal((n, 1, 2, 2))).astype(np.float32)
    angle = rng.normal(0, 0.14, (n, 1, 2)).astype(np.float32)
    shift = rng.normal(0, 0.1, (n, 1, 2, 3)).astype(np.float32)
    wrists = body[:, :, 4:6]
    moved = wrists - wrists.mean(1, keepdims=True)
    moved[..., :2] *= size
    x, y = moved[..., 0].copy(), moved[..., 1].copy()
    cosine, sine = np.cos(angle), np.sin(angle)
    moved[..., 0], moved[..., 1] = cosine * x - sine * y, sine * x + cosine * y
    moved += wrists.mean(1, keepdims=True) + shift - wrists
    body[:, :, 4:6] += moved
    body[:, :, 2:4] += 0.5 * moved
    longer = np.exp(0.03 * rng.standard_normal((2, n, 1, 2))).astype(np.float32)
    set_arms(body, flat[rows], fps[rows], upper * longer[0], fore * longer[1])
    course.body[rows] = body
    turns = rng.normal(0, 0.12, (n, 1, 2, 3)).astype(np.float32)
    course.palms[rows] = turned(np.broadcast_to(turns, (*course.palms[rows].shape[:-1], 3)), course.palms[rows])


def shaken(course: Course, rng: np.random.Generator, level: np.ndarray) -> Course:
    """As a tracker would have seen it: everything shakes by ``level (n,)``, 0 for not at all.

    A level of 1 is 0.004 shoulder widths at the wrists in the picture, 0.04 radians in palms and as much in bones: what
    is white in noise; slower drifts, with a memory of one to five frames, are of the same size. Level by level, hands
    shake more or less than wrists. Now and then a hand is seen wrong for a frame beside the gap.
    """
    n, frames = course.body.shape[:2]
    memory = np.exp(-1 / rng.uniform(1.0, 5.0, n))[:, None, None]
    lag = np.arange(frames)[:, None] - np.arange(frames)
    drift = np.where(lag >= 0, np.sqrt(1 - memory**2) * memory ** np.maximum(lag, 0), 0.0)
    mixer = (drift * rng.uniform(0, 1, (n, 1, 1)) + np.eye(frames)).astype(np.float32)
    sizes = np.exp(0.4 * rng.standard_normal((n, 3))) * level[:, None]
    scale = np.concatenate(
        [np.repeat(sizes[:, :1] * 0.004, 8, 1), np.repeat(sizes[:, 1:2] * 0.04, 6, 1), sizes[:, 2:] * 0.04 * _ONES], 1
    ).astype(np.float32)
    noise = mixer @ rng.standard_normal((n, frames, 134), dtype=np.float32) * scale[:, None]
    wild = (rng.random((n, frames, 2)) < 0.015) & (level > 0)[:, None, None]
    wild[:, CONTEXT : frames - CONTEXT] = False
    for columns, worse in ((slice(8, 14), 8), (slice(14, 134), 4)):
        part = noise[..., columns].reshape(n, frames, 2, -1)
        part[wild] *= worse
        noise[..., columns] = part.reshape(n, frames, -1)
    body = course.body.copy()
    body[:, :, 4:6, :2] += noise[..., :4].reshape(n, frames, 2, 2)
    body[:, :, 2:4, :2] += noise[..., 4:8].reshape(n, frames, 2, 2)
    palms = turned(noise[..., 8:14].reshape(n, frames, 2, 3), course.palms)
    bones = unit(course.bones + noise[..., 14:].reshape(course.bones.shape))
    return Course(body, palms, bones, course.seen)


_ONES = np.ones((1, 120))


def lost(course: Course, rng: np.random.Generator, rows: np.ndarray) -> Course:
    """One hand of each of ``rows`` is not seen for some frames outside the gap: its shape is held, with confidence 0.

    It is lost at the beginning, at the end, or for a few frames (their shape is then filled in, as a guess); on one
    side it may never be seen.
    """
    out = Course(*(part.copy() for part in course))
    n, frames = len(rows), course.body.shape[1]
    if not n:
        return out
    hand, kind = rng.integers(0, 2, n), rng.integers(0, 3, n)
    time = np.arange(frames)[None]
    edge = rng.integers(1, CONTEXT, n)[:, None]
    short = rng.integers(1, 5, n)[:, None]
    late = rng.random(n)[:, None] < 0.5
    begin = np.where(late, frames - CONTEXT + edge - 1, edge)
    gone = np.where(kind[:, None] == 0, time < edge, time >= frames - edge)
    gone = np.where(kind[:, None] == 2, (time >= begin) & (time < begin + short), gone)
    whole = rng.random(n)[:, None] < 0.25  # one side, or the short gap, and with it all that side
    gone = np.where(whole & (kind[:, None] == 0), time < CONTEXT, gone)
    gone = np.where(whole & (kind[:, None] == 1), time >= frames - CONTEXT, gone)
    gone &= (time < CONTEXT) | (time >= frames - CONTEXT)
    previous, following = _neighbours(gone)
    share = ((time - previous) / np.maximum(following - previous, 1)).astype(np.float32)[..., None]
    each = np.arange(n)[:, None]
    palms, bones = course.palms[rows, :, hand], course.bones[rows, :, hand]
    before, after = palms[each, previous], palms[each, following]
    mixed = unit(before + share * (aligned(after, before) - before))
    out.palms[rows, :, hand] = np.where(gone[..., None], mixed, palms)
    before, after = bones[each, previous], bones[each, following]
    mixed = unit(before + share[..., None] * (after - before))
    out.bones[rows, :, hand] = np.where(gone[..., None, None], mixed, bones)
    filled = np.where((previous < time) & (following > time), GUESSED, 0.0)
    seen = out.seen[rows, :, 8 + hand]
    out.seen[rows, :, 8 + hand] = np.where(gone, np.minimum(filled, seen), seen)
    return out


def _neighbours(gone: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Indices ``(n, frames)`` of the nearest frames before and after that are not gone; at the ends the only one."""
    frames = gone.shape[1]
    time = np.broadcast_to(np.arange(frames), gone.shape)
    previous = np.maximum.accumulate(np.where(gone, -1, time), axis=1)
    following = np.minimum.accumulate(np.where(gone, frames, time)[:, ::-1], axis=1)[:, ::-1]
    return np.where(previous < 0, following, previous) % frames, np.where(
        following >= frames, previous, following
    ) % frames
