"""A written sign to what its hands do."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from signsynth.errors import InputError
from signsynth.geometry import minimum_jerk, unit
from signsynth.writing.move import profile
from signsynth.writing.move.compile import at_once, compiled, onward
from signsynth.writing.move.contact import contacts
from signsynth.writing.move.course import Course, Still, Together
from signsynth.writing.move.mirror import Cast
from signsynth.writing.move.performance import Performance
from signsynth.writing.move.rooms import Hands, Places, Studio
from signsynth.writing.move.scene import Scene, rotation_vector
from signsynth.writing.move.start import opening
from signsynth.writing.move.stroke import Posing, Stroke
from signsynth.writing.notation import Movement, Par, Phrase, Repeat, Rest, Seq, Sign, Split, Target


@dataclass(frozen=True, eq=False)
class _Piece:
    """A course from a scene at ``start_s``."""

    start_s: float
    course: Course
    scene: Scene
    phrase: int


def perform(sign: Sign, *, fps: float = 25.0, hands: Hands, places: Places) -> Performance:
    """What both hands do in a sign, from its first posture to its last, at ``fps`` frames a second.

    The way to the first posture is not part of it. Errors: ``InputError`` naming file, gloss and element for what
    cannot be done; what is done only nearly is in ``warnings``.
    """
    studio = Studio(hands, places, fps)
    name = f"{sign.file}: {sign.gloss}" if sign.file else sign.gloss
    if not sign.phrases:
        raise InputError(f"{name}: no phrase, expected at least one")
    if not np.isfinite(fps) or fps <= 0:
        raise InputError(f"fps {fps}: expected more than 0")
    try:
        pieces, now = _pieces(sign, studio, (None, None))
        firsts = tuple(next((p.scene for p in pieces if p.scene.used[side]), None) for side in (0, 1))
        if not all(first is None or pieces[0].scene.used[side] for side, first in enumerate(firsts)):
            pieces, now = _pieces(sign, studio, firsts)
    except InputError as error:
        raise InputError(f"{name}: {error}") from error
    except RecursionError as error:
        raise InputError(f"{name}: movements are nested too deeply") from error
    return _sampled(pieces, now, studio)


def _pieces(sign: Sign, studio: Studio, firsts: tuple[Scene | None, Scene | None]) -> tuple[list[_Piece], float]:
    """All that is done, and when it ends.

    A hand that does not sign in a phrase stays where it was, or, before it has signed, waits low and already as in
    ``firsts``: so the other hand is seen to do in real signing.
    """
    pieces: list[_Piece] = []
    now, before = profile.OPENING_S, None
    for number, phrase in enumerate(sign.phrases):
        scene, cast = opening(phrase, studio, before)
        for side, first in enumerate(firsts):
            if scene.used[side]:
                continue
            if before is not None and before.used[side]:
                scene = scene.with_hand(side, before)
            elif first is not None:
                scene = scene.with_hand(side, first, highest=profile.WAITING)
        if before is not None:
            bridge = _bridge(before, scene, studio)
            pieces.append(_Piece(now, bridge, replace(before, pivots=(None, None)), number))
            now += bridge.seconds
        for piece in _phrase(phrase, scene, cast, studio, now, number):
            pieces.append(piece)
            now = piece.start_s + piece.course.seconds
        last = pieces[-1]
        used = tuple(a or b for a, b in zip(last.scene.used, before.used if before else (False, False), strict=True))
        before = replace(last.scene.after(last.course.end(), studio), used=used)
    return pieces, now


def _phrase(phrase: Phrase, scene: Scene, cast: Cast, studio: Studio, now: float, number: int) -> list[_Piece]:
    """Pieces of a phrase's movements; with none the posture is held."""
    pieces: list[_Piece] = []
    for movement in _open(phrase.movements):
        scene = scene.released()
        if _shapes(movement):
            scene = replace(scene, pivots=(None, None))
        move = compiled(movement, scene, cast, studio)
        if any(scene.pivots) and scene.parts(move.course, studio):
            scene = replace(scene, pivots=(None, None), coming=(None, None))
            move = compiled(movement, scene, cast, studio)
        if cast.behind and pieces:
            move = onward(move, scene, studio)
        pieces.append(_Piece(now, move.course, replace(scene, used=move.scene.used), number))
        now += move.course.seconds
        scene = move.scene
    return pieces or [_Piece(now, Still(studio.whole(profile.HOLD_S)), scene.released(), number)]


def _shapes(movement: Movement) -> bool:
    """Whether only shapes change: fingers do, the hand stays where it is even if they leave what they touched."""
    if isinstance(movement, Repeat):
        return _shapes(movement.part)
    if isinstance(movement, Split):
        return all(isinstance(part, Rest) or _shapes(part) for part in (movement.dominant, movement.other))
    if not isinstance(movement, Target) or movement.via is not None:
        return False
    placeless = movement.place is None and movement.other_place is None
    postures = [posture for posture in (movement.dominant, movement.other) if posture is not None]
    return placeless and all(posture.fingers is None and posture.palm is None for posture in postures)


def _open(movements: tuple[Movement, ...]) -> list[Movement]:
    """Movements with plain sequences laid open."""
    out: list[Movement] = []
    stack = list(reversed(movements))
    while stack:
        movement = stack.pop()
        if isinstance(movement, Seq) and not movement.fused and movement.manner == type(movement.manner)():
            stack.extend(reversed(movement.parts))
        elif isinstance(movement, Par) and movement.manner == type(movement.manner)() and len(at_once(movement)) == 1:
            stack.append(at_once(movement)[0])
        else:
            out.append(movement)
    return out


def _bridge(before: Scene, after: Scene, studio: Studio) -> Course:
    """From one phrase to the next, in an arc that bulges a little away from the body."""
    turn = np.stack([rotation_vector(before.turns[s], after.turns[s], s) for s in (0, 1)])
    shift, bend = after.wrists - before.wrists, after.angles - before.angles
    length = np.linalg.norm(shift, axis=1, keepdims=True)
    seconds = studio.whole(
        max(profile.way_seconds(float(length.max())), profile.turn_seconds(float(np.linalg.norm(turn, axis=1).max())))
    )
    along = unit(shift, fallback=(1.0, 0.0, 0.0))
    ahead = np.array([0.0, 0.0, 1.0])
    bulge = profile.BRIDGE * length * (ahead - along * along[:, 2:])
    arc = Stroke(seconds, lambda share: np.sin(np.pi * share)[:, None] * np.ones(3), bulge, profile.ease)
    return Together.of([Posing(seconds, profile.ease, turn, bend, shift), arc], seconds)


def _sampled(pieces: list[_Piece], end_s: float, studio: Studio) -> Performance:
    """All pieces frame by frame, between an opening and a closing hold."""
    fps = studio.fps
    count = round((end_s + profile.CLOSING_S) * fps) + 1
    t = np.arange(count) / fps
    wrists, palms, angles = np.empty((count, 2, 3)), np.empty((count, 2, 3, 3)), np.empty((count, 2, 21))
    used = np.empty((count, 2), bool)
    for i, piece in enumerate(pieces):
        first = 0 if i == 0 else round(piece.start_s * fps)
        last = count if i + 1 == len(pieces) else round(pieces[i + 1].start_s * fps)
        local = t[first:last] - piece.start_s
        change = piece.course.at(np.clip(local, 0, piece.course.seconds))
        wrists[first:last], palms[first:last], angles[first:last] = piece.scene.trace(change, studio)
        used[first:last] = piece.scene.used
    wrists += _settling(pieces, end_s, t, studio)
    starts = [next(p.start_s for p in pieces if p.phrase == n) for n in range(pieces[-1].phrase + 1)]
    return Performance(
        fps=fps,
        wrists=wrists,
        palms=palms,
        angles=angles,
        used=used | used.any(axis=0),
        stroke=(round(pieces[0].start_s * fps), min(count - 1, round(end_s * fps))),
        phrases=tuple(0 if n == 0 else round(s * fps) for n, s in enumerate(starts)),
        contacts=contacts(studio, wrists, palms, angles, used),
        warnings=tuple(studio.warnings),
    )


def _settling(pieces: list[_Piece], end_s: float, t: np.ndarray, studio: Studio) -> np.ndarray:
    """What free ends swing over, in the direction that they come with, until they settle in the closing hold.

    Added to the wrists ``(n, 2, 3)``. How far: a share of the way of the last half second, or of the whole sign where
    that is less, so that whole circles and hands that come home do not.
    """
    if not pieces[-1].course.free:
        return np.zeros((len(t), 2, 3))
    marks = [pieces[0].start_s, end_s - 0.5, end_s - profile.RISE_S]
    way = _wrists(pieces, end_s, studio) - np.stack([_wrists(pieces, mark, studio) for mark in marks])
    heading = unit(way[2], fallback=(0.0, 0.0, 0.0))
    size = profile.OVERSHOOT * np.linalg.norm(way[:2], axis=-1, keepdims=True).min(0)
    rise = minimum_jerk((t - end_s + profile.RISE_S) / profile.RISE_S)
    fall = 1 - minimum_jerk((t - end_s) / profile.CLOSING_S)
    free = np.array([pivot is None for pivot in pieces[-1].scene.pivots])[:, None]
    return (rise * fall)[:, None, None] * (free * size * heading)


def _wrists(pieces: list[_Piece], at_s: float, studio: Studio) -> np.ndarray:
    """Both wrists ``(2, 3)`` at one time."""
    piece = next((p for p in reversed(pieces) if p.start_s <= at_s), pieces[0])
    local = np.clip(at_s - piece.start_s, 0, piece.course.seconds)
    return piece.scene.trace(piece.course.at(np.array([local])), studio)[0][0]
