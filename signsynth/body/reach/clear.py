"""Hands kept out of trunk, head and each other."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from signsynth.body.body import Body
from signsynth.body.fit.rig import Rig
from signsynth.body.solid import Solid
from signsynth.errors import InputError
from signsynth.geometry import smooth, unit

SLACK_M = 0.004
"""Skin and clothes give way so far: hands that touch stay where they are."""
_DEEP = 0.1
"""Shoulder widths: spheres that are so deep leave mostly to the front."""
_ROUNDS, _STEPS = 3, 8
_EASE_S = 0.06


def clear(
    wrists: np.ndarray,
    palms: np.ndarray,
    spheres: np.ndarray,
    radii: np.ndarray,
    *,
    fps: float,
    used: np.ndarray | None = None,
    transforms: np.ndarray | None = None,
    body: Body | None = None,
) -> np.ndarray:
    """Wrists ``(n, 2, 3)`` moved so far that no sphere of a hand is more than ``SLACK_M`` inside body or other hand.

    All lengths are shoulder widths, origin mid-shoulder at rest. ``spheres (n, 2, k, 3)`` are middles from the wrist
    joint in the hands' own axes, which ``palms (n, 2, 3, 3)`` turn into the signing space; ``radii (k,)``.
    ``used (n, 2)``: hands that sign; others neither move nor are in the way. ``transforms (n, 2, 3, 4)``: trunk and
    head in metres (``Solid.joints`` of ``Body.place``); None: upright at rest. Both hands give way to each other
    by halves. Frames that are free, and far from others, come back as they were. Errors: ``InputError`` for shapes.
    """
    frames = len(wrists)
    if wrists.shape != (frames, 2, 3) or palms.shape != (frames, 2, 3, 3) or spheres.shape[:2] != (frames, 2):
        raise InputError(
            f"clear: wrists {wrists.shape}, palms {palms.shape}, spheres {spheres.shape}, expected (n, 2, 3), "
            "(n, 2, 3, 3) and (n, 2, k, 3)"
        )
    room = _Room(body, np.asarray(radii, np.float64), transforms, used)
    fleshed = spheres @ np.swapaxes(palms, -1, -2)
    out = wrists.astype(np.float64)
    for _ in range(_ROUNDS):
        need = _needed(out, fleshed, room)
        if not need.any():
            break
        # Neighbours of a frame that gives way go along, so that the hand curves around instead of stumbling.
        eased = smooth(need, _EASE_S * fps)
        along = np.linalg.norm(eased, axis=-1, keepdims=True) > np.linalg.norm(need, axis=-1, keepdims=True)
        out = out + np.where(along, eased, need)
    return out + _needed(out, fleshed, room)


def _needed(wrists: np.ndarray, fleshed: np.ndarray, room: _Room) -> np.ndarray:
    """How far hands must go to be free ``(n, 2, 3)``, frames on their own."""
    moved = np.zeros_like(wrists)
    open_ = np.arange(len(wrists))
    for _ in range(_STEPS):
        push = room.push(wrists[open_, :, None] + moved[open_, :, None] + fleshed[open_], open_)
        some = np.abs(push).max((1, 2)) > 1e-5
        open_, push = open_[some], push[some]
        if not len(open_):
            break
        moved[open_] += push
    return moved


class _Room:
    """What is in the way."""

    def __init__(self, body: Body | None, radii: np.ndarray, transforms: np.ndarray | None, used: np.ndarray | None):
        from signsynth.body.fit.fit import bundled

        body = bundled() if body is None else body
        rig = Rig.of(body)
        self.solid, self.radii, self.transforms, self.used = _solid(body), radii, transforms, used
        self.width_m, self.origin_m = rig.width_m, rig.origin_m
        self.slack = SLACK_M / rig.width_m

    def push(self, points: np.ndarray, frames: np.ndarray) -> np.ndarray:
        """Shift ``(n, 2, 3)`` for spheres at ``points (n, 2, k, 3)`` in some frames."""
        out = self._from_body(points, frames) + self._from_each_other(points)
        if self.used is not None:
            out = out * self.used[frames][..., None]
        return out

    def _from_body(self, points: np.ndarray, frames: np.ndarray) -> np.ndarray:
        count, _, many, _ = points.shape
        at = points.reshape(count, 2 * many, 3) * self.width_m + self.origin_m
        placed = None if self.transforms is None else self.transforms[frames]
        depth, outward = self.solid.depth_m(at, placed)
        over = depth.reshape(count, 2, many) / self.width_m + self.radii - self.slack
        # From deep inside the shortest way out may be any: hands come from the front and leave there.
        deep = np.clip(over / _DEEP, 0, 1)[..., None] * [0.0, 0.0, 2.0]
        return _out_of(over, unit(outward.reshape(count, 2, many, 3) + deep))

    def _from_each_other(self, points: np.ndarray) -> np.ndarray:
        out = np.zeros((len(points), 2, 3))
        low, high = (points - self.radii[:, None]).min(2), (points + self.radii[:, None]).max(2)
        near = np.flatnonzero(((low[:, 0] < high[:, 1]) & (low[:, 1] < high[:, 0])).all(-1))
        if self.used is not None and len(near):
            near = near[self.used[near].all(-1)] if len(self.used) == len(points) else near
        if not len(near):
            return out
        left, right = points[near, 0], points[near, 1]
        apart = left[:, :, None] - right[:, None]
        far = np.linalg.norm(apart, axis=-1)
        over = (self.radii[:, None] + self.radii - self.slack - far).reshape(len(near), -1)
        # Hands that are well inside each other leave on the way from middle to middle, not on that of two spheres.
        middle = unit(left.mean(1) - right.mean(1), fallback=(1.0, 0.0, 0.0))
        ways = unit(unit(apart.reshape(len(near), -1, 3), fallback=(1.0, 0.0, 0.0)) + 0.5 * middle[:, None])
        push = _out_of(over, ways)
        out[near, 0], out[near, 1] = push / 2, -push / 2
        return out


def _out_of(over: np.ndarray, ways: np.ndarray) -> np.ndarray:
    """One step out ``(..., 3)`` for spheres that are ``over (..., k)`` too deep, each with its way ``(..., k, 3)`` out.

    As far as the deepest asks for, on the mean way of all, weighed by how deep they are.
    """
    over = np.maximum(over, 0)
    way = unit((over[..., None] * ways).sum(-2), fallback=(0.0, 0.0, 1.0))
    return over.max(-1)[..., None] * way


@lru_cache(maxsize=2)
def _solid(body: Body) -> Solid:
    return Solid.of(body)
