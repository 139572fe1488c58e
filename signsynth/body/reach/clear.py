"""Hands kept out of trunk, head and each other."""

from __future__ import annotations

import numpy as np

from signsynth.body.body import Body
from signsynth.body.reach.room import Room
from signsynth.errors import InputError
from signsynth.geometry import smooth

_ROUNDS, _STEPS = 3, 8
_FREE = 3e-4
"""A tenth of a millimetre is no need."""
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
    """Wrists ``(n, 2, 3)`` moved so far that no sphere of a hand is more than 4 mm inside body or other hand.

    All lengths are shoulder widths, origin mid-shoulder at rest. ``spheres (n, 2, k, 3)`` are middles from the wrist
    joint in the hands' own axes, which ``palms (n, 2, 3, 3)`` turn into the signing space; ``radii (k,)``.
    ``used (n, 2)``: hands that sign; others neither move nor are in the way. ``transforms (n, 2, 3, 4)``: trunk and
    head in metres (``Solid.joints`` of ``Body.place``); None: upright at rest. Both hands give way to each other
    by halves; where they pass through each other, one goes before the other. Frames that are free, and far from
    others, come back as they were. Errors: ``InputError`` for shapes.
    """
    frames = len(wrists)
    if wrists.shape != (frames, 2, 3) or palms.shape != (frames, 2, 3, 3) or spheres.shape[:2] != (frames, 2):
        raise InputError(
            f"clear: wrists {wrists.shape}, palms {palms.shape}, spheres {spheres.shape}, expected (n, 2, 3), "
            "(n, 2, 3, 3) and (n, 2, k, 3)"
        )
    room = Room(body, np.asarray(radii, np.float64), transforms, used)
    fleshed = spheres @ np.swapaxes(palms, -1, -2)
    out = wrists.astype(np.float64)
    room.watch(out[:, :, None] + fleshed)
    for _ in range(_ROUNDS):
        need = _needed(out, fleshed, room)
        if not need.any():
            break
        # Neighbours of a frame that gives way go along, so that the hand curves around instead of stumbling.
        eased = smooth(need, _EASE_S * fps)
        along = np.linalg.norm(eased, axis=-1, keepdims=True) > np.linalg.norm(need, axis=-1, keepdims=True)
        out = out + np.where(along, eased, need)
    return out + _needed(out, fleshed, room)


def _needed(wrists: np.ndarray, fleshed: np.ndarray, room: Room) -> np.ndarray:
    """How far hands must go to be free ``(n, 2, 3)``, frames on their own."""
    moved = np.zeros_like(wrists)
    open_ = np.arange(len(wrists))
    for step in range(_STEPS):
        push = room.push(wrists[open_, :, None] + moved[open_, :, None] + fleshed[open_], open_, step)
        some = np.abs(push).max((1, 2)) > _FREE
        open_, push = open_[some], push[some]
        if not len(open_):
            break
        moved[open_] += push
    return moved
