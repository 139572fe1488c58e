"""Signs, one after the other, as one continuous motion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from signsynth.errors import InputError
from signsynth.motion import Motion, Segment, concatenate
from signsynth.stages import Timing, Transition
from signsynth.transition.between import check_sides
from signsynth.transition.duration import Duration
from signsynth.transition.hermite import fill_hermite
from signsynth.transition.rest import resting
from signsynth.transition.turns import has_tracks, with_tracks

REST_S = 0.2
"""Seconds at rest before the first and after the last sign."""
_RESTING = Duration(least_s=0.2, slowest_sw_s=2.4, fastest_sw_s=2.4, longest_s=0.6)


@dataclass(frozen=True)
class Pause:
    """The last pose is held for ``duration_s`` seconds."""

    duration_s: float

    def __post_init__(self) -> None:
        if not 0 <= self.duration_s <= 60:
            raise InputError(f"pause of {self.duration_s} s, expected 0 to 60 s")


def join(parts: Sequence[Motion | Pause], bridge: Transition, **options: Any) -> Motion:
    """All of ``join_stream``, with the same options, in one motion."""
    return concatenate(list(join_stream(parts, bridge, **options)))


def join_stream(
    parts: Iterable[Motion | Pause],
    bridge: Transition,
    *,
    seed: int = 0,
    pace: float = 1.0,
    rest: bool = True,
    duration: Timing | None = None,
) -> Iterator[Motion]:
    """Signs and pauses as one continuous motion, piece by piece, in memory that does not grow.

    ``parts`` are signs at one frame rate, cut to what is signed, and pauses; the frames of a sign
    come out bit-for-bit. Where all signs have gesture and mesh of one body, so has the whole.
    ``duration`` says how long transitions between signs take, by default ``Duration``; ``pace`` 2 halves
    them and the ways from and to rest (the signs keep their speed). With ``rest`` the hands rise from the
    sides and return to them. Errors: ``InputError`` where there is no sign, a sign has no frames, or two
    frame rates meet.
    """
    duration = duration or Duration()
    past: Motion | None = None
    waiting = 0.0
    number = 0
    for index, part in enumerate(parts):
        if isinstance(part, Pause):
            waiting += part.duration_s
            continue
        if not isinstance(part, Motion) or len(part) == 0:
            found = "no frames" if isinstance(part, Motion) else f"a {type(part).__name__}"
            raise InputError(f"join: part {index} has {found}, expected a motion with frames or a Pause")
        if past is None and rest:
            past = resting(part[:1], REST_S + waiting)
            yield past
            waiting, pieces = 0.0, (_lead(past, part, bridge, seed, pace, _RESTING),)
        elif past is None:
            pieces, waiting = tuple(_hold(part[:1], waiting)), 0.0
        else:
            held = tuple(_hold(past, waiting))
            waiting = 0.0
            last = held[-1] if held else past
            pieces = (*held, _lead(last, part, bridge, seed + number, pace, duration))
        yield from pieces
        yield part if part.segments else replace(part, segments=(Segment(0, len(part)),))
        past = part
        number += 1
    if past is None:
        raise InputError("join: no sign given, expected at least one motion")
    held = tuple(_hold(past, waiting))
    yield from held
    if rest:
        last = held[-1] if held else past
        end = resting(last[-1:], REST_S)
        yield _lead(last, end, bridge, seed + number, pace, _RESTING)
        yield end


def _hold(motion: Motion, duration_s: float) -> Iterator[Motion]:
    frames = round(duration_s * motion.fps)
    if frames:
        yield replace(motion.taken(np.full(frames, -1)), segments=(Segment(0, frames, "pause"),))


def _lead(before: Motion, after: Motion, bridge: Transition, seed: int, pace: float, duration: Timing) -> Motion:
    check_sides(before, after)
    made = bridge(before, after, duration.frames(before, after, pace), seed=seed)
    # A bridge may know nothing of the body: it then follows the pose that the bridge has made.
    return made if has_tracks(made) else with_tracks(before, made, after, fill_hermite, context=2)
