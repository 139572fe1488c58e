"""Wrists and palms to the rotations of the arms: closed form, all frames and both arms at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from signsynth.body.body import Body
from signsynth.body.fit.arms import JOINTS
from signsynth.body.fit.rig import Rig
from signsynth.body.reach.aside import aside
from signsynth.body.reach.elbow import easy_swivel, swivel, upper_turn, wrist_angles
from signsynth.body.reach.girdle import Girdle, lift
from signsynth.body.reach.hanging import hanging
from signsynth.body.reach.limb import CHAIN, Limb
from signsynth.body.reach.turning import MIRROR, faded, ramp, turn_about, twist_about
from signsynth.errors import InputError
from signsynth.geometry import smooth

_MIRROR = np.stack([MIRROR, np.eye(3)])
"""Both arms are solved as right ones."""
_NEARLY, _STRAIGHT = 0.985, 0.998
"""From this share of its length on an arm comes short of its goal, and it never is straighter than that."""
_UPPER_SHARE, _UPPER_MOST = 0.4, np.deg2rad(45)
_FORE_MOST, _FORE_SHARES = np.deg2rad(95), (0.4, 0.6)
_FADE = np.deg2rad(105)
_FOLDED = np.deg2rad((100, 165))
"""A hand bent back so far has no clear twist: the forearm's fades."""
_CALM_S = 0.06
"""Swivels are smoothed over this time (standard deviation): wrists and palms stay where they are."""


class Reached(NamedTuple):
    """Arms of every frame; what ``Gesture`` and ``MeshTrack`` are made of."""

    local: np.ndarray
    """``(frames, 2, joints, 3, 3)``: rotations of ``body.fit.arms.JOINTS`` against the joint before."""
    palms: np.ndarray
    """``(frames, 2, 3, 3)``: turn of the hand against rest, as ``Gesture.wrists``; relaxed where not used."""
    wrists: np.ndarray
    """``(frames, 2, 3)`` shoulder widths: where the wrist joints came to."""
    elbows: np.ndarray
    """``(frames, 2, 3)`` shoulder widths."""
    missed_sw: np.ndarray
    """``(frames, 2)``: distance from the goal, more than 0 where it was out of reach."""
    strain: np.ndarray
    """``(frames, 2)`` radians: how far the wrist, or the forearm's twist, is beyond its limits; 0 is within."""


def reach(
    wrists: np.ndarray,
    palms: np.ndarray,
    used: np.ndarray | None = None,
    chest: np.ndarray | None = None,
    *,
    body: Body | None = None,
    fps: float | None = None,
    shrugs: np.ndarray | None = None,
) -> Reached:
    """Arms that bring the wrist joints to ``wrists (n, 2, 3)`` with the hands turned as ``palms (n, 2, 3, 3)``.

    Shoulder widths from the middle of the shoulders at rest, left hand first; palms as ``Gesture.wrists``. Two-bone
    inverse kinematics in closed form (Tolani, Goswami and Badler, Graphical Models 62 (2000) 353): the palm is
    always met, the wrist within 0.1 mm where the arm is long enough. ``used (n, 2)``: arms that sign; the others
    hang. ``chest (n, 3, 4)`` is the transform of the joint ``spine01`` in metres as ``Body.place`` gives it; None:
    upright. ``shrugs (n, 2, 3, 3)``: how shoulders are raised, as turns of the clavicles against the chest; hands that
    sign stay where they are. With ``fps`` elbows are kept calm over time and out of
    the trunk.
    Errors: ``InputError`` where shapes do not fit or a goal is not finite.
    """
    from signsynth.body.fit.fit import bundled

    body = bundled() if body is None else body
    limb = Limb.of(body)
    wrists, palms = _checked(wrists, palms)
    turn, place = _chest(chest, len(wrists), limb)
    goal = (np.swapaxes(turn, -1, -2)[:, None] @ (wrists - place[:, None])[..., None])[..., 0] + limb.chest
    goal = _flipped(goal)
    hands = _MIRROR @ (np.swapaxes(turn, -1, -2)[:, None] @ palms) @ _MIRROR
    if used is not None:
        idle = ~np.asarray(used, bool)
        rest_wrist, rest_palm = hanging(body)
        goal = np.where(idle[..., None], _flipped(rest_wrist)[1], goal)
        hands = np.where(idle[..., None, None], (_MIRROR @ rest_palm @ _MIRROR)[1], hands)
    girdle = lift(goal, limb)
    if shrugs is not None:
        before = girdle.shoulder
        girdle = girdle.shrugged(_MIRROR @ shrugs @ _MIRROR, limb)
        if used is not None:  # arms that hang go with their shoulders
            goal = goal + np.where(idle[..., None], girdle.shoulder - before, 0.0)
    chosen = _swivels(goal, hands, girdle, limb, fps)
    if fps is not None:
        _, along, far = _within(goal - girdle.shoulder, limb)
        chosen = aside(chosen, along, far, girdle.shoulder, limb, Rig.of(body).solid, fps)
    first = _solved(goal, hands, girdle, chosen, limb)
    # The joints of the upper arm are not quite in line: what its twist moved the wrist is taken off.
    held = girdle.shoulder + _within(goal - girdle.shoulder, limb)[0]
    local, elbow, reached, strain = _solved(held + held - first[2], hands, girdle, chosen, limb)
    met = turn[:, None] @ _MIRROR @ hands @ _MIRROR
    elbow, reached = (
        ((_flipped(p) - limb.chest)[..., None, :] @ np.swapaxes(turn, -1, -2)[:, None])[..., 0, :] + place[:, None]
        for p in (elbow, reached)
    )
    missed = np.linalg.norm(reached - wrists, axis=-1)
    if used is not None:
        missed = np.where(idle, 0.0, missed)
    return Reached(_MIRROR[:, None] @ local @ _MIRROR[:, None], met, reached, elbow, missed, strain)


def _swivels(goal: np.ndarray, hands: np.ndarray, girdle: Girdle, limb: Limb, fps: float | None) -> np.ndarray:
    """``(frames, 2)``."""
    _, along, far = _within(goal - girdle.shoulder, limb)
    chosen = swivel(along, far, easy_swivel(along * far[..., None], limb), hands, limb)
    return chosen if fps is None else smooth(chosen, _CALM_S * fps)


def _within(away: np.ndarray, limb: Limb) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Goals ``(..., 3)`` from the shoulder led back to what the arm can reach, their direction and distance."""
    far = np.linalg.norm(away, axis=-1)
    along = away / np.maximum(far, 1e-9)[..., None]
    most, nearly = _STRAIGHT * limb.length, _NEARLY * limb.length
    room = most - nearly
    # The last share of the way is closed ever more slowly: an arm never snaps straight.
    held = np.where(far > nearly, nearly + room * np.tanh((far - nearly) / room), far)
    folded = np.pi - limb.bend_limits[1]
    least = np.sqrt(limb.upper**2 + limb.fore**2 - 2 * limb.upper * limb.fore * np.cos(folded))
    held = np.maximum(held, least)
    return along * held[..., None], along, held


def _solved(
    goal: np.ndarray, hands: np.ndarray, girdle: Girdle, chosen: np.ndarray, limb: Limb
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Right arms: rotations of ``JOINTS``, elbows and wrists in the chest's frame, strain."""
    _, along, far = _within(goal - girdle.shoulder, limb)
    upper, fore = upper_turn(along, chosen, far, limb)
    local = np.broadcast_to(np.eye(3), (*far.shape, len(JOINTS), 3, 3)).copy()
    hung = np.swapaxes(girdle.turn, -1, -2) @ upper
    twist = _UPPER_SHARE * faded(twist_about(limb.upper_along, hung), _FADE)
    twist = _UPPER_MOST * np.tanh(twist / _UPPER_MOST)
    half = turn_about(limb.upper_half, twist)
    hinge = np.swapaxes(upper, -1, -2) @ fore
    twisted, flex, side = wrist_angles(np.swapaxes(fore, -1, -2) @ hands, limb)
    clear = 1 - ramp(np.hypot(flex, side), *_FOLDED)
    turned = _FORE_MOST * np.tanh(clear * faded(twisted, _FADE) / _FORE_MOST)
    near, far_half = (
        turn_about(axis, share * turned)
        for axis, share in zip((limb.fore_along, limb.fore_half), _FORE_SHARES, strict=True)
    )
    parts = [girdle.clavicle, girdle.collar, hung @ np.swapaxes(half, -1, -2), half, hinge @ near, far_half]
    forearm = fore @ near @ far_half
    parts.append(np.swapaxes(forearm, -1, -2) @ hands)
    local[..., : len(CHAIN), :, :] = np.stack(parts, -3)
    places = limb.place(local)
    (flex_low, flex_high), (side_low, side_high), (_, most) = limb.wrist_limits
    beyond = np.maximum(np.abs(twisted) - _FORE_MOST + np.deg2rad(10) - most, 0)
    for angle, low, high in ((flex, flex_low, flex_high), (side, side_low, side_high)):
        beyond = np.maximum(beyond, np.maximum(low - angle, angle - high))
    return local, places[..., 4, :], places[..., 6, :], np.maximum(beyond, 0)


def _flipped(points: np.ndarray) -> np.ndarray:
    """Points ``(..., 2, 3)`` of both sides with the left ones mirrored."""
    return points * np.array([[-1.0, 1.0, 1.0], [1.0, 1.0, 1.0]])


def _chest(chest: np.ndarray | None, frames: int, limb: Limb) -> tuple[np.ndarray, np.ndarray]:
    """Turn ``(frames, 3, 3)`` and place ``(frames, 3)`` in shoulder widths of the chest."""
    if chest is None:
        return np.broadcast_to(np.eye(3), (frames, 3, 3)), np.broadcast_to(limb.chest, (frames, 3))
    chest = np.asarray(chest, np.float64)
    if chest.shape != (frames, 3, 4):
        raise InputError(f"chest: shape {chest.shape}, expected {(frames, 3, 4)}")
    return chest[..., :3], (chest[..., 3] - limb.origin_m) / limb.width_m


def _checked(wrists: np.ndarray, palms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    wrists, palms = np.asarray(wrists, np.float64), np.asarray(palms, np.float64)
    if wrists.ndim != 3 or wrists.shape[1:] != (2, 3):
        raise InputError(f"wrists: shape {wrists.shape}, expected (frames, 2, 3)")
    if palms.shape != (*wrists.shape, 3):
        raise InputError(f"palms: shape {palms.shape}, expected {(*wrists.shape, 3)}")
    for name, array in (("wrists", wrists), ("palms", palms)):
        if not np.isfinite(array).all():
            raise InputError(f"{name}: not finite in frame {int(np.argwhere(~np.isfinite(array))[0, 0])}")
    return wrists, palms
