"""Two recordings joined as a signer would join them: real frames on both sides, a human movement between."""

from __future__ import annotations

import numpy as np

from signsynth.motion import GUESSED
from signsynth.transition.training.course import ARMS, BONES, ELBOWS, PALMS, WRISTS, Course, arm_lengths, set_arms
from signsynth.transition.training.pace import CONTEXT, PACE, Pace
from signsynth.transition.training.profiles import Profiles, arcs, durations_s
from signsynth.transition.training.shelf import Shelf

_COAST_S = 0.1
_LEVER_SW = 0.2

_CLOCK = np.arange(19).repeat([*[3] * 6, 6, 4, 4, *[12] * 10])
"""Clock of each number: six points of shoulders and arms, hips, two palms, ten fingers."""
_ARM_AND_HAND = np.stack(
    [np.isin(_CLOCK, [2 + side, 4 + side, 7 + side, *range(9 + 5 * side, 14 + 5 * side)]) for side in (0, 1)]
)
_LAW = np.array([0, 0, 0, 1, 0, 1, 0, 2, 3, *[2] * 5, *[3] * 5])
"""Which of four profiles each of them follows: left and right arm, left and right hand."""


def splices(
    shelf: Shelf, rng: np.random.Generator, n: int, frames: int, pace: Pace = PACE
) -> tuple[Course, np.ndarray, np.ndarray]:
    """``n`` windows with a movement from one stretch to another in or about the gap.

    Returns the course, frames a second ``(n,)`` and the stretch before ``(n,)``.
    """
    before = shelf.draw(rng, n)
    after = shelf.draw(rng, n, like=before)
    leave, arrive = shelf.moments(rng, before, (0.3, 1)), shelf.moments(rng, after, (0, 0.7))
    start, end = shelf.still(before, leave), shelf.still(after, arrive)
    idle = _idle(shelf, rng, before, leave, after, arrive)
    flip = np.where((start[:, PALMS] * end[:, PALMS]).reshape(n, 2, 4).sum(-1) < 0, -1, 1).repeat(4, 1)
    end[:, PALMS] *= flip
    unused = (idle[..., None] & _ARM_AND_HAND).any(2)  # (n, 2 stretches, 152)
    way = np.where(unused.any(1), 0, end - start)
    first, length, fps = pace.timed(rng, durations_s(rng, effort(way).max(-1)), frames)
    time = np.arange(2 * CONTEXT + frames, dtype=np.float32) - first[:, None]  # frames since the movement began
    left = length[:, None] - time

    step = [shelf.fps[s] / fps * np.exp(0.15 * rng.standard_normal(n)).astype(np.float32) for s in (before, after)]
    values, seen = shelf.read(before, leave[:, None] + np.minimum(time, 0) * step[0][:, None])
    values += _coast(start - shelf.still(before, leave - step[0]), time, fps)
    later, seen_later = shelf.read(after, arrive[:, None] - np.minimum(left, 0) * step[1][:, None])
    later[..., PALMS] *= flip[:, None]
    onward = shelf.still(after, arrive + step[1])
    onward[:, PALMS] *= flip
    later -= _coast(onward - end, left, fps)
    values, later = np.where(unused[:, None, 0], later, values), np.where(unused[:, None, 1], values, later)

    shares = _shares(rng, time / length[:, None])
    lengths = [arm_lengths(part[..., ARMS].reshape(n, -1, 6, 3)) for part in (values, later)]
    arms = shares[..., 2:4]
    upper, fore = (a + arms * (b - a) for a, b in zip(*lengths, strict=True))
    shares = shares[..., _CLOCK]
    values += shares * (later - values)
    off = arcs(rng, way[:, WRISTS].reshape(n, 2, 3)).reshape(n, 1, 6)
    bump = 4 * shares[..., WRISTS] * (1 - shares[..., WRISTS]) * off
    values[..., WRISTS] += bump
    values[..., ELBOWS] += 0.5 * bump
    for hand in (0, 1):  # a hand that stays is a guess, as in transition.idle
        for part, which in ((seen, 0), (seen_later, 1)):
            part[idle[:, which, hand], :, 8 + hand] = GUESSED
    began, over = (time > 0)[..., None], (left <= 0)[..., None]
    seen = np.where(over, seen_later, np.where(began, np.minimum(seen, seen_later), seen))
    course = Course.of(values, seen)
    set_arms(course.body, shelf.flat[before], fps, upper, fore)
    return course, fps, before


def _idle(shelf, rng, before, leave, after, arrive) -> np.ndarray:
    """Hands that only the other stretch uses ``(n, 2 stretches, 2 hands)``: they mostly stay with it, as in running
    signing, instead of dropping to the side and rising again (see ``transition.idle``).
    """
    used = [shelf.used(stretch, at) for stretch, at in ((before, leave), (after, arrive))]
    stays = rng.random((len(before), 2)) < 0.85
    return np.stack([~used[0] & used[1] & stays, used[0] & ~used[1] & stays], axis=1)


def effort(ways: np.ndarray) -> np.ndarray:
    """How far each hand goes ``(..., 2)`` for changes of all numbers ``(..., 152)``, in shoulder widths.

    The wrist, or the turn of the palm or of the bones at a lever of 0.2 where that is longer.
    """
    many = ways.shape[:-1]
    wrists = np.linalg.norm(ways[..., WRISTS].reshape(*many, 2, 3), axis=-1)
    palms = 2 * np.linalg.norm(ways[..., PALMS].reshape(*many, 2, 4), axis=-1)
    bones = np.linalg.norm(ways[..., BONES].reshape(*many, 2, 60), axis=-1) / np.sqrt(20)
    return np.maximum(wrists, _LEVER_SW * np.maximum(palms, bones))


def _coast(velocity: np.ndarray, since: np.ndarray, fps: np.ndarray) -> np.ndarray:
    """Way ``(n, t, 152)`` that goes on at ``velocity (n, 152)`` a frame and slows down, ``since (n, t)`` frames."""
    brake = np.maximum(_COAST_S * fps, 1.0)[:, None]
    return (np.tanh(np.maximum(since, 0) / brake) * brake)[..., None] * velocity[:, None]


def _shares(rng: np.random.Generator, time: np.ndarray) -> np.ndarray:
    """Share of the way of each of 19 clocks at shares ``time (n, t)`` of the movement: ``(n, t, 19)``.

    Palms and fingers lead, follow, or take a part of the time only; now and then one arm does.
    """
    n = len(time)
    idle = np.zeros((n, 19, 2), np.float32)  # before it starts, and after it ends
    idle[:, 7:9] = rng.uniform(0, 0.15, (n, 2, 2))
    idle[:, 9:] = rng.uniform(0, 0.25, (n, 2, 2)).repeat(5, axis=1) + rng.uniform(0, 0.05, (n, 10, 2))
    idle *= rng.random((n, 1, 1)) < 0.7
    arms = rng.uniform(0, 0.15, (n, 2, 2)) * (rng.random((n, 1, 1)) < 0.3)
    idle[:, 2:4] = idle[:, 4:6] = arms
    own = (time[..., None] - idle[:, None, :, 0]) / (1 - idle.sum(-1))[:, None]
    return Profiles.drawn(rng, (n, 1, 4)).taken(_LAW).at(own)
