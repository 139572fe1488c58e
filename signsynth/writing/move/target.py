"""Movements that end in a written posture or place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signsynth.errors import InputError
from signsynth.writing.move import profile
from signsynth.writing.move.compile import Move, compiled
from signsynth.writing.move.course import Chain, Change, Course, Still, Together
from signsynth.writing.move.mirror import Cast, merged, other_posture
from signsynth.writing.move.placing import placed
from signsynth.writing.move.rooms import Studio
from signsynth.writing.move.scene import Scene, rotation_vector
from signsynth.writing.move.stroke import Posing
from signsynth.writing.notation import Directed, Movement, Par, Posture, Split, Target


def aimed(movement: Target, scene: Scene, cast: Cast, studio: Studio) -> Move:
    """Hands end exactly in the posture and at the place; the way there is ``via`` with the rest made up on the way."""
    if movement.via is not None:
        via = compiled(movement.via, scene, replace(cast, behind=False), studio)
        course, change, manner = via.course, via.course.end(), _manner(movement.via, movement)
        at = replace(via.scene, pivots=scene.pivots)
    else:
        course, change, manner = None, Change.none(1), movement.manner
        at = scene
    if cast.behind and movement.place is not None:
        studio.warn("out of phase: a movement to a place is made by both hands at once")
    end = _posed(at, movement, cast, studio)
    going = movement.place is not None or movement.other_place is not None
    if going:
        end = replace(end, coming=(None, None))
        end = placed(end, movement.place, movement.other_place, cast, studio, change.shift[0])
    turn = np.stack([rotation_vector(at.turns[s], end.turns[s], s) for s in (0, 1)])
    bend = end.angles - at.angles
    shift = np.zeros((2, 3))
    if going:
        shift = end.wrists - at.wrists
        for side, pivot in enumerate(scene.pivots):
            if pivot is not None:
                shift[side] += end.skin(side, pivot, studio)[0] - at.skin(side, pivot, studio)[0]
    seconds = _seconds(course, change, turn, bend, shift, going, movement, manner, studio)
    posing = Posing(
        seconds, lambda share: profile.ease(share, manner), turn, bend, shift, free=not any(end.coming) or not going
    )
    whole: Course = posing if course is None else Together.of([course, posing], seconds)
    if going and any(end.coming):
        whole = Chain.of([whole, Still(studio.whole(profile.TOUCH_S))])
        whole = _Touching(whole.parts, whole.starts)
    return Move(whole, end)


class _Touching(Chain):
    """A way that ends on a skin: nothing swings over."""

    free = False


def _posed(scene: Scene, movement: Target, cast: Cast, studio: Studio) -> Scene:
    """The scene with the hands in their new postures, wrists where they were."""
    new: list[Posture | None] = [None, None]
    new[cast.leads] = movement.dominant
    if cast.both:
        new[0] = other_posture(movement.dominant, movement.other, cast.mirror)
    elif movement.other is not None and cast.leads == 1:
        new[0] = movement.other
    turns, angles, postures = np.array(scene.turns), np.array(scene.angles), list(scene.postures)
    for side, change in enumerate(new):
        if change is None or change == Posture():
            continue
        postures[side] = merged(scene.postures[side], change)
        if change.shape is not None:
            angles[side] = studio.hands.handshape_of(change.shape).angles
        if change.fingers is not None or change.palm is not None:
            turns[side] = oriented(postures[side], side, studio)
    return replace(scene, turns=turns, angles=angles, postures=tuple(postures))


def oriented(posture: Posture, side: int, studio: Studio) -> np.ndarray:
    """Rotation ``(3, 3)`` of a posture that says fingers and palm."""
    return studio.hands.palm_rotation(posture.fingers, posture.palm, absolute=posture.palm_absolute, side=side)


def _seconds(
    course: Course | None,
    change: Change,
    turn: np.ndarray,
    bend: np.ndarray,
    shift: np.ndarray,
    going: bool,
    movement: Target,
    manner: object,
    studio: Studio,
) -> float:
    """Time of a target: of its longest part."""
    parts = []
    if np.abs(turn).max() > 1e-6:
        parts.append(profile.turn_seconds(float(np.linalg.norm(turn, axis=1).max())))
    if np.abs(bend).max() > 1e-6:
        parts.append(profile.shape_seconds(float(np.abs(bend).max())))
    if going:
        parts.append(profile.way_seconds(float(np.linalg.norm(shift + change.shift[0], axis=1).max())))
    own = max(parts, default=0.2) / profile.pace(movement.manner)
    if course is not None:
        simple = isinstance(movement.via, Directed) or isinstance(movement.via, Split) and going
        if simple and going and np.abs(shift).max() > 0.02:
            own = max(own / profile.pace(manner) if manner is not movement.manner else own, 2 / studio.fps)
        else:
            own = max(own, course.seconds / profile.pace(movement.manner))
    return studio.whole(own)


def _manner(via: Movement, movement: Target) -> object:
    """The manner of the way there, so that what is made up runs in step with it."""
    while isinstance(via, Par | Split):
        via = via.dominant if isinstance(via, Split) else via.parts[0]
    return via.manner if isinstance(via, Directed) else movement.manner


def agreed(aims: list[Target]) -> None:
    """Errors: ``InputError`` where targets that are reached at once say different things of one hand."""
    said: dict[tuple[str, str], object] = {}
    for aim in aims:
        for who, posture in (("dominant", aim.dominant), ("other", aim.other or Posture())):
            for what in ("shape", "fingers", "palm"):
                _say(said, (who, what), getattr(posture, what))
        _say(said, ("dominant", "place"), aim.place)
        _say(said, ("other", "place"), aim.other_place)


def _say(said: dict[tuple[str, str], object], key: tuple[str, str], value: object) -> None:
    if value is None:
        return
    if said.setdefault(key, value) != value:
        raise InputError(f"Target: two {key[1]}s of the {key[0]} hand at once, expected one")
