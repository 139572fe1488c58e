"""A movement tree to a course of both hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from signsynth.errors import InputError
from signsynth.writing.move import paths, profile
from signsynth.writing.move.course import Chain, Course, FromHere, Still, Together
from signsynth.writing.move.mirror import Cast
from signsynth.writing.move.rooms import Studio
from signsynth.writing.move.scene import Scene
from signsynth.writing.move.stroke import Ease, Stroke
from signsynth.writing.notation import (
    Circular,
    Directed,
    FingerPlay,
    Movement,
    Par,
    Repeat,
    Rest,
    Seq,
    Split,
    Target,
    WristTurn,
)


@dataclass(frozen=True)
class Move:
    """A course, and the scene that it leads to."""

    course: Course
    scene: Scene


def compiled(movement: Movement, scene: Scene, cast: Cast, studio: Studio) -> Move:
    """What a movement does from ``scene``. Errors: ``InputError`` naming an element that cannot be done."""
    from signsynth.writing.move import repeat, target, wagging

    match movement:
        case Rest():
            return Move(Still(studio.whole(profile.PAUSE_S / profile.pace(movement.manner))), scene)
        case Directed():
            move = _directed(movement, scene, cast, studio)
        case Circular():
            move = Move(circling(movement, movement.turns, cast, studio), scene)
        case WristTurn():
            move = Move(wagging.wagged(movement, cast, studio), scene)
        case FingerPlay():
            move = Move(wagging.wiggled(movement, scene, cast, studio), scene)
        case Target():
            move = target.aimed(movement, scene, cast, studio)
        case Par():
            move = _par(movement, scene, cast, studio)
        case Seq():
            move = _seq(movement, scene, cast, studio)
        case Split():
            move = _split(movement, scene, studio)
        case Repeat():
            move = repeat.repeated(movement, scene, cast, studio)
        case _:
            raise InputError(f"{type(movement).__name__}: expected a movement of writing.notation")
    if not isinstance(movement, Directed | Circular | WristTurn | FingerPlay | Target):
        move = Move(_paced(move.course, movement, studio), move.scene)
    move = replace(move, course=_stopped(move.course, movement, studio))
    end, said = scene.after(move.course.end(), studio), move.scene
    return Move(move.course, said.held_as(end))


def onward(move: Move, scene: Scene, studio: Studio) -> Move:
    """The move as it goes on from ``scene``: a hand that is behind starts from where it is."""
    course = FromHere(move.course)
    return Move(course, move.scene.held_as(scene.after(course.end(), studio)))


def circling(movement: Circular, turns: int, cast: Cast, studio: Studio) -> Stroke:
    """Circles with even speed between ramps; a hand that is behind is on the other side of the same circle."""
    if movement.end is None and turns < 1:
        raise InputError(f"circle of {turns} turns: expected 1 or more")
    way, length = paths.circular(movement, turns=turns)
    once = paths.circular(replace(movement, end=None), turns=1)[1]
    rounds = length / once
    seconds = (1.1 * profile.way_seconds(once) * (0.25 + 0.75 * rounds)) / profile.pace(movement.manner)
    seconds = studio.whole(seconds)
    if rounds <= 0.75:
        ease = _eased(movement)
    else:
        ramp = min(0.5, 0.16 / seconds + 0.15 / rounds)

        def ease(share: np.ndarray) -> np.ndarray:
            return profile.cruise(share, ramp)

    behind = None
    if cast.behind:
        other = paths.circular(movement, turns=turns, behind=np.pi)[0]
        offset = other(np.zeros(1)) - way(np.zeros(1))
        behind = (lambda share: other(share)) if np.abs(offset).max() > 1e-9 else None
    return Stroke(seconds, way, cast.signs, ease, behind)


def _directed(movement: Directed, scene: Scene, cast: Cast, studio: Studio) -> Move:
    way, length = paths.directed(movement)
    seconds = profile.way_seconds(length)
    if movement.zigzag is not None:
        seconds = max(seconds, profile.STEP_S * paths.zigzag_steps(length))
    seconds = studio.whole(seconds / profile.pace(movement.manner))
    course: Course = Stroke(seconds, way, cast.signs, _eased(movement))
    if cast.behind or movement.alternating and cast.both:
        from signsynth.writing.move.repeat import alternated

        course = alternated(course, 1, studio)
    return Move(course, scene)


def _eased(movement: Movement) -> Ease:
    return lambda share: profile.ease(share, movement.manner)


def _par(movement: Par, scene: Scene, cast: Cast, studio: Studio) -> Move:
    """All at once, in the time of the slowest; a place to reach is reached by all of it."""
    from signsynth.writing.move.target import agreed

    parts = at_once(movement)
    if len(parts) == 1:
        return compiled(parts[0], scene, cast, studio)
    aims = [p for p in parts if isinstance(p, Target)]
    places = [p for p in aims if p.place is not None or p.other_place is not None]
    agreed(aims)
    if places:
        ways = [p for p in parts if not isinstance(p, Target)] + [p.via for p in aims if p.via is not None]
        return compiled(_gathered(aims, ways), scene, cast, studio)
    moves = [compiled(part, scene, cast, studio) for part in parts]
    soft = [isinstance(_core(part), WristTurn | FingerPlay) for part in parts]  # may be shorter for the rest's sake
    yields = 1.0 if all(soft) else 0.6
    seconds = max(move.course.seconds * (yields if each else 1.0) for move, each in zip(moves, soft, strict=True))
    course = Together.of([move.course for move in moves], studio.whole(seconds))
    postures, coming = scene.postures, scene.coming
    for move in moves:
        postures = tuple(
            new if new != old else kept
            for new, old, kept in zip(move.scene.postures, scene.postures, postures, strict=True)
        )
        coming = move.scene.coming if move.scene.coming != scene.coming else coming
    return Move(course, replace(scene, postures=postures, coming=coming))


def at_once(movement: Par) -> list[Movement]:
    """What really happens in it: nested groups laid open, rests left out where there is more than rest."""
    parts = _flat(movement.parts, Par)
    busy = [part for part in parts if not isinstance(part, Rest)]
    return busy or parts[:1] or [Rest()]


def _gathered(aims: list[Target], ways: list[Movement]) -> Target:
    """One target of several that agree, with all the ways there."""
    from signsynth.writing.move.mirror import merged

    first = aims[0]
    dominant, other, place, other_place = first.dominant, first.other, first.place, first.other_place
    for aim in aims[1:]:
        dominant = merged(dominant, aim.dominant)
        other = aim.other if other is None else other if aim.other is None else merged(other, aim.other)
        place, other_place = place or aim.place, other_place or aim.other_place
    via = None if not ways else ways[0] if len(ways) == 1 else Par(tuple(ways))
    return Target(dominant, other, place, other_place, via, manner=first.manner)


def _seq(movement: Seq, scene: Scene, cast: Cast, studio: Studio) -> Move:
    parts = _flat(movement.parts, Seq, lambda part: part.fused == movement.fused)
    courses: list[Course] = []
    if cast.behind and not any(isinstance(_core(p), Circular | WristTurn | FingerPlay | Repeat) for p in parts):
        from signsynth.writing.move.repeat import alternated

        move = _seq(movement, scene, replace(cast, behind=False), studio)
        return Move(alternated(move.course, 1, studio), move.scene)
    for part in parts:
        move = compiled(part, scene, cast, studio)
        if courses and cast.behind:
            move = onward(move, scene, studio)
        scene = move.scene
        courses.append(move.course)
    return Move(Chain.of(courses, profile.OVERLAP if movement.fused else 0.0), scene)


def _split(movement: Split, scene: Scene, studio: Studio) -> Move:
    """Each hand its own, as written; they end together."""
    dominant = compiled(movement.dominant, scene, Cast().only(1), studio)
    other = compiled(movement.other, scene, Cast().only(0), studio)
    moves = (other, dominant)
    parts = (movement.other, movement.dominant)
    rests = [isinstance(part, Rest) for part in parts]
    seconds = max(move.course.seconds for move, rest in zip(moves, rests, strict=True) if not rest or all(rests))
    course = Together.of([other.course, dominant.course], seconds)
    used = tuple(was or not rest for was, rest in zip(scene.used, rests, strict=True))
    return Move(
        course,
        replace(
            scene,
            postures=(other.scene.postures[0], dominant.scene.postures[1]),
            coming=(other.scene.coming[0], dominant.scene.coming[1]),
            used=used,
            pair=dominant.scene.pair if dominant.scene.pair != scene.pair else other.scene.pair,
            sites=(other.scene.sites[0], dominant.scene.sites[1]),
        ),
    )


def _flat(parts: tuple[Movement, ...], kind: type, fits: Callable[[Any], bool] = lambda part: True) -> list[Movement]:
    """Nested groups of the same kind and usual manner, laid open; by a stack, so that depth is no limit here."""
    out: list[Movement] = []
    stack = list(reversed(parts))
    while stack:
        part = stack.pop()
        if isinstance(part, kind) and part.manner == type(part.manner)() and fits(part):
            stack.extend(reversed(part.parts))
        else:
            out.append(part)
    return out


def _core(movement: Movement) -> Movement:
    while isinstance(movement, Repeat):
        movement = movement.part
    return movement


def _paced(course: Course, movement: Movement, studio: Studio) -> Course:
    """A group's own speed."""
    pace = profile.pace(movement.manner)
    return course if pace == 1 else course.lasting(studio.whole(course.seconds / pace))


def _stopped(course: Course, movement: Movement, studio: Studio) -> Course:
    """Pauses that the manner asks for."""
    pause = profile.PAUSE_S * movement.manner.rest + profile.HALT_S * movement.manner.halt
    if not pause or isinstance(movement, Rest):
        return course
    return Chain.of([course, Still(studio.whole(pause / profile.pace(movement.manner)))])
