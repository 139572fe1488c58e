"""Movements done again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.errors import InputError, nearest
from signsynth.rotations import logarithm
from signsynth.writing.move import profile
from signsynth.writing.move.compile import Move, circling, compiled
from signsynth.writing.move.course import Backward, Behind, Chain, Change, Course, FromHere
from signsynth.writing.move.mirror import Cast
from signsynth.writing.move.rooms import Studio
from signsynth.writing.move.scene import Scene
from signsynth.writing.move.stroke import Posing
from signsynth.writing.move.wagging import wagged, wiggled
from signsynth.writing.notation import Circular, FingerPlay, Repeat, WristTurn

AGAIN = {"fromstart": 1, "fromstart_several": 2, "continue": 1, "continue_several": 2, "tofroto": 1, "reverse": 0}
"""How many times more."""
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
    if kind not in ("reverse", "tofroto") and movement.shift is None:
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
        scene = move.scene
        courses.append(FromHere(move.course) if cast.behind and courses else move.course)
    return Move(Chain.of(courses), scene)
