"""The phases of a recorded sign: preparation, strokes, holds and retraction; single signs in a long take.

A recording of one sign shows rest, preparation, stroke, retraction and rest, with holds before and after
the stroke (Kita, van Gijn and van der Hulst, Movement phases in signs and co-speech gestures, 1998). Rules
with measured constants, no training: every cut can be explained by a hand that rises, stops, turns or falls.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signsynth.motion.motion import GUESSED, Motion
from signsynth.motion.phases_hands import HOLD_S, STILL_SW_S, Hands, runs
from signsynth.motion.phases_repeats import cycles
from signsynth.motion.span import Span
from signsynth.skeleton import LEFT_HAND, RIGHT_HAND

REACH_S = 0.8
"""Longest way between rest and a sign that is taken for preparation or retraction."""
RISE_SW = 0.25
"""Shortest way from rest that is one."""
SLOWED, TURNED, TURN_DEGREES = 0.4, 0.75, 60.0
"""A hand has arrived where it slows to this share of its speed, or to a larger one and turns by so much."""
ARRIVED_SW = 0.04
"""This near to where it stops, a hand is there."""
LOW_SW = -0.75
"""A clip may begin in the preparation: with a hand below this height that moves up."""
PAUSE_S = 0.8
"""Raised hands that are still for so long are a pause between signs."""
REST_S = 0.2
"""So is a rest of this length."""
MARGIN_S = 0.3
"""How much rest a take keeps on either side."""
JUMP_SW, JUMP_SW_S2, JUMP_S = 0.2, 100.0, 0.12
"""A step of this length that begins or ends faster than arms can, at the very ends of a clip, leads to or from frames
of another clip: 99 of 100 steps inside ksl13 and asl100 change their speed less than twice as fast."""
HELD_S = 0.3
"""A hold of this length, with nothing but the way up into it and the way down out of it, is the sign: a letter."""
_SHORTEST_S = 0.08


@dataclass(frozen=True)
class Phases:
    """What happens in the frames of one sign, in order and without gaps.

    ``preparation``  from the first frame until the sign begins (rest included); None where the clip begins in it.
    ``strokes``      the movements of the sign, ``holds`` where its hands are kept still; together they fill ``sign``.
    ``retraction``   from the end of the sign to the last frame; None where the clip ends in the sign.
    ``repetitions``  spans in which the same movement is made again and again; one, the whole sign, where it is not.
    """

    frames: int
    preparation: Span | None
    strokes: tuple[Span, ...]
    holds: tuple[Span, ...]
    retraction: Span | None
    repetitions: tuple[Span, ...]

    @property
    def sign(self) -> Span:
        """The sign itself: strokes and holds."""
        start = self.preparation.end if self.preparation else 0
        return Span(start, self.retraction.start if self.retraction else self.frames)

    @property
    def movement(self) -> Span:
        """From the first to the last stroke, without the holds around them; the sign where it is only held."""
        return Span(self.strokes[0].start, self.strokes[-1].end) if self.strokes else self.sign


def phases(motion: Motion) -> Phases:
    """The phases of a motion that shows one sign, by the movement of its hands.

    Preparation ends where the leading hand, once it has risen from rest, stops, slows down or turns; retraction
    begins likewise, seen backwards. A clip that begins or ends with raised hands has no such phase there, but for a
    hand that comes up from below and then stops. The same for left and right, and for any frame rate from about 10.
    """
    frames = len(motion)
    whole = Span(0, frames)
    if frames < 3:
        return Phases(frames, None, (), (whole,) if frames else (), None, (whole,))
    first, last = leftover(motion), frames - leftover(motion, -1)
    if last - first < 3:
        first, last = 0, frames
    hands = Hands.of(motion[first:last])
    start, end = _begin(hands), len(hands) - _begin(hands.backwards())
    least = max(2, round(_SHORTEST_S * motion.fps))
    if end - start < least:  # preparation ran straight into retraction: the turning point is the sign
        start = int(np.clip((start + end - least) // 2, 0, max(len(hands) - least, 0)))
        end = min(start + least, len(hands))
    sides = hands.sides()
    start, end = _only_held(hands, sides, start, end)
    still = _without_edges(hands.still(sides or (0, 1))[start:end], hands.frames(HOLD_S))
    moved = [Span(start + a, start + b) for a, b in runs(~still)]
    held = [Span(start + a, start + b) for a, b in runs(still)]
    again = cycles(hands, sides, Span(moved[0].start, moved[-1].end)) if moved else (Span(start, end),)
    strokes, holds, repetitions = (tuple(span.shifted(first) for span in spans) for spans in (moved, held, again))
    start, end = start + first, end + first
    return Phases(
        frames,
        Span(0, start) if start else None,
        strokes,
        holds,
        Span(end, frames) if end < frames else None,
        repetitions,
    )


def takes(motion: Motion) -> tuple[Span, ...]:
    """Single signs in a long recording, each from rest to rest; empty where no hand is ever raised.

    Signs are told apart by hands at rest, or by raised hands that are still for ``PAUSE_S``; a sign without
    movement of its own is found only between rests. Each span keeps some rest, so that ``phases`` of
    ``motion[span.slice]`` sees preparation and retraction.
    """
    if len(motion) < 3:
        return (Span(0, len(motion)),) if len(motion) else ()
    hands = Hands.of(motion)
    raised = hands.raised.any(1)
    for start, end in runs(~raised):  # a hand that dips is not at rest, but what lies before the first sign is
        if end - start < hands.frames(REST_S) and start > 0 and end < len(raised):
            raised[start:end] = True
    margin, found = hands.frames(MARGIN_S), []
    signs = runs(raised)
    for number, (start, end) in enumerate(signs):
        if end - start < hands.frames(_SHORTEST_S):
            continue
        before = signs[number - 1][1] if number else 0
        after = signs[number + 1][0] if number + 1 < len(signs) else len(raised)
        parts = _between_pauses(hands, start, end)
        parts[0] = Span(max(parts[0].start - margin, (before + start) // 2 if number else 0), parts[0].end)
        top = (end + after) // 2 if number + 1 < len(signs) else len(raised)
        parts[-1] = Span(parts[-1].start, min(parts[-1].end + margin, top))
        found += parts
    return tuple(found)


def _between_pauses(hands: Hands, start: int, end: int) -> list[Span]:
    """One run of raised hands, parted where they are still for long between movements."""
    still = hands.still((0, 1))[start:end]
    moving = np.flatnonzero(~still)
    if not len(moving):
        return [Span(start, end)]
    keep, parts, at = hands.frames(MARGIN_S), [], start
    for a, b in runs(still):
        if a > moving[0] and b <= moving[-1] and b - a >= hands.frames(PAUSE_S):
            parts.append(Span(at, start + a + min(keep, (b - a) // 2)))
            at = start + b - min(keep, (b - a) // 2)
    return [*parts, Span(at, end)]


def _begin(hands: Hands) -> int:
    """First frame of the sign: when the first of the hands that lead has arrived."""
    sides = hands.sides()
    if not sides or any(hands.raised[0, side] and hands.activity[0, side] < STILL_SW_S for side in sides):
        return 0
    work = {side: hands.activity[hands.raised[:, side], side].sum() for side in sides}
    leading = [side for side in sides if work[side] * 1.5 >= max(work.values())]
    return min(_arrival(hands, side) for side in leading)


def _only_held(hands: Hands, sides: tuple[int, ...], start: int, end: int) -> tuple[int, int]:
    """The hold of a sign that is nothing else: a clip may begin on the way up into it and end on the way down."""
    holds = runs(hands.still(sides or (0, 1))[start:end])
    if len(holds) != 1:
        return start, end
    first, last = start + holds[0][0], start + holds[0][1]
    if first == 0 or last == len(hands) or last - first < hands.frames(HELD_S):
        return start, end
    ends, both = [0, -1], list(sides)
    height = hands.wrists[:, both, 1]
    below = hands.raised[ends][:, both] & (height[ends] < height[first:last].min(0) - ARRIVED_SW)
    return (first, last) if below.all() else (start, end)


def _arrival(hands: Hands, side: int) -> int:
    """First frame in which a hand is where the sign begins."""
    activity, wrist, raised = hands.activity[:, side], hands.wrists[:, side], hands.raised[:, side]
    first = int(raised.argmax())
    comes = raised[0] and wrist[0, 1] < LOW_SW and activity[0] >= STILL_SW_S
    if raised[0] and not comes:
        return 0
    limit = min(first + hands.frames(REACH_S), len(raised) - 1)
    if comes and (rests := runs(activity[:limit] < STILL_SW_S)):
        limit = min(limit, rests[0][0] + 1)
    slowest = first
    for t in range(first + 1, limit):
        if activity[t] < activity[slowest] or activity[slowest] >= activity[first : t + 1].max():
            slowest = t
        if wrist[t, 1] - wrist[: t + 1, 1].min() < RISE_SW:
            continue
        if _stops(activity, wrist, t, hands):
            return _near(wrist, activity, first, t)
    return 0 if comes else slowest


def _stops(activity: np.ndarray, wrist: np.ndarray, t: int, hands: Hands) -> bool:
    """Whether a hand is held at frame ``t``, or goes on from there as another movement."""
    if activity[t] < STILL_SW_S:
        return True
    if activity[t] > min(activity[t - 1], activity[t + 1]):
        return False
    share = activity[t] / activity[: t + 1].max()
    if share < SLOWED:
        return True
    reach = hands.frames(HOLD_S)
    before = wrist[t] - wrist[max(t - reach, 0)]
    after = wrist[min(t + reach, len(wrist) - 1)] - wrist[t]
    cosine = before @ after / max(np.linalg.norm(before) * np.linalg.norm(after), 1e-9)
    return share < TURNED and cosine < np.cos(np.radians(TURN_DEGREES))


def _near(wrist: np.ndarray, activity: np.ndarray, first: int, stop: int) -> int:
    """The frame from which a hand that stops at ``stop`` is there."""
    far = np.linalg.norm(wrist[first:stop] - wrist[stop], axis=-1) >= ARRIVED_SW
    fast = activity[first:stop] >= activity[first : stop + 1].max() / 2
    away = np.flatnonzero(far | fast)
    return first + int(away[-1]) + 1 if len(away) else first


def _without_edges(still: np.ndarray, shortest: int) -> np.ndarray:
    """``still (frames,)`` with the last steps into the first hold, and the first out of the last one, part of it."""
    still = still.copy()
    moving = runs(~still)
    for start, end in moving[:1] + moving[-1:]:
        if end - start <= shortest and (start == 0) != (end == len(still)):
            still[start:end] = True
    return still


def leftover(motion: Motion, step: int = 1) -> int:
    """How many frames at the start (the end for ``step=-1``) are of another clip: a jump leads from them."""
    raised, pose, confidence = Hands.of(motion).raised[::step], motion.pose[::step], motion.confidence[::step]
    jumps = []
    for side, hand in enumerate((LEFT_HAND, RIGHT_HAND)):
        wrist = _ways(pose[:, 4 + side], raised[:, side] & (confidence[:, 4 + side] > GUESSED))
        tips = pose[:, hand][:, 4::4]
        jumps += [wrist, _ways(tips, raised[:, side] & (confidence[:, hand].max(1) > 0))]
    way = np.max(jumps, axis=0)
    for k in range(min(max(1, round(JUMP_S * motion.fps)), len(way) - 2), 0, -1):
        jump, after = way[k - 1], way[k : k + 2].max()
        if jump > JUMP_SW and jump > 3 * after and (jump - after) * motion.fps**2 > JUMP_SW_S2:
            return k
    return 0


def _ways(points: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """How far points ``(frames, ..., 3)`` go in the image plane from frame to frame, on average; 0 where not seen."""
    way = np.linalg.norm(np.diff(points[..., :2].astype(np.float64), axis=0), axis=-1)
    return np.where(seen[1:] & seen[:-1], way.reshape(len(way), -1).mean(1), 0.0)
