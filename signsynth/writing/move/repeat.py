"""Movements done again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.errors import InputError, nearest
from signsynth.rotations import logarithm
from signsynth.writing.move import profile
from signsynth.writing.move.compile import Move, circling, compiled, onward
from signsynth.writing.move.course import Backward, Behind, Chain, Change, Course, Exchanged
from signsynth.writing.move.mirror import Cast
from signsynth.writing.move.rooms import Studio
from signsynth.writing.move.scene import Scene
from signsynth.writing.move.stroke import Posing
from signsynth.writing.move.wagging import wagged, wiggled
from signsynth.writing.notation import Circular, FingerPlay, Repeat, WristTurn

AGAIN = {"fromstart": 1, "fromstart_several": 2, "continue": 1, "continue_several": 2, "tofroto": 1, "reverse": 0}
AGAIN |= {"swap": 1, "manyrandom": 3}
"""How many times more."""
HERE_AND_THERE = np.array([[0.07, 0.05, 0.0], [-0.08, 0.03, 0.0], [0.02, -0.08, 0.0]])
"""Where the rounds of a repetition here and there start, in shoulder widths off the first."""
STEP = 0.2
"""Shoulder widths that a shift moves each round on."""
NOTHING = 1e-3


def repeated(movement: Repeat, scene: Scene, cast: Cast, studio: Studio) -> Move:
    """``fromstart``: once more from the start; two kinds of it add up (once more, and twice more: four rounds).

    Errors: ``InputError`` for an unknown kind.
    """
    for kind in (movement.kind, movement.second_kind):
        if kind is not None and kind not in AGAIN:
            raise InputError(f"Repeat: {kind!r}; {nearest(kind, AGAIN)}")
    kind, second = movement.kind, movement.second_kind
    again = AGAIN[kind]
    if second is not None and _family(kind) == _family(second):
        again, second = again + AGAIN[second], None
    if second is not None:
        return repeated(replace(movement, part=replace(movement, second_kind=None), kind=second, second_kind=None),
                        scene, cast, studio)  # fmt: skip
    behind = cast.both and (cast.behind or movement.alternating)
    calm = replace(cast, behind=False)
    part = movement.part
    step = np.zeros(3) if movement.shift is None else STEP * movement.shift.vector
    if kind.startswith(("fromstart", "continue")) and movement.shift is None:
        lively = replace(cast, behind=behind)
        rounds = 1 + 0.6 * again
        if isinstance(part, WristTurn):
            return Move(wagged(part, lively, studio, rounds=rounds), scene)
        if isinstance(part, FingerPlay):
            return Move(wiggled(part, scene, lively, studio, rounds=rounds), scene)
        if isinstance(part, Circular) and part.end is None:
            return Move(circling(part, part.turns * (1 + again), lively, studio), scene)
    if kind.startswith("continue"):
        return _continued(movement, 1 + again, scene, cast, studio)
    move = compiled(part, scene, calm, studio)
    course = move.course
    if kind in ("reverse", "tofroto"):
        back = Backward(course)
        if behind:
            return Move(alternated(course, 1 + again, studio), scene)
        whole = Chain.of([course, back, course] if kind == "tofroto" else [course, back])
        return Move(whole, move.scene if kind == "tofroto" else scene)
    if kind == "swap":
        return _swapped(course, move, cast, studio)
    if kind == "manyrandom":
        return Move(_scattered(course, cast, studio), scene)
    if behind:
        if movement.shift is not None:
            studio.warn("Repeat: a shifted repetition is made by both hands at once")
        else:
            return Move(alternated(course, 1 + again, studio), move.scene)
    return Move(_rounds(course, 1 + again, step * cast.signs, studio), move.scene)


def _family(kind: str) -> str:
    return kind.removesuffix("_several")


def _rounds(course: Course, rounds: int, step: np.ndarray, studio: Studio) -> Course:
    """The course several times, with the way back to its start (moved on by ``step (2, 3)``) in between."""
    end = course.end()
    if end.size() < NOTHING and not step.any():
        return Chain.of([course] * rounds)
    back = _return(end, step, course.seconds, studio)
    parts = [course]
    for _ in range(rounds - 1):
        parts += [back, course]
    return Chain.of(parts)


def _return(end: Change, step: np.ndarray, at_most: float, studio: Studio) -> Course:
    """Straight back from ``end`` to the start moved on by ``step``, a little quicker than a stroke."""
    undo = end.undone()
    shift, turn, bend = undo.shift[0] + step, logarithm(undo.turn[0]), undo.bend[0]
    seconds = max(
        profile.way_seconds(float(np.linalg.norm(shift, axis=1).max())) if np.abs(shift).max() > NOTHING else 0,
        profile.turn_seconds(float(np.linalg.norm(turn, axis=1).max())) if np.abs(turn).max() > NOTHING else 0,
        profile.shape_seconds(float(np.abs(bend).max())) if np.abs(bend).max() > NOTHING else 0,
    )
    seconds = studio.whole(min(0.9 * seconds, at_most))
    return Posing(seconds, profile.ease, turn, bend, shift)


def _swapped(course: Course, move: Move, cast: Cast, studio: Studio) -> Move:
    """Once more with the hands' parts exchanged; by one hand alone, once more from the start."""
    if not cast.both:
        studio.warn("Repeat: one hand alone changes parts with none, done once more instead")
        return Move(_rounds(course, 2, np.zeros((2, 3)), studio), move.scene)
    end = course.end()
    back = [] if end.size() < NOTHING else [_return(end, np.zeros((2, 3)), course.seconds, studio)]
    return Move(Chain.of([course, *back, Exchanged(course)]), move.scene)


def _scattered(course: Course, cast: Cast, studio: Studio) -> Course:
    """Again and again, here and there: the places are the same every time that the sign is performed."""
    end, parts = course.end(), [course]
    was = np.zeros((2, 3))
    for place in HERE_AND_THERE:
        now = place * cast.signs
        parts += [_return(end, now - was, course.seconds, studio), course]
        was = now
    return Chain.of(parts)


def alternated(course: Course, rounds: int, studio: Studio) -> Course:
    """To and fro, the left hand half a round behind: it starts where the other turns round."""
    cycle = Chain.of([course, Backward(course)])
    many = Chain.of([cycle] * (rounds + 1))
    seconds = (2 * rounds - 1) * course.seconds
    return Behind(many, seconds, course.seconds)


def _continued(movement: Repeat, rounds: int, scene: Scene, cast: Cast, studio: Studio) -> Move:
    """Each round from where the one before ended."""
    courses: list[Course] = []
    for _ in range(rounds):
        move = compiled(movement.part, scene, cast, studio)
        if cast.behind and courses:
            move = onward(move, scene, studio)
        scene = move.scene
        courses.append(move.course)
    return Move(Chain.of(courses), scene)
